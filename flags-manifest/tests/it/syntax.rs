//! TOML itself.

use expect_test::expect;

use crate::report::check;

#[test]
fn f3_syntax_error() {
    check(
        "[features.a]\ndefault = \n[features.b]\ndefalt = 3",
        expect![[r#"
            TOML syntax: string values must be quoted, expected literal string
             --> features.toml:2:11
              |
            2 | default =
              |           ^"#]],
    );
}
