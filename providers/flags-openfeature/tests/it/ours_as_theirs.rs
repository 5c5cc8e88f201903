//! The features of a registry behind an OpenFeature client.

use std::sync::LazyLock;

use flags_openfeature::TypedFlagsProvider;
use flags_runtime::{Flags, MemoryProvider, NoopProvider, Registry, Value as OurValue};
use open_feature::provider::{FeatureProvider, ProviderStatus};
use open_feature::{
    Client, EvaluationContext, EvaluationDetails, EvaluationErrorCode, EvaluationResult,
    FlagMetadataValue, OpenFeature, StructValue,
};
use toml::Value;

use crate::scenarios::{self, Scenario, Seen};
use crate::spec_flags::{Condition, FLAGS, Ours};
use crate::world::registry;

/// The flags of the specification, with the targeting of those that have some as rules.
static SPEC: LazyLock<&'static Registry> = LazyLock::new(|| {
    let mut text = "[context]\nemail = \"string\"\nrole = \"string\"\nage = \"integer\"\n\
                    customer = \"bool\"\nfirst_name = \"string\"\nlast_name = \"string\"\n\
                    [features.never]\n"
        .to_owned();
    for (key, flag) in FLAGS.iter() {
        let disabled = match flag.disabled {
            // The declared value of a disabled flag is the specification's fallback.
            true => {
                &flag.variants[if key.starts_with("string") {
                    "parting"
                } else {
                    lesser(key)
                }]
            }
            false => &flag.variants[&flag.default],
        };
        text += &format!("[features.{key}]\ndefault = {disabled}\n");
        if flag.disabled {
            text += "needs = [\"never\"]\n";
        }
        if !flag.when.is_empty() {
            let when = Value::Table(flag.when.clone().into_iter().collect());
            let serve = &flag.variants[&flag.serve];
            text += &format!("rules = [{{ when = {when}, serve = {serve} }}]\n");
        }
    }
    registry(&text)
});

fn lesser(key: &str) -> &'static str {
    match key {
        "boolean-disabled-flag" => "off",
        "integer-disabled-flag" => "one",
        "float-disabled-flag" => "tenth",
        other => panic!("`{other}` is not disabled"),
    }
}

/// A client of its own for each, since OpenFeature's providers are process-wide.
async fn client(name: &str, provider: TypedFlagsProvider) -> Client {
    let mut api = OpenFeature::singleton_mut().await;
    api.set_named_provider(name, provider).await;
    api.create_named_client(name)
}

fn context(scenario: &Scenario) -> EvaluationContext {
    let mut context = EvaluationContext::default();
    for (name, value) in &scenario.context {
        match value {
            Value::String(value) => context.add_custom_field(name, value.as_str()),
            Value::Integer(value) => context.add_custom_field(name, *value),
            Value::Boolean(value) => context.add_custom_field(name, *value),
            other => panic!("no attribute of the scenarios is {other}"),
        }
    }
    context
}

/// What the caller of a client makes of it: the default that it asks with, where there is an error.
fn seen<T>(
    details: EvaluationResult<EvaluationDetails<T>>,
    scenario: &Scenario,
    value: impl Fn(T) -> OurValue,
) -> Seen {
    match details {
        Ok(details) => Seen {
            value: value(details.value).to_string(),
            variant: details.variant,
            reason: details
                .reason
                .map(|reason| reason.to_string())
                .unwrap_or_default(),
            error: None,
        },
        Err(error) => Seen {
            value: crate::spec_flags::value(&scenario.fallback).to_string(),
            variant: None,
            reason: "ERROR".to_owned(),
            error: Some(error.code.to_string()),
        },
    }
}

fn table(value: StructValue) -> OurValue {
    let mut fields: Vec<_> = value
        .fields
        .into_iter()
        .map(|(name, value)| {
            let value = match value {
                open_feature::Value::Bool(value) => OurValue::from(value),
                open_feature::Value::Int(value) => OurValue::from(value),
                open_feature::Value::String(value) => OurValue::from(value),
                other => panic!("no field of the scenarios is {other:?}"),
            };
            (name.into(), value)
        })
        .collect();
    fields.sort_by(|(one, _): &(flags_runtime::Text, _), (other, _)| one.cmp(other));
    OurValue::Table(fields.into())
}

#[test]
fn scenarios_of_the_specification() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    scenarios::check(|scenario| {
        let condition = Condition::named(scenario.provider.as_deref());
        let provider = TypedFlagsProvider::of(Flags::new(Ours { condition }), [*SPEC]);
        runtime.block_on(async {
            let client = client("scenarios", provider).await;
            let context = context(scenario);
            let (key, context) = (scenario.key.as_str(), Some(&context));
            match &scenario.fallback {
                Value::Boolean(_) => seen(
                    client.get_bool_details(key, context, None).await,
                    scenario,
                    OurValue::from,
                ),
                Value::Integer(_) => seen(
                    client.get_int_details(key, context, None).await,
                    scenario,
                    OurValue::from,
                ),
                Value::Float(_) => seen(
                    client.get_float_details(key, context, None).await,
                    scenario,
                    OurValue::from,
                ),
                Value::String(_) => seen(
                    client.get_string_details(key, context, None).await,
                    scenario,
                    OurValue::from,
                ),
                Value::Table(_) => seen(
                    client.get_struct_details(key, context, None).await,
                    scenario,
                    table,
                ),
                other => panic!("no fallback of the scenarios is {other}"),
            }
        })
    });
}

#[test]
fn status_of_a_provider_is_accessible() {
    let status =
        |condition| TypedFlagsProvider::of(Flags::new(Ours { condition }), [*SPEC]).status();
    assert_eq!(status(Condition::Stable), ProviderStatus::Ready);
    assert_eq!(status(Condition::NotReady), ProviderStatus::NotReady);
    assert_eq!(status(Condition::Fatal), ProviderStatus::Error);
}

#[tokio::test]
async fn metadata_of_a_flag_is_what_the_registry_declares() {
    let registry = registry(
        "[registry]\nname = \"shop\"\n[features.cart]\nowner = \"web\"\nkind = \"release\"\n",
    );
    let provider = TypedFlagsProvider::of(Flags::new(NoopProvider), [registry]);
    let details = provider
        .resolve_bool_value("cart", &EvaluationContext::default())
        .await
        .unwrap();
    let mut metadata: Vec<_> = details.flag_metadata.unwrap().values.into_iter().collect();
    metadata.sort_by(|(one, _), (other, _)| one.cmp(other));
    let text = |text: &str| FlagMetadataValue::String(text.to_owned());
    assert_eq!(
        metadata,
        [
            ("kind".to_owned(), text("release")),
            ("owner".to_owned(), text("web")),
            ("provider".to_owned(), text("noop")),
            ("registry".to_owned(), text("shop")),
        ]
    );
}

#[tokio::test]
async fn a_key_of_two_registries_can_be_qualified() {
    let one = registry("[registry]\nname = \"one\"\n[features.cart]\ndefault = 1\n");
    let two = registry("[registry]\nname = \"two\"\n[features.cart]\ndefault = 2\n");
    let provider = TypedFlagsProvider::of(Flags::new(NoopProvider), [one, two]);
    let context = EvaluationContext::default();
    for (key, value) in [("cart", 1), ("one/cart", 1), ("two/cart", 2)] {
        let details = provider.resolve_int_value(key, &context).await.unwrap();
        assert_eq!(details.value, value, "{key}");
    }
}

#[tokio::test]
async fn an_error_says_what_is_declared() {
    let provider = TypedFlagsProvider::of(Flags::new(MemoryProvider::new()), [*SPEC]);
    let context = EvaluationContext::default();
    let error = provider
        .resolve_int_value("string-flag", &context)
        .await
        .unwrap_err();
    assert_eq!(error.code, EvaluationErrorCode::TypeMismatch);
    assert_eq!(
        error.message.unwrap(),
        "feature `string-flag` is declared as a string and was asked for as an integer"
    );
}

#[tokio::test]
async fn the_process_wide_provider_answers() {
    let registry = registry("[features.wide]\n");
    let memory = MemoryProvider::new();
    memory.set_key("wide", true);
    flags_runtime::set_provider(memory);
    let provider = TypedFlagsProvider::process_wide([registry]);
    let details = provider
        .resolve_bool_value("wide", &EvaluationContext::default())
        .await
        .unwrap();
    assert!(details.value);
}
