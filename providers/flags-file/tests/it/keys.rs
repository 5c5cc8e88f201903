//! Which entry speaks to which feature.

use std::fmt::Write as _;

use expect_test::expect;
use flags_runtime::{NoticeKind, Provider};

use crate::world::{SHOP, kinds, notices, registry, says, says_of, toml};

#[test]
fn f17_unknown_features_are_reported_with_similar_ones() {
    let provider = toml("[features.dark_mod]\ndefault = true\n[features.zebra]\ndefault = 1\n");
    expect![[r#"
        UnknownFeature: feature `dark_mod` is not declared in registry `shop`
         --> flags.toml:1:11
          |
        1 | [features.dark_mod]
          |           ^^^^^^^^
          = help: did you mean `dark_mode`?

        UnknownFeature: feature `zebra` is not declared in registry `shop`
         --> flags.toml:3:11
          |
        3 | [features.zebra]
          |           ^^^^^"#]]
    .assert_eq(&notices(&provider, &[*SHOP]));
}

#[test]
fn of_many_unknown_features_twenty_are_shown() {
    let mut text = String::new();
    for index in 0..1000 {
        let _ = write!(text, "[features.stranger_{index}]\ndefault = true\n");
    }
    let notices = toml(&text).notices(&[*SHOP]);
    assert_eq!(notices.len(), 21);
    assert_eq!(
        notices[20].message(),
        "flags.toml: 980 more features are not declared"
    );
}

#[test]
fn a_qualified_entry_speaks_to_its_registry_only_and_goes_first() {
    let blog = registry("[registry]\nname = 'blog'\n[features.dark_mode]\n");
    let provider = toml(
        "[features.dark_mode]\ndefault = false\n[features.'shop/dark_mode']\ndefault = true\n",
    );
    assert_eq!(says(&provider, "production", "dark_mode"), "true");
    assert_eq!(says_of(&provider, blog, "production", "dark_mode"), "false");
    assert!(provider.notices(&[*SHOP, blog]).is_empty());
}

#[test]
fn an_unqualified_key_of_two_registries_speaks_to_both_with_one_notice() {
    let blog = registry("[registry]\nname = 'blog'\n[features.dark_mode]\n[features.posts]\n");
    let provider = toml("[features.dark_mode]\ndefault = true\n[features.posts]\ndefault = true\n");
    assert_eq!(says(&provider, "production", "dark_mode"), "true");
    assert_eq!(says_of(&provider, blog, "production", "dark_mode"), "true");
    expect![[r#"
        SharedKey: key `dark_mode` speaks to a feature of each of the registries `shop`, `blog`
         --> flags.toml:1:11
          |
        1 | [features.dark_mode]
          |           ^^^^^^^^^
          = help: to speak to one of them, write `[features."shop/dark_mode"]`"#]]
    .assert_eq(&notices(&provider, &[*SHOP, blog]));
}

#[test]
fn f28_an_entry_that_another_one_goes_before_is_reported() {
    let provider = toml(
        "[features.dark_mode]\ndefault = false\n[features.'shop/dark_mode']\ndefault = true\n",
    );
    assert_eq!(says(&provider, "production", "dark_mode"), "true");
    expect![[r#"
        Ignored: entry `dark_mode` has no effect, since `shop/dark_mode` goes before it
         --> flags.toml:1:11
          |
        1 | [features.dark_mode]
          |           ^^^^^^^^^"#]]
    .assert_eq(&notices(&provider, &[*SHOP]));
}

#[test]
fn a_registry_that_does_not_exist_is_reported() {
    let provider = toml(
        "[features.'shpo/dark_mode']\ndefault = true\n[features.'shop/dark_mood']\ndefault = true\n",
    );
    expect![[r#"
        UnknownFeature: feature `shpo/dark_mode` names registry `shpo`, and there is none
         --> flags.toml:1:11
          |
        1 | [features.'shpo/dark_mode']
          |           ^^^^^^^^^^^^^^^^
          = help: did you mean `shop`?

        UnknownFeature: feature `shop/dark_mood` is not declared in registry `shop`
         --> flags.toml:3:11
          |
        3 | [features.'shop/dark_mood']
          |           ^^^^^^^^^^^^^^^^
          = help: did you mean `shop/dark_mode`?"#]]
    .assert_eq(&notices(&provider, &[*SHOP]));
}

#[test]
fn a_provider_key_is_the_key_in_a_state_file() {
    let provider = toml("[features.banner]\ndefault = true\n");
    assert_eq!(says(&provider, "production", "old_banner"), "true");
    let provider = toml("[features.old_banner]\ndefault = true\n");
    assert_eq!(says(&provider, "production", "old_banner"), "no opinion");
    expect![[r#"
        UnknownFeature: feature `old_banner` is known to providers as `banner`, its `provider-key`
         --> flags.toml:1:11
          |
        1 | [features.old_banner]
          |           ^^^^^^^^^^
          = help: write `[features.banner]`"#]]
    .assert_eq(&notices(&provider, &[*SHOP]));
}

#[test]
fn a_frozen_feature_is_not_spoken_to() {
    let provider = toml("[features.kernel]\ndefault = 'wrong, and it does not matter'\n");
    assert_eq!(says(&provider, "production", "kernel"), "no opinion");
    expect![[r#"
        Frozen: feature `kernel` of registry `shop` is frozen, decided at build, so this entry is ignored
         --> flags.toml:1:11
          |
        1 | [features.kernel]
          |           ^^^^^^"#]].assert_eq(&notices(&provider, &[*SHOP]));
}

#[test]
fn a_retired_key_is_reported_with_its_date() {
    let provider = toml("[features.power_peg]\ndefault = false\n");
    expect![[r#"
        Retired: feature `power_peg` was retired on 2026-03-01 (rolled out) with the value `true`, so this entry has no effect; take it out
         --> flags.toml:1:11
          |
        1 | [features.power_peg]
          |           ^^^^^^^^^"#]].assert_eq(&notices(&provider, &[*SHOP]));
    assert_eq!(kinds(&provider.notices(&[*SHOP])), [NoticeKind::Retired]);
}

#[test]
fn without_registries_no_entry_is_unknown_yet() {
    let provider = toml("[features.dark_mode]\ndefault = true\n");
    assert_eq!(kinds(&provider.notices(&[])), []);
    assert_eq!(kinds(&provider.notices(&[*SHOP])), []);
}
