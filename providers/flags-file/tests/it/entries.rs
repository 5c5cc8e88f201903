//! What an entry says of its feature.

use expect_test::{Expect, expect};
use flags_runtime::{Anonymous, ErrorKind, Flags, Reason, Value};

use crate::world::{
    SHOP, World, comes_to_say, dark_mode, eventually, kinds, notices, registry, says, toml,
};
use flags_runtime::{NoticeKind, Provider};

#[track_caller]
fn production(text: &str, key: &str, expected: &str) {
    assert_eq!(says(&toml(text), "production", key), expected);
}

#[track_caller]
fn set_aside(entry: &str, key: &str, expected: Expect) {
    expected.assert_eq(&says(&toml(entry), "production", key));
}

#[test]
fn a_default_is_the_answer() {
    production("[features.dark_mode]\ndefault = true", "dark_mode", "true");
    production("[features.upload]\ndefault = 500", "upload", "500");
    production("[features.ratio]\ndefault = 0.25", "ratio", "0.25");
    production("[features.greeting]\ndefault = 'hi'", "greeting", "\"hi\"");
    production("[features.button]\ndefault = 'blue'", "button", "\"blue\"");
}

#[test]
fn a_whole_number_is_taken_for_a_float() {
    production("[features.ratio]\ndefault = 2", "ratio", "2.0");
}

#[test]
fn a_table_is_taken_in_the_order_of_the_declaration() {
    production(
        "[features.limits]\ndefault = { inner = { deep = false }, hosts = ['c'], results = 1 }",
        "limits",
        r#"{ results = 1, hosts = ["c"], inner = { deep = false } }"#,
    );
}

#[test]
fn an_environment_goes_before_the_default() {
    let provider = toml("[features.dark_mode]\ndefault = true\nenvironments.staging = false");
    assert_eq!(says(&provider, "staging", "dark_mode"), "false");
    assert_eq!(says(&provider, "production", "dark_mode"), "true");
}

#[test]
fn an_environment_may_be_written_in_its_long_form() {
    let provider = toml("[features.dark_mode.environments.staging]\ndefault = true");
    assert_eq!(says(&provider, "staging", "dark_mode"), "true");
}

#[test]
fn an_entry_without_a_value_for_the_stage_has_no_opinion() {
    let provider = toml("[features.dark_mode]\nenvironments.staging = true");
    assert_eq!(says(&provider, "production", "dark_mode"), "no opinion");
    production("[features.dark_mode]", "dark_mode", "no opinion");
}

#[test]
fn f18_a_feature_that_the_file_does_not_name_has_its_declared_value_silently() {
    let provider = toml("[features.dark_mode]\ndefault = true");
    assert_eq!(says(&provider, "production", "awesome"), "no opinion");
    assert!(provider.notices(&[*SHOP]).is_empty());
    let flags = Flags::new(provider);
    let evaluation = flags.evaluate(SHOP.feature::<bool>("awesome").unwrap(), &Anonymous);
    assert_eq!(
        (*evaluation.value(), evaluation.reason()),
        (false, Reason::Default)
    );
    assert_eq!(evaluation.error(), None);
}

#[test]
fn an_evaluation_names_provider_reason_and_content() {
    let flags = Flags::new(toml("[features.dark_mode]\ndefault = true\n"));
    let evaluation = flags.evaluate(SHOP.feature::<bool>("dark_mode").unwrap(), &Anonymous);
    assert_eq!(evaluation.provider(), "file");
    assert_eq!(evaluation.reason(), Reason::Static);
    let version = evaluation.version().unwrap();
    assert_eq!(version.len(), 12);
    assert!(version.chars().all(|c| c.is_ascii_hexdigit()));
    let other = toml("[features.dark_mode]\ndefault = false\n");
    assert_ne!(other.answers(*SHOP, "production").version(), Some(version));
}

#[test]
fn flags_see_the_value_of_their_environment() {
    let text = "[features.dark_mode]\nenvironments.staging = true";
    let feature = SHOP.feature::<bool>("dark_mode").unwrap();
    assert!(!Flags::new(toml(text)).is_enabled(feature, &Anonymous));
    let staging = Flags::new(toml(text)).in_environment("staging");
    assert!(staging.is_enabled(feature, &Anonymous));
}

#[test]
fn resolve_says_what_answers_say() {
    let provider = toml("[features.dark_mode]\ndefault = true\nenvironments.production = false");
    let resolution = provider.resolve(SHOP.find("dark_mode").unwrap(), &Anonymous);
    assert_eq!(resolution.unwrap().unwrap().value(), &Value::Boolean(false));
    assert_eq!(
        provider.resolve(SHOP.find("awesome").unwrap(), &Anonymous),
        Ok(None)
    );
}

#[test]
fn f15_one_bad_feature_is_set_aside() {
    let text = "[features.upload]\ndefault = 501\n[features.dark_mode]\ndefault = true\n";
    production(text, "dark_mode", "true");
    set_aside(
        text,
        "upload",
        expect![[r#"
            TYPE_MISMATCH: feature `upload`: `default` must be from 1 to 500, found 501
             --> flags.toml:2:11
              |
            2 | default = 501
              |           ^^^"#]],
    );
}

#[test]
fn f15_the_last_good_value_of_a_bad_feature_stays_while_others_are_updated() {
    let shop = registry("[features.dark_mode]\n[features.upload]\ndefault = 25\n");
    let world =
        World::with("[features.upload]\ndefault = 100\n[features.dark_mode]\ndefault = true");
    let flags = Flags::new(world.watch());
    let upload = shop.feature::<i64>("upload").unwrap();
    let dark_mode = shop.feature::<bool>("dark_mode").unwrap();
    assert_eq!(flags.get(upload, &Anonymous), 100);

    world.write("[features.upload]\ndefault = 'many'\n[features.dark_mode]\ndefault = false");
    eventually("the other feature is off", || {
        !flags.is_enabled(dark_mode, &Anonymous)
    });
    let evaluation = flags.evaluate(upload, &Anonymous);
    assert_eq!(
        (*evaluation.value(), evaluation.reason()),
        (100, Reason::Stale)
    );
    assert_eq!(evaluation.error().unwrap().kind(), ErrorKind::TypeMismatch);
    assert_eq!(kinds(flags.status().notices()), [NoticeKind::SetAside]);
    expect![[r#"
        feature `upload`: `default` must be an integer, found a string
         --> DIR/flags.toml:2:11
          |
        2 | default = 'many'
          |           ^^^^^^"#]]
    .assert_eq(&world.relative(flags.status().notices()[0].message()));

    world.write("[features.upload]\ndefault = 200\n[features.dark_mode]\ndefault = false");
    eventually("the feature is good again", || {
        flags.get(upload, &Anonymous) == 200
    });
    assert!(flags.status().notices().is_empty());
}

#[test]
fn f16_a_value_of_another_type_is_a_type_mismatch() {
    set_aside(
        "[features.dark_mode]\ndefault = 'true'\n",
        "dark_mode",
        expect![[r#"
            TYPE_MISMATCH: feature `dark_mode`: `default` must be a boolean, found a string
             --> flags.toml:2:11
              |
            2 | default = 'true'
              |           ^^^^^^"#]],
    );
}

#[test]
fn an_unknown_variant_is_set_aside_with_what_is_allowed() {
    set_aside(
        "[features.button]\nenvironments.staging = 'gren'\n",
        "button",
        expect![[r#"
            TYPE_MISMATCH: feature `button`: `environments.staging` must be `red`, `green` or `blue`, found `gren`
             --> flags.toml:2:24
              |
            2 | environments.staging = 'gren'
              |                        ^^^^^^
              = help: did you mean `green`?"#]],
    );
}

#[test]
fn every_fault_of_an_entry_is_shown() {
    set_aside(
        "[features.limits]\ndefault = { results = 'x', host = [] }\ndefualt = 1\n",
        "limits",
        expect![[r#"
            TYPE_MISMATCH: feature `limits`: `default.results` must be an integer, found a string
             --> flags.toml:2:23
              |
            2 | default = { results = 'x', host = [] }
              |                       ^^^

            feature `limits`: `default`: unknown field `host`, expected `results`, `hosts` or `inner`
             --> flags.toml:2:28
              |
            2 | default = { results = 'x', host = [] }
              |                            ^^^^
              = help: did you mean `hosts`?

            feature `limits`: unknown key `defualt`, expected `default`, `rules` or `environments`
             --> flags.toml:3:1
              |
            3 | defualt = 1
              | ^^^^^^^
              = help: did you mean `default`?"#]],
    );
}

#[test]
fn an_entry_that_is_a_value_is_set_aside_with_help() {
    set_aside(
        "[features]\ndark_mode = true\n",
        "dark_mode",
        expect![[r#"
            PARSE_ERROR: feature `dark_mode` must be a table, found a boolean
             --> flags.toml:2:13
              |
            2 | dark_mode = true
              |             ^^^^
              = help: put the value into its `default`"#]],
    );
}

#[test]
fn f17_a_slip_in_a_key_sets_its_entry_aside() {
    set_aside(
        "[features.dark_mode]\ndefualt = true\n",
        "dark_mode",
        expect![[r#"
            PARSE_ERROR: feature `dark_mode`: unknown key `defualt`, expected `default`, `rules` or `environments`
             --> flags.toml:2:1
              |
            2 | defualt = true
              | ^^^^^^^
              = help: did you mean `default`?"#]],
    );
}

#[test]
fn f17_keys_that_nobody_knows_are_reported_and_left_out() {
    let provider = toml(
        "[features.dark_mode]\ndefault = true\nticket = 'WEB-1'\nneeds = ['awesome']\n\
         [metadata]\nauthor = 'me'\n",
    );
    assert_eq!(says(&provider, "production", "dark_mode"), "true");
    expect![[r#"
        Ignored: the state file: unknown key `metadata`, expected `features` or `segments`
         --> flags.toml:5:2
          |
        5 | [metadata]
          |  ^^^^^^^^
          = help: if it is a feature, write `[features.metadata]`

        Ignored: feature `dark_mode`: unknown key `ticket`, expected `default`, `rules` or `environments`
         --> flags.toml:3:1
          |
        3 | ticket = 'WEB-1'
          | ^^^^^^

        Ignored: feature `dark_mode`: `needs` is ignored, since a feature is declared in `features.toml` and a state file holds no more than `default`, `rules` and `environments`
         --> flags.toml:4:1
          |
        4 | needs = ['awesome']
          | ^^^^^"#]]
    .assert_eq(&notices(&provider, &[*SHOP]));
}

#[test]
fn a_slip_in_an_environment_sets_its_entry_aside() {
    set_aside(
        "[features.dark_mode]\nenvironments.prodution = true\n",
        "dark_mode",
        expect![[r#"
            PARSE_ERROR: feature `dark_mode`: there is no environment `prodution`, expected `development`, `testing`, `staging` or `production`, so the entry is set aside
             --> flags.toml:2:14
              |
            2 | environments.prodution = true
              |              ^^^^^^^^^
              = help: did you mean `production`?"#]],
    );
}

#[test]
fn an_environment_that_is_like_no_other_sets_its_entry_aside_too() {
    for name in ["prod", "live", "xyz"] {
        let text = format!("[features.dark_mode]\nenvironments.{name} = true\n");
        let shown = says(&toml(&text), "production", "dark_mode");
        let start = format!("PARSE_ERROR: feature `dark_mode`: there is no environment `{name}`");
        assert!(shown.starts_with(&start), "{shown}");
        assert!(shown.contains("so the entry is set aside\n"), "{shown}");
    }
}

#[test]
fn an_unknown_environment_keeps_the_last_good_value() {
    let world = World::with("[features.dark_mode]\nenvironments.production = true\n");
    let flags = Flags::new(world.watch());
    let shop = *SHOP;
    assert!(dark_mode(&flags, shop));
    world.write(
        "[features.dark_mode]\nenvironments.prod = true\n[features.awesome]\ndefault = true\n",
    );
    let awesome = shop.feature::<bool>("awesome").unwrap();
    eventually("the rest is taken", || {
        flags.is_enabled(awesome, &Anonymous)
    });
    assert!(dark_mode(&flags, shop));
}

#[test]
fn f19_every_fault_of_rules_is_shown() {
    set_aside(
        "[features.dark_mode.environments.staging]\nrules = [{ when = {}, rollout = 101 }, { serve = 3 }]\n",
        "dark_mode",
        expect![[r#"
            PARSE_ERROR: feature `dark_mode`: `environments.staging`: rule 1: `when` must not be an empty condition
             --> flags.toml:2:19
              |
            2 | rules = [{ when = {}, rollout = 101 }, { serve = 3 }]
              |                   ^^
              = help: leave it out to match everyone

            feature `dark_mode`: `environments.staging`: rule 1: `rollout` must be a percentage from 0 to 100 with at most three decimals, found 101
             --> flags.toml:2:33
              |
            2 | rules = [{ when = {}, rollout = 101 }, { serve = 3 }]
              |                                 ^^^

            feature `dark_mode`: `environments.staging`: rule 2: `serve` must be a boolean, found an integer
             --> flags.toml:2:50
              |
            2 | rules = [{ when = {}, rollout = 101 }, { serve = 3 }]
              |                                                  ^"#]],
    );
}

#[test]
fn f24_numbers_that_do_not_fit_are_set_aside() {
    set_aside(
        "[features.upload]\ndefault = 9223372036854775808\n[features.ratio]\ndefault = 1e400\n",
        "upload",
        expect![[r#"
            TYPE_MISMATCH: feature `upload`: `default` must be an integer, found an integer that does not fit 64 bits
             --> flags.toml:2:11
              |
            2 | default = 9223372036854775808
              |           ^^^^^^^^^^^^^^^^^^^"#]],
    );
    set_aside(
        "[features.ratio]\ndefault = inf\n",
        "ratio",
        expect![[r#"
            TYPE_MISMATCH: feature `ratio`: `default` must be a float, found a number that is infinite or too large
             --> flags.toml:2:11
              |
            2 | default = inf
              |           ^^^"#]],
    );
}

#[test]
fn f21_a_string_of_ten_megabytes_sets_its_entry_aside() {
    let long = "x".repeat(10_000_000);
    let provider = toml(&format!(
        "[features.greeting]\ndefault = '{long}'\n[features.dark_mode]\ndefault = true\n"
    ));
    assert_eq!(says(&provider, "production", "dark_mode"), "true");
    let problem = says(&provider, "production", "greeting");
    assert!(
        problem.starts_with(
            "PARSE_ERROR: feature `greeting` holds a string of 10000000 bytes, and 1048576 is the \
             most that is read\n --> flags.toml:2:11\n"
        ),
        "{}",
        &problem[..200]
    );
    assert!(problem.len() < 1000);
}

#[test]
fn f21_a_huge_list_sets_its_entry_aside() {
    let list = "'x', ".repeat(70_000);
    let provider = toml(&format!(
        "[features.limits]\ndefault = {{ results = 1, hosts = [{list}], inner = {{ deep = true }} }}\n"
    ));
    let problem = says(&provider, "production", "limits");
    assert!(
        problem.contains("holds a list of 70000 items, and 65536 is the most that is read"),
        "{problem}"
    );
}

#[test]
fn f27_an_entry_cannot_make_a_cycle_of_needs() {
    let world = World::with("[features.dark_mode]\ndefault = true\nneeds = ['dark_mode']\n");
    let provider = world.watch();
    comes_to_say(&provider, "dark_mode", "true");
    assert_eq!(kinds(&provider.notices(&[*SHOP])), [NoticeKind::Ignored]);
}
