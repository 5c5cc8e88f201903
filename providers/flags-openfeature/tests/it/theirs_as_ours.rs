//! An OpenFeature provider behind the features of a registry.

use crate::scenarios::{self, Scenario, Seen};
use crate::spec_flags::{Condition, Theirs};
use crate::world::{Subject, registry};
use flags_openfeature::OpenFeatureProvider;
use flags_runtime::{Anonymous, ErrorKind, Flags, Reason};

/// A registry with one feature, which has the scenario's key and fallback.
fn manifest(scenario: &Scenario) -> String {
    let Scenario { key, fallback, .. } = scenario;
    format!(
        "[context]\nemail = \"string\"\nrole = \"string\"\nage = \"integer\"\ncustomer = \"bool\"\n\
         first_name = \"string\"\nlast_name = \"string\"\n\
         [features.{key}]\ndefault = {fallback}\n"
    )
}

#[test]
fn scenarios_of_the_specification() {
    scenarios::check(|scenario| {
        let registry = registry(&manifest(scenario));
        let condition = Condition::named(scenario.provider.as_deref());
        let flags = Flags::new(OpenFeatureProvider::new(Theirs::new(condition)));
        let feature = registry.find(&scenario.key).unwrap();
        let subject = Subject {
            key: None,
            attributes: scenario.context.clone(),
        };
        let mut evaluation = flags.evaluate_value(feature, &subject);
        if condition == Condition::Caching {
            evaluation = flags.evaluate_value(feature, &subject);
        }
        Seen {
            value: sorted(evaluation.value()),
            variant: evaluation.variant().map(str::to_owned),
            reason: evaluation.reason().to_string(),
            error: evaluation.error().map(|error| error.kind().to_string()),
        }
    });
}

/// A table in the order of its names.
fn sorted(value: &flags_runtime::Value) -> String {
    match value {
        flags_runtime::Value::Table(fields) => {
            let mut fields = fields.to_vec();
            fields.sort_by(|(one, _), (other, _)| one.cmp(other));
            flags_runtime::Value::Table(fields.into()).to_string()
        }
        other => other.to_string(),
    }
}

#[test]
fn the_key_that_providers_know_is_asked_for() {
    let registry =
        registry("[features.greeting]\nprovider-key = \"string-flag\"\ndefault = \"\"\n");
    let flags = Flags::new(OpenFeatureProvider::new(Theirs::new(Condition::Stable)));
    let greeting = registry.feature::<flags_runtime::Text>("greeting").unwrap();
    assert_eq!(flags.get(greeting, &Anonymous), "hi");
}

#[test]
fn a_variant_is_asked_for_as_a_string() {
    let registry = registry(
        "[features.greeting]\nprovider-key = \"string-flag\"\nvariants = [\"bye\", \"hi\"]\n\
         default = \"bye\"\n",
    );
    let flags = Flags::new(OpenFeatureProvider::new(Theirs::new(Condition::Stable)));
    let greeting = registry.find("greeting").unwrap();
    let evaluation = flags.evaluate_value(greeting, &Anonymous);
    // The feature's own variants are named, not the provider's.
    assert_eq!(evaluation.variant(), Some("hi"));
    assert_eq!(evaluation.reason(), Reason::Static);
}

#[test]
fn a_variant_that_is_not_declared_is_a_type_mismatch() {
    let registry = registry(
        "[features.greeting]\nprovider-key = \"string-flag\"\nvariants = [\"bye\", \"hello\"]\n\
         default = \"bye\"\n",
    );
    let flags = Flags::new(OpenFeatureProvider::new(Theirs::new(Condition::Stable)));
    let evaluation = flags.evaluate_value(registry.find("greeting").unwrap(), &Anonymous);
    assert_eq!(evaluation.error().unwrap().kind(), ErrorKind::TypeMismatch);
    assert_eq!(evaluation.value().to_string(), "\"bye\"");
}

#[test]
fn a_missing_flag_is_left_to_the_next_where_that_is_chosen() {
    let registry = registry("[features.missing]\nrules = [{ serve = true }]\n");
    let provider = OpenFeatureProvider::new(Theirs::new(Condition::Stable));
    let flags = Flags::new(provider.missing_is_no_opinion());
    let missing = registry.feature::<bool>("missing").unwrap();
    let evaluation = flags.evaluate(missing, &Anonymous);
    assert!(*evaluation.value());
    assert_eq!(evaluation.error(), None);
}

#[test]
fn its_name_is_theirs() {
    let registry = registry("[features.boolean-flag]\n");
    let flags = Flags::new(OpenFeatureProvider::new(Theirs::new(Condition::Stable)));
    let flag = registry.feature::<bool>("boolean-flag").unwrap();
    assert_eq!(flags.evaluate(flag, &Anonymous).provider(), "spec");
    assert_eq!(flags.status().provider(), "spec");
}
