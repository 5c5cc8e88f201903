//! Compiled-in rules, a provider's rules, and the ladder between them.

use std::sync::Arc;

use expect_test::{Expect, expect};
use flags_runtime::{
    Answer, Answers, AttributeValue, Chain, Condition, EvaluationContext, Feature, FeatureInfo,
    Flags, List, Listener, Matcher, NoopProvider, Operand, Operator, Provider, Reason, Registry,
    Resolution, ResolveError, Rule, RuleSet, SegmentInfo, Serve, Shadow, Test, Text, Timestamp,
    Value,
};

use crate::club::{
    self, BUTTON, Color, Context, LIMIT, Plan, QUARTER, STAFF_ONLY, VETERAN, WINTER,
};

/// Has rule sets, and no other opinion; it must not be asked for what has rules.
struct RuleProvider {
    answers: Vec<(usize, Answer)>,
    segments: Vec<(u32, SegmentInfo)>,
}

impl RuleProvider {
    fn new(answers: impl IntoIterator<Item = (usize, RuleSet)>) -> Self {
        Self {
            answers: answers
                .into_iter()
                .map(|(index, set)| (index, Answer::Rules(set)))
                .collect(),
            segments: Vec::new(),
        }
    }

    fn with_segment(mut self, index: u32, name: &'static str, condition: Condition) -> Self {
        self.segments
            .push((index, SegmentInfo::new(Text::literal(name), condition)));
        self
    }
}

impl Provider for RuleProvider {
    fn name(&self) -> &str {
        "rules"
    }

    fn resolve(
        &self,
        feature: &FeatureInfo,
        _: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        panic!("asked for {}", feature.key())
    }

    fn answers(&self, registry: &'static Registry, _: &str) -> Answers {
        let mut all = vec![Answer::Fixed(Ok(None)); registry.features().len()];
        for (index, answer) in &self.answers {
            all[*index] = answer.clone();
        }
        Answers::new(all)
            .with_version("7")
            .with_segments(self.segments.clone())
    }

    fn subscribe(&self, _: Arc<dyn Listener>) {}
}

fn is(attribute: u32, operand: Operand) -> Condition {
    Condition::new(vec![Test::Attribute(attribute, Matcher::Is(operand))].into())
}

fn serve(when: Option<Condition>, value: impl Into<Value>) -> Rule {
    Rule::new(when, Serve::Value(value.into()), None, None, 0)
}

fn declared() -> Flags {
    Flags::new(NoopProvider)
}

#[track_caller]
fn check<T: flags_runtime::FeatureValue>(
    flags: &Flags,
    feature: Feature<T>,
    context: &dyn EvaluationContext,
    value: T,
    reason: Reason,
) {
    let answer = flags.evaluate(feature, context);
    assert_eq!((answer.value(), answer.reason()), (&value, reason));
    assert_eq!(flags.get(feature, context), value);
    let explained = flags.explain(feature, context);
    assert_eq!(
        (explained.value(), explained.reason()),
        (&value.to_value(), reason)
    );
    assert!(
        explained
            .steps()
            .last()
            .is_some_and(|step| step.is_decisive())
    );
}

fn staff() -> Context<'static> {
    Context::new("ada").is_staff(true)
}

#[test]
fn a_compiled_in_rule_matches_or_the_default_follows() {
    let flags = declared();
    check(&flags, STAFF_ONLY, &staff(), true, Reason::TargetingMatch);
    check(
        &flags,
        STAFF_ONLY,
        &Context::new("ada").is_staff(false),
        false,
        Reason::Default,
    );
    check(
        &flags,
        STAFF_ONLY,
        &Context::anonymous(),
        false,
        Reason::Default,
    );
    check(
        &flags,
        STAFF_ONLY,
        &flags_runtime::Anonymous,
        false,
        Reason::Default,
    );
}

#[test]
fn a_rollout_and_a_split_give_the_reason_split() {
    let flags = declared();

    let (mut inside, mut outside) = (0, 0);
    for key in 0..4000 {
        let key = format!("user-{key}");
        let answer = flags.evaluate(QUARTER, &Context::new(&key));
        match (*answer.value(), answer.reason()) {
            (true, Reason::Split) => inside += 1,
            (false, Reason::Default) => outside += 1,
            other => panic!("{other:?}"),
        }
    }
    assert!(
        (890..1110).contains(&inside),
        "{inside} inside, {outside} outside"
    );
    let pro = Context::new("ada").plan(Plan::Pro);
    let answer = flags.evaluate(BUTTON, &pro);
    assert_eq!(answer.reason(), Reason::Split);
    assert_eq!(answer.variant(), Some(answer.value().as_str()));
}

#[test]
fn an_environment_s_rules_replace_the_feature_s() {
    let staging = declared().in_environment("staging");
    check(&staging, LIMIT, &staff().seats(9), 1, Reason::Default);
    check(
        &staging,
        LIMIT,
        &staff().seats(10),
        9,
        Reason::TargetingMatch,
    );
    check(&staging, LIMIT, &staff().seats(20), 1, Reason::Default);
    check(&declared(), LIMIT, &staff(), 5, Reason::Static);
}

#[test]
fn needs_guard_rules() {
    check(
        &declared(),
        LIMIT,
        &Context::new("bob"),
        1,
        Reason::Disabled,
    );
    check(&declared(), LIMIT, &staff(), 5, Reason::Static);
}

#[test]
fn a_moment_is_compared() {
    let begin = Timestamp::from_milliseconds(1_796_115_600_000);
    let before = Timestamp::from_milliseconds(begin.milliseconds() - 1);
    check(
        &declared(),
        VETERAN,
        &Context::anonymous().joined(before),
        true,
        Reason::TargetingMatch,
    );
    check(
        &declared(),
        VETERAN,
        &Context::anonymous().joined(begin),
        false,
        Reason::Default,
    );
}

#[test]
fn a_ramp_is_evaluated_by_the_clock() {
    // Whatever the day is, somebody without a key is outside.
    check(
        &declared(),
        WINTER,
        &Context::anonymous(),
        false,
        Reason::Default,
    );
}

#[test]
fn a_provider_s_rules_come_before_the_compiled_in_ones() {
    let rules = vec![serve(Some(is(1, Operand::Text("DE".into()))), true)];
    let flags = Flags::new(RuleProvider::new([(0, RuleSet::new(rules.into()))]));
    check(
        &flags,
        STAFF_ONLY,
        &Context::new("ada").country("DE"),
        true,
        Reason::TargetingMatch,
    );
    check(&flags, STAFF_ONLY, &staff(), true, Reason::TargetingMatch);
    check(
        &flags,
        STAFF_ONLY,
        &Context::new("ada").country("FR"),
        false,
        Reason::Default,
    );
    assert_eq!(flags.evaluate(STAFF_ONLY, &staff()).version(), Some("7"));
}

#[test]
fn a_provider_s_value_follows_its_rules() {
    let rules = vec![serve(Some(is(1, Operand::Text("DE".into()))), 7)];
    let set = RuleSet::new(rules.into()).or(Resolution::new(3, Reason::Static));
    let flags = Flags::new(RuleProvider::new([(3, set)]));
    check(
        &flags,
        LIMIT,
        &staff().country("DE"),
        7,
        Reason::TargetingMatch,
    );
    check(&flags, LIMIT, &staff(), 3, Reason::Static);
}

#[test]
fn rules_that_do_not_fit_set_their_feature_aside_and_no_other() {
    let wrong = RuleSet::new(vec![serve(None, "fast")].into());
    let right = RuleSet::new(vec![serve(None, true)].into());
    let flags = Flags::new(RuleProvider::new([(3, wrong), (0, right)]));
    check(
        &flags,
        STAFF_ONLY,
        &Context::anonymous(),
        true,
        Reason::Static,
    );
    let answer = flags.evaluate(LIMIT, &Context::anonymous());
    assert_eq!((*answer.value(), answer.reason()), (1, Reason::Error));
    let notices = flags
        .status()
        .notices()
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>();
    assert_eq!(
        notices,
        ["feature `limit`: rule 1: feature `limit` must be an integer, found \"fast\""]
    );
}

#[test]
fn a_provider_s_segment_replaces_the_registry_s_in_compiled_in_rules_too() {
    let provider =
        || RuleProvider::new([]).with_segment(0, "staff", is(1, Operand::Text("DE".into())));
    let flags = Flags::new(provider());
    check(&flags, STAFF_ONLY, &staff(), false, Reason::Default);
    check(
        &flags,
        STAFF_ONLY,
        &Context::anonymous().country("DE"),
        true,
        Reason::TargetingMatch,
    );
    flags.set_provider(NoopProvider);
    check(&flags, STAFF_ONLY, &staff(), true, Reason::TargetingMatch);
}

#[test]
fn a_provider_may_have_segments_of_its_own() {
    let in_own = Condition::new(vec![Test::Segment(2)].into());
    let set = RuleSet::new(vec![serve(Some(in_own), true)].into());
    let provider =
        RuleProvider::new([(1, set)]).with_segment(2, "french", is(1, Operand::Text("FR".into())));
    let flags = Flags::new(provider);
    let french = Context::anonymous().country("FR");
    check(&flags, QUARTER, &french, true, Reason::TargetingMatch);
}

#[test]
fn f27_segments_that_refer_to_each_other_never_match() {
    let to = |index| Condition::new(vec![Test::Segment(index)].into());
    let provider = RuleProvider::new([])
        .with_segment(0, "staff", to(1))
        .with_segment(1, "beta", to(0));
    let flags = Flags::new(provider);
    check(&flags, STAFF_ONLY, &staff(), false, Reason::Default);
    let notices = flags
        .status()
        .notices()
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>();
    assert_eq!(
        notices,
        [
            "segment `staff`: it refers to itself, or to others more than 64 deep",
            "segment `beta`: it refers to itself, or to others more than 64 deep"
        ]
    );
}

/// A context by hand.
struct Visitor(&'static [(&'static str, AttributeValue<'static>)]);

impl EvaluationContext for Visitor {
    fn targeting_key(&self) -> Option<&str> {
        Some("user-1")
    }

    fn attribute(&self, name: &str) -> Option<AttributeValue<'_>> {
        self.0
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| *value)
    }
}

#[test]
fn a_context_by_hand_is_read_by_name_and_buckets_alike() {
    let flags = declared();
    let staff = Visitor(&[("is_staff", AttributeValue::Boolean(true))]);
    check(&flags, STAFF_ONLY, &staff, true, Reason::TargetingMatch);
    let pro = Visitor(&[("plan", AttributeValue::Text("pro"))]);
    let generated = Context::new("user-1").plan(Plan::Pro);
    assert_eq!(flags.get(BUTTON, &pro), flags.get(BUTTON, &generated));
    assert_eq!(flags.get(QUARTER, &pro), flags.get(QUARTER, &generated));
    assert!(Color::ALL.contains(&flags.get(BUTTON, &pro)));
}

#[track_caller]
fn explained<T>(flags: &Flags, feature: Feature<T>, context: &Context<'_>, expected: &Expect) {
    expected.assert_eq(&flags.explain(feature, context).to_string());
}

#[test]
fn explain_names_the_condition_that_failed_and_what_was_found() {
    explained(
        &declared(),
        STAFF_ONLY,
        &Context::new("bob").is_staff(false),
        &expect![[r#"
            staff_only = false (DEFAULT, production)
                variable FLAGS_STAFF_ONLY is not read in production
                provider `noop` has no opinion
                rules of club.toml
                  rule 1 (line 12) does not match: segment `staff`: `is_staff` = true does not hold (it is false)
             => declared default: false (club.toml:10)"#]],
    );
}

#[test]
fn explain_names_what_is_missing() {
    explained(
        &declared(),
        STAFF_ONLY,
        &Context::new("bob"),
        &expect![[r#"
        staff_only = false (DEFAULT, production)
            variable FLAGS_STAFF_ONLY is not read in production
            provider `noop` has no opinion
            rules of club.toml
              rule 1 (line 12) does not match: segment `staff`: `is_staff` = true is unknown (the context has no `is_staff`)
         => declared default: false (club.toml:10)"#]],
    );
}

#[test]
fn explain_shows_the_bucket_of_a_rollout() {
    explained(
        &declared(),
        QUARTER,
        &Context::new("user-1"),
        &expect![[r#"
        quarter = false (DEFAULT, production)
            variable FLAGS_QUARTER is not read in production
            provider `noop` has no opinion
            rules of club.toml
              rule 1 (line 22) does not match: bucket 59168 is not below 25000
         => declared default: false (club.toml:20)"#]],
    );
    explained(
        &declared(),
        QUARTER,
        &Context::new("user-2"),
        &expect![[r#"
        quarter = false (DEFAULT, production)
            variable FLAGS_QUARTER is not read in production
            provider `noop` has no opinion
            rules of club.toml
              rule 1 (line 22) does not match: bucket 79295 is not below 25000
         => declared default: false (club.toml:20)"#]],
    );
    explained(
        &declared(),
        QUARTER,
        &Context::anonymous(),
        &expect![[r#"
        quarter = false (DEFAULT, production)
            variable FLAGS_QUARTER is not read in production
            provider `noop` has no opinion
            rules of club.toml
              rule 1 (line 22) does not match: the context has no targeting key to bucket by
         => declared default: false (club.toml:20)"#]],
    );
}

#[test]
fn explain_shows_the_share_of_a_split() {
    explained(
        &declared(),
        BUTTON,
        &Context::new("user-1").plan(Plan::Pro),
        &expect![[r#"
            button = "red" (SPLIT, production)
                variable FLAGS_BUTTON is not read in production
                provider `noop` has no opinion
             => rules of club.toml
                  rule 1 (line 33) matches: bucket 6956 is in 0 to 49999"#]],
    );
    explained(
        &declared(),
        BUTTON,
        &Context::new("user-1").plan(Plan::Free),
        &expect![[r#"
            button = "red" (DEFAULT, production)
                variable FLAGS_BUTTON is not read in production
                provider `noop` has no opinion
                rules of club.toml
                  rule 1 (line 33) does not match: `plan` = "pro" does not hold (it is "free")
                  rule 2 (line 34) does not match: the context has no `country` to bucket by
             => declared default: "red" (club.toml:30)"#]],
    );
}

fn everything() -> Condition {
    let operators = |operators: Vec<Operator>| Matcher::Operators(operators.into());
    Condition::new(
        vec![
            Test::Any(
                vec![
                    is(1, Operand::Text("DE".into())),
                    is(2, Operand::Variant(2)),
                    Condition::new(vec![Test::Segment(1)].into()),
                ]
                .into(),
            ),
            Test::None(vec![is(8, Operand::Text("ada@example.org".into()))].into()),
            Test::Attribute(
                4,
                operators(vec![Operator::Not(List::from(vec![Matcher::Is(
                    Operand::Integer(3),
                )]))]),
            ),
            Test::Attribute(3, operators(vec![Operator::Semver(">=2.1".into())])),
        ]
        .into(),
    )
}

fn provided() -> Flags {
    let set = RuleSet::new(vec![serve(Some(everything()), true)].into());
    Flags::new(RuleProvider::new([(1, set)]))
}

#[test]
fn explain_goes_into_groups_and_segments() {
    let visitor = Context::anonymous().country("FR").plan(Plan::Pro);
    explained(
        &provided(),
        QUARTER,
        &visitor,
        &expect![[r#"
        quarter = false (DEFAULT, production)
            variable FLAGS_QUARTER is not read in production
            rules of provider `rules` (version 7)
              rule 1 does not match: segment `beta`: segment `staff`: `is_staff` = true is unknown (the context has no `is_staff`)
            rules of club.toml
              rule 1 (line 22) does not match: the context has no targeting key to bucket by
         => declared default: false (club.toml:20)"#]],
    );
}

#[test]
fn explain_keeps_private_values_to_itself() {
    let visitor = Context::anonymous().country("DE").email("ada@example.org");
    explained(
        &provided(),
        QUARTER,
        &visitor,
        &expect![[r#"
        quarter = false (DEFAULT, production)
            variable FLAGS_QUARTER is not read in production
            rules of provider `rules` (version 7)
              rule 1 does not match: the test of `email` holds (it is private)
            rules of club.toml
              rule 1 (line 22) does not match: the context has no targeting key to bucket by
         => declared default: false (club.toml:20)"#]],
    );
}

#[test]
fn explain_says_that_a_negated_test_held() {
    let visitor = Context::anonymous()
        .country("DE")
        .email("bob@example.org")
        .seats(3);
    explained(
        &provided(),
        QUARTER,
        &visitor,
        &expect![[r#"
        quarter = false (DEFAULT, production)
            variable FLAGS_QUARTER is not read in production
            rules of provider `rules` (version 7)
              rule 1 does not match: `seats` = 3 holds (it is 3)
            rules of club.toml
              rule 1 (line 22) does not match: the context has no targeting key to bucket by
         => declared default: false (club.toml:20)"#]],
    );
}

#[test]
fn explain_shows_a_version_that_is_none() {
    let visitor = Context::anonymous()
        .country("DE")
        .email("bob@example.org")
        .seats(4)
        .app_version("two");
    explained(
        &provided(),
        QUARTER,
        &visitor,
        &expect![[r#"
        quarter = false (DEFAULT, production)
            variable FLAGS_QUARTER is not read in production
            rules of provider `rules` (version 7)
              rule 1 does not match: `app_version` semver ">=2.1" is unknown (it is "two", which is not a version)
            rules of club.toml
              rule 1 (line 22) does not match: the context has no targeting key to bucket by
         => declared default: false (club.toml:20)"#]],
    );
}

#[test]
fn explain_names_the_registry_of_a_foreign_context() {
    let foreign = crate::annex::Context::new("ada")
        .seats("three")
        .is_staff(true);
    let text = declared().explain(STAFF_ONLY, &foreign).to_string();
    expect![[r#"
        staff_only = true (TARGETING_MATCH, production)
            variable FLAGS_STAFF_ONLY is not read in production
            provider `noop` has no opinion
         => rules of club.toml
              rule 1 (line 12) matches"#]]
    .assert_eq(&text);
    let text = declared()
        .in_environment("staging")
        .explain(LIMIT, &foreign)
        .to_string();
    expect![[r#"
        limit = 1 (DEFAULT, staging)
            needs `staff_only` to be on, which it is
            variable FLAGS_LIMIT is not read in staging
            provider `noop` has no opinion
            rules of club.toml
              rule 1 (line 45) does not match: `seats` gte 10 is unknown (a context of registry `annex` has no `seats` that is an integer); `seats` lt 20 is unknown (a context of registry `annex` has no `seats` that is an integer)
         => declared default: 1 (club.toml:40)"#]].assert_eq(&text);
}

#[test]
fn a_foreign_context_is_read_by_name_and_type() {
    let foreign = crate::annex::Context::new("user-1")
        .seats("three")
        .is_staff(true);
    let flags = declared();
    check(&flags, STAFF_ONLY, &foreign, true, Reason::TargetingMatch);
    check(
        &flags.clone().in_environment("staging"),
        LIMIT,
        &foreign,
        1,
        Reason::Default,
    );
    let own = Context::new("user-1");
    assert_eq!(flags.get(QUARTER, &foreign), flags.get(QUARTER, &own));
}

#[test]
fn an_explanation_is_data() {
    let explained = declared().explain(QUARTER, &Context::new("user-2"));
    let json = serde_json::to_value(&explained).expect("it is plain data");
    let rule = &json["steps"][2]["rules"][0];
    // As values: the order of an object's entries depends on a Cargo feature of serde_json.
    let expected = serde_json::json!({
        "line": 22,
        "number": 1,
        "outcome": "outside",
        "why": null,
        "bucket": { "bucket": 79295, "from": 0, "below": 25000 },
    });
    assert_eq!(*rule, expected);
}

#[test]
fn the_registry_tells_what_it_declares() {
    assert_eq!(club::REGISTRY.attributes().len(), 9);
    assert_eq!(club::REGISTRY.segments()[1].name(), "beta");
    assert_eq!(LIMIT.rules_in(2)[0].line(), 45);
    assert_eq!(LIMIT.rules_in(3)[0].line(), 43);
}

fn german() -> RuleProvider {
    let rules = vec![serve(Some(is(1, Operand::Text("DE".into()))), true)];
    RuleProvider::new([(0, RuleSet::new(rules.into()))])
}

#[test]
fn rules_in_a_chain_decide_in_the_chain_s_order() {
    let fallback = RuleSet::new(vec![serve(Some(is(0, Operand::Boolean(false))), true)].into());
    let flags = Flags::new(
        Chain::first(NoopProvider)
            .then(german())
            .then(RuleProvider::new([(0, fallback)])),
    );
    check(
        &flags,
        STAFF_ONLY,
        &Context::new("ada").country("DE"),
        true,
        Reason::TargetingMatch,
    );
    check(
        &flags,
        STAFF_ONLY,
        &Context::new("ada").is_staff(false),
        true,
        Reason::TargetingMatch,
    );
    check(&flags, STAFF_ONLY, &staff(), true, Reason::TargetingMatch);
    check(
        &flags,
        STAFF_ONLY,
        &Context::new("ada").country("FR"),
        false,
        Reason::Default,
    );
}

#[test]
fn a_chain_passes_segments_on() {
    let german = RuleProvider::new([]).with_segment(0, "staff", is(1, Operand::Text("DE".into())));
    let flags = Flags::new(Chain::first(german).then(NoopProvider));
    check(
        &flags,
        STAFF_ONLY,
        &Context::new("ada").country("DE"),
        true,
        Reason::TargetingMatch,
    );
    check(&flags, STAFF_ONLY, &staff(), false, Reason::Default);
}

#[test]
fn f28_each_link_of_a_chain_keeps_what_its_segments_refer_to() {
    let own = |country: &'static str, replaced: u32, name: &'static str| {
        RuleProvider::new([])
            .with_segment(
                replaced,
                name,
                Condition::new(vec![Test::Segment(2)].into()),
            )
            .with_segment(2, "own", is(1, Operand::Text(country.into())))
    };
    // The second link's `staff` comes after the first one's `beta` and its own.
    let chain = Chain::first(own("FR", 1, "beta")).then(own("DE", 0, "staff"));
    let segments = chain
        .answers(&club::REGISTRY, "production")
        .segments()
        .to_vec();
    let named: Vec<_> = segments
        .iter()
        .map(|(index, segment)| (*index, segment.name()))
        .collect();
    assert_eq!(named, [(0, "staff"), (1, "beta"), (2, "own"), (3, "own")]);
    let flags = Flags::new(chain);
    for (country, expected) in [("DE", true), ("FR", false)] {
        let context = Context::new("ada").country(country);
        let reason = if expected {
            Reason::TargetingMatch
        } else {
            Reason::Default
        };
        check(&flags, STAFF_ONLY, &context, expected, reason);
    }
}

#[test]
fn a_shadow_compares_what_rules_answer() {
    let shadow = Arc::new(Shadow::new(german(), NoopProvider));
    let flags = Flags::new(Arc::clone(&shadow));
    check(
        &flags,
        STAFF_ONLY,
        &Context::new("ada").country("DE"),
        true,
        Reason::TargetingMatch,
    );
    assert!(
        shadow
            .comparisons()
            .iter()
            .any(|found| found.feature().key() == "staff_only" && found.differed() > 0)
    );
}
