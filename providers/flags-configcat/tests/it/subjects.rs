//! What ConfigCat's rules are told of a subject.

use flags_configcat::{Builder, ConfigCatProvider};
use flags_runtime::{AttributeValue, EvaluationContext, Flags, Strings, Timestamp, Version};

use crate::world::{document, registry};

struct Everything {
    app: Version,
    tags: Strings<'static>,
}

impl EvaluationContext for Everything {
    fn targeting_key(&self) -> Option<&str> {
        Some("user-42")
    }

    fn attribute(&self, name: &str) -> Option<AttributeValue<'_>> {
        Some(match name {
            "staff" => AttributeValue::Boolean(true),
            "seats" => AttributeValue::Integer(7),
            "score" => AttributeValue::Float(0.5),
            "country" => AttributeValue::Text("DE"),
            "email" => AttributeValue::Text("a@example.org"),
            "plan" => AttributeValue::Text("pro"),
            "app" => AttributeValue::Version(&self.app),
            // 2026-12-01T09:00:00.5Z
            "since" => AttributeValue::Datetime(Timestamp::from_milliseconds(1_796_115_600_500)),
            "tags" => AttributeValue::Strings(&self.tags),
            "secret" | "undeclared" => AttributeValue::Text("hidden"),
            "wrong" => AttributeValue::Text("many"),
            _ => return None,
        })
    }
}

/// Whether a rule of ConfigCat's matches. The numbers are its comparators.
#[track_caller]
fn check(condition: &str, expected: bool) {
    check_with(|builder| builder, condition, expected);
}

#[track_caller]
fn check_with(settings: impl FnOnce(Builder) -> Builder, condition: &str, expected: bool) {
    let registry = registry(
        r#"
        [context]
        staff = "bool"
        seats = "integer"
        score = "float"
        country = "string"
        email = "string"
        plan = ["free", "pro"]
        app = "semver"
        since = "datetime"
        tags = "strings"
        wrong = "integer"
        secret = { type = "string", private = true }
        [features.flag]
        "#,
    );
    let text = document(&format!(
        r#""flag":{{"t":0,"v":{{"b":false}},"r":[{{"c":[{{"u":{condition}}}],"s":{{"v":{{"b":true}}}}}}]}}"#
    ));
    let provider = settings(ConfigCatProvider::text(text)).build().unwrap();
    let context = Everything {
        app: "2.1.0".parse().unwrap(),
        tags: Strings::from(["a", "b"]),
    };
    let flag = registry.feature::<bool>("flag").unwrap();
    assert_eq!(
        Flags::new(provider).is_enabled(flag, &context),
        expected,
        "{condition}"
    );
}

/// Equal to this text.
fn equals(attribute: &str, text: &str) -> String {
    format!(r#"{{"a":"{attribute}","c":28,"s":"{text}"}}"#)
}

#[test]
fn each_type_as_its_rules_compare_it() {
    check(&equals("Identifier", "user-42"), true);
    check(&equals("staff", "true"), true);
    check(r#"{"a":"seats","c":10,"d":7}"#, true);
    check(r#"{"a":"score","c":12,"d":0.6}"#, true);
    check(&equals("plan", "pro"), true);
    // >= 2.1.0
    check(r#"{"a":"app","c":9,"s":"2.1.0"}"#, true);
    check(r#"{"a":"app","c":9,"s":"2.1.1"}"#, false);
    // Before and after, in seconds.
    check(r#"{"a":"since","c":18,"d":1796115600.6}"#, true);
    check(r#"{"a":"since","c":19,"d":1796115600.4}"#, true);
    check(r#"{"a":"since","c":19,"d":1796115600.6}"#, false);
    // An array that contains any of these.
    check(r#"{"a":"tags","c":34,"l":["b","c"]}"#, true);
    check(r#"{"a":"tags","c":34,"l":["c"]}"#, false);
}

#[test]
fn email_and_country_are_the_ones_that_configcat_knows() {
    check(&equals("Email", "a@example.org"), true);
    check(&equals("Country", "DE"), true);
    check(&equals("email", "a@example.org"), false);
}

#[test]
fn another_name_can_be_chosen() {
    check_with(
        |builder| builder.attribute("plan", "Plan"),
        &equals("Plan", "pro"),
        true,
    );
    check_with(
        |builder| builder.attribute("email", "mail"),
        &equals("mail", "a@example.org"),
        true,
    );
}

#[test]
fn private_attributes_are_held_back_until_they_are_named() {
    check(&equals("secret", "hidden"), false);
    check_with(
        |builder| builder.share_private(["secret"]),
        &equals("secret", "hidden"),
        true,
    );
}

#[test]
fn what_is_not_declared_or_of_another_type_is_missing() {
    check(&equals("undeclared", "hidden"), false);
    check(&equals("wrong", "many"), false);
}
