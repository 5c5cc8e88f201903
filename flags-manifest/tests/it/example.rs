//! The manifest of the design, field by field.

use flags_manifest::model::{
    AttributeType, Condition, Date, Expired, FeatureKind, Field, FieldType, Manifest, Matcher,
    Need, Operand, Operator, Ramp, RetiredValue, Scalar, Serve, TableType, Test, Type, Value,
    Variant, VariantSet,
};
use flags_manifest::parse;

use crate::report::report;

const EXAMPLE: &str = include_str!("example.toml");

#[test]
fn has_no_findings() {
    assert_eq!(report(EXAMPLE), "");
}

#[test]
fn registry_and_policy() {
    let manifest = manifest();
    assert_eq!(manifest.name.as_deref(), Some("shop"));
    assert_eq!(
        manifest.environments,
        ["development", "testing", "staging", "production"]
    );
    assert_eq!(manifest.policy.expired, Expired::Warn);
    assert_eq!(manifest.policy.require, ["description"]);
    assert!(!manifest.policy.every_environment);
    assert_eq!(
        manifest.policy.max_age,
        [(FeatureKind::Release, 90), (FeatureKind::Experiment, 40)]
    );
}

#[test]
fn attributes() {
    let attributes = manifest().attributes;
    let short: Vec<(&str, &AttributeType, bool)> = attributes
        .iter()
        .map(|attribute| (attribute.name.as_str(), &attribute.ty, attribute.private))
        .collect();
    let plan = AttributeType::Variants(set(
        "Plan",
        &[
            ("free", "Free"),
            ("pro", "Pro"),
            ("enterprise", "Enterprise"),
        ],
    ));
    assert_eq!(
        short,
        [
            ("is_staff", &AttributeType::Boolean, false),
            ("country", &AttributeType::String, false),
            ("plan", &plan, false),
            ("app_version", &AttributeType::Semver, false),
            ("seats", &AttributeType::Integer, false),
            ("email", &AttributeType::String, true),
        ]
    );
    assert_eq!(attributes[0].line, line_of("is_staff = \"bool\""));
}

#[test]
fn segments() {
    let segments = manifest().segments;
    assert_eq!(segments[0].name, "staff");
    assert_eq!(
        segments[0].condition.tests,
        [Test::Attribute(0, Matcher::Is(Operand::Boolean(true)))]
    );
    let [Test::Any(any)] = segments[1].condition.tests.as_slice() else {
        panic!("`beta` is one `any`");
    };
    let tests: Vec<&[Test]> = any
        .iter()
        .map(|condition| condition.tests.as_slice())
        .collect();
    let countries = ["DE", "AT"].map(|name| Operand::String(name.to_owned()));
    assert_eq!(
        tests,
        [
            &[Test::Segment(0)][..],
            &[
                Test::Attribute(1, Matcher::AnyOf(countries.to_vec())),
                Test::Attribute(2, Matcher::Is(Operand::Variant(1))),
            ],
        ]
    );
}

#[test]
fn a_boolean_with_all_its_fields() {
    let feature = &manifest().features[0];
    assert_eq!(feature.key, "enable_awesome_text_feature");
    assert_eq!(
        &EXAMPLE[feature.key_span.clone()],
        "enable_awesome_text_feature"
    );
    assert_eq!(
        feature.line,
        line_of("[features.enable_awesome_text_feature]")
    );
    assert_eq!(feature.constant, "SHOW_AWESOME_TEXT_FEATURE");
    assert_eq!(feature.key_variant, "ShowAwesomeTextFeature");
    assert_eq!(feature.field, "show_awesome_text_feature");
    assert_eq!(
        feature.description.as_deref(),
        Some("Shows the awesome text on the home page.")
    );
    assert_eq!(feature.owner.as_deref(), Some("web"));
    assert_eq!(feature.kind, Some(FeatureKind::Release));
    assert_eq!(feature.created, Some(date(2026, 11, 1)));
    assert_eq!(feature.expires, Some(date(2027, 6, 30)));
    assert_eq!(feature.issue.as_deref(), Some("WEB-12"));
    // It is the key itself, so there is nothing to tell the provider.
    assert_eq!(feature.provider_key, None);
    assert_eq!(feature.ty, Type::Boolean);
    assert_eq!(feature.default, Value::Boolean(false));
    let [environment] = feature.environments.as_slice() else {
        panic!("one environment is stated");
    };
    assert_eq!(environment.environment, 0);
    assert_eq!(environment.default, Some(Value::Boolean(true)));
    assert_eq!(environment.rules, None);
    assert!(!feature.frozen);
}

#[test]
fn needs_and_rules() {
    let feature = &manifest().features[2];
    assert_eq!(
        feature.needs,
        [
            Need {
                feature: 0,
                negated: false
            },
            Need {
                feature: 1,
                negated: true
            },
        ]
    );
    let [staff, germany, autumn, ramp] = feature.rules.as_slice() else {
        panic!("there are four rules");
    };
    assert_eq!(tests(staff.when.as_ref()), [Test::Segment(0)]);
    assert_eq!(staff.serve, Serve::Value(Value::Boolean(true)));
    assert_eq!(staff.line, line_of("{ when = { segment = \"staff\" }"));
    assert_eq!(
        tests(germany.when.as_ref()),
        [
            Test::Attribute(1, Matcher::AnyOf(vec![Operand::String("DE".to_owned())])),
            Test::Attribute(
                3,
                Matcher::Operators(vec![Operator::Semver(">=2.1".to_owned())])
            ),
        ]
    );
    assert_eq!(germany.serve, Serve::Rollout(25_000, Value::Boolean(true)));
    assert_eq!(autumn.when, None);
    assert_eq!(autumn.serve, Serve::Rollout(12_500, Value::Boolean(true)));
    assert_eq!(autumn.by, Some(1));
    assert_eq!(autumn.salt.as_deref(), Some("autumn"));
    assert_eq!(
        ramp.serve,
        Serve::Ramp(Ramp {
            from: "2026-12-01T09:00:00Z".to_owned(),
            to: "2026-12-08T09:00:00Z".to_owned(),
            start: 0,
            end: 100_000,
            value: Value::Boolean(true),
        })
    );
}

#[test]
fn variants_with_a_split() {
    let feature = &manifest().features[3];
    let colours = set(
        "CheckoutButton",
        &[("red", "Red"), ("green", "Green"), ("blue", "Blue")],
    );
    assert_eq!(feature.ty, Type::Variants(colours));
    assert_eq!(feature.default, Value::Variant(0));
    assert_eq!(
        feature.rules[0].serve,
        Serve::Split(vec![
            (Value::Variant(0), 50_000),
            (Value::Variant(1), 25_000),
            (Value::Variant(2), 25_000),
        ])
    );
    assert_eq!(
        feature.rules[1].serve,
        Serve::Rollout(25_000, Value::Variant(2))
    );
}

#[test]
fn an_integer_with_a_range() {
    let feature = &manifest().features[4];
    assert_eq!(feature.ty, Type::Integer);
    assert_eq!(feature.default, Value::Integer(25));
    assert_eq!(
        feature.range,
        Some((Value::Integer(1), Value::Integer(500)))
    );
}

#[test]
fn a_table_becomes_a_struct() {
    let feature = &manifest().features[5];
    let integer = |name: &str| Field {
        name: name.to_owned(),
        rust_name: name.to_owned(),
        ty: FieldType::Scalar(Scalar::Integer),
    };
    assert_eq!(
        feature.ty,
        Type::Table(TableType {
            type_name: "SearchLimits".to_owned(),
            fields: vec![integer("max_results"), integer("timeout_ms")],
        })
    );
    assert_eq!(
        feature.default,
        Value::Table(vec![Value::Integer(50), Value::Integer(200)])
    );
}

#[test]
fn frozen_and_retired() {
    let manifest = manifest();
    assert!(manifest.features[6].frozen);
    assert_eq!(manifest.features[6].default, Value::Boolean(true));
    let [retired] = manifest.retired.as_slice() else {
        panic!("one feature is retired");
    };
    assert_eq!(retired.key, "power_peg");
    assert_eq!(retired.constant, "POWER_PEG");
    assert_eq!(retired.on, date(2026, 3, 1));
    assert_eq!(retired.value, RetiredValue::Boolean(true));
    assert_eq!(retired.reason.as_deref(), Some("rolled out"));
    assert_eq!(retired.variants, None);
}

fn manifest() -> Manifest {
    parse(EXAMPLE).manifest
}

fn set(type_name: &str, variants: &[(&str, &str)]) -> VariantSet {
    VariantSet {
        type_name: type_name.to_owned(),
        variants: variants
            .iter()
            .map(|(name, rust_name)| Variant {
                name: (*name).to_owned(),
                rust_name: (*rust_name).to_owned(),
            })
            .collect(),
    }
}

fn tests(condition: Option<&Condition>) -> &[Test] {
    condition.map_or(&[], |condition| &condition.tests)
}

fn date(year: u16, month: u8, day: u8) -> Date {
    Date { year, month, day }
}

/// Line of the text that holds `needle`, from 1.
fn line_of(needle: &str) -> u32 {
    let line = EXAMPLE.lines().position(|line| line.contains(needle));
    u32::try_from(line.expect("the text holds it") + 1).expect("the text is short")
}
