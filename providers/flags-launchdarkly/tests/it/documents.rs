//! What flags come to: types, reasons, what is set aside, files.

use std::time::Duration;

use expect_test::{Expect, expect};
use flags_launchdarkly::LaunchDarklyProvider;
use flags_runtime::{Answer, Flags, Provider};

use crate::world::{SHOP, Subject, document, flag, registry, wait};

/// What a feature comes to with this flag under its key.
#[track_caller]
fn check(feature: &str, flag: &str, expected: Expect) {
    let registry = registry(&format!(
        "[context]\nemail = \"string\"\n[features.flag]\n{feature}\n"
    ));
    let text = document(&[("flag", flag.to_owned())]);
    let provider = LaunchDarklyProvider::text(text).build().unwrap();
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
        ("someone", Subject::new(Some("v"), [])),
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
fn a_flag_that_is_off() {
    check(
        "",
        r#"{"on":false,"offVariation":1,"variations":[true,false]}"#,
        expect![[r#"
            fixed
            a@example.org: false DISABLED 1
            someone: false DISABLED 1
            nobody: false DISABLED 1"#]],
    );
}

#[test]
fn a_flag_that_is_off_without_a_value_for_that() {
    check(
        "default = true",
        r#"{"on":false,"variations":[false]}"#,
        expect![[r#"
            fixed
            a@example.org: true DISABLED -
            someone: true DISABLED -
            nobody: true DISABLED -"#]],
    );
}

#[test]
fn a_flag_that_is_on_for_everybody() {
    check(
        "default = 1",
        r#"{"on":true,"fallthrough":{"variation":0},"variations":[7]}"#,
        expect![[r#"
            fixed
            a@example.org: 7 STATIC 0
            someone: 7 STATIC 0
            nobody: 7 STATIC 0"#]],
    );
}

#[test]
fn a_rule_and_the_rest() {
    check(
        "default = \"declared\"",
        r#"{"on":true,"fallthrough":{"variation":1},"variations":["a","b"],
            "rules":[{"variation":0,"clauses":[{"attribute":"email","op":"endsWith","values":["@example.org"]}]}]}"#,
        expect![[r#"
            asks
            a@example.org: "a" TARGETING_MATCH 0
            someone: "b" DEFAULT 1
            nobody: "declared" ERROR - TARGETING_KEY_MISSING: LaunchDarkly identifies each subject by a key, and the context has none"#]],
    );
}

#[test]
fn a_rollout_is_a_split() {
    check(
        "",
        r#"{"on":true,"variations":[true,false],
            "fallthrough":{"rollout":{"variations":[{"variation":0,"weight":100000}]}}}"#,
        expect![[r#"
            asks
            a@example.org: true SPLIT 0
            someone: true SPLIT 0
            nobody: false ERROR - TARGETING_KEY_MISSING: LaunchDarkly identifies each subject by a key, and the context has none"#]],
    );
}

#[test]
fn f46_a_subject_without_a_key() {
    let text = document(&[(
        "dark_mode",
        r#"{"on":true,"fallthrough":{"variation":1},"variations":[true,false],
            "rules":[{"variation":0,"clauses":[{"attribute":"email","op":"in","values":["a"]}]}]}"#
            .to_owned(),
    )]);
    let dark_mode = SHOP.feature::<bool>("dark_mode").unwrap();
    for key in [None, Some("")] {
        let subject = Subject::new(key, [("email", "a")]);
        let flags = Flags::new(LaunchDarklyProvider::text(text.clone()).build().unwrap());
        let error = flags
            .evaluate(dark_mode, &subject)
            .error()
            .unwrap()
            .to_string();
        expect!["LaunchDarkly identifies each subject by a key, and the context has none"]
            .assert_eq(&error);
        let builder = LaunchDarklyProvider::text(text.clone()).anonymous_key("anonymous");
        assert!(Flags::new(builder.build().unwrap()).is_enabled(dark_mode, &subject));
    }
    // Long keys, and odd ones, are as good as others.
    let flags = Flags::new(LaunchDarklyProvider::text(text).build().unwrap());
    for key in ["k".repeat(1 << 20), "🦀\0".to_owned()] {
        assert!(flags.is_enabled(dark_mode, &Subject::new(Some(&key), [("email", "a")])));
    }
}

#[test]
fn a_table() {
    check(
        "default = { hosts = [\"a\"], limit = 1 }",
        r#"{"on":true,"fallthrough":{"variation":0},"variations":[{"hosts":["b"],"limit":7}]}"#,
        expect![[r#"
            fixed
            a@example.org: { hosts = ["b"], limit = 7 } STATIC 0
            someone: { hosts = ["b"], limit = 7 } STATIC 0
            nobody: { hosts = ["b"], limit = 7 } STATIC 0"#]],
    );
}

#[test]
fn f27_a_circle_of_prerequisites() {
    check(
        "",
        r#"{"on":true,"fallthrough":{"variation":0},"variations":[true],"prerequisites":[{"key":"flag","variation":0}]}"#,
        expect![[r#"
            fixed
            a@example.org: false ERROR - PARSE_ERROR: LaunchDarkly's flag `flag` is set aside: its prerequisites or segments go in a circle, more than 64 deep, or to more than 1000 others
            someone: false ERROR - PARSE_ERROR: LaunchDarkly's flag `flag` is set aside: its prerequisites or segments go in a circle, more than 64 deep, or to more than 1000 others
            nobody: false ERROR - PARSE_ERROR: LaunchDarkly's flag `flag` is set aside: its prerequisites or segments go in a circle, more than 64 deep, or to more than 1000 others"#]],
    );
}

#[test]
fn f27_prerequisites_and_segments_without_end() {
    let count = 5000;
    let mut flags = vec![("k0".to_owned(), flag("k0", 1, "true"))];
    let mut segments = vec![r#""s0":{"key":"s0","included":["u"]}"#.to_owned()];
    for number in 1..count {
        let below = number - 1;
        flags.push((format!("k{number}"), format!(
            r#"{{"on":true,"fallthrough":{{"variation":0}},"variations":[true],"prerequisites":[{{"key":"k{below}","variation":0}}]}}"#
        )));
        segments.push(format!(
            r#""s{number}":{{"rules":[{{"clauses":[{{"attribute":"","op":"segmentMatch","values":["s{below}"]}}]}}]}}"#
        ));
    }
    flags.push(("in".to_owned(), format!(
        r#"{{"on":true,"fallthrough":{{"variation":0}},"variations":[true],"rules":[{{"variation":0,"clauses":[{{"attribute":"","op":"segmentMatch","values":["s{}"]}}]}}]}}"#,
        count - 1
    )));
    let flags: Vec<_> = flags
        .iter()
        .map(|(key, text)| format!("\"{key}\":{text}"))
        .collect();
    let text = format!(
        r#"{{"flags":{{{}}},"segments":{{{}}}}}"#,
        flags.join(","),
        segments.join(",")
    );
    let provider = LaunchDarklyProvider::text(text).build().unwrap();
    let registry = registry(&format!(
        "[features.low]\nprovider-key = \"k64\"\n[features.high]\nprovider-key = \"k65\"\n\
         [features.top]\nprovider-key = \"k{}\"\n[features.in]\nconstant = \"WITHIN\"\n",
        count - 1
    ));
    let flags = Flags::new(provider);
    let says = |key| {
        let user = Subject::new(Some("u"), []);
        flags
            .evaluate_value(registry.find(key).unwrap(), &user)
            .value()
            .to_string()
    };
    assert_eq!(
        [says("low"), says("high"), says("top"), says("in")],
        ["true", "false", "false", "false"]
    );
}

#[test]
fn f21_a_deeply_nested_flag_is_set_aside() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let text = document(&[("dark_mode", flag("dark_mode", 1, "true")), ("limit", deep)]);
    let provider = LaunchDarklyProvider::text(text).build().unwrap();
    assert_eq!(provider.notices(&[]).len(), 1);
    let dark_mode = SHOP.feature::<bool>("dark_mode").unwrap();
    assert!(Flags::new(provider).is_enabled(dark_mode, &Subject::default()));
}

#[test]
fn f18_a_feature_without_a_flag_is_as_declared_and_no_error() {
    let provider = LaunchDarklyProvider::text(document(&[])).build().unwrap();
    let registry = registry("[features.flag]\nrules = [{ serve = true }]\n");
    let flags = Flags::new(provider);
    let evaluation = flags.evaluate_value(registry.find("flag").unwrap(), &Subject::default());
    assert_eq!(evaluation.value().to_string(), "true");
    assert_eq!(evaluation.error(), None);
}

#[test]
fn values_that_are_the_same_for_everybody() {
    let text = r#"{"flagValues":{"dark_mode":true,"greeting":"hi","limit":7}}"#;
    let flags = Flags::new(LaunchDarklyProvider::text(text).build().unwrap());
    let says = |key| {
        let evaluation = flags.evaluate_value(SHOP.find(key).unwrap(), &Subject::default());
        format!("{} {}", evaluation.value(), evaluation.reason())
    };
    assert_eq!(
        [says("dark_mode"), says("greeting"), says("limit")],
        ["true STATIC", "\"hi\" STATIC", "7 STATIC"]
    );
}

#[test]
fn a_file_is_reloaded() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("flags.json");
    let series = [
        (
            r#"{"flagValues":{"dark_mode":true}}"#.to_owned(),
            "true STATIC",
        ),
        (
            document(&[("dark_mode", flag("dark_mode", 1, "false"))]),
            "false STATIC",
        ),
        // In a file the last content wins, whatever its versions.
        (
            r#"{"flagValues":{"dark_mode":true}}"#.to_owned(),
            "true STATIC",
        ),
        (
            r#"{"flagValues":{"dark_mode":"text"}}"#.to_owned(),
            "true STALE",
        ),
        (
            document(&[("other", flag("other", 1, "false"))]),
            "true STALE",
        ),
        (
            r#"{"flagValues":{"dark_mode":false}}"#.to_owned(),
            "false STATIC",
        ),
    ];
    std::fs::write(&path, &series[0].0).unwrap();
    let provider = LaunchDarklyProvider::file(&path)
        .interval(Duration::from_millis(2))
        .build();
    let flags = Flags::new(provider.unwrap());
    for (text, expected) in &series {
        let other = folder.path().join("other.json");
        std::fs::write(&other, text).unwrap();
        std::fs::rename(other, &path).unwrap();
        wait(expected, || {
            let feature = SHOP.find("dark_mode").unwrap();
            let evaluation = flags.evaluate_value(feature, &Subject::default());
            format!("{} {}", evaluation.value(), evaluation.reason()) == *expected
        });
    }
}

#[test]
fn f17_an_operator_that_nobody_knows_holds_for_nobody_and_is_told() {
    let clause = |op: &str| format!(r#"{{"attribute":"email","op":"{op}","values":["a"]}}"#);
    let flag = format!(
        r#"{{"on":true,"variations":[true,false],"fallthrough":{{"variation":1}},"rules":[
            {{"variation":0,"clauses":[{}]}},{{"variation":0,"clauses":[{},{}]}}]}}"#,
        clause("endsWith"),
        clause("in"),
        clause("moonPhase")
    );
    let segment = format!(
        r#""segments":{{"staff":{{"key":"staff","version":1,"rules":[{{"clauses":[{}]}}]}}}}"#,
        clause("tarot")
    );
    let text = document(&[("dark_mode", flag)]).replace(r#""segments":{}"#, &segment);
    let provider = LaunchDarklyProvider::text(text).build().unwrap();
    let notices = provider.notices(&[*SHOP]);
    let notices: Vec<_> = notices
        .iter()
        .map(|notice| format!("{:?}: {notice}", notice.kind()))
        .collect();
    expect![[r#"
        Ignored: operator `moonPhase` of LaunchDarkly's flag `dark_mode` is not known, and holds for nobody
        Ignored: operator `tarot` of LaunchDarkly's segment `staff` is not known, and holds for nobody"#]]
    .assert_eq(&notices.join("\n"));
    let flags = Flags::new(provider);
    let dark_mode = SHOP.feature::<bool>("dark_mode").unwrap();
    let email = |email| Subject::new(Some("u"), [("email", email)]);
    assert!(!flags.is_enabled(dark_mode, &email("b")));
    assert!(flags.is_enabled(dark_mode, &email("aa")));
}
