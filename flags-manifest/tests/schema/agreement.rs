//! The parser and the schema accept the same texts, and refuse the same.

use flags_manifest::reference;
use jsonschema::Validator;

use crate::{generate, json};

#[test]
fn both_accept_the_reference() {
    check_accepted(reference::TEXT);
}

#[test]
fn both_accept_the_registry_of_this_repository() {
    check_accepted(include_str!("../../../features.toml"));
}

#[track_caller]
fn check_accepted(text: &str) {
    let errors = schema_errors(text);
    assert_eq!(errors, [] as [String; 0], "the schema refuses:\n{text}");
}

/// What the schema has against a text, each with its place.
fn schema_errors(text: &str) -> Vec<String> {
    let Some(instance) = json::from_toml(text) else {
        return vec!["this is no TOML".to_owned()];
    };
    validator()
        .iter_errors(&instance)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

fn validator() -> Validator {
    jsonschema::options()
        .should_validate_formats(true)
        .build(&generate::schema())
        .expect("the schema is a schema")
}
