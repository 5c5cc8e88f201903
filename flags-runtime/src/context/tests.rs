//! What setters replace is dropped, whatever it owns.

use std::borrow::Cow;

use super::{ContextData, EvaluationContext as _};
use crate::{AttributeInfo, AttributeType, AttributeValue, Registry, Strings};

static ATTRIBUTES: [AttributeInfo; 3] = [
    AttributeInfo::new("country", AttributeType::Text, false),
    AttributeInfo::new("app_version", AttributeType::Semver, false),
    AttributeInfo::new("tags", AttributeType::Strings, false),
];
static REGISTRY: Registry = Registry::new(
    "replaced",
    "replaced.toml",
    1,
    &["production"],
    &[],
    &[],
    &[],
)
.with_attributes(&ATTRIBUTES);

#[test]
fn a_list_that_is_replaced_is_released() {
    let tags: Strings<'static> = vec!["a".to_owned()].into();
    let mut context: ContextData<'_, 3> = ContextData::anonymous_of(&REGISTRY);
    context.set_strings(2, tags.clone());
    assert_eq!(tags.owners(), 2);
    context.set_strings(2, ["b"]);
    assert_eq!(tags.owners(), 1);
    context.set_strings(2, tags.clone());
    drop(context);
    assert_eq!(tags.owners(), 1);
}

#[test]
fn the_last_setter_counts() {
    let mut context: ContextData<'_, 3> = ContextData::anonymous_of(&REGISTRY);
    let shown = |context: &ContextData<'_, 3>, name: &str| {
        context.attribute(name).map(|value| value.to_string())
    };
    for country in [
        Cow::Borrowed("DE"),
        Cow::Owned("AT".to_owned()),
        Cow::Borrowed("FR"),
    ] {
        context.set_text(0, country.clone());
        assert_eq!(shown(&context, "country"), Some(format!("{country:?}")));
    }
    // A long pre-release owns memory, build metadata too; the last is no version, and stays text.
    for version in ["2.1.0-release.candidate.1", "2.1.0", "2.1.0+7", "two"] {
        context.set_semver(1, version.to_owned());
        assert_eq!(shown(&context, "app_version"), Some(format!("{version:?}")));
    }
    assert!(matches!(
        context.attribute("app_version"),
        Some(AttributeValue::Text("two"))
    ));
}
