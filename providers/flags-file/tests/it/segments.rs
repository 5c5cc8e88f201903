//! `[segments]` of a state file.

use expect_test::expect;
use flags_runtime::{Answer, Condition, Matcher, Operand, Provider, SegmentInfo, Test, Text};

use crate::rules::CLUB;
use crate::world::{notices, registry, says_of, toml};

/// The segments that a text gives the runtime.
fn segments(text: &str) -> Vec<(u32, SegmentInfo)> {
    toml(text).answers(*CLUB, "production").segments().to_vec()
}

fn segment(name: &'static str, tests: Vec<Test>) -> SegmentInfo {
    SegmentInfo::new(Text::from(name), Condition::new(tests.into()))
}

fn seats(count: i64) -> Test {
    Test::Attribute(4, Matcher::Is(Operand::Integer(count)))
}

#[test]
fn a_segment_takes_the_place_of_the_registrys_of_that_name() {
    assert_eq!(
        segments("[segments]\nbeta = { seats = 7 }\n"),
        [(1, segment("beta", vec![seats(7)]))]
    );
    assert_eq!(segments("[features.dark_mode]\n"), []);
}

#[test]
fn a_segment_of_the_file_alone_comes_after_the_registrys() {
    assert_eq!(
        segments("[segments]\nown = { segment = 'next' }\nnext = { segment = 'staff' }\n"),
        [
            (2, segment("own", vec![Test::Segment(3)])),
            (3, segment("next", vec![Test::Segment(0)])),
        ]
    );
}

#[test]
fn a_segment_that_is_wrong_leaves_no_gap() {
    let text = "[segments]\nwrong = { seat = 1 }\nown = { segment = 'next' }\nnext = { seats = 1 }\n\
                [features.dark_mode]\nrules = [{ when = { segment = 'next' }, serve = true }]\n";
    assert_eq!(
        segments(text),
        [
            (2, segment("own", vec![Test::Segment(3)])),
            (3, segment("next", vec![seats(1)])),
        ]
    );
    let answers = toml(text).answers(*CLUB, "production");
    let Answer::Rules(rules) = answers.get(0) else {
        panic!("it has rules");
    };
    assert_eq!(rules.rules()[0].when().unwrap().tests(), [Test::Segment(3)]);
}

#[test]
fn f27_a_missing_segment_sets_aside_what_uses_it() {
    let text = "[segments]\nstaff = { segment = 'gone' }\n\
                [features.dark_mode]\nrules = [{ when = { segment = 'beta' }, serve = true }]\n\
                [features.button]\ndefault = 'blue'\n";
    let provider = toml(text);
    expect![[r#"
        PARSE_ERROR: feature `dark_mode`: rule 1: `when.segment` cannot be used, since segment `staff` is wrong, see line 2
         --> flags.toml:4:31
          |
        4 | rules = [{ when = { segment = 'beta' }, serve = true }]
          |                               ^^^^^^"#]].assert_eq(&says_of(&provider, *CLUB, "production", "dark_mode"));
    assert_eq!(
        says_of(&provider, *CLUB, "production", "button"),
        "\"blue\""
    );
    assert!(segments(text).is_empty());
    expect![[r#"
        Ignored: segment `staff`: `segment`: there is no segment `gone` in `[segments]`
         --> flags.toml:2:21
          |
        2 | staff = { segment = 'gone' }
          |                     ^^^^^^"#]]
    .assert_eq(&notices(&provider, &[*CLUB]));
}

#[test]
fn f27_declared_rules_that_use_a_segment_that_is_wrong_are_set_aside() {
    let text = "[segments]\nstaff = { segment = 'beta' }\n";
    let provider = toml(text);
    expect!["PARSE_ERROR: feature `beta_only`: its declared rules use segment `beta`, which cannot be used, since segment `beta` is part of a circle or a long chain of flags.toml"].assert_eq(&says_of(&provider, *CLUB, "production", "beta_only"));
    // Only in staging it has such rules.
    assert_eq!(
        says_of(&provider, *CLUB, "production", "upload"),
        "no opinion"
    );
    assert!(says_of(&provider, *CLUB, "staging", "upload").starts_with("PARSE_ERROR: "));
}

#[test]
fn f27_an_entry_with_a_value_never_reaches_the_declared_rules() {
    let text = "[segments]\nstaff = { seat = 1 }\n[features.beta_only]\ndefault = true\n";
    assert_eq!(
        says_of(&toml(text), *CLUB, "production", "beta_only"),
        "true"
    );
    let text =
        "[segments]\nstaff = { seat = 1 }\n[features.beta_only]\nrules = [{ rollout = 50 }]\n";
    let said = says_of(&toml(text), *CLUB, "production", "beta_only");
    assert!(said.starts_with("PARSE_ERROR: "), "{said}");
}

#[test]
fn f27_a_circle_of_a_thousand_segments_ends() {
    let mut text = "[segments]\n".to_owned();
    for index in 0..1000 {
        text.push_str(&format!(
            "s{index} = {{ segment = 's{}' }}\n",
            (index + 1) % 1000
        ));
    }
    assert!(segments(&text).is_empty());
    let shown = notices(&toml(&text), &[*CLUB]);
    assert!(
        shown.contains("in a circle: `s0` -> `s1` -> "),
        "{}",
        &shown[..200]
    );
}

#[test]
fn each_registry_reads_segments_with_its_own_attributes() {
    let other =
        registry("[registry]\nname = 'other'\n[context]\nlevel = 'integer'\n[features.x]\n");
    let text = "[segments]\nhigh = { level = { gt = 3 } }\n";
    let provider = toml(text);
    assert_eq!(provider.answers(other, "production").segments().len(), 1);
    assert!(provider.answers(*CLUB, "production").segments().is_empty());
    assert_eq!(notices(&provider, &[other]), "");
}
