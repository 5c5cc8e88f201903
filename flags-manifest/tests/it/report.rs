//! Text in, findings out.

use expect_test::Expect;
use flags_manifest::parse;

/// All findings of a manifest, as a user sees them.
pub(crate) fn report(text: &str) -> String {
    let parsed = parse(text);
    let shown: Vec<String> = parsed
        .diagnostics
        .iter()
        .map(|diagnostic| diagnostic.render("features.toml", text))
        .collect();
    shown.join("\n\n")
}

#[track_caller]
pub(crate) fn check(text: &str, expected: Expect) {
    expected.assert_eq(&report(text));
}
