//! The typed context that `features!` generates.

use expect_test::{Expect, expect};
use flags_runtime::{AttributeValue, EvaluationContext, Timestamp};

use crate::club::{Context, Plan};

#[track_caller]
fn check(context: &Context<'_>, expected: &Expect) {
    expected.assert_eq(&format!("{context:?}"));
}

fn full() -> Context<'static> {
    Context::new("ada")
        .is_staff(true)
        .country("DE")
        .plan(Plan::Pro)
        .app_version("2.1.0-rc.1")
        .seats(12)
        .score(0.5)
        .joined(Timestamp::from_milliseconds(0))
        .tags(["a", "b"])
        .email("ada@example.org")
}

#[test]
fn debug_shows_what_is_set_and_hides_what_is_private() {
    check(
        &full(),
        &expect![[
            r#"Context(Context { targeting_key: Some("ada"), is_staff: true, country: "DE", plan: "pro", app_version: "2.1.0-rc.1", seats: 12, score: 0.5, joined: 1970-01-01T00:00:00Z, tags: ["a", "b"], email: (private) })"#
        ]],
    );
}

#[test]
fn anonymous_has_nothing() {
    check(
        &Context::anonymous(),
        &expect!["Context(Context { targeting_key: None })"],
    );
    assert_eq!(Context::default(), Context::anonymous());
}

#[test]
fn a_constant_can_be_anonymous() {
    const NOBODY: Context<'static> = Context::anonymous();
    assert_eq!(NOBODY.targeting_key(), None);
}

#[test]
fn it_is_sent_shared_and_cloned() {
    fn sendable<T: Clone + Send + Sync + std::fmt::Debug>(_: &T) {}
    sendable(&full());
    assert_eq!(full().clone(), full());
}

#[test]
fn an_owned_one_outlives_what_it_borrowed_from() {
    let owned = {
        let (key, country) = ("ada".to_owned(), "DE".to_owned());
        let tags = vec!["a".to_owned()];
        Context::new(&key)
            .country(&country)
            .tags(&tags)
            .into_owned()
    };
    assert_eq!(owned, Context::new("ada").country("DE").tags(["a"]));
}

#[test]
fn attributes_are_found_by_name() {
    let context = full();
    assert_eq!(context.attribute("plan"), Some(AttributeValue::Text("pro")));
    assert_eq!(
        context.attribute("seats"),
        Some(AttributeValue::Integer(12))
    );
    assert_eq!(context.attribute("seat"), None);
    assert_eq!(Context::anonymous().attribute("seats"), None);
}

#[test]
fn a_version_that_is_none_stays_a_text() {
    let context = Context::anonymous().app_version("two");
    assert_eq!(
        context.attribute("app_version"),
        Some(AttributeValue::Text("two"))
    );
}

#[test]
fn attributes_are_visited_in_order_private_ones_included() {
    let mut seen = Vec::new();
    Context::new("ada")
        .seats(3)
        .email("ada@example.org")
        .visit_attributes(&mut |name, value| seen.push(format!("{name}={value}")));
    assert_eq!(seen, ["seats=3", "email=\"ada@example.org\""]);
}

#[test]
fn private_attributes_are_known_as_such() {
    assert!(full().is_private("email"));
    assert!(!full().is_private("country"));
    assert!(!full().is_private("nothing"));
}
