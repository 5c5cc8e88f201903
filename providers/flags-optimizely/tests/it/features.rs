//! What features are served from.

use expect_test::{Expect, expect};
use flags_runtime::{Flags, Provider};
use serde_json::{Value, json};

use crate::world::{
    Who, answer, datafile, flag, notices, provider, rollout, rule, says, variable, with_variables,
};

#[track_caller]
fn check(text: &str, key: &str, expected: Expect) {
    let flags = Flags::new(provider(text));
    expected.assert_eq(&says(&flags, key, &Who::user("u")));
}

fn for_everybody(key: &str, variation: &str) -> String {
    datafile(
        1,
        json!([flag(key, &[], "r", json!([]))]),
        json!({ "rollouts": [rollout("r", &[rule("1", &[], &[variation])])] }),
    )
}

#[test]
fn a_boolean_is_whether_the_flag_is_on() {
    check(
        &for_everybody("dark_mode", "on"),
        "dark_mode",
        expect!["true (STATIC, on)"],
    );
    check(
        &for_everybody("dark_mode", "off"),
        "dark_mode",
        expect!["false (STATIC, off)"],
    );
}

#[test]
fn a_provider_key_names_the_flag() {
    check(
        &for_everybody("banner", "on"),
        "old_banner",
        expect!["true (STATIC, on)"],
    );
    check(
        &for_everybody("old_banner", "on"),
        "old_banner",
        expect!["false (DEFAULT)"],
    );
}

#[test]
fn a_flag_that_serves_no_variation_is_off() {
    let text = datafile(1, json!([flag("dark_mode", &[], "", json!([]))]), json!({}));
    check(&text, "dark_mode", expect!["false (DISABLED)"]);
}

#[test]
fn variants_are_keys_of_variations() {
    check(
        &for_everybody("button", "blue"),
        "button",
        expect![[r#""blue" (STATIC, blue)"#]],
    );
}

#[test]
fn a_variation_that_turns_off_and_is_no_variant_has_no_say() {
    check(
        &for_everybody("button", "off"),
        "button",
        expect![[r#""red" (DEFAULT, red)"#]],
    );
}

#[test]
fn a_variation_that_turns_on_and_is_no_variant_is_an_error() {
    check(
        &for_everybody("button", "teal"),
        "button",
        expect![[
            r#""red" (ERROR, red): TYPE_MISMATCH: flag `button` serves variation `teal`, and feature `button` has `red`, `green`, `blue`"#
        ]],
    );
}

#[test]
fn a_number_is_the_variable_of_the_flags_key_else_value_else_the_only_one() {
    let own = json!([
        variable("upload", "integer", "7"),
        variable("value", "integer", "8")
    ]);
    let value = json!([
        variable("other", "integer", "7"),
        variable("value", "integer", "8")
    ]);
    let only = json!([variable("megabytes", "integer", "9")]);
    check(
        &with_variables(1, "upload", own, &[]),
        "upload",
        expect!["7 (STATIC, on)"],
    );
    check(
        &with_variables(1, "upload", value, &[]),
        "upload",
        expect!["8 (STATIC, on)"],
    );
    check(
        &with_variables(1, "upload", only, &[]),
        "upload",
        expect!["9 (STATIC, on)"],
    );
}

#[test]
fn which_of_several_variables_is_meant_has_to_be_told() {
    let two = json!([variable("a", "integer", "7"), variable("b", "integer", "8")]);
    check(
        &with_variables(1, "upload", two, &[]),
        "upload",
        expect![
            "25 (ERROR): TYPE_MISMATCH: flag `upload` is set aside: feature `upload` is an integer, and the flag has the variables `a`, `b`; call the one that it is served from `upload` or `value`"
        ],
    );
    check(
        &with_variables(1, "upload", json!([]), &[]),
        "upload",
        expect![
            "25 (ERROR): TYPE_MISMATCH: flag `upload` is set aside: feature `upload` is an integer, and the flag has no variable; call the one that it is served from `upload` or `value`"
        ],
    );
}

#[test]
fn a_variation_says_what_a_variable_is() {
    let variables = json!([variable("value", "integer", "7")]);
    let text = with_variables(1, "upload", variables, &[("value", "100")]);
    check(&text, "upload", expect!["100 (STATIC, on)"]);
}

#[test]
fn where_the_flag_is_off_variables_have_their_defaults() {
    let mut off = rule("1", &[], &["off"]);
    off["variations"][0]["variables"] = json!([{ "id": "id-value", "value": "100" }]);
    let flags = json!([flag(
        "upload",
        &[],
        "r",
        json!([variable("value", "integer", "7")])
    )]);
    let text = datafile(1, flags, json!({ "rollouts": [rollout("r", &[off])] }));
    check(&text, "upload", expect!["7 (STATIC, off)"]);
}

#[test]
fn f24_a_number_that_is_none_and_one_out_of_range_are_errors() {
    let variables = json!([variable("value", "integer", "many")]);
    check(
        &with_variables(1, "upload", variables, &[]),
        "upload",
        expect![
            "25 (ERROR): PARSE_ERROR: flag `upload`: variable `value` cannot be read as an integer"
        ],
    );
    let variables = json!([variable("value", "integer", "501")]);
    check(
        &with_variables(1, "upload", variables, &[]),
        "upload",
        expect![
            "25 (ERROR): TYPE_MISMATCH: feature `upload` must be an integer from 1 to 500, found 501"
        ],
    );
    for number in ["1e400", "nan", "9223372036854775808.5e999"] {
        let variables = json!([variable("value", "double", number)]);
        check(
            &with_variables(1, "ratio", variables, &[]),
            "ratio",
            expect![
                "0.5 (ERROR): PARSE_ERROR: flag `ratio`: variable `value` cannot be read as a float"
            ],
        );
    }
}

#[test]
fn floats_and_strings() {
    let double = json!([variable("value", "double", "0.1")]);
    check(
        &with_variables(1, "ratio", double, &[]),
        "ratio",
        expect!["0.1 (STATIC, on)"],
    );
    let integer = json!([variable("value", "integer", "2")]);
    check(
        &with_variables(1, "ratio", integer, &[]),
        "ratio",
        expect!["2.0 (STATIC, on)"],
    );
    let string = json!([variable("value", "string", "größe 🦀")]);
    check(
        &with_variables(1, "greeting", string, &[]),
        "greeting",
        expect![[r#""größe 🦀" (STATIC, on)"#]],
    );
}

fn fields() -> Value {
    json!([
        variable("results", "integer", "10"),
        variable("fast", "boolean", "true"),
        variable("hosts", "json", r#"["x", "y"]"#),
        { "id": "id-inner", "key": "inner", "type": "string", "subType": "json", "defaultValue": r#"{ "deep": 2 }"# },
        variable("more", "string", "which no field asks for"),
    ])
}

#[test]
fn fields_of_a_table_are_variables_by_name() {
    check(
        &with_variables(1, "limits", fields(), &[("results", "11")]),
        "limits",
        expect![[
            r#"{ results = 11, fast = true, hosts = ["x", "y"], inner = { deep = 2.0 } } (STATIC, on)"#
        ]],
    );
}

#[test]
fn a_field_that_no_variable_fits_sets_the_flag_aside() {
    let mut without = fields();
    without.as_array_mut().unwrap().remove(1);
    check(
        &with_variables(1, "limits", without, &[]),
        "limits",
        expect![[
            r#"{ results = 50, fast = false, hosts = ["a"], inner = { deep = 1.5 } } (ERROR): TYPE_MISMATCH: flag `limits` is set aside: feature `limits` is a table, and the flag has no variable `fast`"#
        ]],
    );
    let mut other = fields();
    other[1]["type"] = json!("string");
    check(
        &with_variables(1, "limits", other, &[]),
        "limits",
        expect![[
            r#"{ results = 50, fast = false, hosts = ["a"], inner = { deep = 1.5 } } (ERROR): TYPE_MISMATCH: flag `limits` is set aside: variable `fast` is of type `string`, and the field of that name is a boolean"#
        ]],
    );
}

#[test]
fn a_table_may_be_one_variable() {
    let json =
        r#"{ "results": 3, "fast": true, "hosts": [], "inner": { "deep": 0.25 }, "more": null }"#;
    check(
        &with_variables(1, "limits", json!([variable("value", "json", json)]), &[]),
        "limits",
        expect!["{ results = 3, fast = true, hosts = [], inner = { deep = 0.25 } } (STATIC, on)"],
    );
    check(
        &with_variables(
            1,
            "limits",
            json!([variable("value", "json", r#"{ "results": "many" }"#)]),
            &[],
        ),
        "limits",
        expect![[
            r#"{ results = 50, fast = false, hosts = ["a"], inner = { deep = 1.5 } } (ERROR): PARSE_ERROR: flag `limits`: variable `value` cannot be read as a table"#
        ]],
    );
}

#[test]
fn what_is_the_same_for_everybody_is_on_the_fast_path() {
    assert_eq!(
        answer(&provider(&for_everybody("dark_mode", "on")), "dark_mode"),
        "true (STATIC)"
    );
    assert_eq!(
        answer(&provider(&for_everybody("button", "blue")), "button"),
        "\"blue\" (STATIC)"
    );
    assert_eq!(
        answer(&provider(&for_everybody("dark_mode", "on")), "button"),
        "no opinion"
    );
}

#[test]
fn what_depends_on_the_context_is_asked_for() {
    let flags = json!([flag("dark_mode", &["e"], "r", json!([]))]);
    let everybody = rollout("r", &[rule("1", &[], &["on"])]);
    let split = json!({ "experiments": [rule("e", &[], &["on", "off"])], "rollouts": [everybody] });
    assert_eq!(
        answer(&provider(&datafile(1, flags.clone(), split)), "dark_mode"),
        "ask"
    );

    let mut listed = rule("e", &[], &["on"]);
    listed["forcedVariations"] = json!({ "tester": "on" });
    let listed = json!({ "experiments": [listed], "rollouts": [everybody] });
    assert_eq!(
        answer(&provider(&datafile(1, flags.clone(), listed)), "dark_mode"),
        "ask"
    );

    let holdout = json!({
        "experiments": [rule("e", &[], &["on"])],
        "rollouts": [everybody],
        "holdouts": [{
            "id": "h", "key": "h", "status": "Running", "audienceIds": [],
            "variations": [{ "id": "v", "key": "held_out", "featureEnabled": false }],
            "trafficAllocation": [{ "entityId": "v", "endOfRange": 100 }],
        }],
    });
    assert_eq!(
        answer(&provider(&datafile(1, flags.clone(), holdout)), "dark_mode"),
        "ask"
    );

    // What does not run does not ask.
    let mut paused = rule("e", &[], &["on", "off"]);
    paused["status"] = json!("Paused");
    let paused = json!({ "experiments": [paused], "rollouts": [everybody] });
    assert_eq!(
        answer(&provider(&datafile(1, flags, paused)), "dark_mode"),
        "true (STATIC)"
    );
}

#[test]
fn answers_carry_the_revision() {
    let provider = provider(&for_everybody("dark_mode", "on"));
    let answers = provider.answers(*crate::world::SHOP, "production");
    assert_eq!(answers.version(), Some("1"));
    assert_eq!(provider.name(), "optimizely");
}

#[test]
fn f18_a_flag_that_is_not_there_is_told_once_and_what_is_declared_is_served() {
    let text = for_everybody("dark_mode", "on");
    check(&text, "upload", expect!["25 (DEFAULT)"]);
    expect!["SetAside: feature `upload` of registry `shop`: the datafile has no flag `upload`; what is declared is served (FLAG_NOT_FOUND)"]
        .assert_eq(&notices(&provider(&text), "`upload`"));
}
