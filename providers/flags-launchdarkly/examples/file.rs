//! LaunchDarkly's rules out of a file, for three visitors of two organizations. No network is needed.
//!
//! `cargo run -p flags-launchdarkly --example file`
//!
//! A program that listens to LaunchDarkly has `LaunchDarklyProvider::builder(key)` where this has
//! `file(path)`.

use std::error::Error;

use flags_launchdarkly::LaunchDarklyProvider;
use flags_runtime::{AttributeValue, EvaluationContext, Flags};

/// Programs have the `Context` that `features!` makes.
struct Visitor {
    key: &'static str,
    email: &'static str,
    organization: &'static str,
}

impl EvaluationContext for Visitor {
    fn targeting_key(&self) -> Option<&str> {
        Some(self.key)
    }

    fn attribute(&self, name: &str) -> Option<AttributeValue<'_>> {
        match name {
            "email" => Some(AttributeValue::Text(self.email)),
            "organization" => Some(AttributeValue::Text(self.organization)),
            _ => None,
        }
    }
}

#[expect(clippy::print_stdout, reason = "this is what the example is for")]
fn main() -> Result<(), Box<dyn Error>> {
    // Programs use `features!`, which makes typed constants of the same text.
    let registry = flags_file::registry_from_text(
        "shop",
        r#"
        [context]
        email = "string"
        organization = "string"
        [features.enable_crazy_feature]
        [features.checkout_button]
        variants = ["red", "green", "blue"]
        default = "red"
        [features.max_upload_mb]
        default = 25
        "#,
    )?;
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/flags.json");
    let provider = LaunchDarklyProvider::file(path)
        .context_kind("organization", "organization")
        .build()?;
    let flags = Flags::new(provider);
    println!("the provider is {}", flags.status().status());
    for (key, email, organization) in [
        ("anna", "anna@example.org", "acme"),
        ("bob", "bob@example.com", "acme"),
        ("eve", "eve@example.com", "initech"),
    ] {
        let visitor = Visitor {
            key,
            email,
            organization,
        };
        for feature in registry.features() {
            let evaluation = flags.evaluate_value(feature, &visitor);
            println!(
                "{key} of {organization}: {} = {} ({})",
                feature.key(),
                evaluation.value(),
                evaluation.reason()
            );
        }
    }
    Ok(())
}
