//! Features from what Unleash has answered, offline: `cargo run -p flags-unleash --example recorded`.
//! Against a server it is `UnleashProvider::builder(address, token).build()` instead.
#![expect(clippy::print_stdout, reason = "it is what the example is for")]

use std::error::Error;

use flags_runtime::{AttributeValue, EvaluationContext, Flags, Text};
use flags_unleash::UnleashProvider;

const RECORDED: &str = r#"{
  "version": 2,
  "features": [
    {
      "name": "dark_mode", "enabled": true,
      "strategies": [{
        "name": "default",
        "constraints": [{ "contextName": "plan", "operator": "IN", "values": ["pro"] }]
      }]
    },
    {
      "name": "greeting", "enabled": true, "strategies": [{ "name": "default" }],
      "variants": [{ "name": "north", "weight": 1000, "payload": { "type": "string", "value": "Moin" } }]
    }
  ]
}"#;

/// A program has `features!("features.toml")`, and its `Context`, instead.
struct Visitor {
    plan: &'static str,
}

impl EvaluationContext for Visitor {
    fn targeting_key(&self) -> Option<&str> {
        Some("user-42")
    }

    fn visit_attributes(&self, visit: &mut dyn FnMut(&str, AttributeValue<'_>)) {
        visit("plan", AttributeValue::Text(self.plan));
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let declared = "[features.dark_mode]\n[features.greeting]\ndefault = \"Hello\"\n";
    let registry = flags_file::registry_from_text("features.toml", declared)?;
    let dark_mode = registry
        .feature::<bool>("dark_mode")
        .ok_or("it is declared")?;
    let greeting = registry
        .feature::<Text>("greeting")
        .ok_or("it is declared")?;

    let flags = Flags::new(UnleashProvider::from_text(RECORDED)?);
    for plan in ["free", "pro"] {
        let visitor = Visitor { plan };
        let evaluation = flags.evaluate(dark_mode, &visitor);
        println!(
            "{plan}: dark_mode = {} ({})",
            evaluation.value(),
            evaluation.reason()
        );
    }
    println!(
        "greeting = {}",
        flags.get(greeting, &Visitor { plan: "pro" })
    );
    Ok(())
}
