//! The quick way against the thorough one, which another parser does.

use super::{Found, members, node};
use crate::lines::Lines;
use crate::tree::{Entry, Table};

/// The whole text as the quick way reads it.
fn read_quickly(text: &str) -> Option<Table<'_>> {
    let Found {
        outer,
        inner,
        lines,
    } = members(text, "features")?;
    assert_eq!(lines, Lines::new(text), "{text}");
    let entries = outer.iter().map(|member| {
        let name = member.name();
        Entry {
            name: text[name.clone()].into(),
            name_span: name.start - 1..name.end + 1,
            value: node(text, member, 2).expect("it was found to be valid"),
        }
    });
    let table = Table {
        entries: entries.collect(),
    };
    if let Some(features) = table.get("features").and_then(|f| f.value.as_table()) {
        let names: Vec<_> = inner.iter().map(|member| &text[member.name()]).collect();
        let wanted: Vec<_> = features.entries.iter().map(|entry| &*entry.name).collect();
        assert_eq!(names, wanted, "{text}");
    }
    Some(table)
}

/// Whatever the quick way reads, the thorough one reads without a finding, and to the same tree.
/// Returns whether it did.
#[track_caller]
fn agree(text: &str) -> bool {
    let Some(quickly) = read_quickly(text) else {
        return false;
    };
    let (mut thoroughly, findings) = Table::from_json(text);
    // Names that stand twice among the features are found by the caller.
    let findings: Vec<_> = findings
        .into_iter()
        .filter(|finding| !finding.message.contains("duplicate key"))
        .collect();
    assert_eq!(findings, [], "{text}");
    let mut quickly = quickly;
    for table in [&mut quickly, &mut thoroughly] {
        for entry in &mut table.entries {
            if entry.name == "features"
                && let crate::tree::Kind::Table(features) = &mut entry.value.kind
            {
                let mut names = std::collections::HashSet::new();
                features
                    .entries
                    .retain(|entry| names.insert(entry.name.clone()));
            }
        }
    }
    assert_eq!(quickly, thoroughly, "{text}");
    true
}

const GOOD: &[&str] = &[
    r#"{}"#,
    r#"{ "features": {} }"#,
    r#"{"features":{"a":{"default":true},"b":{"rules":[{"when":{"x":[1,-2.5e3,"y"]},"serve":null}]}}}"#,
    "\u{feff}{\n\t\"$schema\": \"x\",\r\n \"segments\": {\"s\": {\"a\": \"\\\\d+\\\"\\n\"}}, \"features\": {\"ü\": [[], {}, 0, -0, 1E+2, 123456789012345678901]}}\n",
    r#"{"features":{"a":1},"other":[{"features":{"a":1,"b":2}}]}"#,
    // Values that begin alike, or are the same.
    r#"{"features":{"a":{"rules":[{"when":{"x":1},"serve":true}]},"b":{"rules":[{"when":{"x":1},"serve":true}]},"c":{"rules":[{"when":{"x":2},"serve":1}]},"d":{"rules":[{"when":{"y":[1,{"x":2}]},"x":{}}]},"e":{"rules":[{"when":1}]}}}"#,
    "{\"features\": {\n \"a\": {\n  \"rules\": [\n {\"x\": \"y\",\n \"z\": 1}]},\n \"b\": {\n  \"rules\": [\n {\"x\": \"y\",\n \"z\": 2}]},\n \"c\": {\n  \"rules\": [\n {\"x\": \"y\",\n \"z\": 2}]}, \"d\": [[], 12], \"e\": [[], 1], \"f\": [[], 123], \"g\": 1, \"h\": 12, \"i\": \"x\", \"j\": \"x\", \"k\": \"xy\"}}",
];

#[test]
fn both_ways_read_the_same() {
    for text in GOOD {
        assert!(agree(text), "{text}");
    }
}

#[test]
fn what_is_wrong_or_rare_is_left_to_the_thorough_way() {
    for text in [
        "",
        "[]",
        "{",
        r#"{"a":1}}"#,
        r#"{"a":1,}"#,
        r#"{"a":01}"#,
        r#"{"a":+1}"#,
        r#"{"a":.5}"#,
        r#"{"a":1.}"#,
        r#"{"a":1e}"#,
        r#"{"a":tru}"#,
        r#"{"a":truee}"#,
        r#"{"a":"\x"}"#,
        r#"{"a":"\u0041"}"#,
        r#"{"\n":1}"#,
        "{\"a\":\"\n\"}",
        r#"{"a":1,"a":2}"#,
        r#"{"x":{"a":1,"a":2}}"#,
        r#"{"features":{"f":{"a":1,"a":2}}}"#,
        r#"{"features":[]}"#,
        r#"{a:1}"#,
        r#"{'a':1}"#,
        "{\"a\":1 // no\n}",
    ] {
        assert!(read_quickly(text).is_none(), "{text}");
    }
}

#[test]
fn nesting_has_the_same_bound() {
    for depth in 55..70 {
        let text = format!(
            "{{\"features\":{{\"a\":{}{}}}}}",
            "[".repeat(depth),
            "]".repeat(depth)
        );
        let (_, findings) = Table::from_json(&text);
        assert_eq!(
            read_quickly(&text).is_some(),
            findings.is_empty(),
            "{depth}"
        );
    }
}

#[test]
fn no_text_makes_them_differ() {
    let pieces = [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\"features\"",
        "\"a\"",
        "null",
        "-",
        "0",
        ".5",
        "e",
        " ",
        "\n",
        "\u{1}",
        "ß",
        "\\u",
        "/*",
        "\u{feff}",
    ];
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    let (mut read, mut passed_on) = (0, 0);
    for _ in 0..60_000 {
        let mut text: Vec<char> = GOOD[random(GOOD.len())].chars().collect();
        for _ in 0..=random(2) {
            let at = random(text.len() + 1);
            match random(3) {
                0 if at < text.len() => drop(text.remove(at)),
                1 if at < text.len() => {
                    let from = random(text.len());
                    text[at] = text[from];
                }
                _ => {
                    let piece: Vec<char> = pieces[random(pieces.len())].chars().collect();
                    text.splice(at..at, piece);
                }
            }
        }
        if agree(&text.into_iter().collect::<String>()) {
            read += 1;
        } else {
            passed_on += 1;
        }
    }
    assert!(read > 1_000 && passed_on > 1_000, "{read}, {passed_on}");
}
