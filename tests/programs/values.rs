//! The generated `Values` of more features than the generated code has in one group.

use std::fmt::Write;

use crate::package::Package;

/// Features of every type in turn; every eleventh is frozen, so that types do not follow in one rhythm.
fn manifest() -> String {
    let mut text = String::new();
    for index in 0..300 {
        let value = match index % 7 {
            _ if index % 11 == 10 => "default = true\nfrozen = true".to_owned(),
            0 => format!("default = {index}"),
            1 => format!("default = {index}.5"),
            2 => format!("default = \"text {index}\""),
            3 => "variants = [\"red\", \"green\"]\ndefault = \"red\"".to_owned(),
            4 => format!("default = {{ size = {index} }}"),
            _ => format!("default = {}", index % 2 == 0),
        };
        let _ = writeln!(text, "[features.f{index}]\n{value}\n");
    }
    text
}

/// The fields that differ from what is declared are beside the borders of groups of 128 features. 126 and
/// 266 are multiples of 7.
const PROGRAM: &str = r#"
mod my_features {
    typed_flags::features!("features.toml");
}
use my_features::*;
use typed_flags::Provider;

fn main() {
    let values = Values {
        f126: -1,
        f127: -2.5,
        f128: "changed".into(),
        f129: F129::Green,
        f256: F256 { size: -3 },
        f257: true,
        ..Values::declared()
    };
    assert_eq!(values.clone(), values);
    assert_ne!(values, Values::declared());
    for feature in &FEATURES {
        let declared = Values::declared().resolve(feature, &Context::anonymous()).unwrap();
        match declared {
            Some(declared) => assert_eq!(declared.value(), feature.default(), "{}", feature.key()),
            None => assert!(feature.is_frozen(), "{}", feature.key()),
        }
    }
    let shown = format!("{:?}", values.clone());
    let declared = format!("{:?}", Values::declared());
    for (field, before) in shown.split(", f").zip(declared.split(", f")) {
        if field != before {
            println!("{field} was {before}");
        }
    }
    typed_flags::set_provider(values);
    println!("{} {} {}", F126.get(), F127.get(), F128.get());
    println!("{} {} {}", F129.get(), F256.get().size, F257.is_enabled());
    println!("{} {} {}", F266.get(), F253.get(), F299.is_enabled());
}
"#;

const PRINTED: &str = r#"126: -1 was 126: 126
127: -2.5 was 127: 127.5
128: "changed" was 128: "text 128"
129: "green" was 129: "red"
256: { size = -3 } was 256: { size = 256 }
257: true was 257: false
-1 -2.5 changed
green -3 true
266 253.5 false"#;

#[test]
fn values_of_many_features_are_those_of_their_features() {
    let run = Package::new("values")
        .file("features.toml", &manifest())
        .file("src/main.rs", PROGRAM)
        .cargo(&["run"]);
    assert_eq!(run.printed(), PRINTED);
}
