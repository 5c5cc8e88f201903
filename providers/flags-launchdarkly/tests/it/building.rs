//! What is said before there is a provider.

use std::time::Duration;

use expect_test::{Expect, expect};
use flags_launchdarkly::{Builder, Endpoints, LaunchDarklyProvider};

use crate::world::KEY;

#[track_caller]
fn check(builder: Builder, expected: Expect) {
    expected.assert_eq(&builder.build().unwrap_err().to_string());
}

#[test]
fn a_missing_key() {
    check(
        LaunchDarklyProvider::builder(""),
        expect![
            "you must supply a valid LaunchDarkly SDK key: it is empty; copy it from the settings of the environment on https://app.launchdarkly.com"
        ],
    );
}

#[test]
fn a_malformed_key_is_not_quoted() {
    check(
        LaunchDarklyProvider::builder("SECRET"),
        expect![
            "you must supply a valid LaunchDarkly SDK key: expected `sdk-` and 36 characters, as in the settings of the environment on https://app.launchdarkly.com"
        ],
    );
    check(
        LaunchDarklyProvider::builder("sdk-SECRET"),
        expect![
            "you must supply a valid LaunchDarkly SDK key: expected `sdk-` and 36 characters, as in the settings of the environment on https://app.launchdarkly.com"
        ],
    );
}

#[test]
fn a_key_of_the_wrong_kind() {
    check(
        LaunchDarklyProvider::builder(KEY.replace("sdk-", "mob-")),
        expect![
            "you must supply a valid LaunchDarkly SDK key: it is a mobile key; a server needs the SDK key, which begins with `sdk-`"
        ],
    );
}

#[test]
fn an_endpoint_that_is_none() {
    let builder = LaunchDarklyProvider::builder(KEY).endpoints(Endpoints::relay("nonsense"));
    check(
        builder,
        expect!["an endpoint cannot be asked: it must be like `https://relay.example:8030`"],
    );
}

#[test]
fn events_without_a_stream() {
    let builder = LaunchDarklyProvider::builder(KEY)
        .polling(Duration::from_secs(30))
        .events(true);
    check(
        builder,
        expect!["events go with a stream only, neither with `polling` nor with a file"],
    );
}

#[test]
fn a_text_that_is_none() {
    check(
        LaunchDarklyProvider::text("<html>"),
        expect!["the flag data is refused: it is no flag data: expected value at line 1 column 1"],
    );
    check(
        LaunchDarklyProvider::text("{}"),
        expect!["the flag data is refused: it is no flag data: there are no `flags`"],
    );
}

#[test]
fn a_missing_file() {
    let message = LaunchDarklyProvider::file("nowhere/flags.json")
        .build()
        .unwrap_err()
        .to_string();
    assert!(
        message.ends_with("nowhere/flags.json` cannot be used: it is not there"),
        "{message}"
    );
}

#[test]
fn f36_https_is_no_panic_with_two_kinds_of_cryptography() {
    // Both are linked: ring, and aws-lc through the vendor's crates. Nobody answers there.
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let provider = LaunchDarklyProvider::builder(KEY)
        .endpoints(Endpoints::relay(&format!("https://127.0.0.1:{port}")))
        .spread(Duration::ZERO)
        .build()
        .unwrap();
    crate::world::wait("an attempt", || {
        use flags_runtime::Provider;
        provider.status().reason().is_some()
    });
}
