//! What the schema names is explained on hover, and shown in the reference.

use std::collections::BTreeSet;

use flags_manifest::reference;
use serde_json::Value;

use crate::{generate, json};

/// Key of a table, with the place of the table in the schema.
type Key = (String, String);

#[test]
fn every_key_of_the_schema_is_in_the_reference() {
    let schema = generate::schema();
    let reference = json::from_toml(reference::TEXT).expect("the reference is TOML");
    let mut shown = BTreeSet::new();
    collect_used(&schema, "", &schema, &reference, &mut shown);
    let missing: Vec<Key> = all_keys(&schema).difference(&shown).cloned().collect();
    assert_eq!(missing, []);
}

#[test]
fn every_word_of_a_closed_set_of_the_schema_is_in_the_reference() {
    let mut missing = Vec::new();
    visit(&generate::schema(), "", &mut |pointer, node| {
        for word in node["enum"].as_array().into_iter().flatten() {
            let word = word.as_str().expect("the closed sets are of texts");
            let quoted = [format!("\"{word}\""), format!("`{word}`")];
            if !quoted.iter().any(|quoted| reference::TEXT.contains(quoted)) {
                missing.push(format!("{pointer}: {word}"));
            }
        }
    });
    assert_eq!(missing, [] as [String; 0]);
}

#[test]
fn every_key_of_the_schema_has_a_description() {
    let schema = generate::schema();
    let mut silent = Vec::new();
    visit(&schema, "", &mut |pointer, node| {
        if node["additionalProperties"] == Value::Null {
            // Part of a `dependencies`, which repeats keys without their description.
            return;
        }
        for (name, property) in properties(node) {
            let property = resolved(&schema, property);
            if property["description"].as_str().is_none_or(str::is_empty) {
                silent.push(format!("{pointer}: {name}"));
            }
        }
    });
    assert_eq!(silent, [] as [String; 0]);
}

#[test]
fn every_table_with_known_keys_refuses_others() {
    let schema = generate::schema();
    let mut open = Vec::new();
    visit(&schema, "", &mut |pointer, node| {
        let declares = node["type"] == "object" && !properties(node).is_empty();
        if declares && node["additionalProperties"] != false {
            open.push(pointer.to_owned());
        }
    });
    // A condition names attributes, which only the file itself knows.
    assert_eq!(open, ["/definitions/Condition"]);
}

/// Taplo 0.10, which is behind Even Better TOML, overflows its stack over `allOf`.
#[test]
fn nothing_in_the_schema_brings_taplo_down() {
    let mut found = Vec::new();
    visit(&generate::schema(), "", &mut |pointer, node| {
        if node.get("allOf").is_some() {
            found.push(pointer.to_owned());
        }
    });
    assert_eq!(found, [] as [String; 0]);
}

/// Every key of every table in the schema.
fn all_keys(schema: &Value) -> BTreeSet<Key> {
    let mut keys = BTreeSet::new();
    visit(schema, "", &mut |pointer, node| {
        if node["type"] == "object" {
            for (name, _) in properties(node) {
                keys.insert((pointer.to_owned(), name.to_owned()));
            }
        }
    });
    keys
}

/// The keys of the schema that `instance` has.
fn collect_used(
    root: &Value,
    pointer: &str,
    node: &Value,
    instance: &Value,
    used: &mut BTreeSet<Key>,
) {
    if let Some(target) = node["$ref"].as_str() {
        let target = target.trim_start_matches('#');
        let node = root
            .pointer(target)
            .expect("a `$ref` leads to a definition");
        return collect_used(root, target, node, instance, used);
    }
    for (index, branch) in node["anyOf"].as_array().into_iter().flatten().enumerate() {
        collect_used(
            root,
            &format!("{pointer}/anyOf/{index}"),
            branch,
            instance,
            used,
        );
    }
    match instance {
        Value::Array(items) if node["type"] == "array" => {
            for item in items {
                collect_used(
                    root,
                    &format!("{pointer}/items"),
                    &node["items"],
                    item,
                    used,
                );
            }
        }
        Value::Object(entries) if node["type"] == "object" => {
            for (name, value) in entries {
                let (keyword, child) = if let Some(property) = node["properties"].get(name) {
                    used.insert((pointer.to_owned(), name.clone()));
                    (format!("properties/{name}"), property)
                } else if let Some((pattern, child)) = node["patternProperties"]
                    .as_object()
                    .and_then(|patterns| patterns.iter().next())
                {
                    (format!("patternProperties/{pattern}"), child)
                } else {
                    (
                        "additionalProperties".to_owned(),
                        &node["additionalProperties"],
                    )
                };
                collect_used(root, &format!("{pointer}/{keyword}"), child, value, used);
            }
        }
        _ => {}
    }
}

/// What a `$ref` leads to; anything else is itself.
fn resolved<'s>(root: &'s Value, node: &'s Value) -> &'s Value {
    node["$ref"].as_str().map_or(node, |target| {
        root.pointer(target.trim_start_matches('#'))
            .expect("a `$ref` leads to a definition")
    })
}

/// Calls `see` for every table of the schema, with its place.
pub(crate) fn visit(node: &Value, pointer: &str, see: &mut impl FnMut(&str, &Value)) {
    match node {
        Value::Object(entries) => {
            see(pointer, node);
            for (name, child) in entries {
                visit(child, &format!("{pointer}/{name}"), see);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                visit(item, &format!("{pointer}/{index}"), see);
            }
        }
        _ => {}
    }
}

/// The keys of a table in the schema.
pub(crate) fn properties(node: &Value) -> Vec<(&str, &Value)> {
    let properties = node["properties"].as_object().into_iter().flatten();
    properties
        .map(|(name, property)| (name.as_str(), property))
        .collect()
}
