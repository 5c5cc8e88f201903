//! How a finding is shown.

use expect_test::{Expect, expect};
use flags_manifest::diagnostic::{Diagnostic, position, suggest};
use flags_manifest::tree::Span;

#[track_caller]
fn check(text: &str, span: Option<Span>, expected: Expect) {
    let diagnostic = Diagnostic {
        message: "it is wrong".to_owned(),
        span,
        help: Some("mend it".to_owned()),
    };
    expected.assert_eq(&diagnostic.render("features.toml", text));
}

/// The place of the first `^…^` in the text, and the text without the marks.
fn marked(text: &str) -> (String, Span) {
    let start = text.find('^').expect("a mark");
    let end = text.rfind('^').expect("a mark") - 1;
    (text.replace('^', ""), start..end)
}

#[test]
fn place_line_caret_and_help() {
    let (text, span) = marked("a = 1\nb = ^true^\n");
    check(
        &text,
        Some(span),
        expect![[r#"
        it is wrong
         --> features.toml:2:5
          |
        2 | b = true
          |     ^^^^
          = help: mend it"#]],
    );
}

#[test]
fn without_a_place() {
    check(
        "a = 1\n",
        None,
        expect![[r#"
        it is wrong
         --> features.toml
          = help: mend it"#]],
    );
}

#[test]
fn empty_span_has_one_caret() {
    check(
        "abc\n",
        Some(1..1),
        expect![[r#"
        it is wrong
         --> features.toml:1:2
          |
        1 | abc
          |  ^
          = help: mend it"#]],
    );
}

#[test]
fn end_of_a_text_with_a_newline() {
    check(
        "a = \n",
        Some(5..5),
        expect![[r#"
        it is wrong
         --> features.toml:2:1
          |
        2 |
          | ^
          = help: mend it"#]],
    );
}

#[test]
fn end_of_a_text_without_a_newline() {
    check(
        "a = ",
        Some(4..4),
        expect![[r#"
        it is wrong
         --> features.toml:1:5
          |
        1 | a =
          |     ^
          = help: mend it"#]],
    );
}

#[test]
fn empty_text() {
    check(
        "",
        Some(0..0),
        expect![[r#"
        it is wrong
         --> features.toml:1:1
          |
        1 |
          | ^
          = help: mend it"#]],
    );
}

#[test]
fn beyond_the_text() {
    check(
        "a = 1\n",
        Some(900..1000),
        expect![[r#"
        it is wrong
         --> features.toml:2:1
          |
        2 |
          | ^
          = help: mend it"#]],
    );
}

#[test]
fn several_lines_mark_the_first() {
    let (text, span) = marked("a = ^[\n  1,\n]^\n");
    check(
        &text,
        Some(span),
        expect![[r#"
        it is wrong
         --> features.toml:1:5
          |
        1 | a = [
          |     ^
          = help: mend it"#]],
    );
}

#[test]
fn tabs_stay_tabs_under_the_line() {
    let (text, span) = marked("\ta\t= ^1^\n");
    check(
        &text,
        Some(span),
        expect![[r#"
        it is wrong
         --> features.toml:1:6
          |
        1 | 	a	= 1
          | 	 	  ^
          = help: mend it"#]],
    );
}

#[test]
fn columns_count_characters() {
    let (text, span) = marked("größe = ^1^\n");
    check(
        &text,
        Some(span.clone()),
        expect![[r#"
        it is wrong
         --> features.toml:1:9
          |
        1 | größe = 1
          |         ^
          = help: mend it"#]],
    );
    assert_eq!(position(&text, span.start), (1, 9));
}

#[test]
fn wide_characters_are_two_columns_wide() {
    let (text, span) = marked("a = \"旗\" ^x^\n");
    check(
        &text,
        Some(span),
        expect![[r#"
        it is wrong
         --> features.toml:1:9
          |
        1 | a = "旗" x
          |          ^
          = help: mend it"#]],
    );
}

#[test]
fn combining_characters_have_no_width() {
    let (text, span) = marked("a = \"u\u{308}\" ^x^\n");
    check(
        &text,
        Some(span),
        expect![[r#"
        it is wrong
         --> features.toml:1:10
          |
        1 | a = "ü" x
          |         ^
          = help: mend it"#]],
    );
}

#[test]
fn numbers_of_three_digits_widen_the_gutter() {
    let text = format!("{}x\n", "\n".repeat(99));
    check(
        &text,
        Some(99..100),
        expect![[r#"
        it is wrong
           --> features.toml:100:1
            |
        100 | x
            | ^
            = help: mend it"#]],
    );
}

#[test]
fn long_line_is_cut_around_the_caret() {
    let (text, span) = marked(&format!("{}^here^{}", "a".repeat(300), "b".repeat(300)));
    check(
        &text,
        Some(span),
        expect![[r#"
        it is wrong
         --> features.toml:1:301
          |
        1 | …aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaherebbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb…
          |                                          ^^^^
          = help: mend it"#]],
    );
}

#[test]
fn long_line_is_cut_at_its_end_only() {
    let (text, span) = marked(&format!("^here^{}", "b".repeat(300)));
    check(
        &text,
        Some(span),
        expect![[r#"
        it is wrong
         --> features.toml:1:1
          |
        1 | herebbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb…
          | ^^^^
          = help: mend it"#]],
    );
}

#[test]
fn long_mark_ends_with_what_is_shown() {
    let (text, span) = marked(&format!("^{}^", "b".repeat(300)));
    check(
        &text,
        Some(span),
        expect![[r#"
        it is wrong
         --> features.toml:1:1
          |
        1 | bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb…
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          = help: mend it"#]],
    );
}

#[test]
fn terminal_controls_are_not_printed() {
    let (text, span) = marked("# \u{1b}[31m \u{202e} ^x^\n");
    check(
        &text,
        Some(span),
        expect![[r#"
        it is wrong
         --> features.toml:1:11
          |
        1 | # �[31m � x
          |           ^
          = help: mend it"#]],
    );
}

#[test]
fn one_line_for_a_log() {
    let mut diagnostic = Diagnostic {
        message: "it is wrong".to_owned(),
        span: Some(6..7),
        help: None,
    };
    assert_eq!(
        diagnostic.one_line("a.toml", "a = 1\nb = 2\n"),
        "a.toml:2:1: it is wrong"
    );
    diagnostic.span = None;
    assert_eq!(diagnostic.one_line("a.toml", ""), "a.toml: it is wrong");
}

#[test]
fn suggestions() {
    let known = ["default", "description", "environments", "kill-switch"];
    let meant = |name: &str| suggest(name, known);
    assert_eq!(meant("defualt"), Some("default"));
    assert_eq!(meant("Default"), Some("default"));
    assert_eq!(meant("kill_switch"), Some("kill-switch"));
    assert_eq!(meant("enviroment"), Some("environments"));
    assert_eq!(meant("owner"), None);
    assert_eq!(meant(""), None);
    assert_eq!(suggest("b", ["a"]), None);
    assert_eq!(suggest("B", ["a", "b"]), Some("b"));
    assert_eq!(suggest("default", []), None);
    assert_eq!(suggest(&"x".repeat(1_000_000), known), None);
}
