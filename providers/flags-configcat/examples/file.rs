//! ConfigCat's rules out of a file, for three visitors. No network is needed.
//!
//! `cargo run -p flags-configcat --example file`
//!
//! A program that polls ConfigCat has `ConfigCatProvider::builder(key)` where this has `file(path)`.

use std::error::Error;

use flags_configcat::ConfigCatProvider;
use flags_runtime::{AttributeValue, EvaluationContext, Flags};

/// Programs have the `Context` that `features!` makes.
struct Visitor {
    key: &'static str,
    email: &'static str,
}

impl EvaluationContext for Visitor {
    fn targeting_key(&self) -> Option<&str> {
        Some(self.key)
    }

    fn attribute(&self, name: &str) -> Option<AttributeValue<'_>> {
        (name == "email").then_some(AttributeValue::Text(self.email))
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
        [features.enable_crazy_feature]
        [features.checkout_button]
        variants = ["red", "green", "blue"]
        default = "red"
        [features.max_upload_mb]
        default = 25
        "#,
    )?;
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/config.json");
    let flags = Flags::new(ConfigCatProvider::file(path).build()?);
    println!("the provider is {}", flags.status().status());
    let visitors = [
        ("anna", "anna@example.org"),
        ("bob", "bob@example.com"),
        ("eve", ""),
    ];
    for (key, email) in visitors {
        let visitor = Visitor { key, email };
        for feature in registry.features() {
            let evaluation = flags.evaluate_value(feature, &visitor);
            println!(
                "{key}: {} = {} ({})",
                feature.key(),
                evaluation.value(),
                evaluation.reason()
            );
        }
    }
    Ok(())
}
