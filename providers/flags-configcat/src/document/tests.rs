use expect_test::{Expect, expect};

use super::Document;

fn setting(conditions: &str) -> String {
    format!(r#"{{"t":0,"v":{{"b":false}},"r":[{{"c":[{conditions}],"s":{{"v":{{"b":true}}}}}}]}}"#)
}

fn needs(key: &str) -> String {
    setting(&format!(
        r#"{{"p":{{"f":"{key}","c":0,"v":{{"b":true}}}}}}"#
    ))
}

const ON: &str = r#"{"t":0,"v":{"b":true}}"#;

#[track_caller]
fn check(settings: &[(&str, &str)], segments: &str, expected: Expect) {
    let settings: Vec<_> = settings
        .iter()
        .map(|(key, text)| format!("\"{key}\":{text}"))
        .collect();
    let text = format!(r#"{{"f":{{{}}},"s":[{segments}]}}"#, settings.join(","));
    let document = Document::parse(&text).unwrap();
    let mut lines: Vec<_> = document
        .settings
        .iter()
        .map(|(key, facts)| format!("{key}: {}", if facts.is_static { "static" } else { "asks" }))
        .chain(
            document
                .set_aside
                .iter()
                .map(|(key, why)| format!("{key}: set aside: {why}")),
        )
        .collect();
    lines.sort();
    expected.assert_eq(&lines.join("\n"));
    // What is left is a document without faults.
    let again = Document::parse(&document.text).unwrap();
    assert!(again.set_aside.is_empty(), "{:?}", again.set_aside);
    assert_eq!(again.settings.len(), document.settings.len());
}

#[test]
fn a_setting_without_rules_is_static() {
    check(&[("a", ON)], "", expect!["a: static"]);
}

#[test]
fn a_setting_that_asks_for_the_user_is_not() {
    let rule = setting(r#"{"u":{"a":"Email","c":28,"s":"a"}}"#);
    check(&[("a", &rule)], "", expect!["a: asks"]);
}

#[test]
fn percentages_ask_for_the_user() {
    let shares = r#"{"t":0,"v":{"b":true},"p":[{"p":100,"v":{"b":true}}]}"#;
    check(&[("a", shares)], "", expect!["a: asks"]);
}

#[test]
fn prerequisites_are_as_static_as_what_they_ask_for() {
    let rule = setting(r#"{"u":{"a":"Email","c":28,"s":"a"}}"#);
    check(
        &[
            ("a", ON),
            ("b", &needs("a")),
            ("c", &rule),
            ("d", &needs("c")),
        ],
        "",
        expect![[r#"
            a: static
            b: static
            c: asks
            d: asks"#]],
    );
}

#[test]
fn f15_one_bad_setting_is_set_aside() {
    check(
        &[
            ("a", ON),
            ("b", r#"{"t":9,"v":{}}"#),
            ("c", r#"{"t":0,"v":{"s":"text"}}"#),
        ],
        "",
        expect![[r#"
            a: static
            b: set aside: invalid value: 9, expected one of: 0, 1, 2, 3 at line 1 column 6
            c: set aside: its value is not of its type"#]],
    );
}

#[test]
fn f17_an_unknown_comparator_spoils_its_own_setting() {
    let rule = setting(r#"{"u":{"a":"Email","c":99,"s":"a"}}"#);
    let document = Document::parse(&format!(r#"{{"f":{{"a":{ON},"b":{rule}}}}}"#)).unwrap();
    assert_eq!(document.settings.len(), 1);
    assert!(
        document.set_aside["b"].contains("99"),
        "{}",
        document.set_aside["b"]
    );
}

#[test]
fn f19_a_null_setting_is_set_aside() {
    check(
        &[("a", "null"), ("b", ON)],
        "",
        expect![[r#"
            a: set aside: invalid type: null, expected struct Setting at line 1 column 4
            b: static"#]],
    );
}

/// The vendor's crate would pass over the rule, or fail in each evaluation.
#[track_caller]
fn check_condition(condition: &str, expected: Expect) {
    let text = format!(r#"{{"f":{{"a":{ON},"b":{}}}}}"#, setting(condition));
    let document = Document::parse(&text).unwrap();
    assert!(document.settings.contains_key("a"));
    let reason = document.set_aside.get("b");
    expected.assert_eq(reason.map_or("it is fine", String::as_str));
}

#[test]
fn f19_a_condition_without_what_it_compares_with() {
    check_condition(
        r#"{"u":{"a":"Email","c":28}}"#,
        expect!["its rule 1 compares `Email` with nothing; a text is expected"],
    );
    check_condition(
        r#"{"u":{"a":"Email","c":28,"s":null}}"#,
        expect!["its rule 1 compares `Email` with nothing; a text is expected"],
    );
    check_condition(
        r#"{"u":{"a":"Seats","c":14,"s":"5"}}"#,
        expect!["its rule 1 compares `Seats` with nothing; a number is expected"],
    );
    check_condition(
        r#"{"u":{"a":"Plan","c":0,"s":"pro"}}"#,
        expect!["its rule 1 compares `Plan` with nothing; a list of texts is expected"],
    );
    check_condition(
        r#"{"p":{"f":"a","c":0,"v":{}}}"#,
        expect!["its rule 1 compares setting `a` with nothing"],
    );
}

#[test]
fn f19_a_condition_of_nothing() {
    check_condition(
        r#"{"u":{"a":"","c":28,"s":"x"}}"#,
        expect!["its rule 1 asks for an attribute without a name"],
    );
    check_condition(
        "{}",
        expect!["its rule 1 has a condition that asks for nothing"],
    );
    check_condition(
        r#"{"u":null}"#,
        expect!["its rule 1 has a condition that asks for nothing"],
    );
}

/// A blank text is what somebody may have compared with.
#[test]
fn a_condition_with_a_blank_value() {
    check_condition(
        r#"{"u":{"a":"Email","c":28,"s":""}}"#,
        expect!["it is fine"],
    );
    check_condition(r#"{"u":{"a":"Plan","c":0,"l":[]}}"#, expect!["it is fine"]);
}

#[test]
fn f19_a_rule_that_serves_nothing() {
    let condition = r#"{"u":{"a":"Email","c":28,"s":"a"}}"#;
    let served = format!(r#"{{"t":0,"v":{{"b":false}},"r":[{{"c":[{condition}]}}]}}"#);
    check(
        &[("a", &served), ("b", ON)],
        "",
        expect![[r#"
            a: set aside: its rule 1 serves nothing
            b: static"#]],
    );
}

#[test]
fn f19_a_segment_whose_condition_has_no_value() {
    let rule = setting(r#"{"s":{"s":0,"c":0}}"#);
    check(
        &[("a", &rule), ("b", ON)],
        r#"{"n":"staff","r":[{"a":"Email","c":28}]}"#,
        expect![[r#"
            a: set aside: it uses a segment that is wrong: it compares `Email` with nothing; a text is expected
            b: static"#]],
    );
}

#[test]
fn f27_prerequisites_in_a_circle_are_set_aside() {
    check(
        &[
            ("a", &needs("b")),
            ("b", &needs("a")),
            ("c", ON),
            ("d", &needs("d")),
        ],
        "",
        expect![[r#"
            a: set aside: its prerequisites, `b` first, go in a circle, more than 64 deep, or to one that is not there
            b: set aside: its prerequisites, `a` first, go in a circle, more than 64 deep, or to one that is not there
            c: static
            d: set aside: its prerequisites, `d` first, go in a circle, more than 64 deep, or to one that is not there"#]],
    );
}

#[test]
fn f27_a_missing_prerequisite_or_segment() {
    let in_segment = |index: u32| setting(&format!(r#"{{"s":{{"s":{index},"c":0}}}}"#));
    check(
        &[
            ("a", &needs("none")),
            ("b", &in_segment(0)),
            ("c", &in_segment(1)),
            ("d", &in_segment(2)),
            ("e", ON),
        ],
        r#"{"n":"good","r":[{"a":"Email","c":28,"s":"a"}]},{"n":"bad"}"#,
        expect![[r#"
            a: set aside: its prerequisite `none` is not there, or is set aside
            b: asks
            c: set aside: it uses a segment that is wrong: missing field `r` at line 1 column 11
            d: set aside: it uses segment 2, which is not there
            e: static"#]],
    );
}

/// `k0000` is on, and each of the others needs what the function says.
fn chain(count: usize, needs_of: impl Fn(usize) -> String) -> Document {
    let mut settings = vec![format!(r#""k0000":{ON}"#)];
    settings.extend((1..count).map(|number| format!(r#""k{number:04}":{}"#, needs_of(number))));
    let document = Document::parse(&format!(r#"{{"f":{{{}}}}}"#, settings.join(","))).unwrap();
    assert_eq!(document.settings.len() + document.set_aside.len(), count);
    document
}

#[test]
fn f27_prerequisites_without_end() {
    let document = chain(5000, |number| needs(&format!("k{:04}", number - 1)));
    // The first, and 64 above it.
    assert_eq!(document.settings.len(), 65);
    assert!(document.settings.contains_key("k0064"));
}

#[test]
fn f27_prerequisites_that_double_the_work_at_each_level() {
    let document = chain(60, |number| {
        let below = format!(
            r#"{{"p":{{"f":"k{:04}","c":0,"v":{{"b":true}}}}}}"#,
            number - 1
        );
        setting(&format!("{below},{below}"))
    });
    // Level n evaluates 2^(n+1) - 1 settings: 511 on level 8, 1023 on level 9.
    assert_eq!(document.settings.len(), 9);
    assert_eq!(
        document.set_aside["k0009"],
        "it evaluates more than 1000 settings through its prerequisites"
    );
}

#[track_caller]
fn check_refused(text: &str, expected: Expect) {
    expected.assert_eq(&Document::parse_local(text).err().unwrap());
}

#[test]
fn f13_what_is_no_config_is_refused() {
    check_refused(
        "<html>",
        expect!["it is no config JSON: expected value at line 1 column 1"],
    );
    check_refused(
        r#"{"f":{"a":"#,
        expect!["it is no config JSON: EOF while parsing a value at line 1 column 10"],
    );
    check_refused(
        "{}",
        expect!["it is no config JSON: missing field `f` at line 1 column 2"],
    );
}

#[test]
fn f21_a_deeply_nested_setting_is_set_aside() {
    let (open, close) = (r#"{"v":"#.repeat(100_000), "}".repeat(100_000));
    let text = format!(r#"{{"f":{{"a":{open}1{close},"b":{ON}}}}}"#);
    let document = Document::parse(&text).unwrap();
    assert_eq!(document.settings.len(), 1);
    assert!(document.set_aside.contains_key("a"));
}

#[test]
fn the_short_form_of_a_local_file() {
    let text = r#"{"flags":{"a":true,"b":"text","c":1,"d":0.5}}"#;
    let document = Document::parse_local(text).unwrap();
    assert_eq!(document.settings.len(), 4);
    assert!(document.set_aside.is_empty());
}

#[test]
fn a_redirect_is_what_the_preferences_say() {
    let redirect = |preferences: &str| {
        Document::parse(&format!(r#"{{"p":{preferences},"f":{{}}}}"#))
            .unwrap()
            .redirect
    };
    assert_eq!(redirect(r#"{"u":"https://eu","r":0}"#), None);
    assert!(!redirect(r#"{"u":"https://eu","r":1}"#).unwrap().is_forced);
    let forced = redirect(r#"{"u":"https://eu/","r":2}"#).unwrap();
    assert!(forced.is_forced);
    assert_eq!(forced.url, "https://eu");
}
