//! A file in pieces against the same file as a whole.

use super::{Pieces, entry};
use crate::tree::{Entry, Kind, Table};

/// Whatever is read in pieces is read as a whole without a finding, and to the same tree. Returns
/// whether it is.
#[track_caller]
fn agree(text: &str) -> bool {
    let Some(pieces) = Pieces::read(text) else {
        return false;
    };
    let mut names: Vec<_> = pieces.features.iter().map(|f| &text[f.name()]).collect();
    names.sort_unstable();
    if names.windows(2).any(|pair| pair[0] == pair[1]) {
        // The caller finds that.
        return false;
    }
    let (whole, findings) = Table::from_toml(text);
    assert_eq!(findings, [], "{text}");
    let mut features: Vec<Entry<'_>> = Vec::new();
    let mut others = Vec::new();
    for entry in whole.entries {
        match entry.value.kind {
            Kind::Table(table) if entry.name == "features" => features.extend(table.entries),
            _ => others.push(entry),
        }
    }
    assert_eq!(pieces.others, others, "{text}");
    let read: Vec<_> = pieces.features.iter().map(|f| entry(text, f)).collect();
    let read: Vec<_> = read.into_iter().map(|entry| entry.unwrap()).collect();
    assert_eq!(read, features, "{text}");
    for (member, feature) in pieces.features.iter().zip(&features) {
        assert_eq!(text[member.name()], *feature.name, "{text}");
        assert_eq!(super::quoted(text, &member.name()), feature.name_span);
    }
    true
}

const GOOD: &[&str] = &[
    "",
    "# nothing\n",
    "[features.a]\n",
    "[features.a]\ndefault = true\n\n[features.b-c_1]\ndefault = 1 # one\n",
    "\u{feff}[features.a]\r\nrules = [\r\n{ serve = true },\r\n]\r\n[features.b]\r\n",
    "[segments]\nstaff = { is_staff = true }\n[features.a]\nrules = [{ when = { segment = 'staff' }, serve = 1 }]\n",
    "\"$schema\" = 'x'\n[features.a]\nx = 1\n[features.a.environments]\nproduction = true\n[features.a.environments.staging]\ndefault = 2026-11-22\n[features.b]\n[segments.s]\nany = [1]\n[segments.t]\n[other]\nx = 1\n",
    "[features.'shop/a b']\ndefault = 'ü'\n[features.\"ü\".environments]\nproduction = 1\n[[features.c.rules]]\nserve = true\n",
    "[features.a]\n[[features.a.rules]]\nserve = true\n[[features.a.rules]]\nrollout = 0x10\n[features.b]\n[[features.b.rules]]\n[features.b.rules.when]\nx = [[1], [2,\n3]]\n",
    "  [features.a]\n  x = [\n    [1],\n  ]\n\t[features.a.b]\n\t[features.c]\n[s]\n",
    "[features.a]\ntext = '''\n'''\n[features.b]\ntext = \"\"\"\n x\\\n \"\"\"\ndeep.er = { x.y = 1 }\n",
];

#[test]
fn pieces_are_those_of_the_whole() {
    for text in GOOD {
        // One table begins in another's header.
        assert!(agree(text) || text.contains("[[features.c"), "{text}");
    }
}

#[test]
fn what_is_wrong_or_rare_is_left_to_the_whole() {
    for text in [
        "[features]\na.default = true\n",
        "features.a.default = true\n",
        "features = 1\n[features.a]\n",
        "[features]\n[features.a]\n",
        "[features.a]\n[features.b]\n[[features.a.rules]]\n",
        "[ features.a ]\n",
        "[features . a]\n",
        "['features'.a]\n",
        "[features.\"\\u0061\"]\n",
        "[features.a",
        "[features.a]]\n",
        "[features.]\n",
        "[features.a] x\n",
        "[features.a]\nx = 1\nx = 2\n",
        "[features.a]\nx = 2026-02-30\n",
        "[features.a]\nx = '''\n[features.b]\n'''\n",
        "[features.a]\nx = \"\"\"\n[features.b]\n\"\"\"\n",
        "[features.a]\nx = [\n[features.b]\n]\n",
        "[features.a]\nx = [\n[1],\n]\n[features.b]\n]\n",
        "[segments]\nx = 1\n[features.a]\n[segments.y]\n",
        "[segments.x]\n[features.a]\n[segments.x]\n",
        "[features.a]\r[features.b]\n",
        "{\"features\":{}}\n",
    ] {
        assert!(Pieces::read(text).is_none(), "{text}");
    }
}

#[test]
fn nesting_has_the_same_bound() {
    for depth in 55..70 {
        let text = format!(
            "[features.a]\nx = {}{}\n",
            "[".repeat(depth),
            "]".repeat(depth)
        );
        let (_, findings) = Table::from_toml(&text);
        assert_eq!(agree(&text), findings.is_empty(), "{depth}");
    }
}

#[test]
fn no_text_makes_them_differ() {
    let pieces = [
        "[features.a]",
        "[features.b]",
        "[features.a.environments]",
        "[features]",
        "[segments]",
        "[[features.a.rules]]",
        "[segments.a]",
        "[",
        "]",
        "[[",
        "\n",
        "\n[",
        "\r\n",
        "'''",
        "\"\"\"",
        "'",
        "\"",
        "#",
        ".",
        "=",
        "{",
        "}",
        ",",
        "x = 1",
        "x.y = 2",
        "a = [\n[1],\n]",
        "\u{feff}",
        "ü",
        " ",
        "features",
        "features.a.x = 1",
    ];
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    let (mut read, mut passed_on) = (0, 0);
    for _ in 0..20_000 {
        let mut text: Vec<char> = GOOD[random(GOOD.len())].chars().collect();
        if random(3) == 0 {
            text.extend(GOOD[random(GOOD.len())].chars());
        }
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
                    // Mostly at the beginning of a line, where headers are.
                    let starts = (0..text.len()).filter(|at| *at == 0 || text[at - 1] == '\n');
                    let starts: Vec<usize> = starts.collect();
                    let at = match starts.len() {
                        0 => at,
                        _ if random(2) == 0 => at,
                        count => starts[random(count)],
                    };
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
    assert!(read > 2_000 && passed_on > 2_000, "{read}, {passed_on}");
}
