//! What documents come to: types, reasons, variants, what is set aside.

use std::sync::Arc;

use expect_test::{Expect, expect};
use flags_configcat::ConfigCatProvider;
use flags_runtime::{Answer, Flags, NoticeKind, Provider, Registry};

use crate::world::{SHOP, Subject, document, registry, wait};

/// What a feature comes to with this setting under its key.
#[track_caller]
fn check(feature: &str, setting: &str, expected: Expect) {
    let registry = registry(&format!(
        "[context]\nemail = \"string\"\n[features.other]\n[features.flag]\n{feature}\n"
    ));
    let text = document(&format!(
        r#""other":{{"t":0,"v":{{"b":true}}}},"flag":{setting}"#
    ));
    let provider = ConfigCatProvider::text(text).build().unwrap();
    let feature = registry.find("flag").unwrap();
    let fast = match provider
        .answers(registry, "production")
        .get(feature.index())
    {
        Answer::Ask => "asks",
        _ => "fixed",
    };
    let flags = Flags::new(provider);
    let mut lines = vec![fast.to_owned()];
    for (who, subject) in [
        (
            "a@example.org",
            Subject::new(Some("u"), [("email", "a@example.org")]),
        ),
        ("nobody", Subject::default()),
    ] {
        let evaluation = flags.evaluate_value(feature, &subject);
        let error = evaluation
            .error()
            .map(|error| format!(" {}: {error}", error.kind()));
        lines.push(format!(
            "{who}: {} {} {}{}",
            evaluation.value(),
            evaluation.reason(),
            evaluation.variant().unwrap_or("-"),
            error.unwrap_or_default()
        ));
    }
    expected.assert_eq(&lines.join("\n"));
}

#[test]
fn a_boolean() {
    check(
        "",
        r#"{"t":0,"v":{"b":true},"i":"on"}"#,
        expect![[r#"
            fixed
            a@example.org: true STATIC on
            nobody: true STATIC on"#]],
    );
}

#[test]
fn a_whole_number_is_an_integer_or_a_float() {
    check(
        "default = 1",
        r#"{"t":2,"v":{"i":7}}"#,
        expect![[r#"
            fixed
            a@example.org: 7 STATIC -
            nobody: 7 STATIC -"#]],
    );
    check(
        "default = 0.5",
        r#"{"t":2,"v":{"i":7}}"#,
        expect![[r#"
            fixed
            a@example.org: 7.0 STATIC -
            nobody: 7.0 STATIC -"#]],
    );
}

#[test]
fn a_text_is_a_variant() {
    check(
        "variants = [\"red\", \"blue\"]\ndefault = \"red\"",
        r#"{"t":1,"v":{"s":"blue"},"i":"theirs"}"#,
        expect![[r#"
            fixed
            a@example.org: "blue" STATIC blue
            nobody: "blue" STATIC blue"#]],
    );
}

#[test]
fn a_text_with_an_object_is_a_table() {
    check(
        "default = { hosts = [\"a\"], limit = 1, inner = { on = false } }",
        r#"{"t":1,"v":{"s":"{\"limit\": 7, \"hosts\": [\"b\", \"c\"], \"inner\": {\"on\": true}}"}}"#,
        expect![[r#"
            fixed
            a@example.org: { hosts = ["b", "c"], inner = { on = true }, limit = 7 } STATIC -
            nobody: { hosts = ["b", "c"], inner = { on = true }, limit = 7 } STATIC -"#]],
    );
}

#[test]
fn a_text_that_is_no_object() {
    check(
        "default = { limit = 1 }",
        r#"{"t":1,"v":{"s":"[]"}}"#,
        expect![[r#"
            fixed
            a@example.org: { limit = 1 } ERROR - PARSE_ERROR: ConfigCat's setting `flag` holds no JSON object: invalid type: sequence, expected a map at line 1 column 0
            nobody: { limit = 1 } ERROR - PARSE_ERROR: ConfigCat's setting `flag` holds no JSON object: invalid type: sequence, expected a map at line 1 column 0"#]],
    );
}

#[test]
fn a_rule_that_matches_and_one_that_does_not() {
    check(
        "",
        r#"{"t":0,"v":{"b":false},"i":"off","r":[{"c":[{"u":{"a":"Email","c":28,"s":"a@example.org"}}],"s":{"v":{"b":true},"i":"on"}}]}"#,
        expect![[r#"
            asks
            a@example.org: true TARGETING_MATCH on
            nobody: false DEFAULT off"#]],
    );
}

#[test]
fn percentages_are_a_split() {
    check(
        "",
        r#"{"t":0,"v":{"b":false},"p":[{"p":100,"v":{"b":true},"i":"all"}]}"#,
        expect![[r#"
            asks
            a@example.org: true SPLIT all
            nobody: false DEFAULT -"#]],
    );
}

#[test]
fn percentages_that_do_not_add_up() {
    check(
        "",
        r#"{"t":0,"v":{"b":false},"p":[{"p":0,"v":{"b":true},"i":"all"}]}"#,
        expect![[r#"
            asks
            a@example.org: false ERROR - PARSE_ERROR: Failed to evaluate setting 'flag' (Sum of percentage option percentages is less than 100)
            nobody: false DEFAULT -"#]],
    );
}

#[test]
fn a_prerequisite_that_is_the_same_for_all_is_on_the_fast_path() {
    check(
        "",
        r#"{"t":0,"v":{"b":false},"r":[{"c":[{"p":{"f":"other","c":0,"v":{"b":true}}}],"s":{"v":{"b":true}}}]}"#,
        expect![[r#"
            fixed
            a@example.org: true STATIC -
            nobody: true STATIC -"#]],
    );
}

#[test]
fn f16_a_setting_of_another_type() {
    check(
        "",
        r#"{"t":1,"v":{"s":"true"}}"#,
        expect![[r#"
            fixed
            a@example.org: false ERROR - TYPE_MISMATCH: ConfigCat's setting `flag` is a text, and feature `flag` is a boolean
            nobody: false ERROR - TYPE_MISMATCH: ConfigCat's setting `flag` is a text, and feature `flag` is a boolean"#]],
    );
}

#[test]
fn f15_one_bad_setting_is_set_aside_and_told() {
    let text = document(
        r#""dark_mode":{"t":0,"v":{"b":true}},"greeting":{"t":1},"limit":{"t":2,"v":{"i":7}}"#,
    );
    let provider = ConfigCatProvider::text(text).build().unwrap();
    let notices = provider.notices(&[*SHOP]);
    assert_eq!(notices.len(), 1);
    assert_eq!(notices[0].kind(), NoticeKind::SetAside);
    expect!["ConfigCat's setting `greeting` is set aside: missing field `v` at line 1 column 7"]
        .assert_eq(notices[0].message());
    let flags = Flags::new(provider);
    let value = |key| flags.evaluate_value(SHOP.find(key).unwrap(), &Subject::default());
    assert_eq!(value("dark_mode").value().to_string(), "true");
    assert_eq!(value("limit").value().to_string(), "7");
    assert_eq!(value("greeting").value().to_string(), "\"declared\"");
}

#[test]
fn f18_a_feature_without_a_setting_is_as_declared_and_no_error() {
    let provider = ConfigCatProvider::text(document("")).build().unwrap();
    let registry: &'static Registry = registry("[features.flag]\nrules = [{ serve = true }]\n");
    let flags = Flags::new(provider);
    let evaluation = flags.evaluate_value(registry.find("flag").unwrap(), &Subject::default());
    assert_eq!(evaluation.value().to_string(), "true");
    assert_eq!(evaluation.error(), None);
}

/// A watched file that says one thing after the other.
#[track_caller]
fn check_series(documents: &[(&str, &str)]) {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("config.json");
    std::fs::write(&path, documents[0].0).unwrap();
    let interval = std::time::Duration::from_millis(2);
    let flags = Flags::new(
        ConfigCatProvider::file(&path)
            .interval(interval)
            .build()
            .unwrap(),
    );
    for (text, expected) in documents {
        let other = folder.path().join("other.json");
        std::fs::write(&other, text).unwrap();
        std::fs::rename(other, &path).unwrap();
        wait(expected, || {
            let evaluation =
                flags.evaluate_value(SHOP.find("dark_mode").unwrap(), &Subject::default());
            format!("{} {}", evaluation.value(), evaluation.reason()) == *expected
        });
    }
}

#[test]
fn a_file_is_reloaded_in_both_forms() {
    check_series(&[
        (r#"{"flags":{"dark_mode":true}}"#, "true STATIC"),
        (
            r#"{"f":{"dark_mode":{"t":0,"v":{"b":false}}}}"#,
            "false STATIC",
        ),
        (r#"{"flags":{"dark_mode":true}}"#, "true STATIC"),
    ]);
}

#[test]
fn f16_the_last_value_of_the_right_type_stays() {
    check_series(&[
        (r#"{"flags":{"dark_mode":true}}"#, "true STATIC"),
        (r#"{"flags":{"dark_mode":"text"}}"#, "true STALE"),
        (r#"{"flags":{"dark_mode":"another"}}"#, "true STALE"),
        (r#"{"flags":{"dark_mode":7}}"#, "true STALE"),
        (r#"{"flags":{"dark_mode":"text"}}"#, "true STALE"),
        (r#"{"flags":{"dark_mode":false}}"#, "false STATIC"),
    ]);
}

#[test]
fn f15_the_last_value_of_a_setting_that_is_set_aside_stays() {
    check_series(&[
        (
            r#"{"f":{"dark_mode":{"t":0,"v":{"b":true}}}}"#,
            "true STATIC",
        ),
        (r#"{"f":{"dark_mode":{"t":0}}}"#, "true STALE"),
    ]);
}

#[test]
fn f18_a_setting_that_is_gone_says_what_it_said_last() {
    check_series(&[
        (
            r#"{"flags":{"dark_mode":true,"other":true}}"#,
            "true STATIC",
        ),
        (r#"{"flags":{"other":true}}"#, "true STALE"),
        (r#"{"flags":{"other":false}}"#, "true STALE"),
        (r#"{"flags":{"dark_mode":"text"}}"#, "true STALE"),
        (r#"{"flags":{"other":true}}"#, "true STALE"),
        (r#"{"flags":{"dark_mode":false}}"#, "false STATIC"),
    ]);
}

#[test]
fn f18_a_notice_tells_of_a_setting_that_is_gone() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("config.json");
    std::fs::write(&path, r#"{"flags":{"dark_mode":true,"theirs_alone":true}}"#).unwrap();
    let builder = ConfigCatProvider::file(&path);
    let builder = builder.interval(std::time::Duration::from_millis(2));
    let provider = Arc::new(builder.build().unwrap());
    let flags = Flags::new(Arc::clone(&provider));
    let dark_mode = SHOP.feature::<bool>("dark_mode").unwrap();
    assert!(flags.is_enabled(dark_mode, &Subject::default()));
    let other = folder.path().join("other.json");
    std::fs::write(&other, r#"{"flags":{"other":true}}"#).unwrap();
    std::fs::rename(other, &path).unwrap();
    wait("a notice", || !provider.notices(&[*SHOP]).is_empty());
    let notices = provider.notices(&[*SHOP]);
    let notices: Vec<_> = notices.iter().map(ToString::to_string).collect();
    expect!["ConfigCat's setting `dark_mode` is gone; what it said last is served"]
        .assert_eq(&notices.join("\n"));
}

#[test]
fn an_evaluation_names_the_version_of_the_document() {
    let provider = ConfigCatProvider::text(r#"{"flags":{"dark_mode":true}}"#)
        .build()
        .unwrap();
    let feature = SHOP.find("dark_mode").unwrap();
    let evaluation = Flags::new(provider).evaluate_value(feature, &Subject::default());
    assert_eq!(evaluation.version().unwrap().len(), 12);
    assert_eq!(evaluation.provider(), "configcat");
}
