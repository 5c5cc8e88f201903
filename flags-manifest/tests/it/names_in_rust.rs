//! From a key to the names in Rust and in the environment.

use flags_manifest::model::{Feature, FieldType, Type};
use flags_manifest::names::{camel, screaming, snake, variable};
use flags_manifest::parse;

#[track_caller]
fn check(key: &str, constant: &str, key_variant: &str, field: &str) {
    let feature = only(&format!("[features.\"{key}\"]\n"));
    assert_eq!(feature.key, key);
    assert_eq!(feature.constant, constant);
    assert_eq!(feature.key_variant, key_variant);
    assert_eq!(feature.field, field);
}

#[track_caller]
fn only(text: &str) -> Feature {
    let parsed = parse(text);
    assert_eq!(parsed.diagnostics, []);
    let mut features = parsed.manifest.features;
    assert_eq!(features.len(), 1);
    features.remove(0)
}

#[test]
fn underscores_dashes_dots_and_capitals_divide_words() {
    check(
        "new_checkout",
        "NEW_CHECKOUT",
        "NewCheckout",
        "new_checkout",
    );
    check(
        "new-checkout",
        "NEW_CHECKOUT",
        "NewCheckout",
        "new_checkout",
    );
    check(
        "new.checkout",
        "NEW_CHECKOUT",
        "NewCheckout",
        "new_checkout",
    );
    check("newCheckout", "NEW_CHECKOUT", "NewCheckout", "new_checkout");
    check("NewCheckout", "NEW_CHECKOUT", "NewCheckout", "new_checkout");
    check(
        "NEW_CHECKOUT",
        "NEW_CHECKOUT",
        "NewCheckout",
        "new_checkout",
    );
    check(
        "new--checkout_",
        "NEW_CHECKOUT",
        "NewCheckout",
        "new_checkout",
    );
}

#[test]
fn abbreviations_and_digits() {
    check(
        "newHTTPServer",
        "NEW_HTTP_SERVER",
        "NewHttpServer",
        "new_http_server",
    );
    check("v2Checkout", "V2_CHECKOUT", "V2Checkout", "v2_checkout");
    check("top10", "TOP10", "Top10", "top10");
    check("a", "A", "A", "a");
}

#[test]
fn keywords_are_escaped_as_fields() {
    check("type", "TYPE", "Type", "r#type");
    check("gen", "GEN", "Gen", "r#gen");
}

#[test]
fn constant_names_the_rest_as_well() {
    let feature = only("[features.self]\nconstant = \"SELF_SERVICE\"\n");
    assert_eq!(feature.constant, "SELF_SERVICE");
    assert_eq!(feature.key_variant, "SelfService");
    assert_eq!(feature.field, "self_service");
}

#[test]
fn nested_tables_append_the_name_of_the_field() {
    let feature = only("[features.search]\ndefault = { rate-limit = { type = [1.5] } }\n");
    let Type::Table(outer) = feature.ty else {
        panic!("a table");
    };
    assert_eq!(outer.type_name, "Search");
    assert_eq!(outer.fields[0].name, "rate-limit");
    assert_eq!(outer.fields[0].rust_name, "rate_limit");
    let FieldType::Table(inner) = &outer.fields[0].ty else {
        panic!("a table");
    };
    assert_eq!(inner.type_name, "SearchRateLimit");
    assert_eq!(inner.fields[0].rust_name, "r#type");
}

#[test]
fn type_name_names_the_type_alone() {
    let text = "[features.a]\nvariants = [\"x\"]\ndefault = \"x\"\ntype-name = \"Colour\"\n";
    let feature = only(text);
    assert_eq!(feature.constant, "A");
    let Type::Variants(set) = feature.ty else {
        panic!("variants");
    };
    assert_eq!(set.type_name, "Colour");
}

#[test]
fn conversions() {
    assert_eq!(screaming("new-checkout"), "NEW_CHECKOUT");
    assert_eq!(snake("newCheckout"), "new_checkout");
    assert_eq!(camel("new_checkout"), "NewCheckout");
    assert_eq!(variable("shop.new-checkout"), "FLAGS_SHOP_NEW_CHECKOUT");
}

#[test]
fn conversions_of_nothing() {
    assert_eq!(screaming(""), "");
    assert_eq!(camel("--"), "");
    assert_eq!(snake("ä"), "");
}
