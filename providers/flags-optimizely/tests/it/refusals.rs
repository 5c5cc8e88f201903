//! Datafiles, and flags in them, that are wrong.

use expect_test::{Expect, expect};
use flags_optimizely::OptimizelyProvider;
use flags_runtime::Flags;
use serde_json::{Value, json};

use crate::world::{
    Who, answer, audience, dark_mode, datafile, flag, notices, provider, rollout, rule, says,
    variable,
};

#[track_caller]
fn refused(text: &str, expected: Expect) {
    let error = OptimizelyProvider::from_text(text).unwrap_err();
    expected.assert_eq(&error.to_string());
}

#[test]
fn f13_what_is_no_datafile() {
    let whole = dark_mode(1, "on");
    refused(
        &whole[..whole.len() / 2],
        expect!["the datafile `text` is refused: EOF while parsing a string at line 1 column 257"],
    );
    refused(
        "<!DOCTYPE html><html>…",
        expect!["the datafile `text` is refused: it is a page of HTML or XML, not JSON"],
    );
    refused(
        &format!("\u{feff}{whole}"),
        expect![
            "the datafile `text` is refused: it begins with a byte order mark; save it as UTF-8 without one"
        ],
    );
    refused(
        "[]",
        expect!["the datafile `text` is refused: it is a list, and a datafile is an object"],
    );
    refused(
        "{\"a\": 1}",
        expect![
            "the datafile `text` is refused: it has no `version`, so it is no datafile of Optimizely"
        ],
    );
    refused(
        r#"{ "version": "5", "revision": "1", "featureFlags": [] }"#,
        expect![
            "the datafile `text` is refused: it is of version `5`, and `2`, `3` and `4` are known"
        ],
    );
    refused(
        r#"{ "version": 4, "revision": "1", "featureFlags": [] }"#,
        expect![
            "the datafile `text` is refused: invalid type: integer `4`, expected a string at line 1 column 14"
        ],
    );
}

#[test]
fn f14_what_says_nothing() {
    refused("", expect!["the datafile `text` is refused: it is empty"]);
    refused(
        " \n",
        expect!["the datafile `text` is refused: it is empty"],
    );
    refused(
        "{}",
        expect![
            "the datafile `text` is refused: it has no `version`, so it is no datafile of Optimizely"
        ],
    );
    refused(
        r#"{ "version": "4", "revision": "1" }"#,
        expect!["the datafile `text` is refused: it has no `featureFlags`"],
    );
    refused(
        r#"{ "version": "4", "featureFlags": [] }"#,
        expect!["the datafile `text` is refused: it has no `revision`"],
    );
}

/// A good flag, and one of these, with these parts of the datafile.
fn beside_a_good_one(bad: Value, more: Value) -> OptimizelyProvider {
    let mut more = more;
    let good = rollout("good", &[rule("g", &[], &["on"])]);
    match more.get_mut("rollouts").and_then(Value::as_array_mut) {
        Some(rollouts) => rollouts.push(good),
        None => more["rollouts"] = json!([good]),
    }
    provider(&datafile(
        3,
        json!([flag("dark_mode", &[], "good", json!([])), bad]),
        more,
    ))
}

#[track_caller]
fn set_aside(bad: Value, more: Value, expected: Expect) {
    let provider = beside_a_good_one(bad, more);
    assert_eq!(answer(&provider, "dark_mode"), "true (STATIC)");
    let all = provider.set_aside();
    let all: Vec<_> = all
        .iter()
        .map(|(key, why)| format!("{key}: {why}"))
        .collect();
    expected.assert_eq(&all.join("\n"));
}

#[test]
fn f15_one_bad_flag_is_set_aside() {
    set_aside(
        json!({ "key": "banner", "experimentIds": [] }),
        json!({}),
        expect!["banner: missing field `rolloutId`"],
    );
    set_aside(
        json!(7),
        json!({}),
        expect!["featureFlags[1]: invalid type: integer `7`, expected struct Flag"],
    );
    set_aside(
        flag("banner", &["nowhere"], "", json!([])),
        json!({}),
        expect!["banner: there is no experiment `nowhere`"],
    );
    set_aside(
        flag("banner", &[], "nowhere", json!([])),
        json!({}),
        expect!["banner: rollout `nowhere`: there is no rollout `nowhere`"],
    );
    let bad_rule = json!({ "rollouts": [rollout("r", &[json!({ "id": "1", "key": "x" })])] });
    set_aside(
        flag("banner", &[], "r", json!([])),
        bad_rule,
        expect!["banner: rule `1`: missing field `status`"],
    );
}

#[test]
fn f15_an_evaluation_names_the_reason() {
    let flags = Flags::new(beside_a_good_one(
        flag("banner", &["nowhere"], "", json!([])),
        json!({}),
    ));
    expect![
        "false (ERROR): PARSE_ERROR: flag `banner` is set aside: there is no experiment `nowhere`"
    ]
    .assert_eq(&says(&flags, "old_banner", &Who::user("u")));
}

#[test]
fn f19_null_in_a_rule_sets_its_flag_aside() {
    for (field, expected) in [
        (
            "audienceIds",
            expect!["banner: experiment `e`: invalid type: null, expected a sequence"],
        ),
        (
            "trafficAllocation",
            expect!["banner: experiment `e`: invalid type: null, expected a sequence"],
        ),
        (
            "status",
            expect!["banner: experiment `e`: invalid type: null, expected a string"],
        ),
        (
            "forcedVariations",
            expect!["banner: experiment `e`: invalid type: null, expected a map"],
        ),
    ] {
        let mut bad = rule("e", &[], &["on"]);
        bad[field] = Value::Null;
        set_aside(
            flag("banner", &["e"], "", json!([])),
            json!({ "experiments": [bad] }),
            expected,
        );
    }
    let mut blank = rule("e", &[], &["on"]);
    blank["key"] = json!("");
    set_aside(
        flag("banner", &["e"], "", json!([])),
        json!({ "experiments": [blank] }),
        expect!["banner: experiment `e`: a key or an id is empty"],
    );
}

#[test]
fn f28_two_flags_of_one_key_are_set_aside() {
    let twice = json!([
        flag("banner", &[], "", json!([])),
        flag("banner", &[], "", json!([]))
    ]);
    let provider = provider(&datafile(1, twice, json!({})));
    expect![[r#"[("banner", "the datafile has several flags of this key")]"#]]
        .assert_eq(&format!("{:?}", provider.set_aside()));
}

#[test]
fn what_is_out_is_an_error_of_its_flag_alone() {
    let mut cmab = rule("e", &[], &["on"]);
    cmab["cmab"] = json!({ "attributeIds": ["1"], "trafficAllocation": 10_000 });
    set_aside(
        flag("banner", &["e"], "", json!([])),
        json!({ "experiments": [cmab] }),
        expect![
            "banner: experiment `key-e`: it is a contextual multi-armed bandit (CMAB), which is not supported"
        ],
    );
    set_aside(
        flag("banner", &["e"], "", json!([])),
        json!({
            "experiments": [rule("e", &["odp"], &["on"])],
            "typedAudiences": [{ "id": "odp", "name": "odp", "conditions": ["or", {
                "type": "third_party_dimension", "name": "odp.audiences", "match": "qualified", "value": "s"
            }] }],
        }),
        expect![
            "banner: experiment `key-e`: audience `odp` asks for a segment of Optimizely's data platform (ODP), which is not supported"
        ],
    );
}

#[test]
fn what_does_not_run_may_use_what_is_out() {
    let mut cmab = rule("e", &[], &["on"]);
    cmab["cmab"] = json!({ "trafficAllocation": 10_000 });
    cmab["status"] = json!("Paused");
    set_aside(
        flag("banner", &["e"], "", json!([])),
        json!({ "experiments": [cmab] }),
        expect![""],
    );
}

#[test]
fn f17_what_nobody_knows_is_unknown_and_reported() {
    let provider = beside_a_good_one(
        flag("banner", &["e"], "", json!([])),
        json!({
            "experiments": [rule("e", &["a", "gone"], &["on"])],
            "typedAudiences": [audience("a", "country", "regex", json!("^D"))],
            "somethingNew": [{ "id": 1 }],
        }),
    );
    assert!(!provider.decide("banner", &Who::user("u")).unwrap().enabled);
    expect![[r#"
        Ignored: flag `banner`: experiment `key-e`: there is no audience `gone`; whether one is in it is unknown
        Ignored: flag `banner`: experiment `key-e`: audience `a`: a condition on `country` is of the unknown match type `regex`; whether it holds is unknown"#]]
    .assert_eq(&notices(&provider, "banner"));
}

#[test]
fn a_broken_audience_sets_aside_the_flags_that_ask_for_it() {
    for (conditions, expected) in [
        (
            json!("not json"),
            expect!["banner: experiment `key-e`: audience `a`: expected ident"],
        ),
        (
            json!("[]"),
            expect!["banner: experiment `key-e`: audience `a`: a list of conditions is empty"],
        ),
        (
            json!(["or", 5]),
            expect![
                "banner: experiment `key-e`: audience `a`: a condition is a number, not an object"
            ],
        ),
        (
            json!(["or", { "type": "custom_attribute", "value": 1 }]),
            expect!["banner: experiment `key-e`: audience `a`: a condition has no `name`"],
        ),
    ] {
        set_aside(
            flag("banner", &["e"], "", json!([])),
            json!({
                "experiments": [rule("e", &["a"], &["on"])],
                "audiences": [{ "id": "a", "name": "a", "conditions": conditions }],
            }),
            expected,
        );
    }
}

#[test]
fn a_holdout_that_concerns_everybody_must_be_right() {
    let text = datafile(
        1,
        json!([]),
        json!({ "holdouts": [{ "id": "h", "key": "all" }] }),
    );
    refused(
        &text,
        expect![
            "the datafile `text` is refused: holdout `all`, which concerns every flag, cannot be used: missing field `status`"
        ],
    );
}

#[test]
fn a_local_holdout_that_is_wrong_sets_its_rules_flags_aside() {
    set_aside(
        flag("banner", &["e"], "", json!([])),
        json!({
            "experiments": [rule("e", &[], &["on"])],
            "localHoldouts": [{ "id": "h", "key": "h", "includedRules": ["e"] }],
        }),
        expect![
            "banner: experiment `key-e`: its local holdout cannot be used: missing field `status`"
        ],
    );
}

#[test]
fn f20_too_much() {
    let flags = vec!["0"; 100_001].join(",");
    refused(
        &format!(r#"{{"version":"4","revision":"1","featureFlags":[{flags}]}}"#),
        expect!["the datafile `text` is refused: it has 100001 flags, and 100000 are allowed"],
    );
    let long = format!("{}{}", dark_mode(1, "on"), " ".repeat(16 << 20));
    let error = OptimizelyProvider::from_text(&long)
        .unwrap_err()
        .to_string();
    assert!(
        error.ends_with("bytes, and 16777216 are allowed"),
        "{error}"
    );
}

#[test]
fn f21_deep_and_long() {
    let mut deep = json!("a");
    for _ in 0..126 {
        deep = json!([deep]);
    }
    let mut bad = rule("e", &[], &["on"]);
    bad["audienceConditions"] = deep;
    // Texts are built here, because what writes JSON has no limit.
    let text = bad.to_string().replacen(
        "[\"a\"]",
        &format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)),
        1,
    );
    let whole = datafile(
        1,
        json!([flag("banner", &["e"], "", json!([]))]),
        json!({ "experiments": ["HERE"] }),
    );
    let provider = provider(&whole.replace("\"HERE\"", &text));
    expect![[r#"[("banner", "experiment `e`: recursion limit exceeded")]"#]]
        .assert_eq(&format!("{:?}", provider.set_aside()));

    let long = "x".repeat(2000);
    set_aside(
        flag("banner", &[], "", json!([variable(&long, "string", "")])),
        json!({}),
        expect![
            "banner: `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…` has 2000 bytes, and 1024 are allowed"
        ],
    );
    set_aside(
        flag(
            "banner",
            &[],
            "",
            json!([variable("v", "string", &"x".repeat(10_000_000))]),
        ),
        json!({}),
        expect!["banner: a variable's value has 10000000 bytes, and 262144 are allowed"],
    );
}

#[test]
fn f24_a_number_that_is_none_spoils_one_flag() {
    let mut bad = rule("e", &["a"], &["on"]);
    bad["trafficAllocation"][0]["endOfRange"] = json!("HUGE");
    let text = datafile(
        1,
        json!([flag("banner", &["e"], "", json!([]))]),
        json!({ "experiments": [bad] }),
    );
    let provider = provider(&text.replace("\"HUGE\"", "1e400"));
    expect![[r#"[("banner", "experiment `e`: number out of range")]"#]]
        .assert_eq(&format!("{:?}", provider.set_aside()));
}

#[test]
fn f21_too_many_parts() {
    let many: Vec<_> = (0..1001).map(|index| format!("v{index}")).collect();
    let names: Vec<_> = many.iter().map(String::as_str).collect();
    set_aside(
        flag("banner", &["e"], "", json!([])),
        json!({ "experiments": [rule("e", &[], &names)] }),
        expect!["banner: experiment `e`: it has 1001 variations, and 1000 are allowed"],
    );
    set_aside(
        flag("banner", &names, "", json!([])),
        json!({}),
        expect!["banner: it has 1001 experiments, and 1000 are allowed"],
    );
    let rules: Vec<_> = names.iter().map(|name| rule(name, &[], &["on"])).collect();
    set_aside(
        flag("banner", &[], "r", json!([])),
        json!({ "rollouts": [rollout("r", &rules)] }),
        expect!["banner: rollout `r`: it has 1001 rules, and 1000 are allowed"],
    );
    let condition = json!({ "type": "custom_attribute", "name": "a", "match": "exists" });
    let conditions = vec![condition; 5001];
    set_aside(
        flag("banner", &["e"], "", json!([])),
        json!({
            "experiments": [rule("e", &["a", "a"], &["on"])],
            "typedAudiences": [{ "id": "a", "name": "a", "conditions": conditions }],
        }),
        expect!["banner: experiment `key-e`: it asks for 10004 conditions, and 10000 are allowed"],
    );
}

#[test]
fn f20_flags_that_share_what_is_large() {
    // 2,000 flags with 1,000 variations each: where the sum is too large, flags are set aside.
    let many: Vec<_> = (0..999).map(|index| format!("v{index}")).collect();
    let names: Vec<_> = many.iter().map(String::as_str).collect();
    let flags: Vec<_> = (0..2000)
        .map(|index| flag(&format!("f{index}"), &["e"], "", json!([])))
        .collect();
    let text = datafile(
        1,
        json!(flags),
        json!({ "experiments": [rule("e", &[], &names)] }),
    );
    let set_aside = provider(&text).set_aside();
    assert_eq!(set_aside.len(), 1000);
    expect![[r#"("f1000", "all flags together refer to more than 1000000 rules and variations")"#]]
        .assert_eq(&format!("{:?}", set_aside[0]));
}
