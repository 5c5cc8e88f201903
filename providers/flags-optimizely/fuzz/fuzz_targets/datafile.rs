//! Whatever the text of a datafile, reading it and deciding by it ends without a panic.
//!
//! `cargo +nightly fuzz run datafile fuzz/corpus/datafile fuzz/seeds/datafile -- -dict=fuzz/datafile.dict`,
//! from the crate's folder; it takes `cargo install cargo-fuzz`.
#![no_main]

use std::sync::LazyLock;

use flags_file::registry_from_text;
use flags_optimizely::OptimizelyProvider;
use flags_runtime::{AttributeValue, EvaluationContext, Flags, Registry};
use libfuzzer_sys::fuzz_target;

static REGISTRY: LazyLock<&'static Registry> = LazyLock::new(|| {
    let text = r#"
        [features.flag_0]
        [features.flag_1]
        default = 7
        [features.flag_2]
        default = "text"
        [features.flag_3]
        default = { variable_0 = 1, variable_1 = ["a"], variable_2 = { a = 0.5 } }
        [features.flag_4]
        default = "a"
        variants = ["a", "b"]
        "#;
    registry_from_text("features.toml", text).expect("it is a good one")
});

/// Somebody with attributes of every type, or nobody.
struct Who(Option<&'static str>);

impl EvaluationContext for Who {
    fn targeting_key(&self) -> Option<&str> {
        self.0
    }

    fn attribute(&self, name: &str) -> Option<AttributeValue<'_>> {
        self.0?;
        Some(match name.len() % 4 {
            0 => AttributeValue::Boolean(true),
            1 => AttributeValue::Integer(7),
            2 => AttributeValue::Float(0.5),
            _ => AttributeValue::Text("2.1.3-beta"),
        })
    }
}

fuzz_target!(|text: &str| {
    let Ok(provider) = OptimizelyProvider::from_text(text) else {
        return;
    };
    let people = [Who(None), Who(Some("")), Who(Some("user-7"))];
    for who in &people {
        for key in provider.flag_keys() {
            let _ = provider.decide(&key, who);
        }
    }
    let flags = Flags::new(provider);
    for who in &people {
        for feature in REGISTRY.features() {
            let _ = flags.evaluate_value(feature, who);
        }
    }
});
