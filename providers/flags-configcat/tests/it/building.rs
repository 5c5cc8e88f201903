//! What is said before there is a provider.

use expect_test::{Expect, expect};
use flags_configcat::{Builder, ConfigCatProvider, Settings};

use crate::world::KEY;

#[track_caller]
fn check(builder: Builder, expected: Expect) {
    expected.assert_eq(&builder.build().unwrap_err().to_string());
}

#[test]
fn a_missing_key() {
    check(
        ConfigCatProvider::builder(""),
        expect![
            "you must supply a valid ConfigCat SDK key: it is empty; copy it from https://app.configcat.com/sdkkey"
        ],
    );
}

#[test]
fn a_malformed_key_is_not_quoted() {
    let expected = expect![
        "you must supply a valid ConfigCat SDK key: expected `configcat-sdk-1/` and two parts of 22 characters with a `/` between them, as on https://app.configcat.com/sdkkey"
    ];
    check(ConfigCatProvider::builder("SECRET"), expected);
}

#[test]
fn a_key_of_the_proxy_needs_its_address() {
    let expected = expect![
        "you must supply a valid ConfigCat SDK key: it is a key of ConfigCat's proxy, whose address `base_url` must say"
    ];
    check(ConfigCatProvider::builder("configcat-proxy/one"), expected);
    let builder = ConfigCatProvider::builder("configcat-proxy/one");
    drop(builder.base_url("http://127.0.0.1:9").build().unwrap());
}

#[test]
fn both_forms_of_a_key_are_valid() {
    let old = KEY.strip_prefix("configcat-sdk-1/").unwrap();
    for key in [KEY, old] {
        let builder = ConfigCatProvider::builder(key).base_url("http://127.0.0.1:9");
        drop(builder.manual().build().unwrap());
    }
}

#[test]
fn an_address_that_is_none() {
    check(
        ConfigCatProvider::builder(KEY).base_url("nonsense"),
        expect!["the address cannot be used: it is no URL"],
    );
}

#[test]
fn certificates_that_are_none() {
    let builder = ConfigCatProvider::builder(KEY).http(Settings::new().root_certificates("x"));
    let message = builder.build().unwrap_err().to_string();
    assert!(message.contains("PEM"), "{message}");
}

#[test]
fn a_text_that_is_none() {
    check(
        ConfigCatProvider::text("<html>"),
        expect![
            "the config JSON is refused: it is no config JSON: expected value at line 1 column 1"
        ],
    );
}

#[test]
fn a_missing_file() {
    let message = ConfigCatProvider::file("nowhere/config.json")
        .build()
        .unwrap_err()
        .to_string();
    assert!(message.starts_with("the config JSON `/"), "{message}");
    assert!(
        message.ends_with("nowhere/config.json` cannot be used: it is not there"),
        "{message}"
    );
}
