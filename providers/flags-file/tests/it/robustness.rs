//! No text of a state file makes checking or evaluating panic, and every finding points into it.

use flags_file::{FileProvider, Format, check};
use flags_runtime::{Anonymous, Flags, Provider};

use crate::rules::CLUB;

const TEXT: &str = r#"[features.dark_mode]
default = true
rules = [
  { when = { segment = "beta", none = [{ country = ["DE", "AT"] }, { seats = { gte = 1, lt = 9 } }] }, serve = false },
  { when = { any = [{ app = { semver = ">=2.1" } }, { joined = { after = 2026-12-01T09:00:00Z } }] }, rollout = 12.5, by = "country", salt = "autumn" },
  { ramp = { from = 2026-12-01T09:00:00Z, to = 2026-12-08T09:00:00Z, start = 0, end = 100 } },
]
environments = { staging = { default = false, rules = [{ when = { email = { matches = "^a+$" } }, serve = true }] } }
[features.button]
rules = [{ when = { tags = { not = "a" }, score = { gt = 0.5 } }, split = { red = 50, green = 25, blue = 25 } }]
[segments]
staff = { plan = "pro", is_staff = { exists = true } }
beta = { all = [{ segment = "staff" }] }
"#;

#[track_caller]
fn survives(text: &str) {
    if let Err(error) = check(text, *CLUB) {
        for finding in error.findings() {
            if let Some(span) = &finding.span {
                let place = text.get(span.clone());
                assert!(place.is_some(), "{span:?} is not in the text");
            }
        }
        assert!(error.to_string().contains("--> state file"));
    }
    let Ok(provider) = FileProvider::from_text("flags.toml", text, Format::Toml) else {
        return;
    };
    assert_eq!(provider.notices(&[*CLUB]), provider.notices(&[*CLUB]));
    for environment in ["production", "staging"] {
        let beyond = provider.answers(*CLUB, environment);
        for (position, (index, _)) in beyond.segments().iter().enumerate() {
            assert!(
                (*index as usize) < CLUB.segments().len() + position + 1,
                "no gaps"
            );
        }
    }
    let flags = Flags::new(provider);
    for feature in CLUB.features() {
        let evaluation = flags.evaluate_value(feature, &Anonymous);
        assert_eq!(
            std::mem::discriminant(evaluation.value()),
            std::mem::discriminant(feature.default())
        );
    }
}

#[test]
fn every_beginning_of_a_state_file() {
    for end in 0..TEXT.len() {
        survives(&TEXT[..end]);
    }
}

#[test]
fn every_byte_replaced() {
    const OTHERS: &[u8] = b"\"'[]{}=.,#\n\r\t 0-_!x\0";
    for index in 0..TEXT.len() {
        let mut text = TEXT.as_bytes().to_vec();
        text[index] = OTHERS[index % OTHERS.len()];
        survives(std::str::from_utf8(&text).unwrap());
    }
}

#[test]
fn every_word_left_out() {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let bytes = TEXT.as_bytes();
    let mut start = 0;
    while start < bytes.len() {
        let length = bytes[start..].iter().take_while(|b| is_word(**b)).count();
        survives(&format!(
            "{}{}",
            &TEXT[..start],
            &TEXT[start + length.max(1)..]
        ));
        start += length.max(1);
    }
}
