//! One context, refreshed.

use std::time::Duration;

use expect_test::expect;
use flags_faulty_server::{FaultyServer, Reply};
use flags_ofrep::{BuildError, OfrepProvider, Subject};
use flags_runtime::{Anonymous, Flags, Provider, ProviderState};

use crate::world::{SHOP, Visitor, dark_mode, fast, feature, one, wait_until};

fn on(value: bool) -> Reply {
    Reply::json(one(&format!(
        r#"{{"key":"dark_mode","value":{value},"reason":"STATIC"}}"#
    )))
}

fn start(server: &FaultyServer) -> OfrepProvider {
    fast(OfrepProvider::builder(server.url("")))
        .build(&Visitor::new("user-42").plan("pro").email("a@b.c"))
        .unwrap()
}

#[test]
fn what_is_asked() {
    let server = FaultyServer::start();
    server.answer(on(true).etag("\"v1\""));
    let provider = fast(OfrepProvider::builder(format!(
        "{}/",
        server.url("/tenant")
    )))
    .token("t0ken")
    .header("x-team", "web")
    .build(&Visitor::new("user-42").plan("pro").email("a@b.c"))
    .unwrap();
    assert_eq!(
        provider.ready(Duration::from_secs(60)).state(),
        ProviderState::Ready
    );
    let requests = server.wait_for_requests(3);
    assert_eq!(requests[0].method(), "POST");
    assert_eq!(requests[0].target(), "/tenant/ofrep/v1/evaluate/flags");
    // The mail address is private.
    assert_eq!(
        requests[0].body(),
        r#"{"context":{"plan":"pro","targetingKey":"user-42"}}"#
    );
    assert_eq!(requests[0].header("authorization"), Some("Bearer t0ken"));
    assert_eq!(requests[0].header("x-team"), Some("web"));
    assert_eq!(requests[0].header("if-none-match"), None);
    assert_eq!(requests[2].header("if-none-match"), Some("\"v1\""));
}

#[test]
fn a_private_attribute_is_sent_if_it_is_named() {
    let server = FaultyServer::start();
    server.answer(on(true));
    let _provider = fast(OfrepProvider::builder(server.url("")))
        .share_private(["email"])
        .build(&Visitor::new("user-42").email("a@b.c"))
        .unwrap();
    let requests = server.wait_for_requests(1);
    assert_eq!(
        requests[0].body(),
        r#"{"context":{"email":"a@b.c","targetingKey":"user-42"}}"#
    );
}

#[test]
fn an_attribute_that_the_service_calls_otherwise() {
    let server = FaultyServer::start();
    server.answer(on(true));
    let _provider = fast(OfrepProvider::builder(server.url("")).attribute("plan", "company.plan"))
        .build(&Visitor::new("user-42").plan("pro"))
        .unwrap();
    let requests = server.wait_for_requests(1);
    assert_eq!(
        requests[0].body(),
        r#"{"context":{"company.plan":"pro","targetingKey":"user-42"}}"#
    );
}

#[test]
fn a_change_is_announced_and_evaluated() {
    let server = FaultyServer::start();
    server.answer(on(false));
    let flags = Flags::new(start(&server));
    wait_until("it is there", || {
        flags.ready(Duration::ZERO).state() == ProviderState::Ready
    });
    assert!(!flags.is_enabled(dark_mode(), &Anonymous));
    server.answer(on(true));
    wait_until("it is on", || flags.is_enabled(dark_mode(), &Anonymous));
}

#[test]
fn f29_declared_values_until_the_service_is_there() {
    let server = FaultyServer::start();
    server.answer(Reply::status(503));
    let provider = start(&server);
    let _ = server.wait_for_requests(3);
    assert_eq!(provider.status().state(), ProviderState::NotReady);
    let answers = provider.answers(*SHOP, "production");
    assert_eq!(
        *answers.get(feature("dark_mode").index()),
        flags_runtime::Answer::Fixed(Ok(None))
    );
}

#[test]
fn f14_an_empty_list_is_refused_after_one_that_was_not() {
    let server = FaultyServer::start();
    server.script([on(true), Reply::json(r#"{"flags":[]}"#)]);
    let flags = Flags::new(start(&server));
    wait_until("it is stale", || {
        flags.ready(Duration::ZERO).state() == ProviderState::Stale
    });
    assert!(flags.is_enabled(dark_mode(), &Anonymous));
}

#[test]
fn f16_the_last_good_value_stays() {
    let server = FaultyServer::start();
    server.script([
        on(true),
        Reply::json(one(r#"{"key":"dark_mode","value":"yes"}"#)),
        Reply::json(one(r#"{"key":"dark_mode","value":"no"}"#)),
    ]);
    let provider = start(&server);
    let _ = server.wait_for_requests(6);
    let resolution = provider
        .resolve(feature("dark_mode"), &Anonymous)
        .unwrap()
        .unwrap();
    assert_eq!(resolution.value().to_string(), "true");
    assert_eq!(resolution.reason(), flags_runtime::Reason::Stale);
    let notices = provider.notices(&[*SHOP]);
    expect!["feature `dark_mode` is a boolean, and the service's value is a string, or does not fit in full"]
        .assert_eq(notices[0].message());
}

/// Answers one after the other, and what the feature comes to.
#[track_caller]
fn check_series(series: &[(&str, &str, &str)]) {
    let server = FaultyServer::start();
    server.answer(Reply::json(format!(r#"{{"flags":[{}]}}"#, series[0].0)));
    let provider = start(&server);
    for (flags, expected, told) in series {
        server.answer(Reply::json(format!(r#"{{"flags":[{flags}]}}"#)));
        wait_until(&format!("{flags} comes to {expected}, {told:?}"), || {
            let said = provider.resolve(feature("dark_mode"), &Anonymous).unwrap();
            let said = said.map(|it| format!("{} {}", it.value(), it.reason()));
            let notices = provider.notices(&[*SHOP]);
            let notices: Vec<_> = notices.iter().map(ToString::to_string).collect();
            said.as_deref().unwrap_or("no opinion") == *expected && notices.join("; ") == *told
        });
    }
}

const OTHER: &str = r#"{"key":"theirs_alone","value":true}"#;

#[test]
fn f18_a_flag_that_is_gone_says_what_it_said_last() {
    let gone = "flag `dark_mode` is gone from the service; what it said last is served";
    check_series(&[
        (r#"{"key":"dark_mode","value":true}"#, "true UNKNOWN", ""),
        (OTHER, "true STALE", gone),
        (
            r#"{"key":"theirs_alone","value":false}"#,
            "true STALE",
            gone,
        ),
        (r#"{"key":"dark_mode","value":false}"#, "false UNKNOWN", ""),
        (r#"{"key":"dark_mode"}"#, "no opinion", ""),
        (OTHER, "no opinion", ""),
    ]);
}

#[test]
fn f15_a_flag_that_fails_says_what_it_said_last() {
    let failed = r#"{"key":"dark_mode","errorCode":"PARSE_ERROR","errorDetails":"no such rule"}"#;
    check_series(&[
        (r#"{"key":"dark_mode","value":true}"#, "true UNKNOWN", ""),
        (
            failed,
            "true STALE",
            "flag `dark_mode`: the service says `PARSE_ERROR`: no such rule; what it said last is served",
        ),
        (
            OTHER,
            "true STALE",
            "flag `dark_mode` is gone from the service; what it said last is served",
        ),
        (r#"{"key":"dark_mode","value":false}"#, "false UNKNOWN", ""),
    ]);
}

#[test]
fn f31_a_token_that_is_not_accepted() {
    let server = FaultyServer::start();
    server.answer(Reply::status(401));
    let provider = start(&server);
    wait_until("it is an error", || {
        provider.status().state() == ProviderState::Error
    });
    server.answer(on(true));
    wait_until("it heals", || {
        provider.status().state() == ProviderState::Ready
    });
}

#[test]
fn f44_shutdown() {
    let server = FaultyServer::start();
    server.answer(on(true));
    let provider = start(&server);
    assert_eq!(
        provider.ready(Duration::from_secs(60)).state(),
        ProviderState::Ready
    );
    provider.shutdown();
    provider.shutdown();
    assert_eq!(provider.status().state(), ProviderState::Stale);
    let resolution = provider.resolve(feature("dark_mode"), &Anonymous).unwrap();
    assert!(resolution.is_some());
}

#[test]
fn f55_secrets_are_not_printed() {
    let builder = OfrepProvider::builder("http://127.0.0.1:1")
        .token("t0ken")
        .api_key("k3y")
        .secret_header("x-other", "0ther");
    let printed = format!("{builder:?} {:?}", builder.clone().build_client().unwrap());
    for secret in ["t0ken", "k3y", "0ther"] {
        assert!(!printed.contains(secret), "{printed}");
    }
}

#[test]
fn a_context_without_a_targeting_key() {
    let builder = OfrepProvider::builder("http://127.0.0.1:1");
    let error = builder.clone().build(&Anonymous).unwrap_err();
    assert!(matches!(error, BuildError::NoTargetingKey));
    expect!["the context has no targeting key, and OFREP wants one; `Builder::anonymous_key` says what to send instead"]
        .assert_eq(&error.to_string());
    assert!(builder.anonymous_key("nobody").build(&Anonymous).is_ok());
}

#[test]
fn an_address_that_is_none() {
    let error = OfrepProvider::builder("127.0.0.1:8016")
        .build(&Subject::new("u"))
        .unwrap_err();
    expect!["the address cannot be used: it is no URL"].assert_eq(&error.to_string());
}

#[test]
fn the_preset_for_cloudbees() {
    let server = FaultyServer::start();
    server.answer(on(true));
    let url = server.url("");
    let provider = fast(OfrepProvider::cloudbees(Some(&url)))
        .build(
            &Subject::new("checkout")
                .with("canary", true)
                .with("seats", 3),
        )
        .unwrap();
    assert_eq!(
        provider.ready(Duration::from_secs(60)).state(),
        ProviderState::Ready
    );
    assert_eq!(provider.name(), "cloudbees");
    assert_eq!(
        server.requests()[0].body(),
        r#"{"context":{"canary":true,"seats":3,"targetingKey":"checkout"}}"#
    );
}

#[test]
fn a_token_that_is_none() {
    let builder = || OfrepProvider::builder("http://127.0.0.1:8016");
    let subject = Subject::new("u");
    let error = builder().token("").build(&subject).unwrap_err();
    expect!["you must supply a valid OFREP bearer token: it is empty"]
        .assert_eq(&error.to_string());
    let error = builder().api_key("").build(&subject).unwrap_err();
    expect!["you must supply a valid OFREP API key: it is empty"].assert_eq(&error.to_string());
    let error = builder().token("t0ken\n").build_client().unwrap_err();
    expect!["you must supply a valid OFREP bearer token: there is white space around it"]
        .assert_eq(&error.to_string());
}
