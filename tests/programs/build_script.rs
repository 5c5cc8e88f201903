//! The form with a build script.

use crate::lints::{dependencies, with_build_script};
use crate::package::Package;

const MANIFEST: &str = r#"
[registry]
name = "shop"

[features.new_checkout]
description = "Serves the new checkout page."
environments.testing = true

[features.checkout_button]
variants = ["red", "dark-blue"]
default = "red"

[features.max_upload_mb]
default = 25
range = [1, 500]

[features.search_limits]
default = { max_results = 50, label = "x", list = [1, 2], inner = { on = true } }

[features.new_kernel]
default = true
frozen = true

[retired]
power_peg = { on = 2026-03-01, value = true }
"#;

/// Uses every name that is generated.
const PROGRAM: &str = r#"
mod my_features {
    typed_flags::features!("features.toml");
}
use my_features::*;
use std::str::FromStr;
use typed_flags::{EvaluationContext, Feature, FeatureInfo, Frozen, List, Provider, Registry, Text};

fn main() {
    const _: Feature<bool> = NEW_CHECKOUT;
    const _: Feature<i64> = MAX_UPLOAD_MB;
    const _: Frozen<bool> = NEW_KERNEL;
    let _ = POWER_PEG;
    let limits: SearchLimits = SEARCH_LIMITS.get();
    let SearchLimits { max_results, label, list, inner: SearchLimitsInner { on } } = limits.clone();
    let (_, _, _, _): (i64, Text, List<i64>, bool) = (max_results, label, list, on);
    let registry: &'static Registry = &REGISTRY;
    let features: &'static [FeatureInfo] = &FEATURES;
    println!("{} {} {:?}", registry.name(), features.len(), limits);
    for button in CheckoutButton::ALL {
        assert_eq!(CheckoutButton::from_str(button.as_str()).unwrap(), *button);
        assert_eq!(button.to_string(), button.as_str());
    }
    for key in Key::ALL {
        print!("{key}={} ", key.info().line());
    }
    let key = String::from("user-42");
    let borrowed = Context::new(key.as_str());
    let owned: Context<'static> = borrowed.clone().into_owned();
    drop(key);
    assert_eq!(owned.targeting_key(), Some("user-42"));
    assert_eq!(EvaluationContext::targeting_key(&Context::anonymous()), None);
    println!("{:?}", Key::NewCheckout);
    let values = Values { new_checkout: true, ..Values::declared() };
    assert_ne!(values, Values::declared());
    assert_eq!(values.clone(), values);
    assert_eq!(Values::declared_in("testing"), Some(values.clone()));
    assert_eq!(Values::declared_in("moon"), None);
    println!("{values:?}");
    println!("{}", values.name());
    let _ = typed_flags::set_provider(values);
    println!("{} {}", NEW_CHECKOUT.is_enabled_for(&owned), CHECKOUT_BUTTON.get());
    serde();
}
"#;

const NO_SERDE: &str = "fn serde() {}\n";
const SERDE: &str = r##"
fn serde() {
    let values: Values = serde_json::from_str(
        r#"{ "checkout_button": "dark-blue", "max_upload_mb": 500,
             "search_limits": { "max_results": 1, "label": "y", "list": [], "inner": { "on": false } } }"#,
    ).unwrap();
    assert_eq!(values.checkout_button, CheckoutButton::DarkBlue);
    assert_eq!((values.new_checkout, values.max_upload_mb), (false, 500));
    assert_eq!(serde_json::to_string(&values.checkout_button).unwrap(), "\"dark-blue\"");
    let text = serde_json::to_string(&values.search_limits).unwrap();
    assert_eq!(text, r#"{"max_results":1,"label":"y","list":[],"inner":{"on":false}}"#);
    assert_eq!(serde_json::from_str::<SearchLimits>(&text).unwrap(), values.search_limits);
    let error = |text| serde_json::from_str::<Values>(text).unwrap_err().to_string();
    for (text, words) in [
        (r#"{ "moon": 1 }"#, "unknown feature `moon` of `shop`"),
        (r#"{ "max_upload_mb": 501 }"#, "from 1 to 500, found 501"),
        (r#"{ "max_upload_mb": "a" }"#, "must be an integer"),
        (r#"{ "checkout_button": "pink" }"#, "one of `red`, `dark-blue`"),
        (r#"{ "new_kernel": false }"#, "frozen: its value is decided at build"),
    ] {
        assert!(error(text).contains(words), "{}", error(text));
    }
}
"##;

const PRINTED: &str = "\
shop 5 SearchLimits { max_results: 50, label: \"x\", list: [1, 2], inner: SearchLimitsInner { on: true } }
new_checkout=5 checkout_button=9 max_upload_mb=13 search_limits=17 new_kernel=20 Key(\"new_checkout\")
Values { new_checkout: true, checkout_button: \"red\", max_upload_mb: 25, search_limits: \
{ max_results = 50, label = \"x\", list = [1, 2], inner = { on = true } } }
values
true red";

#[track_caller]
fn check(package: Package, serde: &str) {
    let run = package
        .file("features.toml", MANIFEST)
        .file("src/main.rs", &format!("{PROGRAM}{serde}"))
        .cargo(&["run"]);
    assert_eq!(run.printed(), PRINTED);
    assert_eq!(run.warnings(), [""; 0]);
}

#[test]
fn both_forms_give_one_api() {
    check(Package::new("api"), NO_SERDE);
    check(with_build_script("api-file", "generate()"), NO_SERDE);
}

#[test]
fn both_forms_give_one_api_with_serde() {
    let features = ", features = [\"macros\", \"serde\"]";
    let json = "serde_json = \"1\"\n";
    let facade = Package::dependency("typed-flags", features);
    check(
        Package::with_dependencies("api-serde", &format!("{facade}{json}")),
        SERDE,
    );
    let package = Package::with_dependencies(
        "api-serde-file",
        &format!("{json}{}", dependencies(features)),
    )
    .file("build.rs", "fn main() {\n    flags_build::generate();\n}\n");
    check(package, SERDE);
}

const MAIN: &str = "mod my_features {
    typed_flags::features!(\"features.toml\");
}
fn main() {
    println!(\"{}\", my_features::MAX_UPLOAD_MB.get());
}
";

#[test]
fn f07_an_edit_of_only_the_toml_rebuilds_the_generated_file() {
    let package = with_build_script("rebuild-file", "generate()")
        .file("src/main.rs", MAIN)
        .file("features.toml", "[features.max_upload_mb]\ndefault = 25\n");
    assert_eq!(package.cargo(&["run"]).printed(), "25");
    package.edit("features.toml", "[features.max_upload_mb]\ndefault = 26\n");
    assert_eq!(package.cargo(&["run"]).printed(), "26");
    package.edit(
        "features.toml",
        "[features.max_upload_mb]\ndefault = 26\ncolour = 1\n",
    );
    let broken = package.cargo(&["run"]);
    assert!(!broken.success);
    // Once, at the macro call.
    assert_eq!(broken.errors().len(), 1, "{}", broken.stderr);
    assert!(
        broken.stderr.contains("--> features.toml:3:1"),
        "{}",
        broken.stderr
    );
    assert!(
        broken.stderr.contains("--> src/main.rs:2:28"),
        "{}",
        broken.stderr
    );
    package.edit("features.toml", "[features.max_upload_mb]\ndefault = 27\n");
    assert_eq!(package.cargo(&["run"]).printed(), "27");
}

/// A build script that alters what was generated.
#[track_caller]
fn refused(name: &str, from: &str, to: &str, words: &str) {
    let build = format!(
        "fn main() {{
    flags_build::generate();
    let file = std::path::Path::new(&std::env::var_os(\"OUT_DIR\").unwrap())
        .join(\"typed-flags+features.toml.rs\");
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains({from:?}));
    std::fs::write(&file, text.replace({from:?}, {to:?})).unwrap();
}}
"
    );
    let run = with_build_script(name, "generate()")
        .file("build.rs", &build)
        .file("src/main.rs", MAIN)
        .file("features.toml", "[features.max_upload_mb]\ndefault = 25\n")
        .cargo(&["check"]);
    assert!(!run.success);
    assert!(run.stderr.contains("is stale: "), "{}", run.stderr);
    assert!(run.stderr.contains(words), "{}", run.stderr);
    assert_eq!(run.errors().len(), 1, "{}", run.stderr);
}

#[test]
fn a_file_of_another_text_is_refused() {
    refused(
        "stale-content",
        "// content: ",
        "// content: 0",
        "`features.toml` has changed since; build again",
    );
}

#[test]
fn a_file_of_another_version_is_refused() {
    refused(
        "stale-version",
        "// generated by flags-build: ",
        "// generated by flags-build: 9",
        "give `flags-build` in [build-dependencies] the version of `typed-flags`",
    );
}

#[test]
fn a_file_of_another_visibility_is_refused() {
    refused(
        "stale-visibility",
        "// visibility: pub(crate)",
        "// visibility: pub",
        "it has `pub` items and `features!` asks for `pub(crate)`",
    );
}
