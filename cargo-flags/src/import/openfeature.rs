//! The flag manifest of OpenFeature's command-line tool.

use serde_json::Value as Json;
use toml_edit::Value;

use crate::failure::Failure;
use crate::import::draft::{Draft, Feature, toml};

pub(super) fn read(document: &Json) -> Result<Draft, Failure> {
    let flags = document
        .get("flags")
        .and_then(Json::as_object)
        .ok_or_else(|| {
            Failure::new("the file is no flag manifest of OpenFeature: it has no object `flags`")
        })?;
    let mut draft = Draft::default();
    for (key, flag) in flags {
        let default = &flag["defaultValue"];
        let ty = flag["flagType"].as_str().unwrap_or_default();
        let value = match ty {
            "boolean" => default.as_bool().map(Value::from),
            "string" => default.as_str().map(Value::from),
            "integer" => default.as_i64().map(Value::from),
            "float" => default.as_f64().map(Value::from),
            "object" => default.is_object().then(|| toml(default)).flatten(),
            _ => {
                draft.leave_out(key, format!("it is left out: its `flagType` is `{ty}`"));
                continue;
            }
        };
        let Some(value) = value else {
            draft.leave_out(
                key,
                match ty {
                    "object" => {
                        "it is left out: its object holds what a table cannot, such as null or a \
                         list of objects"
                    }
                    _ => "it is left out: its `defaultValue` is not of its `flagType`",
                },
            );
            continue;
        };
        draft.features.push(Feature {
            flag: key.clone(),
            description: flag["description"].as_str().map(str::to_owned),
            default: Some(value),
            ..Feature::default()
        });
    }
    Ok(draft)
}
