//! Texts that are refused as a whole.

use std::fs;

use expect_test::{Expect, expect};
use flags_file::{FileProvider, Format};
use flags_runtime::{NoticeKind, Provider, ProviderState};

use crate::world::{OFF, ON, SHOP, World, becomes, comes_to_say, kinds, replace, says, toml};

#[track_caller]
fn refused(text: &str, expected: Expect) {
    let error = FileProvider::from_text("flags.toml", text, Format::Toml).unwrap_err();
    expected.assert_eq(&error.to_string());
}

/// A good file becomes one of these bytes, and the answers stay.
#[track_caller]
fn refused_later(bytes: &[u8], reason: Expect) {
    let world = World::with(ON);
    let provider = world.watch();
    assert_eq!(says(&provider, "production", "dark_mode"), "true");
    replace(&world.path(), bytes);
    becomes(&provider, ProviderState::Stale);
    assert_eq!(says(&provider, "production", "dark_mode"), "true");
    assert_eq!(kinds(&provider.notices(&[*SHOP])), [NoticeKind::Refused]);
    reason.assert_eq(&world.relative(provider.status().reason().unwrap()));

    world.write(OFF);
    comes_to_say(&provider, "dark_mode", "false");
    becomes(&provider, ProviderState::Ready);
    assert!(provider.notices(&[*SHOP]).is_empty());
}

#[test]
fn f13_a_text_that_is_no_toml_shows_every_line_that_is_wrong() {
    refused(
        "[features.dark_mode]\ndefault = tru\n[features.a\n",
        expect![[r#"
            TOML syntax: `tru` is no value, and a string needs quotes
             --> flags.toml:2:11
              |
            2 | default = tru
              |           ^^^
              = help: did you mean `true`?

            TOML syntax: unclosed table, expected `]`
             --> flags.toml:3:12
              |
            3 | [features.a
              |            ^"#]],
    );
}

#[test]
fn f13_a_truncated_file_is_refused() {
    refused_later(
        b"[features.dark_mode]\ndefault = fal",
        expect!["DIR/flags.toml:2:11: TOML syntax: `fal` is no value, and a string needs quotes"],
    );
}

#[test]
fn f13_a_page_of_html_is_refused() {
    refused_later(
        b"<!DOCTYPE html>\n<html><body>502 Bad Gateway</body></html>\n",
        expect!["DIR/flags.toml: the file is a page of HTML or XML, not a state file"],
    );
}

#[test]
fn f13_a_file_that_is_not_utf8_is_refused() {
    refused_later(
        b"[features.dark_mode]\n# caf\xe9\n",
        expect!["line 2 is not UTF-8; save it as UTF-8"],
    );
}

#[test]
fn f13_a_file_in_utf16_is_refused() {
    refused_later(b"\xff\xfe[\0f\0", expect!["it is UTF-16; save it as UTF-8"]);
}

#[test]
fn f13_a_file_of_nul_bytes_is_refused() {
    refused_later(
        &[0; 64],
        expect![
            "DIR/flags.toml:1:1: TOML syntax: invalid unquoted key, expected letters, numbers, `-`, `_`"
        ],
    );
}

#[test]
fn f13_a_byte_order_mark_is_accepted() {
    let provider = toml(&format!("\u{feff}{ON}"));
    assert_eq!(says(&provider, "production", "dark_mode"), "true");
}

#[test]
fn f14_an_empty_file_after_one_with_features_is_refused() {
    refused_later(b"", expect!["the file holds no feature any more"]);
}

#[test]
fn f14_a_file_without_features_after_one_with_features_is_refused() {
    refused_later(
        b"# nothing\n[features]\n",
        expect!["the file holds no feature any more"],
    );
}

#[test]
fn f14_the_notice_says_how_to_clear_on_purpose() {
    let world = World::with(ON);
    let provider = world.watch();
    world.write("");
    becomes(&provider, ProviderState::Stale);
    expect!["the state file `DIR/flags.toml` is refused: it holds no feature any more, as when it is half written; to clear it on purpose, keep the header of one feature without a value, or build the provider with `allow_empty(true)`"].assert_eq(&world.relative(provider.notices(&[*SHOP])[0].message()));

    world.write("[features.dark_mode]\n");
    comes_to_say(&provider, "dark_mode", "no opinion");
    becomes(&provider, ProviderState::Ready);
}

#[test]
fn f14_an_empty_file_is_taken_where_it_is_allowed() {
    let world = World::with(ON);
    let provider = world.builder().allow_empty(true).build().unwrap();
    assert_eq!(says(&provider, "production", "dark_mode"), "true");
    world.write("");
    comes_to_say(&provider, "dark_mode", "no opinion");
    assert_eq!(provider.status().state(), ProviderState::Ready);
}

#[test]
fn f14_an_empty_file_may_be_the_first_one() {
    let world = World::with("");
    let provider = world.watch();
    assert_eq!(provider.status().state(), ProviderState::Ready);
    world.write(ON);
    comes_to_say(&provider, "dark_mode", "true");
}

#[test]
fn f17_a_slip_in_the_name_of_a_section_refuses_the_file() {
    refused(
        "[feature.dark_mode]\ndefault = true\n",
        expect![[r#"
        the state file: unknown key `feature`, expected `features` or `segments`
         --> flags.toml:1:2
          |
        1 | [feature.dark_mode]
          |  ^^^^^^^
          = help: did you mean `features`?"#]],
    );
}

#[test]
fn features_that_are_no_table_refuse_the_file() {
    refused(
        "features = ['dark_mode']\n",
        expect![[r#"
        `[features]` must be a table, found a list
         --> flags.toml:1:12
          |
        1 | features = ['dark_mode']
          |            ^^^^^^^^^^^^^"#]],
    );
}

#[test]
fn f20_a_file_that_is_too_large_is_refused_before_it_is_read() {
    let world = World::with(ON);
    let provider = world.watch();
    // A sparse file: a gigabyte that takes no room, unless it were read.
    let file = fs::File::options().write(true).open(world.path()).unwrap();
    file.set_len(1 << 30).unwrap();
    becomes(&provider, ProviderState::Stale);
    assert_eq!(
        provider.status().reason(),
        Some("it has more than 16777216 bytes, which is the most that is read")
    );
    assert_eq!(says(&provider, "production", "dark_mode"), "true");
}

#[test]
fn f20_a_million_features_are_refused_by_their_size() {
    let text = "[features.a000000]\ndefault = true\n".repeat(1_000_000);
    refused(
        &text,
        expect![[r#"
        the file has 34000000 bytes, and 16777216 is the most that is read
         --> flags.toml"#]],
    );
}

#[test]
fn f21_deep_nesting_is_refused_by_name() {
    let text = format!(
        "[features.limits]\ndefault = {}{}\n",
        "[".repeat(100),
        "]".repeat(100)
    );
    let error = FileProvider::from_text("flags.toml", text, Format::Toml).unwrap_err();
    let shown = error.to_string();
    assert!(
        shown.starts_with("lists and tables may be nested 64 deep at most\n --> flags.toml:2:"),
        "{shown}"
    );
}

#[test]
fn f21_nesting_without_end_does_not_overflow_the_stack() {
    for (open, close) in [("[", "]"), ("{a=", "}")] {
        let text = format!("x = {}{}", open.repeat(200_000), close.repeat(200_000));
        assert!(FileProvider::from_text("flags.toml", text, Format::Toml).is_err());
    }
}
