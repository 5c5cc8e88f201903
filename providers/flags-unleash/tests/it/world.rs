//! Features, contexts, and what is said of them.

use std::sync::LazyLock;

use flags_file::registry_from_text;
use flags_runtime::{
    AttributeValue, EvaluationContext, FeatureInfo, Flags, Notice, Provider, Registry,
};
use flags_unleash::UnleashProvider;

pub(crate) static SHOP: LazyLock<&'static Registry> = LazyLock::new(|| {
    registry(
        r#"
        [features.dark_mode]
        [features.old_banner]
        provider-key = "banner"
        [features.upload]
        default = 25
        [features.ratio]
        default = 0.5
        [features.greeting]
        default = "hello"
        [features.button]
        variants = ["red", "green", "blue"]
        default = "red"
        [features.limits]
        default = { results = 50, hosts = ["a", "b"] }
        "#,
    )
});

#[track_caller]
pub(crate) fn registry(text: &str) -> &'static Registry {
    registry_from_text("features.toml", text).unwrap_or_else(|error| panic!("{error}"))
}

pub(crate) fn feature(key: &str) -> &'static FeatureInfo {
    SHOP.find(key).expect("the feature is declared")
}

/// A context of texts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Visitor {
    pub(crate) key: Option<String>,
    pub(crate) attributes: Vec<(String, String)>,
}

impl Visitor {
    pub(crate) fn new(key: &str) -> Self {
        Self {
            key: Some(key.to_owned()),
            attributes: Vec::new(),
        }
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.attributes.push((name.to_owned(), value.to_owned()));
        self
    }
}

impl EvaluationContext for Visitor {
    fn targeting_key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    fn is_private(&self, name: &str) -> bool {
        name == "mail"
    }

    fn visit_attributes(&self, visit: &mut dyn FnMut(&str, AttributeValue<'_>)) {
        for (name, value) in &self.attributes {
            visit(name, AttributeValue::Text(value));
        }
    }
}

/// What `/client/features` answers, with these flags.
pub(crate) fn flags(flags: &str) -> String {
    format!(r#"{{"version":2,"features":[{flags}]}}"#)
}

#[track_caller]
pub(crate) fn provider(text: &str) -> UnleashProvider {
    UnleashProvider::from_text(text).unwrap_or_else(|error| panic!("{error}"))
}

/// What an evaluation gives: `true (STATIC)`, with what went wrong.
pub(crate) fn says(
    provider: impl Provider + 'static,
    feature: &'static FeatureInfo,
    context: &dyn EvaluationContext,
) -> String {
    let evaluation = Flags::new(provider).evaluate_value(feature, context);
    let variant = match evaluation.variant() {
        Some(variant) => format!(", {variant}"),
        None => String::new(),
    };
    let error = match evaluation.error() {
        Some(error) => format!("; {}: {error}", error.kind()),
        None => String::new(),
    };
    format!(
        "{} ({}{variant}){error}",
        evaluation.value(),
        evaluation.reason()
    )
}

pub(crate) fn show(notices: &[Notice]) -> String {
    let notices: Vec<_> = notices
        .iter()
        .map(|notice| format!("{:?}: {notice}", notice.kind()))
        .collect();
    notices.join("\n")
}
