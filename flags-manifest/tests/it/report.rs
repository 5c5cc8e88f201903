//! Text in, findings out.

use expect_test::Expect;
use flags_manifest::diagnostic::render_all;
use flags_manifest::parse;

/// All findings of a manifest, as a user sees them.
pub(crate) fn report(text: &str) -> String {
    let parsed = parse(text);
    render_all(&parsed.diagnostics, "features.toml", text)
}

#[track_caller]
pub(crate) fn check(text: &str, expected: Expect) {
    expected.assert_eq(&report(text));
}
