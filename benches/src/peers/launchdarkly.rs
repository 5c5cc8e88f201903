//! LaunchDarkly's engine, `launchdarkly-server-sdk-evaluation`.

use std::collections::HashMap;

use launchdarkly_server_sdk_evaluation::{
    Context, ContextBuilder, Flag, FlagValue, Segment, Store, evaluate,
};
use serde_json::{Value, json};

/// Its flags. The engine is given the flag, so a program keeps them in a map.
#[derive(Debug)]
pub struct LaunchDarkly {
    flags: HashMap<String, Flag>,
}

/// It asks for prerequisites and segments only, and these flags have none.
struct Nothing;

impl Store for Nothing {
    fn flag(&self, _: &str) -> Option<Flag> {
        None
    }

    fn segment(&self, _: &str) -> Option<Segment> {
        None
    }
}

impl LaunchDarkly {
    /// The flags of `ruled.toml`, and so many others with the rule of `staff_only`.
    #[must_use]
    pub fn with_others(count: u32) -> Self {
        let staff = || vec![rule(0, "is_staff", "in", &[json!(true)])];
        let off = || json!({ "variation": 1 });
        let booleans = json!([true, false]);
        let half = json!({ "rollout": { "variations": [
            { "variation": 0, "weight": 50_000 },
            { "variation": 1, "weight": 50_000 },
        ] } });
        let button = json!({ "rollout": { "variations": [
            { "variation": 0, "weight": 50_000 },
            { "variation": 1, "weight": 25_000 },
            { "variation": 2, "weight": 25_000 },
        ] } });
        let failing = vec![
            rule(2, "is_staff", "in", &[json!(true)]),
            rule(2, "country", "in", &[json!("DE"), json!("AT")]),
            rule(2, "plan", "in", &[json!("enterprise")]),
            rule(2, "seats", "greaterThanOrEqual", &[json!(100)]),
            rule(2, "email", "endsWith", &[json!("@example.org")]),
        ];
        let mut flags = vec![
            flag("plain", Vec::new(), &off(), &booleans),
            flag("staff_only", staff(), &off(), &booleans),
            flag("half", Vec::new(), &half, &booleans),
            flag("button", failing, &button, &json!(["red", "green", "blue"])),
        ];
        for index in 0..count {
            flags.push(flag(
                &format!("feature_{index}"),
                staff(),
                &off(),
                &booleans,
            ));
        }
        Self {
            flags: flags
                .into_iter()
                .map(|flag| (flag.key.clone(), flag))
                .collect(),
        }
    }

    /// A boolean flag.
    #[inline]
    #[must_use]
    pub fn is_enabled(&self, key: &str, context: &Context) -> bool {
        let answer = self
            .flags
            .get(key)
            .and_then(|flag| evaluate(&Nothing, flag, context, None).value);
        matches!(answer, Some(FlagValue::Bool(true)))
    }

    /// A flag with texts.
    #[inline]
    #[must_use]
    pub fn text<'a>(&'a self, key: &str, context: &'a Context) -> Option<&'a str> {
        match evaluate(&Nothing, self.flags.get(key)?, context, None).value? {
            FlagValue::Str(text) => Some(text),
            _ => None,
        }
    }
}

/// The context with the attributes of [`visitor`](crate::ruled::visitor).
///
/// # Panics
///
/// Never: the key is not empty.
#[must_use]
pub fn visitor(key: &str, country: &str, email: &str) -> Context {
    let mut builder = ContextBuilder::new(key);
    builder
        .set_bool("is_staff", false)
        .set_string("country", country)
        .set_string("plan", "pro")
        .set_string("app_version", "2.1.0")
        .set_float("seats", 12.0)
        .set_string("email", email);
    builder.build().expect("the key is not empty")
}

fn rule(variation: usize, attribute: &str, operator: &str, values: &[Value]) -> Value {
    json!({
        "id": attribute,
        "variation": variation,
        "trackEvents": false,
        "clauses": [
            { "attribute": attribute, "op": operator, "values": values, "negate": false, "contextKind": "user" },
        ],
    })
}

fn flag(key: &str, rules: Vec<Value>, fallthrough: &Value, variations: &Value) -> Flag {
    let flag = json!({
        "key": key,
        "version": 1,
        "on": true,
        "targets": [],
        "rules": rules,
        "prerequisites": [],
        "fallthrough": fallthrough,
        "offVariation": 1,
        "variations": variations,
        "clientSide": false,
        "salt": key,
        "trackEvents": false,
        "trackEventsFallthrough": false,
    });
    serde_json::from_value(flag).expect("it is a flag as LaunchDarkly sends it")
}
