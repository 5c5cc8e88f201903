//! What the compiler warns of: features that are never used, and nothing else.

use crate::package::Package;

/// Every kind of item that is generated.
pub(crate) const EVERYTHING: &str = r#"
[context]
is_staff = "bool"
country = "string"
plan = ["free", "pro"]
app_version = "semver"
seats = "integer"
score = "float"
joined = "datetime"
tags = "strings"
email = { type = "string", private = true }
# Names of methods that Rust's conventions give another meaning.
add = "integer"
as_seen = "bool"
default = "bool"
from_where = "string"
into = "string"
value = "string"
environment = "string"

[segments]
staff = { is_staff = true }
beta = { any = [{ segment = "staff" }, { country = ["DE", "AT"], plan = "pro" }] }

[features.used]
description = "Is used, [unlike] <b>others</b> at http://example.com, by `someone`."
owner = "web"
kind = "release"
created = 2026-01-01
expires = 2027-06-30
issue = "WEB-12"
environments.testing = true

[features.unused]
needs = ["used"]
rules = [
  { when = { segment = "staff", seats = { gte = 10, lt = 20 } }, serve = true },
  { when = { app_version = { semver = ">=2.1" }, tags = ["a", "b"] }, rollout = 25, by = "country" },
  { ramp = { from = 2026-12-01T09:00:00Z, to = 2026-12-08T09:00:00Z, start = 0, end = 100 } },
]

[features.unusedCamel]
provider-key = "unused.camel"

[features.unused_variants]
variants = ["red", "dark-blue"]
default = "red"
environments.testing = "dark-blue"
environments.staging = { rules = [{ when = { none = [{ plan = "free" }] }, split = { red = 50, dark-blue = 50 } }] }

[features.unused_outcome]
variants = ["ok", "err", "form", "all", "data", "type", "item", "output", "none"]
default = "ok"

[features.unused_number]
default = 1234567
range = [0, 12345678]
rules = [{ when = { score = { not = 0.5 }, joined = { before = 2026-12-01T09:00:00Z } }, serve = 2345678 }]

[features.unused_float]
default = 0.000001

[features.unused_text]
default = "some\ntext"

[features.unused_table]
default = { max = 50, label = "x", type = "y", list = ["a"], inner = { on = true } }

[features.unused_frozen]
default = true
frozen = true

[retired]
power_peg = { on = 2026-03-01, value = true, reason = "rolled out" }
old_colour = { on = 2026-03-01, value = "a", variants = ["a", "b"] }
"#;

const STRICT: &str = "#![deny(warnings, missing_docs, unreachable_pub, clippy::pedantic)]\n";

const UNUSED: [&str; 9] = [
    "constant `UNUSED` is never used",
    "constant `UNUSED_CAMEL` is never used",
    "constant `UNUSED_VARIANTS` is never used",
    "constant `UNUSED_OUTCOME` is never used",
    "constant `UNUSED_NUMBER` is never used",
    "constant `UNUSED_FLOAT` is never used",
    "constant `UNUSED_TEXT` is never used",
    "constant `UNUSED_TABLE` is never used",
    "constant `UNUSED_FROZEN` is never used",
];

const ONE_USED: &str = "mod my_features {
    typed_flags::features!(\"features.toml\");
}
fn main() {
    println!(\"{}\", my_features::USED.is_enabled());
}
";

#[test]
fn f10_only_unused_features_warn() {
    let package = Package::new("unused")
        .file("src/main.rs", ONE_USED)
        .file("features.toml", EVERYTHING);
    let run = package.cargo(&["check"]);
    assert_eq!(run.warnings(), UNUSED);
    // Each points at the user's path literal.
    assert_eq!(run.stderr.matches("src/main.rs:2:28").count(), UNUSED.len());
}

#[test]
fn f10_only_unused_features_warn_in_a_generated_file() {
    let run = with_build_script("unused-file", "generate()")
        .file("src/main.rs", ONE_USED)
        .file("features.toml", EVERYTHING)
        .cargo(&["check"]);
    assert_eq!(run.warnings(), UNUSED);
    // Each points at the generated constant.
    assert_eq!(
        run.stderr.matches("typed-flags+features.toml.rs:").count(),
        UNUSED.len()
    );
}

#[test]
fn a_wrapping_macro_keeps_the_warnings() {
    let run = Package::new("wrapped")
        .file(
            "src/main.rs",
            "macro_rules! wrap { ($path:literal) => { typed_flags::features!($path); } }
mod my_features {
    wrap!(\"features.toml\");
}
fn main() {}
",
        )
        .file("features.toml", "[features.unused]\n")
        .cargo(&["check"]);
    assert_eq!(run.warnings(), ["constant `UNUSED` is never used"]);
}

#[test]
fn without_a_path_nothing_warns() {
    let run = Package::new("no-path")
        .file(
            "src/main.rs",
            "mod my_features {\n    typed_flags::features!();\n}\nfn main() {}\n",
        )
        .file("features.toml", EVERYTHING)
        .cargo(&["check"]);
    assert_eq!(run.warnings(), [""; 0]);
}

#[test]
fn strict_lints_are_silent_in_a_program() {
    let uses = "use my_features::{UNUSED, UNUSED_CAMEL, UNUSED_FLOAT, UNUSED_FROZEN, UNUSED_NUMBER, UNUSED_OUTCOME, UNUSED_TABLE, \
                UNUSED_TEXT, UNUSED_VARIANTS, USED};\n";
    let main = "fn main() {
    println!(\"{} {} {}\", USED.is_enabled(), UNUSED.is_enabled(), UNUSED_FROZEN.is_enabled());
    println!(\"{} {} {}\", UNUSED_NUMBER.get(), UNUSED_OUTCOME.get(), UNUSED_CAMEL.is_enabled());
    println!(\"{}\", UNUSED_FLOAT.get());
    println!(\"{} {} {:?}\", UNUSED_TEXT.get(), UNUSED_VARIANTS.get(), UNUSED_TABLE.get());
}\n";
    let module = "mod my_features {\n    typed_flags::features!(\"features.toml\");\n}\n";
    let source = format!("//! Docs.\n{STRICT}\n{module}{uses}{main}");
    strict("strict-program", "src/main.rs", &source, "generate()");
}

#[test]
fn strict_lints_are_silent_in_a_library() {
    let source = format!(
        "//! Docs.\n{STRICT}\n/// Docs.\npub mod my_features {{\n    \
         typed_flags::features!(pub \"features.toml\");\n}}\n"
    );
    let call = "Builder::new().visibility(\"pub\").generate()";
    strict("strict-library", "src/lib.rs", &source, call);
    // Public items that nobody can reach.
    let source = format!(
        "//! Docs.\n{STRICT}#![allow(dead_code)]\nmod my_features {{\n    \
         typed_flags::features!(pub \"features.toml\");\n}}\n"
    );
    strict("strict-unreachable", "src/lib.rs", &source, call);
}

/// Both forms, by rustc and, where it is installed, by clippy.
#[track_caller]
#[expect(clippy::print_stderr, reason = "a test that checks less says so")]
fn strict(name: &str, path: &str, source: &str, call: &str) {
    let packages = [
        Package::new(name),
        with_build_script(&format!("{name}-file"), call),
    ];
    for package in packages {
        let package = package.file(path, source).file("features.toml", EVERYTHING);
        assert_eq!(package.cargo(&["check"]).warnings(), [""; 0]);
        if package.cargo(&["clippy", "--version"]).success {
            assert_eq!(package.cargo(&["clippy"]).warnings(), [""; 0]);
        } else {
            eprintln!("clippy is not installed: {name} is compiled only");
        }
    }
}

/// With a build script that makes this call to `flags_build`.
pub(crate) fn with_build_script(name: &str, call: &str) -> Package {
    Package::with_dependencies(name, &dependencies(", features = [\"macros\"]")).file(
        "build.rs",
        &format!("//! Docs.\nfn main() {{\n    flags_build::{call};\n}}\n"),
    )
}

/// The façade with more behind it, and `flags-build` for the build script.
pub(crate) fn dependencies(more: &str) -> String {
    let workspace = env!("CARGO_MANIFEST_DIR");
    format!(
        "{}\n[build-dependencies]\nflags-build = {{ path = \"{workspace}/flags-build\" }}\n",
        Package::dependency("typed-flags", more)
    )
}
