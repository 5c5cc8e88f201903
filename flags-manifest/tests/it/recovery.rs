//! What is left of a manifest with findings, so that code which uses its features still compiles.

use flags_manifest::model::{Manifest, Type, Value};
use flags_manifest::parse;

#[track_caller]
fn wrong(text: &str) -> Manifest {
    let parsed = parse(text);
    assert_ne!(parsed.diagnostics, [], "the text is wrong");
    parsed.manifest
}

#[track_caller]
fn keys(text: &str, expected: &[&str]) {
    let manifest = wrong(text);
    let keys: Vec<&str> = manifest.features.iter().map(|f| f.key.as_str()).collect();
    assert_eq!(keys, expected);
}

#[test]
fn wrong_default_leaves_its_type() {
    let features = wrong("[features.a]\ndefault = 7\nrange = [1, 5]\n").features;
    assert_eq!(features[0].ty, Type::Integer);
    let features = wrong("[features.a]\nvariants = [\"x\", \"y\"]\ndefault = \"z\"\n").features;
    assert!(matches!(&features[0].ty, Type::Variants(set) if set.variants.len() == 2));
    assert_eq!(features[0].default, Value::Variant(0));
    let features = wrong("[features.a]\ndefault = [1]\n").features;
    assert_eq!(features[0].ty, Type::Boolean);
    assert_eq!(features[0].default, Value::Boolean(false));
    let features = wrong("[features.a]\ndefault = 9223372036854775808\n").features;
    assert_eq!(features[0].ty, Type::Integer);
}

#[test]
fn wrong_field_leaves_the_others() {
    let features = wrong("[features.a]\ndefault = { x = 1, y = [], z = 2026-01-01 }\n").features;
    assert!(matches!(&features[0].ty, Type::Table(table) if table.fields.len() == 1));
    assert_eq!(features[0].default, Value::Table(vec![Value::Integer(1)]));
}

#[test]
fn wrong_variants_leave_the_others() {
    let text = "[features.a]\nvariants = [\"x\", \"self\", \"y\", \"x\"]\ndefault = \"y\"\n";
    let features = wrong(text).features;
    assert!(matches!(&features[0].ty, Type::Variants(set) if set.variants.len() == 2));
    assert_eq!(features[0].default, Value::Variant(1));
}

#[test]
fn every_feature_that_can_be_named_stays() {
    keys(
        "[features.a]\ncolour = 1\n[features.\"2fa\"]\n[features.b]\n",
        &["a", "b"],
    );
    keys(
        "[features.a-b]\n[features.a_b]\n[features.c]\n",
        &["a-b", "c"],
    );
    keys("[features]\na = true\nb = {}\n", &["a", "b"]);
}

#[test]
fn types_that_clash_are_told_apart() {
    let text = "[features.plan]\ndefault = { a = 1 }\n[context]\nplan = [\"x\"]\n\
                [features.b]\ndefault = { a = 1 }\ntype-name = \"Plan\"\n";
    let features = wrong(text).features;
    let mut names: Vec<&str> = features
        .iter()
        .filter_map(|feature| match &feature.ty {
            Type::Table(table) => Some(table.type_name.as_str()),
            _ => None,
        })
        .collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 2);
}

#[test]
fn syntax_errors_leave_what_can_be_read() {
    keys("[features.a]\ndefault = yes\n[features.b]\n", &["a", "b"]);
    keys(
        "[features.a]\nowner = \"x\n[features.b]\ndefault = 5\n",
        &["a", "b"],
    );
}

#[test]
fn f9_feature_that_came_back_stays_and_its_tombstone_goes() {
    let manifest = wrong("[features.a]\n[retired]\na = { on = 2026-01-01, value = true }\n");
    assert_eq!(manifest.features.len(), 1);
    assert_eq!(manifest.retired, []);
}

#[test]
fn f8_circles_are_cut() {
    let text = "[features.a]\nneeds = [\"b\"]\n[features.b]\nneeds = [\"a\"]\n\
                [features.c]\nneeds = [\"a\", \"nowhere\"]\n";
    let features = wrong(text).features;
    assert_eq!(features[0].needs, []);
    assert_eq!(features[1].needs, []);
    assert_eq!(features[2].needs.len(), 1);
}

#[test]
fn a_rule_with_a_wrong_condition_is_left_out_and_does_not_match_everyone() {
    let text = "[features.a]\nrules = [{ when = { x = 1 }, serve = true }, { rollout = 5 }]\n";
    let features = wrong(text).features;
    assert_eq!(features[0].rules.len(), 1);
    assert_eq!(features[0].rules[0].when, None);
    assert_eq!(features[0].rules[0].line, 2);
}

#[test]
fn production_is_always_there() {
    let manifest = wrong("[registry]\nenvironments = [\"dev\"]\n");
    assert_eq!(manifest.environments, ["dev", "production"]);
}
