//! No text makes the parser panic, and every finding points into the text.

use flags_manifest::parse;

const EXAMPLE: &str = include_str!("example.toml");

#[track_caller]
fn survives(text: &str) {
    let parsed = parse(text);
    let mut last = 0;
    for diagnostic in &parsed.diagnostics {
        if let Some(span) = &diagnostic.span {
            assert!(
                text.get(span.clone()).is_some(),
                "{span:?} is not in the text"
            );
            assert!(span.start >= last, "findings are in the order of the text");
            last = span.start;
        }
        let shown = diagnostic.render("features.toml", text);
        assert!(shown.contains("--> features.toml"));
        assert!(!diagnostic.message.contains('\n'), "{}", diagnostic.message);
    }
    for feature in &parsed.manifest.features {
        assert!(text.get(feature.key_span.clone()).is_some());
        for need in &feature.needs {
            assert!(need.feature < parsed.manifest.features.len());
        }
    }
    assert!(
        parsed
            .manifest
            .environments
            .iter()
            .any(|name| name == "production")
    );
}

#[test]
fn every_beginning_of_a_manifest() {
    for end in (0..EXAMPLE.len()).filter(|end| EXAMPLE.is_char_boundary(*end)) {
        survives(&EXAMPLE[..end]);
    }
}

#[test]
fn every_end_of_a_manifest() {
    for start in (0..EXAMPLE.len()).filter(|start| EXAMPLE.is_char_boundary(*start)) {
        survives(&EXAMPLE[start..]);
    }
}

#[test]
fn every_byte_replaced() {
    const OTHERS: &[u8] = b"\"'[]{}=.,#\n\r\t 0-_!x\0";
    for (index, byte) in EXAMPLE.bytes().enumerate() {
        let other = OTHERS[index % OTHERS.len()];
        if byte.is_ascii() && byte != other {
            let mut text = EXAMPLE.as_bytes().to_vec();
            text[index] = other;
            survives(std::str::from_utf8(&text).expect("ASCII replaces ASCII"));
        }
    }
}

#[test]
fn every_line_left_out_or_doubled() {
    let lines: Vec<&str> = EXAMPLE.split_inclusive('\n').collect();
    for index in 0..lines.len() {
        let mut without = lines.clone();
        without.remove(index);
        survives(&without.concat());
        let mut doubled = lines.clone();
        doubled.insert(index, lines[index]);
        survives(&doubled.concat());
    }
}

#[test]
fn every_value_replaced_by_each_kind() {
    let values = [
        "true",
        "-1",
        "0.5",
        "nan",
        "\"\"",
        "\"x\"",
        "2026-01-01",
        "2026-01-01T00:00:00Z",
        "12:00:00",
        "[]",
        "[1]",
        "[\"x\", 1]",
        "[[]]",
        "[{}]",
        "{}",
        "{ x = 1 }",
        "99999999999999999999",
    ];
    let starts: Vec<usize> = EXAMPLE.match_indices("= ").map(|(at, _)| at + 2).collect();
    for start in starts {
        let rest = &EXAMPLE[start..];
        let end = start + rest.find([',', '\n', '}']).unwrap_or(rest.len());
        for value in values {
            survives(&format!("{}{value} {}", &EXAMPLE[..start], &EXAMPLE[end..]));
        }
    }
}
