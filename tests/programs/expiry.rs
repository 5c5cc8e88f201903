//! A program on both sides of a feature's last day.

use crate::package::Package;

const MAIN: &str = "mod my_features {
    typed_flags::features!(\"features.toml\");
}
use my_features::NEW_CHECKOUT;
fn main() {
    println!(\"{}\", NEW_CHECKOUT.is_enabled());
}
";
const EXPIRING: &str = "[features.new_checkout]\nowner = \"web\"\nexpires = 2026-06-30\n";
const WARNING: &str = "use of deprecated constant `my_features::NEW_CHECKOUT`: feature \
                       `new_checkout` expired on 2026-06-30 (owner web, features.toml:1)";

#[test]
fn f10_a_feature_warns_after_its_last_day_and_the_variable_alone_rebuilds() {
    let package = Package::new("expiry")
        .file("src/main.rs", MAIN)
        .file("features.toml", EXPIRING);
    let on = |day| package.cargo_with(&["check"], &[("FEATURES_TODAY", day)]);
    assert_eq!(on("2026-06-30").warnings(), [""; 0]);
    // The import, and the use.
    assert_eq!(on("2026-07-01").warnings(), [WARNING, WARNING]);
    assert_eq!(on("2026-06-30").warnings(), [""; 0]);
}

#[test]
fn f10_an_expired_feature_is_silent_where_the_policy_allows_it() {
    let run = Package::new("expiry-allowed")
        .file("src/main.rs", MAIN)
        .file(
            "features.toml",
            &format!("[policy]\nexpired = \"allow\"\n\n{EXPIRING}"),
        )
        .cargo_with(&["check"], &[("FEATURES_TODAY", "2026-07-01")]);
    assert_eq!(run.warnings(), [""; 0]);
}

#[test]
fn f10_an_old_build_stays_as_it_was() {
    let package = Package::new("expiry-epoch")
        .file("src/main.rs", MAIN)
        .file("features.toml", EXPIRING);
    // 2026-06-30T23:59:59Z, and one second later; an empty `FEATURES_TODAY` is none.
    let at = |seconds| {
        let variables = [("FEATURES_TODAY", ""), ("SOURCE_DATE_EPOCH", seconds)];
        package.cargo_with(&["check"], &variables)
    };
    assert_eq!(at("1782863999").warnings(), [""; 0]);
    assert_eq!(at("1782864000").warnings(), [WARNING, WARNING]);
}

#[test]
fn a_day_that_is_none_is_refused() {
    let run = Package::new("expiry-day")
        .file("src/main.rs", MAIN)
        .file("features.toml", EXPIRING)
        .cargo_with(&["check"], &[("FEATURES_TODAY", "30.6.2026")]);
    assert!(!run.success);
    let words = "`FEATURES_TODAY` must be a day such as `2026-11-22`, found `30.6.2026`";
    assert!(run.stderr.contains(words), "{}", run.stderr);
}
