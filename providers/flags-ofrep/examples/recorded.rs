//! Features from a recorded bulk evaluation, offline: `cargo run -p flags-ofrep --example recorded`.
//! Against a service it is `OfrepProvider::builder("http://127.0.0.1:8016").build(&subject)` instead.
#![expect(clippy::print_stdout, reason = "it is what the example is for")]

use std::error::Error;

use flags_ofrep::{OfrepProvider, Subject};
use flags_runtime::{Flags, Text};

const RECORDED: &str = r#"{
  "flags": [
    { "key": "dark_mode", "value": true, "reason": "TARGETING_MATCH", "variant": "on" },
    { "key": "greeting", "value": "Moin", "reason": "STATIC" }
  ]
}"#;

fn main() -> Result<(), Box<dyn Error>> {
    // A program has `features!("features.toml")`, and its constants, instead.
    let declared = "[features.dark_mode]\n[features.greeting]\ndefault = \"Hello\"\n";
    let registry = flags_file::registry_from_text("features.toml", declared)?;
    let dark_mode = registry
        .feature::<bool>("dark_mode")
        .ok_or("it is declared")?;
    let greeting = registry
        .feature::<Text>("greeting")
        .ok_or("it is declared")?;

    let flags = Flags::new(OfrepProvider::from_text(RECORDED)?);
    let visitor = Subject::new("user-42");
    let evaluation = flags.evaluate(dark_mode, &visitor);
    println!(
        "dark_mode = {} ({})",
        evaluation.value(),
        evaluation.reason()
    );
    println!("greeting = {}", flags.get(greeting, &visitor));
    Ok(())
}
