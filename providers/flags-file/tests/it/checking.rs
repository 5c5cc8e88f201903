//! `check`, for tests and tools.

use expect_test::{Expect, expect};
use flags_file::check as check_text;

use crate::world::SHOP;

#[track_caller]
fn check(text: &str, expected: Expect) {
    let shown = match check_text(text, *SHOP) {
        Ok(()) => String::new(),
        Err(error) => error.at("flags.toml").to_string(),
    };
    expected.assert_eq(&shown);
}

#[test]
fn a_good_file_passes() {
    check("", expect![""]);
    check(
        "[features.dark_mode]\ndefault = true\n[features.'blog/posts']\ndefault = 3\n",
        expect![""],
    );
}

#[test]
fn everything_is_found_at_once_in_the_order_of_the_text() {
    check(
        "[features.upload]\ndefault = 0\nunit = 'MB'\n[features.dark_mod]\ndefault = true\n\
         [features.kernel]\ndefault = true\n[features.'shop/power_peg']\ndefault = true\n\
         [segments.staff]\n",
        expect![[r#"
            feature `upload`: `default` must be from 1 to 500, found 0
             --> flags.toml:2:11
              |
            2 | default = 0
              |           ^

            feature `upload`: unknown key `unit`, expected `default`, `rules` or `environments`
             --> flags.toml:3:1
              |
            3 | unit = 'MB'
              | ^^^^

            feature `dark_mod` is not declared in registry `shop`
             --> flags.toml:4:11
              |
            4 | [features.dark_mod]
              |           ^^^^^^^^
              = help: did you mean `dark_mode`?

            feature `kernel` of registry `shop` is frozen, decided at build, so this entry is ignored
             --> flags.toml:6:11
              |
            6 | [features.kernel]
              |           ^^^^^^

            feature `shop/power_peg` was retired on 2026-03-01 (rolled out) with the value `true`, so this entry has no effect; take it out
             --> flags.toml:8:11
              |
            8 | [features.'shop/power_peg']
              |           ^^^^^^^^^^^^^^^^

            segment `staff` must not be an empty condition
              --> flags.toml:10:1
               |
            10 | [segments.staff]
               | ^^^^^^^^^^^^^^^^

            `[segments]` in a state file has no effect in this release
              --> flags.toml:10:2
               |
            10 | [segments.staff]
               |  ^^^^^^^^"#]],
    );
}

#[test]
fn after_errors_of_syntax_only_these_are_shown() {
    check(
        "[features.upload]\ndefault = 0\n[features.upload]\n",
        expect![[r#"
            TOML syntax: `upload` stands here a second time; the first is on line 1
             --> flags.toml:3:11
              |
            3 | [features.upload]
              |           ^^^^^^"#]],
    );
}

#[test]
fn the_name_of_the_file_is_the_callers() {
    let error = check_text("[features.x]\n", *SHOP).unwrap_err();
    assert!(
        error.to_string().contains(" --> state file:1:11"),
        "{error}"
    );
    assert_eq!(error.findings().len(), 1);
}
