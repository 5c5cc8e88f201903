//! An Optimizely datafile out of a file, for four visitors. No network is needed.
//!
//! `cargo run -p flags-optimizely --example datafile`
//!
//! A program that polls Optimizely has `OptimizelyProvider::new(sdk_key)` where this has `watch(path)`.

use std::error::Error;
use std::sync::Arc;

use flags_optimizely::OptimizelyProvider;
use flags_runtime::{AttributeValue, EvaluationContext, Flags};

/// Programs have the `Context` that `features!` makes.
struct Visitor {
    key: &'static str,
    country: &'static str,
    is_staff: bool,
}

impl EvaluationContext for Visitor {
    fn targeting_key(&self) -> Option<&str> {
        Some(self.key)
    }

    fn attribute(&self, name: &str) -> Option<AttributeValue<'_>> {
        match name {
            "country" => Some(AttributeValue::Text(self.country)),
            "is_staff" => Some(AttributeValue::Boolean(self.is_staff)),
            "app_version" => Some(AttributeValue::Text("2.4.0")),
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
        country = "string"
        is_staff = "bool"
        app_version = "semver"
        [features.enable_crazy_feature]
        [features.checkout_button]
        variants = ["red", "green", "blue"]
        default = "red"
        [features.max_upload_mb]
        default = 25
        [features.search_limits]
        default = { max_results = 50, timeout_ms = 200 }
        "#,
    )?;
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/datafile.json");
    let optimizely = Arc::new(OptimizelyProvider::watch(path)?);
    let flags = Flags::new(Arc::clone(&optimizely));
    println!("the provider is {}", flags.status().status());
    let visitors = [
        ("anna", "AT", true),
        ("bob", "DE", false),
        ("eve", "DE", false),
        ("tester", "FR", false),
    ];
    for (key, country, is_staff) in visitors {
        let visitor = Visitor {
            key,
            country,
            is_staff,
        };
        println!(
            "\n{key}, {country}{}",
            if is_staff { ", staff" } else { "" }
        );
        for feature in registry.features() {
            let evaluation = flags.evaluate_value(feature, &visitor);
            println!(
                "  {} = {} ({})",
                feature.key(),
                evaluation.value(),
                evaluation.reason()
            );
        }
        let decision = optimizely.decide("enable_crazy_feature", &visitor)?;
        println!("  because {}", decision.reasons.join("\n      and "));
    }
    Ok(())
}
