//! One constant for each feature.

use std::fmt::Write;

use flags_manifest::model::{Expired, Feature, Manifest, Type, Value};

use super::{ALLOW, ALLOW_PUBLIC, Constant, Writer};
use crate::text::{self, Literal};

impl Writer<'_> {
    pub(super) fn constants(&mut self, manifest: &Manifest) -> Vec<Constant> {
        let features = manifest.features.iter().enumerate();
        features
            .map(|(index, feature)| {
                self.documentation(feature);
                self.line(ALLOW);
                if self.visibility == "pub" {
                    self.line(ALLOW_PUBLIC);
                }
                if manifest.policy.expired == Expired::Warn {
                    self.deprecation(feature);
                }
                Constant {
                    attributes: std::mem::take(&mut self.out),
                    name: feature.constant.clone(),
                    definition: self.definition(index, feature),
                }
            })
            .collect()
    }

    fn definition(&self, index: usize, feature: &Feature) -> String {
        let (ty, facade) = (self.feature_type(&feature.ty), self.facade);
        if feature.frozen {
            let value = frozen_value(&feature.ty, &feature.default);
            format!(
                ": {facade}::Frozen<{ty}> =\n    {facade}::Frozen::new({value}, &FEATURES[{index}])"
            )
        } else {
            let function = match feature.ty {
                Type::Boolean => "__boolean",
                _ => "__feature",
            };
            format!(": {facade}::Feature<{ty}> = {function}({index})")
        }
    }

    /// The Rust type of a feature's value.
    pub(super) fn feature_type(&self, ty: &Type) -> String {
        let Self {
            private, facade, ..
        } = self;
        match ty {
            Type::Boolean => format!("{private}::bool"),
            Type::Integer => format!("{private}::i64"),
            Type::Float => format!("{private}::f64"),
            Type::String => format!("{facade}::Text"),
            Type::Variants(set) => set.type_name.clone(),
            Type::Table(table) => table.type_name.clone(),
        }
    }

    fn documentation(&mut self, feature: &Feature) {
        let path = &self.options.request.path;
        let out = &mut self.out;
        if let Some(description) = &feature.description {
            text::doc(out, "", description);
            let _ = writeln!(out, "///");
        } else {
            let _ = writeln!(out, "/// The feature `{}`.\n///", feature.key);
        }
        let default = text::shown(&feature.ty, &feature.default);
        let mut facts = format!("- `{}`: {}, ", feature.key, type_name(&feature.ty));
        facts += if feature.frozen {
            "frozen at"
        } else {
            "default"
        };
        let _ = writeln!(facts, " `{default}`");
        let mut fact = |name, value: Option<String>| {
            if let Some(value) = value {
                let _ = writeln!(facts, "- {name}: {value}");
            }
        };
        fact("owner", feature.owner.clone());
        fact("kind", feature.kind.map(|kind| kind.name().to_owned()));
        fact("expires", feature.expires.map(|day| day.to_string()));
        fact("issue", feature.issue.clone());
        let _ = writeln!(facts, "- {path}, line {}", feature.line);
        text::doc(out, "", &facts);
    }

    /// The day of expiry itself is still fine.
    fn deprecation(&mut self, feature: &Feature) {
        let Some(expires) = feature.expires.filter(|day| *day < self.options.today) else {
            return;
        };
        let owner = feature.owner.as_ref();
        let note = format!(
            "feature `{}` expired on {expires} ({}{}:{})",
            feature.key,
            owner.map_or_else(String::new, |owner| format!("owner {owner}, ")),
            self.options.request.path,
            feature.line
        );
        let attribute = format!("#[deprecated(note = {})]", Literal(&note));
        self.line(&attribute);
    }
}

fn frozen_value(ty: &Type, value: &Value) -> String {
    match (ty, value) {
        (Type::Variants(set), Value::Variant(index)) => {
            format!("{}::{}", set.type_name, set.variants[*index].rust_name)
        }
        (_, value) => (*value == Value::Boolean(true)).to_string(),
    }
}

const fn type_name(ty: &Type) -> &'static str {
    match ty {
        Type::Boolean => "boolean",
        Type::Integer => "integer",
        Type::Float => "float",
        Type::String => "string",
        Type::Variants(_) => "variants",
        Type::Table(_) => "table",
    }
}
