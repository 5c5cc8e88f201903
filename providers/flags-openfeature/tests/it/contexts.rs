//! What each side is told of a subject.

use std::sync::{Arc, Mutex};

use flags_openfeature::{OpenFeatureProvider, TypedFlagsProvider};
use flags_runtime::{
    AttributeValue, EvaluationContext as OurContext, Flags, NoopProvider, Registry, Strings,
    Timestamp, Version,
};
use open_feature::provider::{FeatureProvider, ProviderMetadata, ResolutionDetails};
use open_feature::{
    EvaluationContext, EvaluationContextFieldValue as Field, EvaluationResult, StructValue,
    async_trait,
};

use crate::world::registry;

/// Remembers the context of the last question.
struct Recorder {
    metadata: ProviderMetadata,
    last: Arc<Mutex<Option<EvaluationContext>>>,
}

#[async_trait]
impl FeatureProvider for Recorder {
    fn metadata(&self) -> &ProviderMetadata {
        &self.metadata
    }

    async fn resolve_bool_value(
        &self,
        _: &str,
        context: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<bool>> {
        *self.last.lock().unwrap() = Some(context.clone());
        Ok(ResolutionDetails::new(true))
    }

    async fn resolve_int_value(
        &self,
        _: &str,
        _: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<i64>> {
        panic!("only booleans are asked for")
    }

    async fn resolve_float_value(
        &self,
        _: &str,
        _: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<f64>> {
        panic!("only booleans are asked for")
    }

    async fn resolve_string_value(
        &self,
        _: &str,
        _: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<String>> {
        panic!("only booleans are asked for")
    }

    async fn resolve_struct_value(
        &self,
        _: &str,
        _: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<StructValue>> {
        panic!("only booleans are asked for")
    }
}

const CONTEXT: &str = r#"
[context]
staff = "bool"
seats = "integer"
score = "float"
country = "string"
plan = ["free", "pro"]
app = "semver"
since = "datetime"
tags = "strings"
email = { type = "string", private = true }
[features.flag]
"#;

/// A subject that knows everything, and something that is not declared.
struct Everything {
    app: Version,
    tags: Strings<'static>,
}

impl OurContext for Everything {
    fn targeting_key(&self) -> Option<&str> {
        Some("user-42")
    }

    fn attribute(&self, name: &str) -> Option<AttributeValue<'_>> {
        Some(match name {
            "staff" => AttributeValue::Boolean(true),
            "seats" => AttributeValue::Integer(7),
            "score" => AttributeValue::Float(0.5),
            "country" => AttributeValue::Text("DE"),
            "plan" => AttributeValue::Text("pro"),
            "app" => AttributeValue::Version(&self.app),
            "since" => AttributeValue::Datetime(Timestamp::from_milliseconds(1_796_115_600_500)),
            "tags" => AttributeValue::Strings(&self.tags),
            "email" => AttributeValue::Text("someone@example.org"),
            "undeclared" => AttributeValue::Boolean(true),
            _ => return None,
        })
    }
}

fn everything() -> Everything {
    Everything {
        app: "2.1.0-rc.1".parse().unwrap(),
        tags: Strings::from(["a", "b"]),
    }
}

/// What the provider is told.
fn told(
    settings: impl FnOnce(OpenFeatureProvider<Recorder>) -> OpenFeatureProvider<Recorder>,
    context: &dyn OurContext,
) -> EvaluationContext {
    let last = Arc::default();
    let recorder = Recorder {
        metadata: ProviderMetadata::new("recorder"),
        last: Arc::clone(&last),
    };
    let flags = Flags::new(settings(OpenFeatureProvider::new(recorder)));
    let flag = registry(CONTEXT).feature::<bool>("flag").unwrap();
    assert!(flags.is_enabled(flag, context));
    last.lock().unwrap().take().unwrap()
}

#[test]
fn declared_attributes_go_out_and_private_ones_do_not() {
    let told = told(|provider| provider, &everything());
    assert_eq!(told.targeting_key.as_deref(), Some("user-42"));
    let mut names: Vec<_> = told.custom_fields.keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "app", "country", "plan", "score", "seats", "since", "staff", "tags"
        ]
    );
    assert_eq!(told.custom_fields["app"], Field::from("2.1.0-rc.1"));
    assert_eq!(told.custom_fields["seats"], Field::from(7_i64));
    // 2026-12-01T09:00:00.5Z
    let since = told.custom_fields["since"].as_date_time().unwrap();
    assert_eq!(since.unix_timestamp_nanos(), 1_796_115_600_500_000_000);
    let tags = told.custom_fields["tags"].as_struct().unwrap();
    assert_eq!(tags.downcast_ref::<Vec<String>>().unwrap(), &["a", "b"]);
}

#[test]
fn a_private_attribute_goes_out_where_it_is_named() {
    let told = told(|provider| provider.share_private(["email"]), &everything());
    assert_eq!(
        told.custom_fields["email"],
        Field::from("someone@example.org")
    );
}

#[test]
fn a_global_context_comes_after_the_subject() {
    let global = EvaluationContext::default()
        .with_targeting_key("nobody")
        .with_custom_field("country", "AT")
        .with_custom_field("region", "eu");
    let told = told(|provider| provider.with_context(global), &everything());
    assert_eq!(told.targeting_key.as_deref(), Some("user-42"));
    assert_eq!(told.custom_fields["country"], Field::from("DE"));
    assert_eq!(told.custom_fields["region"], Field::from("eu"));
}

#[test]
fn f46_a_subject_without_a_key_has_none_there_either() {
    let told = told(|provider| provider, &flags_runtime::Anonymous);
    assert_eq!(told.targeting_key, None);
    assert!(told.custom_fields.is_empty());
}

#[test]
fn f47_an_attribute_of_another_type_is_missing() {
    struct Wrong;
    impl OurContext for Wrong {
        fn targeting_key(&self) -> Option<&str> {
            None
        }
        fn attribute(&self, name: &str) -> Option<AttributeValue<'_>> {
            (name == "seats").then_some(AttributeValue::Text("many"))
        }
    }
    assert!(told(|provider| provider, &Wrong).custom_fields.is_empty());
}

/// Whether a rule that asks for this matches a context of theirs.
async fn matches(condition: &str, context: EvaluationContext) -> bool {
    let registry: &'static Registry = registry(&format!(
        "{CONTEXT}rules = [{{ when = {{ {condition} }}, serve = true }}]\n"
    ));
    let provider = TypedFlagsProvider::of(Flags::new(NoopProvider), [registry]);
    provider
        .resolve_bool_value("flag", &context)
        .await
        .unwrap()
        .value
}

#[tokio::test]
async fn rules_read_their_context_by_its_declaration() {
    let context = || {
        EvaluationContext::default()
            .with_targeting_key("user-42")
            .with_custom_field("staff", true)
            .with_custom_field("seats", 7)
            .with_custom_field("score", 1)
            .with_custom_field("country", "DE")
            .with_custom_field("plan", "pro")
            .with_custom_field("app", "2.1.0")
            .with_custom_field("since", "2026-12-01T10:00:00+01:00")
            .with_custom_field(
                "tags",
                Field::new_struct(vec!["a".to_owned(), "b".to_owned()]),
            )
            .with_custom_field("email", "someone@example.org")
    };
    for condition in [
        "staff = true",
        "seats = 7",
        "score = { gte = 1.0 }",
        "country = [\"DE\", \"AT\"]",
        "plan = \"pro\"",
        "app = { semver = \">=2.1\" }",
        "since = { before = 2026-12-01T09:00:01Z, after = 2026-12-01T08:59:59Z }",
        "tags = \"b\"",
        "email = { ends-with = \"@example.org\" }",
    ] {
        assert!(matches(condition, context()).await, "{condition}");
        assert!(
            !matches(condition, EvaluationContext::default()).await,
            "{condition}"
        );
    }
}

#[tokio::test]
async fn a_whole_float_is_an_integer_and_another_is_missing() {
    let seats = |seats: f64| EvaluationContext::default().with_custom_field("seats", seats);
    assert!(matches("seats = 7", seats(7.0)).await);
    assert!(!matches("seats = { exists = true }", seats(7.5)).await);
}

#[tokio::test]
async fn a_date_time_of_theirs_is_one_of_ours() {
    let moment = time::OffsetDateTime::from_unix_timestamp(1_796_115_600).unwrap();
    let context = EvaluationContext::default().with_custom_field("since", moment);
    assert!(matches("since = { before = 2026-12-01T09:00:01Z }", context.clone()).await);
    assert!(!matches("since = { before = 2026-12-01T09:00:00Z }", context).await);
}
