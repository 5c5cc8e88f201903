//! Unleash's engine, `unleash-yggdrasil`.

use std::fmt;

use serde_json::{Value, json};
use unleash_yggdrasil::{Context, EngineState};

/// Its engine with the toggles of `ruled.toml`.
pub struct Unleash {
    engine: EngineState,
}

impl fmt::Debug for Unleash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unleash").finish_non_exhaustive()
    }
}

impl Unleash {
    /// The toggles of `ruled.toml`, and so many others with the rule of `staff_only`.
    #[must_use]
    pub fn with_others(count: u32) -> Self {
        let this = Self {
            engine: EngineState::default(),
        };
        this.swap(count);
        this
    }

    /// Takes the same toggles as new ones, as after a change.
    ///
    /// # Panics
    ///
    /// Never: the toggles are as Unleash sends them.
    pub fn swap(&self, count: u32) {
        let staff = || vec![constrained("is_staff", "IN", &["true"])];
        let mut button = vec![
            constrained("is_staff", "IN", &["true"]),
            constrained("country", "IN", &["DE", "AT"]),
            constrained("plan", "IN", &["enterprise"]),
            json!({ "name": "default", "constraints": [
                { "contextName": "seats", "operator": "NUM_GTE", "value": "100" },
            ] }),
            constrained("email", "STR_ENDS_WITH", &["@example.org"]),
        ];
        let share = |name: &str, weight: u32| json!({ "name": name, "weight": weight, "stickiness": "userId" });
        let mut last = rollout(100, "button");
        last["variants"] = json!([share("red", 500), share("green", 250), share("blue", 250)]);
        button.push(last);
        let mut toggles = vec![
            toggle("plain", false, Vec::new()),
            toggle("staff_only", true, staff()),
            toggle("half", true, vec![rollout(50, "half")]),
            toggle("button", true, button),
        ];
        for index in 0..count {
            toggles.push(toggle(&format!("feature_{index}"), true, staff()));
        }
        let state = json!({ "version": 2, "features": toggles });
        let state = serde_json::from_value(state).expect("these are toggles as Unleash sends them");
        let warnings = self.engine.apply_client_features(state);
        assert!(
            warnings.is_none(),
            "{}",
            warnings.map_or(0, |all| all.len())
        );
    }

    /// A toggle.
    #[inline]
    #[must_use]
    pub fn is_enabled(&self, name: &str, context: &Context) -> bool {
        self.engine.is_enabled(name, context, &None)
    }

    /// Name of a toggle's variant.
    #[inline]
    #[must_use]
    pub fn variant(&self, name: &str, context: &Context) -> String {
        self.engine.get_variant(name, context, &None).name
    }
}

/// The context with the attributes of [`visitor`](crate::ruled::visitor).
#[must_use]
pub fn visitor(key: &str, country: &str, email: &str) -> Context {
    let properties = [
        ("is_staff", "false"),
        ("country", country),
        ("plan", "pro"),
        ("app_version", "2.1.0"),
        ("seats", "12"),
        ("email", email),
    ];
    Context {
        user_id: Some(key.to_owned()),
        session_id: None,
        environment: None,
        app_name: None,
        current_time: None,
        remote_address: None,
        properties: Some(
            properties
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
        ),
    }
}

fn toggle(name: &str, enabled: bool, strategies: Vec<Value>) -> Value {
    json!({ "name": name, "type": "release", "enabled": enabled, "strategies": strategies })
}

fn constrained(name: &str, operator: &str, values: &[&str]) -> Value {
    json!({ "name": "default", "constraints": [
        { "contextName": name, "operator": operator, "values": values },
    ] })
}

fn rollout(percent: u32, group: &str) -> Value {
    json!({ "name": "flexibleRollout", "parameters": {
        "rollout": percent.to_string(), "stickiness": "userId", "groupId": group,
    } })
}
