//! What LaunchDarkly's rules are told of a subject.

use flags_launchdarkly::{Builder, LaunchDarklyProvider};
use flags_runtime::Flags;

use crate::world::{Subject, document, registry};

/// Whether a rule with this clause matches.
#[track_caller]
fn check(settings: impl FnOnce(Builder) -> Builder, clause: &str, expected: bool) {
    let registry = registry(
        r#"
        [context]
        email = "string"
        org = "string"
        org_plan = "string"
        wrong = "integer"
        secret = { type = "string", private = true }
        [features.flag]
        "#,
    );
    let flag = format!(
        r#"{{"on":true,"fallthrough":{{"variation":1}},"variations":[true,false],"rules":[{{"variation":0,"clauses":[{clause}]}}]}}"#
    );
    let provider = settings(LaunchDarklyProvider::text(document(&[("flag", flag)])))
        .build()
        .unwrap();
    let subject = Subject::new(
        Some("ann"),
        [
            ("email", "a@example.org"),
            ("org", "acme"),
            ("org_plan", "pro"),
            ("wrong", "many"),
            ("secret", "hidden"),
            ("undeclared", "hidden"),
        ],
    );
    let flag = registry.feature::<bool>("flag").unwrap();
    assert_eq!(
        Flags::new(provider).is_enabled(flag, &subject),
        expected,
        "{clause}"
    );
}

fn equals(kind: &str, attribute: &str, value: &str) -> String {
    format!(
        r#"{{"contextKind":"{kind}","attribute":"{attribute}","op":"in","values":["{value}"]}}"#
    )
}

fn organization(builder: Builder) -> Builder {
    builder
        .context_kind("organization", "org")
        .attribute("org_plan", "organization", "plan")
}

#[test]
fn the_targeting_key_is_a_user() {
    check(|builder| builder, &equals("user", "key", "ann"), true);
    check(
        |builder| builder,
        &equals("user", "email", "a@example.org"),
        true,
    );
    check(
        |builder| builder,
        &equals("organization", "key", "acme"),
        false,
    );
}

#[test]
fn the_targeting_key_may_be_of_another_kind() {
    let device = |builder: Builder| builder.targeting_kind("device");
    check(device, &equals("device", "key", "ann"), true);
    check(device, &equals("device", "email", "a@example.org"), true);
    check(device, &equals("user", "key", "ann"), false);
}

#[test]
fn an_attribute_may_be_the_key_of_another_kind() {
    check(organization, &equals("organization", "key", "acme"), true);
    check(organization, &equals("organization", "plan", "pro"), true);
    check(organization, &equals("user", "key", "ann"), true);
    // It is where it was sent, and nowhere else.
    check(organization, &equals("user", "org", "acme"), false);
    check(organization, &equals("user", "org_plan", "pro"), false);
}

#[test]
fn private_attributes_are_held_back_until_they_are_named() {
    check(
        |builder| builder,
        &equals("user", "secret", "hidden"),
        false,
    );
    check(
        |builder| builder.share_private(["secret"]),
        &equals("user", "secret", "hidden"),
        true,
    );
}

#[test]
fn what_is_not_declared_or_of_another_type_is_missing() {
    check(
        |builder| builder,
        &equals("user", "undeclared", "hidden"),
        false,
    );
    check(|builder| builder, &equals("user", "wrong", "many"), false);
}
