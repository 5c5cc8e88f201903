//! State files in JSON.

use expect_test::{Expect, expect};
use flags_file::{FileProvider, Format, check as check_text};
use flags_runtime::Provider;

use crate::world::{INTERVAL, SHOP, World, comes_to_say, notices, says};

#[track_caller]
fn json(text: &str) -> FileProvider {
    FileProvider::from_text("flags.json", text, Format::Json)
        .unwrap_or_else(|error| panic!("{error}"))
}

#[track_caller]
fn refused(text: &str, expected: Expect) {
    let error = FileProvider::from_text("flags.json", text, Format::Json).unwrap_err();
    expected.assert_eq(&error.to_string());
}

#[track_caller]
fn set_aside(text: &str, key: &str, expected: Expect) {
    expected.assert_eq(&says(&json(text), "production", key));
}

#[test]
fn json_says_what_toml_says() {
    let provider = json(
        r#"{
            "$schema": "./flags.schema.json",
            "features": {
                "dark_mode": { "default": true, "environments": { "staging": false } },
                "upload": { "environments": { "production": { "default": 7 } } },
                "ratio": { "default": 1e-1 },
                "limits": { "default": { "results": 1, "hosts": ["\u00e4"], "inner": { "deep": false } } }
            }
        }"#,
    );
    assert_eq!(says(&provider, "production", "dark_mode"), "true");
    assert_eq!(says(&provider, "staging", "dark_mode"), "false");
    assert_eq!(says(&provider, "production", "upload"), "7");
    assert_eq!(says(&provider, "production", "ratio"), "0.1");
    assert_eq!(
        says(&provider, "production", "limits"),
        r#"{ results = 1, hosts = ["ä"], inner = { deep = false } }"#
    );
    assert_eq!(notices(&provider, &[*SHOP]), "");
}

#[test]
fn a_json_file_is_watched() {
    let world = World::empty();
    let path = world.at("flags.json");
    std::fs::write(&path, r#"{"features":{"dark_mode":{"default":true}}}"#).unwrap();
    let provider = FileProvider::builder(&path)
        .interval(INTERVAL)
        .build()
        .unwrap();
    assert_eq!(says(&provider, "production", "dark_mode"), "true");
    std::fs::write(&path, r#"{"features":{"dark_mode":{"default":false}}}"#).unwrap();
    comes_to_say(&provider, "dark_mode", "false");
}

#[test]
fn f13_truncated_json_is_refused() {
    refused(
        "{\n  \"features\": {\n    \"dark_mode\": {",
        expect![[r#"
            JSON syntax: unterminated object
             --> flags.json:3:18
              |
            3 |     "dark_mode": {
              |                  ^"#]],
    );
}

#[test]
fn comments_and_trailing_commas_are_refused() {
    refused(
        "{} // nothing",
        expect![[r#"
        JSON syntax: comments are not allowed
         --> flags.json:1:4
          |
        1 | {} // nothing
          |    ^^^^^^^^^^"#]],
    );
    refused(
        "{\"features\": {},}",
        expect![[r#"
        JSON syntax: trailing commas are not allowed
         --> flags.json:1:16
          |
        1 | {"features": {},}
          |                ^"#]],
    );
}

#[test]
fn duplicate_keys_are_refused() {
    refused(
        "{\"features\": {\n\"dark_mode\": {},\n\"dark_mode\": {}\n}}",
        expect![[r#"
            JSON syntax: duplicate key `dark_mode`, first on line 2
             --> flags.json:3:1
              |
            3 | "dark_mode": {}
              | ^^^^^^^^^^^"#]],
    );
}

#[test]
fn what_json_does_not_allow_in_numbers_and_strings_is_refused() {
    refused(
        "{\"a\": 01}",
        expect![[r#"
        JSON syntax: expected comma
         --> flags.json:1:8
          |
        1 | {"a": 01}
          |        ^"#]],
    );
    refused(
        "{\"a\": \"one\nline\"}",
        expect![[r#"
        JSON syntax: a control character in a string must be escaped
         --> flags.json:1:11
          |
        1 | {"a": "one
          |           ^"#]],
    );
}

#[test]
fn a_document_that_is_no_object_is_refused() {
    refused(
        "[]",
        expect![[r#"
        the file must be a JSON object
         --> flags.json:1:1
          |
        1 | []
          | ^^"#]],
    );
}

#[test]
fn f13_a_byte_order_mark_is_accepted_in_json() {
    let text = "\u{feff}{\"features\": {\"dark_mode\": {\"default\": 1}}}";
    set_aside(
        text,
        "dark_mode",
        expect![[r#"
        TYPE_MISMATCH: feature `dark_mode`: `default` must be a boolean, found an integer
         --> flags.json:1:40
          |
        1 | {"features": {"dark_mode": {"default": 1}}}
          |                                        ^"#]],
    );
}

#[test]
fn f14_an_empty_object_holds_no_feature() {
    let provider = json("{}");
    assert_eq!(says(&provider, "production", "dark_mode"), "no opinion");
    let provider = json("");
    assert_eq!(says(&provider, "production", "dark_mode"), "no opinion");
}

#[test]
fn f19_null_is_an_error_for_its_feature() {
    let text = r#"{"features": {"dark_mode": {"default": null}, "awesome": {"default": true},
        "upload": null, "ratio": {"rules": null}, "greeting": {"environments": {"staging": null}}}}"#;
    assert_eq!(says(&json(text), "production", "awesome"), "true");
    set_aside(
        text,
        "dark_mode",
        expect![[r#"
        TYPE_MISMATCH: feature `dark_mode`: `default` must be a boolean, found null
         --> flags.json:1:40
          |
        1 | {"features": {"dark_mode": {"default": null}, "awesome": {"default": true},
          |                                        ^^^^"#]],
    );
    set_aside(
        text,
        "upload",
        expect![[r#"
        PARSE_ERROR: feature `upload` must be a table, found null
         --> flags.json:2:19
          |
        2 |         "upload": null, "ratio": {"rules": null}, "greeting": {"environments": {"staging": null}}}}
          |                   ^^^^
          = help: put the value into its `default`"#]],
    );
    set_aside(
        text,
        "ratio",
        expect![[r#"
            PARSE_ERROR: feature `ratio`: `rules` must be a list of rules, found null
             --> flags.json:2:44
              |
            2 |         "upload": null, "ratio": {"rules": null}, "greeting": {"environments": {"staging": null}}}}
              |                                            ^^^^"#]],
    );
    set_aside(
        text,
        "greeting",
        expect![[r#"
            TYPE_MISMATCH: feature `greeting`: `environments.staging` must be a string, found null
             --> flags.json:2:92
              |
            2 |         "upload": null, "ratio": {"rules": null}, "greeting": {"environments": {"staging": null}}}}
              |                                                                                            ^^^^"#]],
    );
}

#[test]
fn f21_deep_nesting_is_refused_by_name_in_json() {
    for depth in [100, 200_000] {
        let text = format!("{{\"a\": {}{}}}", "[".repeat(depth), "]".repeat(depth));
        let error = FileProvider::from_text("flags.json", text, Format::Json).unwrap_err();
        let shown = error.to_string();
        assert!(
            shown.starts_with("lists and tables may be nested 64 deep at most\n --> flags.json:1:"),
            "{shown}"
        );
    }
}

#[test]
fn f24_large_numbers_are_kept_as_written_until_they_are_judged() {
    let text = r#"{"features": {"upload": {"default": 9223372036854775808}, "ratio": {"default": 1e400}}}"#;
    set_aside(
        text,
        "upload",
        expect![[r#"
        TYPE_MISMATCH: feature `upload`: `default` must be an integer, found an integer that does not fit 64 bits
         --> flags.json:1:37
          |
        1 | {"features": {"upload": {"default": 9223372036854775808}, "ratio": {"default": 1e400}}}
          |                                     ^^^^^^^^^^^^^^^^^^^"#]],
    );
    set_aside(
        text,
        "ratio",
        expect![[r#"
            TYPE_MISMATCH: feature `ratio`: `default` must be a float, found a number that is infinite or too large
             --> flags.json:1:80
              |
            1 | {"features": {"upload": {"default": 9223372036854775808}, "ratio": {"default": 1e400}}}
              |                                                                                ^^^^^"#]],
    );
    let text = r#"{"features": {"upload": {"default": -0}, "ratio": {"default": -0.0}}}"#;
    set_aside(
        text,
        "upload",
        expect![[r#"
        TYPE_MISMATCH: feature `upload`: `default` must be from 1 to 500, found 0
         --> flags.json:1:37
          |
        1 | {"features": {"upload": {"default": -0}, "ratio": {"default": -0.0}}}
          |                                     ^^"#]],
    );
    assert_eq!(says(&json(text), "production", "ratio"), "-0.0");
}

#[test]
fn dates_in_json_are_text() {
    let text = r#"{"features": {"dark_mode": {"rules": [
        {"ramp": {"from": "2026-12-01T09:00:00Z", "to": "2026-12-08T09:00:00Z", "start": 0, "end": 100}}
    ]}}}"#;
    let said = says(&json(text), "production", "dark_mode");
    assert_eq!(said, "1 rules, else no opinion");
    let offset = text.replace("2026-12-01T09:00:00Z", "2026-12-01T09:00:00+24:00");
    let said = says(&json(&offset), "production", "dark_mode");
    assert!(
        said.contains("`ramp.from` must be a date-time with an offset"),
        "{said}"
    );
    let wrong = text.replace("2026-12-01T09:00:00Z", "yesterday");
    let said = says(&json(&wrong), "production", "dark_mode");
    assert!(
        said.contains("`ramp.from` must be a date-time with an offset"),
        "{said}"
    );
}

#[test]
fn check_knows_json_by_its_first_character() {
    assert!(check_text(r#" {"features": {"dark_mode": {"default": true}}}"#, *SHOP).is_ok());
    assert!(check_text(r#"{"features": {"dark_mode": {"default": 1}}}"#, *SHOP).is_err());
    assert_eq!(json("{}").name(), "file");
}
