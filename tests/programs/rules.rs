//! A context, segments and rules in real programs, in both forms. Buckets are those of the test vectors
//! for the salt `enable_crazy_feature` (`flags-runtime/tests/data/bucketing-v1.json`).

use crate::lints::{dependencies, with_build_script};
use crate::package::Package;

const MANIFEST: &str = r#"
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

[segments]
staff = { is_staff = true }
german = { any = [{ country = ["DE", "AT"] }, { tags = "german" }] }
beta = { segment = "german", plan = "pro" }

[features.staff_only]
rules = [{ when = { is_staff = true }, serve = true }]

[features.enable_crazy_feature]
rules = [
  { when = { segment = "beta" }, serve = true },
  { rollout = 47.281 },
]

[features.narrow]
rules = [{ rollout = 47.28, salt = "enable_crazy_feature" }]

[features.by_staff]
rules = [{ rollout = 7.294, by = "is_staff", salt = "enable_crazy_feature" }]

[features.button]
variants = ["red", "green", "blue"]
default = "red"
rules = [
  { when = { plan = "free" }, serve = "blue" },
  { split = { green = 50, red = 40, blue = 10 }, salt = "enable_crazy_feature" },
]

[features.limit]
default = 1
rules = [{ when = { seats = { gte = 10, lt = 20 }, score = { not = 0.5 } }, serve = 5 }]
environments.staging = { rules = [{ when = { app_version = { semver = ">=2.1" } }, serve = 9 }] }

[features.bounds]
default = { max = 1, label = "few" }
rules = [
  { when = { joined = { before = 2026-12-01T10:00:00+01:00 } }, serve = { max = 2, label = "more" } },
  { when = { email = { ends-with = "@example.org" }, none = [{ country = { exists = true } }] }, serve = { max = 3, label = "most" } },
]

[features.ramped]
rules = [{ ramp = { from = 2020-01-01T00:00:00Z, to = 2021-01-01T00:00:00Z, start = 0, end = 100 } }]
"#;

const PROGRAM: &str = r#"
mod my_features {
    typed_flags::features!("features.toml");
}
use my_features::*;
use typed_flags::Timestamp;

fn main() {
    let nobody = Context::anonymous();
    let key = String::from("user-42");
    let user = Context::new(key.as_str());

    assert!(!STAFF_ONLY.is_enabled());
    assert!(!STAFF_ONLY.is_enabled_for(&nobody));
    assert!(!STAFF_ONLY.is_enabled_for(&user.clone().is_staff(false)));
    assert!(STAFF_ONLY.is_enabled_for(&user.clone().is_staff(true)));
    assert!(STAFF_ONLY.is_enabled_for(&nobody.clone().is_staff(true)));

    // 47280 is inside 47.281 %, and not inside 47.28 %; 88245 is outside.
    let ada = Context::new("ada@example.org");
    assert!(ENABLE_CRAZY_FEATURE.is_enabled_for(&user));
    assert!(!NARROW.is_enabled_for(&user));
    assert!(!ENABLE_CRAZY_FEATURE.is_enabled_for(&ada));
    assert!(!ENABLE_CRAZY_FEATURE.is_enabled_for(&nobody));
    // The segment of a segment.
    let pro = ada.clone().plan(Plan::Pro);
    assert!(!ENABLE_CRAZY_FEATURE.is_enabled_for(&pro));
    assert!(ENABLE_CRAZY_FEATURE.is_enabled_for(&pro.clone().country("AT")));
    assert!(!ENABLE_CRAZY_FEATURE.is_enabled_for(&pro.clone().country("CH")));
    assert!(ENABLE_CRAZY_FEATURE.is_enabled_for(&pro.tags(&["fast", "german"])));
    // 7293 for `true`.
    assert!(BY_STAFF.is_enabled_for(&nobody.clone().is_staff(true)));
    assert!(!BY_STAFF.is_enabled_for(&user));

    // 34451, 77756 and 93784, in the order of the rule: green, red, blue.
    assert_eq!(BUTTON.get_for(&ada), Button::Green);
    assert_eq!(BUTTON.get_for(&Context::new("a")), Button::Red);
    assert_eq!(BUTTON.get_for(&user), Button::Blue);
    assert_eq!(BUTTON.get_for(&nobody), Button::Red);
    assert_eq!(BUTTON.get_for(&ada.clone().plan(Plan::Free)), Button::Blue);

    let limit = |seats, score, version: &'static str| {
        LIMIT.get_for(&Context::anonymous().seats(seats).score(score).app_version(version))
    };
    print!("{} {} {} ", limit(9, 1.0, "2.1.0-rc.1"), limit(10, 1.0, "2.1.0"), limit(19, 0.5, "3.0.0"));
    println!("{}", limit(20, 1.0, "none"));

    let bounds = |milliseconds| {
        let joined = Timestamp::from_milliseconds(milliseconds);
        BOUNDS.get_for(&Context::anonymous().joined(joined).email("eve@example.org")).label
    };
    assert_eq!(bounds(1_796_115_599_999), "more");
    assert_eq!(bounds(1_796_115_600_000), "most");
    let mallory = Context::anonymous().email("mallory@example.org").country("DE");
    assert_eq!(BOUNDS.get_for(&mallory), Bounds { max: 1, label: "few".into() });
    assert!(!format!("{mallory:?}").contains("mallory"), "{mallory:?}");
    assert!(format!("{mallory:?}").contains("DE"), "{mallory:?}");

    assert!(RAMPED.is_enabled_for(&user));
    assert!(!RAMPED.is_enabled_for(&nobody));

    let owned: Context<'static> = user.is_staff(true).into_owned();
    drop(key);
    assert!(STAFF_ONLY.is_enabled_for(&owned));
    fn sendable<T: Send + Sync + Clone + std::fmt::Debug>(_: &T) {}
    sendable(&owned);

    let attributes: Vec<_> = REGISTRY.attributes().iter().map(|each| each.name()).collect();
    let segments: Vec<_> = REGISTRY.segments().iter().map(|each| each.name()).collect();
    println!("{} {}", attributes.join(","), segments.join(","));
}
"#;

#[track_caller]
fn check(package: Package) {
    let package = package
        .file("features.toml", MANIFEST)
        .file("src/main.rs", PROGRAM);
    let data = "is_staff,country,plan,app_version,seats,score,joined,tags,email staff,german,beta";
    let run = package.cargo(&["run"]);
    assert_eq!(run.printed(), format!("1 5 1 1\n{data}"));
    assert_eq!(run.warnings(), [""; 0]);
    // `2.1.0-rc.1` is below `2.1`, and what is no version is unknown.
    let staging = package.cargo_with(&["run"], &[("FLAGS_ENV", "staging")]);
    assert_eq!(staging.printed(), format!("1 9 9 1\n{data}"));
}

#[test]
fn rules_are_evaluated_as_computed_by_hand() {
    check(Package::new("rules"));
}

#[test]
fn rules_of_a_generated_file_are_evaluated_as_computed_by_hand() {
    check(with_build_script("rules-file", "generate()"));
}

const PATTERN: &str = "[context]\nemail = \"string\"\n[features.insider]\n\
                       rules = [{ when = { email = { matches = '^qa-[0-9]+@' } }, serve = true }]\n";
const ASK: &str = "mod my_features {
    typed_flags::features!(\"features.toml\");
}
use my_features::{Context, INSIDER};
fn main() {
    let ask = |email: &str| INSIDER.is_enabled_for(&Context::anonymous().email(email));
    println!(\"{} {}\", ask(\"qa-7@example.org\"), ask(\"qa-@example.org\"));
}
";

#[track_caller]
fn patterns(name: &str, dependencies: &str, build: bool) -> Package {
    let package = Package::with_dependencies(name, dependencies)
        .file("features.toml", PATTERN)
        .file("src/main.rs", ASK);
    if build {
        package.file("build.rs", "fn main() {\n    flags_build::generate();\n}\n")
    } else {
        package
    }
}

#[test]
fn a_pattern_needs_its_cargo_feature() {
    let facade = Package::dependency("typed-flags", ", features = [\"macros\"]");
    let run = patterns("no-matches", &facade, false).cargo(&["check"]);
    assert_eq!(
        run.errors(),
        [
            "error: feature `insider`: rule 1: `when.email.matches`: `^qa-[0-9]+@` cannot be matched \
             without the Cargo feature `matches` of typed-flags"
        ]
    );
    assert!(
        run.stderr.contains("--> features.toml:4:41"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_pattern_is_matched_with_its_cargo_feature() {
    let with = ", features = [\"macros\", \"matches\"]";
    let facade = Package::dependency("typed-flags", with);
    let run = patterns("matches", &facade, false).cargo(&["run"]);
    assert_eq!(run.printed(), "true false");
    // A build script that cannot read the rule leaves it to the macro.
    let run = patterns("matches-file", &dependencies(with), true).cargo(&["run"]);
    assert_eq!(run.printed(), "true false");
}

#[test]
fn a_generated_file_with_a_pattern_needs_the_cargo_feature_of_the_facade() {
    let dependencies = dependencies(", features = [\"macros\"]").replace(
        "/flags-build\" }",
        "/flags-build\", features = [\"matches\"] }",
    );
    let run = patterns("matches-file-only", &dependencies, true).cargo(&["check"]);
    assert!(!run.success);
    let words = "needs the Cargo feature `matches` of typed-flags";
    assert!(run.stderr.contains(words), "{}", run.stderr);
}
