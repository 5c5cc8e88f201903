//! What `cargo test` says of the tests that the attributes make.

use crate::package::{Package, Run};

const SHOP: &str = "[features.crazy]\nneeds = [\"!maintenance\"]\n[features.maintenance]\n\
                    [features.button]\nvariants = [\"red\", \"blue\"]\ndefault = \"blue\"\n\
                    [features.limit]\ndefault = 25\n";

const MODULE: &str = "pub mod shop {\n    typed_flags::features!(pub \"features.toml\");\n}\n";

fn package(name: &str, tests: &str) -> Package {
    Package::new(name)
        .file("features.toml", SHOP)
        .file("src/lib.rs", &format!("{MODULE}{tests}"))
}

/// Names of the tests with what became of them.
fn results(run: &Run) -> Vec<&str> {
    let lines = run.stdout.lines();
    let mut results: Vec<_> = lines
        .filter_map(|line| line.strip_prefix("test "))
        .filter(|line| !line.starts_with("result"))
        .collect();
    results.sort_unstable();
    results
}

#[test]
fn each_combination_is_a_test_and_one_that_fails_prints_its_features() {
    let tests = "
#[typed_flags::feature_matrix(shop::MAINTENANCE, shop::BUTTON)]
#[test]
fn page() {
    assert!(shop::MAINTENANCE.is_enabled() || shop::BUTTON.get() == shop::Button::Blue);
}

#[typed_flags::feature_matrix(shop::LIMIT = [1, 500])]
#[test]
fn upload() -> Result<(), String> {
    if shop::LIMIT.get() < 500 { Ok(()) } else { Err(\"too large\".to_owned()) }
}

#[typed_flags::feature_matrix(shop::BUTTON)]
#[test]
#[ignore]
fn passed_over() {
    panic!();
}
";
    let run = package("matrix-fails", tests).cargo(&["test", "--lib"]);
    assert!(!run.success);
    assert_eq!(
        results(&run),
        [
            "page::maintenance_off__button_blue ... ok",
            "page::maintenance_off__button_red ... FAILED",
            "page::maintenance_on__button_blue ... ok",
            "page::maintenance_on__button_red ... ok",
            "passed_over::button_blue ... ignored",
            "passed_over::button_red ... ignored",
            "upload::limit_1 ... ok",
            "upload::limit_500 ... FAILED",
        ]
    );
    for told in [
        "with features shop::MAINTENANCE = false, shop::BUTTON = shop::Button::Red\n",
        "with features shop::LIMIT = 500\n",
    ] {
        assert!(run.stdout.contains(told), "{}", run.stdout);
    }
    assert_eq!(run.stdout.matches("with features").count(), 2);
}

#[test]
fn a_combination_that_needs_rule_out_is_no_test() {
    let tests = "
#[typed_flags::feature_matrix(shop::CRAZY, shop::MAINTENANCE, mode = \"all\")]
#[test]
fn page() {}
";
    let run = package("matrix-needs", tests).cargo(&["test", "--lib"]);
    run.printed();
    assert_eq!(
        results(&run),
        [
            "page::crazy_off__maintenance_off ... ok",
            "page::crazy_off__maintenance_on ... ok",
            "page::crazy_on__maintenance_off ... ok",
        ]
    );
}

/// rustc has made a test of the function by then, which runs with nothing overridden.
#[test]
fn below_test_it_runs_once_more_as_it_is() {
    let tests = "
#[test]
#[typed_flags::feature_matrix(shop::MAINTENANCE)]
fn page() {}
";
    let run = package("matrix-below", tests).cargo(&["test", "--lib"]);
    run.printed();
    assert_eq!(
        results(&run),
        [
            "page ... ok",
            "page::maintenance_off ... ok",
            "page::maintenance_on ... ok",
        ]
    );
}

#[test]
fn an_edit_of_the_manifest_is_an_edit_of_the_tests() {
    let package = package(
        "matrix-edit",
        "
#[cfg(test)]
mod tests {
    use super::shop;

    #[typed_flags::feature_matrix(shop::BUTTON)]
    #[test]
    fn page() {}
}
",
    );
    assert_eq!(results(&package.cargo(&["test", "--lib"])).len(), 2);
    package.edit(
        "features.toml",
        &SHOP.replace("\"red\", ", "\"red\", \"green\", "),
    );
    assert_eq!(results(&package.cargo(&["test", "--lib"])).len(), 3);
}

#[test]
fn features_of_another_manifest_fail_the_test() {
    let tests = "
#[typed_flags::feature_matrix(shop::MAINTENANCE, manifest = \"other.toml\")]
#[test]
fn page() {}
";
    let run = package("matrix-other", tests)
        .file("other.toml", "[features.maintenance]\n")
        .cargo(&["test", "--lib"]);
    assert!(!run.success);
    let told = "`feature_matrix` read `other.toml`, but `MAINTENANCE` comes from `features.toml` of \
                registry `matrix-other`, which is another file: name that file with `manifest = \"…\"`, \
                or write the values to try: `MAINTENANCE = […]`";
    assert!(run.stdout.contains(told), "{}", run.stdout);
}

#[test]
fn a_manifest_that_is_not_there() {
    let tests = "
#[typed_flags::feature_matrix(shop::MAINTENANCE, manifest = \"feature.toml\")]
#[test]
fn page() {}
";
    let run = package("matrix-missing", tests).cargo(&["check"]);
    let [error] = run.errors()[..] else {
        panic!("{}", run.stderr);
    };
    let end = "feature.toml` does not exist: did you mean `features.toml`, which is beside it?";
    assert!(error.ends_with(end), "{error}");
}

#[test]
fn values_of_a_feature_that_has_no_such_feature() {
    let tests = "
#[typed_flags::feature_matrix(shop::LIMIT, theirs::LIMIT = [1], shop::BUTTON = [1, 2])]
#[test]
fn page() {}
";
    let run = package("matrix-values", tests).cargo(&["check", "--tests"]);
    assert_eq!(
        run.errors(),
        [
            "error: feature `limit` is an integer, so write the values to try: \
             `shop::LIMIT = [25, …]`"
        ]
    );
    let tests = tests.replace("shop::LIMIT, theirs::LIMIT = [1], ", "");
    let run = package("matrix-types", &tests).cargo(&["check", "--tests"]);
    assert_eq!(run.errors(), ["error[E0308]: mismatched types"]);
}

/// Nothing that the attributes make depends on names around it, and no lint speaks of it.
#[test]
fn strict_lints_are_silent_and_no_name_is_needed() {
    let source = "#![no_implicit_prelude]
#![deny(warnings, unused_qualifications, missing_docs, unreachable_pub)]
#![deny(clippy::pedantic)]
//! Docs.

#[cfg(test)]
mod tests {
    mod typed_flags {}
    mod core {}
    mod shop {
        ::typed_flags::features!(\"features.toml\");
    }
    use shop::{BUTTON, Button, CRAZY, LIMIT, MAINTENANCE};

    #[::typed_flags::with_features(CRAZY = true, BUTTON = Button::Red)]
    #[test]
    fn one() {
        ::std::assert!(CRAZY.is_enabled());
        ::std::assert_eq!(LIMIT.get(), 25);
    }

    #[::typed_flags::with_features(MAINTENANCE = true)]
    async fn later() -> ::std::primitive::bool {
        MAINTENANCE.is_enabled()
    }

    #[test]
    fn a_future() {
        ::std::mem::drop(later());
    }

    #[::typed_flags::feature_matrix(CRAZY, MAINTENANCE, BUTTON, LIMIT = [1, 2])]
    #[test]
    fn many() -> ::std::result::Result<(), ::std::string::String> {
        ::std::assert_eq!(CRAZY.evaluate().reason(), ::typed_flags::Reason::Override);
        if LIMIT.get() > 2 {
            return ::std::result::Result::Err(::std::string::String::new());
        }
        ::std::result::Result::Ok(())
    }
}
";
    let package = Package::new("matrix-strict")
        .file("features.toml", SHOP)
        .file("src/lib.rs", source);
    let run = package.cargo(&["test", "--lib"]);
    run.printed();
    assert_eq!(run.warnings(), [""; 0]);
    if package.cargo(&["clippy", "--version"]).success {
        let run = package.cargo(&["clippy", "--tests"]);
        assert_eq!(run.warnings(), [""; 0]);
    }
}

#[test]
fn with_the_facade_renamed() {
    let facade = Package::dependency(
        "flags",
        ", package = \"typed-flags\", features = [\"macros\"]",
    );
    let source = "pub mod shop {\n    flags::features!(pub \"features.toml\", crate = ::flags);\n}
#[flags::with_features(shop::CRAZY = true, crate = flags)]
#[test]
fn one() {
    assert!(shop::CRAZY.is_enabled());
}

#[flags::feature_matrix(shop::CRAZY, crate = ::flags)]
#[test]
fn many() {}
";
    let run = Package::with_dependencies("matrix-renamed", &facade)
        .file("features.toml", SHOP)
        .file("src/lib.rs", source)
        .cargo(&["test", "--lib"]);
    run.printed();
    assert_eq!(
        results(&run),
        [
            "many::crazy_off ... ok",
            "many::crazy_on ... ok",
            "one ... ok"
        ]
    );
}
