//! Generated code depends on nothing that the user's scope may lack or redefine.

use crate::lints::EVERYTHING;
use crate::package::Package;

/// Without `[retired]`: rustc has no `#[diagnostic]` attributes under `no_implicit_prelude`.
fn without_retired() -> &'static str {
    EVERYTHING
        .split("[retired]")
        .next()
        .expect("a split has a first part")
}

const USE: &str = "fn main() {
    let visitor = my_features::Context::new(\"user-42\").plan(my_features::Plan::Pro).is_staff(true);
    ::std::assert!(!my_features::USED.is_enabled_for(&visitor));
    ::std::println!(\"{} {}\", my_features::USED.is_enabled(), my_features::UNUSED_NUMBER.get());
}
";

#[track_caller]
fn check(package: &Package) {
    assert_eq!(package.cargo(&["run"]).printed(), "false 1234567");
}

#[test]
fn without_the_prelude() {
    let main = "#![no_implicit_prelude]\n#![allow(dead_code)]\nmod my_features {\n    \
                ::typed_flags::features!(\"features.toml\");\n}\n";
    check(
        &Package::new("no-prelude")
            .file("src/main.rs", &format!("{main}{USE}"))
            .file("features.toml", without_retired()),
    );
}

#[test]
fn with_shadowed_names() {
    let main = "#![allow(dead_code, non_camel_case_types)]
mod my_features {
    pub struct Option;
    pub struct Result;
    pub struct Some;
    pub struct None;
    pub struct Ok;
    pub struct bool;
    pub struct str;
    pub struct i64;
    pub struct u8;
    pub struct usize;
    pub trait Clone {}
    pub trait Copy {}
    pub trait Debug {}
    pub trait PartialEq {}
    pub trait Default {}
    pub mod core {}
    pub mod std {}
    pub mod typed_flags {}
    macro_rules! include_bytes { () => {} }
    macro_rules! concat { () => {} }
    ::typed_flags::features!(\"features.toml\");
}
";
    check(
        &Package::new("shadowed")
            .file("src/main.rs", &format!("{main}{USE}"))
            .file("features.toml", EVERYTHING),
    );
}

#[test]
fn with_a_dependency_called_core() {
    let dependencies = format!(
        "{}core = {{ path = \"core\" }}\n",
        Package::dependency("typed-flags", ", features = [\"macros\"]")
    );
    let main = "#![allow(dead_code)]\nmod my_features {\n    \
                typed_flags::features!(\"features.toml\");\n}\n";
    check(
        &Package::with_dependencies("core-dependency", &dependencies)
            .file(
                "core/Cargo.toml",
                "[package]\nname = \"core\"\nversion = \"0.1.0\"\nedition = \"2024\"\n",
            )
            .file("core/src/lib.rs", "")
            .file("src/main.rs", &format!("{main}{USE}"))
            .file("features.toml", EVERYTHING),
    );
}

#[test]
fn with_the_facade_renamed() {
    let facade = Package::dependency(
        "flags",
        ", package = \"typed-flags\", features = [\"macros\"]",
    );
    let main = "#![allow(dead_code)]\nmod my_features {\n    \
                flags::features!(pub(super) \"features.toml\", crate = ::flags);\n}\n";
    check(
        &Package::with_dependencies("renamed", &facade)
            .file("src/main.rs", &format!("{main}{USE}"))
            .file("features.toml", EVERYTHING),
    );
}

#[test]
fn with_the_facade_reexported() {
    let main = "#![allow(dead_code)]\nmod mine {\n    pub use typed_flags as flags;\n}\n\
                mod my_features {\n    \
                crate::mine::flags::features!(\"features.toml\", crate = crate::mine::flags);\n}\n";
    check(
        &Package::new("reexported")
            .file("src/main.rs", &format!("{main}{USE}"))
            .file("features.toml", EVERYTHING),
    );
}

#[test]
fn with_features_named_like_the_words_of_generated_code() {
    let manifest = "[context]\ntest = [\"condition\", \"rule\"]\nmatcher = [\"is\"]\nrule = [\"none\"]\n\
                    [segments]\nsegment = { test = \"rule\", matcher = { not = \"is\" } }\n\
                    [features.value]\nvariants = [\"ok\", \"none\", \"some\"]\ndefault = \"none\"\n\
                    [features.feature_info]\ndefault = { text = \"a\", index = 1 }\n\
                    [features.text]\nvariants = [\"literal\"]\ndefault = \"literal\"\n\
                    [features.slots]\n[features.boolean]\n[features.group]\n\
                    [features.condition]\nrules = [{ when = { segment = \"segment\" }, rollout = 5 }]\n\
                    [features.operators]\nvariants = [\"a\"]\ndefault = \"a\"\n";
    let run = Package::new("words")
        .file(
            "src/main.rs",
            "#![allow(dead_code)]\nmod my_features {\n    \
             typed_flags::features!(\"features.toml\");\n}\nfn main() {\n    \
             println!(\"{} {:?}\", my_features::VALUE.get(), my_features::FEATURE_INFO.get());\n}\n",
        )
        .file("features.toml", manifest)
        .cargo(&["run"]);
    assert_eq!(run.printed(), "none FeatureInfo { text: \"a\", index: 1 }");
}
