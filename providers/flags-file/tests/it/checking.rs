//! `check`, for tests and tools.

use expect_test::{Expect, expect};
use flags_file::{check as check_text, check_all};

use crate::world::{SHOP, registry};

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
               | ^^^^^^^^^^^^^^^^"#]],
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

/// Against two registries: `desk`, and `till`, which knows other attributes and environments.
#[track_caller]
fn check_both(text: &str, expected: Expect) {
    let desk = registry(
        "[registry]\nname = 'desk'\n[context]\nis_staff = 'bool'\n\
         [features.dark]\n[features.fast]\nfrozen = true\n[features.page]\n[retired]\n\
         gone = { on = 2026-03-01, value = true }\n",
    );
    let till = registry(
        "[registry]\nname = 'till'\nenvironments = ['production', 'lab']\n\
         [features.quick]\n[features.fast]\n[features.page]\n",
    );
    let shown = match check_all(text, &[desk, till]) {
        Ok(()) => String::new(),
        Err(error) => error.at("flags.toml").to_string(),
    };
    expected.assert_eq(&shown);
}

#[test]
fn what_one_of_several_registries_knows_is_fine() {
    check_both(
        "[features.dark]\ndefault = true\nrules = [{ when = { segment = 'staff' }, serve = false }]\n\
         [features.quick]\nenvironments.lab = true\n\
         [features.'till/page']\ndefault = true\n\
         [segments]\nstaff = { is_staff = true }\n",
        expect![""],
    );
}

#[test]
fn a_key_that_is_frozen_for_one_of_several_speaks_to_the_other() {
    check_both("[features.fast]\ndefault = true\n", expect![""]);
    check_both(
        "[features.'desk/fast']\ndefault = true\n",
        expect![[r#"
            feature `fast` of registry `desk` is frozen, decided at build, so this entry is ignored
             --> flags.toml:1:11
              |
            1 | [features.'desk/fast']
              |           ^^^^^^^^^^^"#]],
    );
}

#[test]
fn what_no_registry_of_several_knows_is_found() {
    check_both(
        "[features.darc]\ndefault = true\n[features.'tell/page']\ndefault = true\n\
         [features.gone]\ndefault = true\n[segments]\nstaff = { is_stuff = true }\n",
        expect![[r#"
            feature `darc` is not declared in any registry
             --> flags.toml:1:11
              |
            1 | [features.darc]
              |           ^^^^
              = help: did you mean `dark`?

            feature `tell/page` names registry `tell`, and there is none
             --> flags.toml:3:11
              |
            3 | [features.'tell/page']
              |           ^^^^^^^^^^^
              = help: did you mean `till`?

            feature `gone` was retired on 2026-03-01 with the value `true`, so this entry has no effect; take it out
             --> flags.toml:5:11
              |
            5 | [features.gone]
              |           ^^^^

            segment `staff`: `is_stuff` is no attribute of `[context]` (there are `is_staff`)
             --> flags.toml:8:11
              |
            8 | staff = { is_stuff = true }
              |           ^^^^^^^^
              = help: did you mean `is_staff`?"#]],
    );
}

#[test]
fn a_fault_that_several_registries_find_is_told_once() {
    check_both(
        "[features.page]\ndefault = 7\n",
        expect![[r#"
        feature `page`: `default` must be a boolean, found an integer
         --> flags.toml:2:11
          |
        2 | default = 7
          |           ^"#]],
    );
    check_both(
        "[features.page]\nenvironments.staging = true\nenvironments.lab = true\n",
        expect![[r#"
            feature `page`: there is no environment `staging`, expected `production` or `lab`, so the entry is set aside
             --> flags.toml:2:14
              |
            2 | environments.staging = true
              |              ^^^^^^^

            feature `page`: there is no environment `lab`, expected `development`, `testing`, `staging` or `production`, so the entry is set aside
             --> flags.toml:3:14
              |
            3 | environments.lab = true
              |              ^^^"#]],
    );
}
