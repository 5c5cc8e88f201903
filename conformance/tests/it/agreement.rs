//! Rules by chance: where they stand, and what else there is, changes no answer.

use std::fmt::Write as _;

use flags_file::registry_from_text;
use flags_runtime::{
    AttributeValue, Evaluation, EvaluationContext, Flags, NoopProvider, Registry, Strings, Value,
};

use crate::file_provider;

/// Numbers that look random and are the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % bound as u64).unwrap()
    }

    fn one<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.below(of.len())]
    }
}

const DECLARED: &str = "[context]\nis_staff = 'bool'\ncountry = 'string'\n\
     plan = ['free', 'pro', 'enterprise']\nseats = 'integer'\napp = 'semver'\ntags = 'strings'\n";

const MATCHERS: &[&str] = &[
    "is_staff = true",
    "is_staff = { not = true }",
    "is_staff = { exists = false }",
    "country = 'DE'",
    "country = ['DE', 'AT']",
    "country = { not-in = ['DE', 'FR'] }",
    "country = { starts-with = ['D', 'A'], not = 'DE' }",
    "country = { matches = '^(A|D)' }",
    "plan = 'pro'",
    "plan = { not = ['free', 'pro'] }",
    "seats = { gte = 2, lt = 5 }",
    "seats = [1, 3]",
    "app = { semver = '>=2.1' }",
    "app = '2.1.0'",
    "tags = 'a'",
    "tags = { not = ['a', 'b'] }",
    "segment = 'one'",
    "segment = 'two'",
];

fn condition(chance: &mut Chance, depth: usize, segments: bool) -> String {
    let known = if segments {
        MATCHERS
    } else {
        &MATCHERS[..MATCHERS.len() - 2]
    };
    if depth == 0 || chance.below(3) > 0 {
        return format!("{{ {} }}", chance.one(known));
    }
    let kind = chance.one(&["any", "all", "none"]);
    let count = 1 + chance.below(3);
    let members: Vec<_> = (0..count)
        .map(|_| condition(chance, depth - 1, segments))
        .collect();
    format!("{{ {kind} = [{}] }}", members.join(", "))
}

fn rules(chance: &mut Chance) -> String {
    let mut rules = "rules = [\n".to_owned();
    for _ in 0..=chance.below(3) {
        let condition = condition(chance, 3, true);
        let serve = match chance.below(4) {
            0 => format!("rollout = {}.{}", chance.below(100), chance.below(999)),
            1 => format!("rollout = {}, by = 'country'", chance.below(101)),
            2 => "split = { true = 60, false = 40 }".to_owned(),
            _ => "serve = true".to_owned(),
        };
        let _ = writeln!(rules, "  {{ when = {condition}, {serve} }},");
    }
    rules + "]\n"
}

struct Somebody {
    key: Option<String>,
    attributes: Vec<(&'static str, usize)>,
    tags: Strings<'static>,
}

impl Somebody {
    fn by(chance: &mut Chance) -> Self {
        let all = ["is_staff", "country", "plan", "seats", "app", "tags"];
        let key = chance.below(1000);
        Self {
            key: (!key.is_multiple_of(8)).then(|| format!("user-{key}")),
            attributes: all
                .into_iter()
                .filter_map(|name| Some((name, chance.below(5).checked_sub(1)?)))
                .collect(),
            tags: vec![chance.one(&["a", "b", "c"]).to_owned()].into(),
        }
    }
}

impl EvaluationContext for Somebody {
    fn targeting_key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    fn attribute(&self, name: &str) -> Option<AttributeValue<'_>> {
        let (_, which) = self.attributes.iter().find(|(known, _)| *known == name)?;
        Some(match name {
            "is_staff" => AttributeValue::Boolean(which % 2 == 0),
            "country" => AttributeValue::Text(["DE", "AT", "FR", "de"][*which]),
            "plan" => AttributeValue::Text(["free", "pro", "enterprise", "gold"][*which]),
            "seats" => AttributeValue::Integer(i64::try_from(*which).unwrap() + 1),
            "app" => AttributeValue::Text(["2.0.0", "2.1.0", "2.1.0-rc.1", "none"][*which]),
            _ => AttributeValue::Strings(&self.tags),
        })
    }
}

#[track_caller]
fn registry(text: &str) -> &'static Registry {
    registry_from_text("features.toml", text).unwrap_or_else(|error| panic!("{error}"))
}

fn answer(
    flags: &Flags,
    registry: &'static Registry,
    key: &str,
    subject: &Somebody,
) -> (Value, String) {
    let feature = registry.find(key).unwrap();
    let evaluation: Evaluation<Value> = flags.evaluate_value(feature, subject);
    (
        evaluation.value().clone(),
        evaluation.reason().as_str().to_owned(),
    )
}

#[test]
fn the_same_rules_agree_wherever_they_stand_and_whatever_stands_beside_them() {
    const FEATURES: usize = 200;
    let mut chance = Chance(7);
    let segments = format!(
        "[segments]\none = {}\ntwo = {{ any = [{}, {{ segment = 'one' }}] }}\n",
        condition(&mut chance, 2, false),
        condition(&mut chance, 2, false),
    );
    let all: Vec<String> = (0..FEATURES).map(|_| rules(&mut chance)).collect();
    let entries = |with_rules: bool| {
        let mut text = String::new();
        for (index, rules) in all.iter().enumerate() {
            let rules = if with_rules { rules } else { "" };
            let _ = write!(text, "[features.f{index}]\n{rules}");
        }
        text
    };
    let declared = registry(&format!("{DECLARED}{segments}{}", entries(true)));
    let by_declaration = Flags::new(NoopProvider);
    let bare = registry(&format!("{DECLARED}{}", entries(false)));
    let state = format!("{segments}{}", entries(true));
    let by_state = Flags::new(file_provider(&state));
    let subjects: Vec<_> = (0..60).map(|_| Somebody::by(&mut chance)).collect();
    let mut matched = 0;
    for (index, rules) in all.iter().enumerate() {
        let key = format!("f{index}");
        let alone = registry(&format!("{DECLARED}{segments}[features.{key}]\n{rules}"));
        for subject in &subjects {
            let answers = [
                answer(&by_declaration, declared, &key, subject),
                answer(&by_state, bare, &key, subject),
                answer(&by_declaration, alone, &key, subject),
            ];
            assert!(
                answers.iter().all(|other| *other == answers[0]),
                "{rules}{answers:?}"
            );
            matched += usize::from(answers[0].1 != "DEFAULT");
        }
    }
    // The rules are neither all dead nor all the same.
    let evaluated = FEATURES * subjects.len();
    assert!(
        (evaluated / 10..evaluated * 9 / 10).contains(&matched),
        "{matched}"
    );
}
