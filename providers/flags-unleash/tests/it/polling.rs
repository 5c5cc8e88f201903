//! Flags that are polled.

use std::thread;
use std::time::{Duration, Instant};

use expect_test::{Expect, expect};
use flags_faulty_server::{FaultyServer, Reply};
use flags_runtime::{Anonymous, Provider, ProviderState};
use flags_unleash::{Builder, Settings, UnleashProvider};

use crate::world::{SHOP, Visitor, feature, flags, says, show};

const TOKEN: &str = "default:development.0123456789abcdef";

fn fast(builder: Builder) -> Builder {
    builder.interval(SOON).http(soon())
}

fn soon() -> Settings {
    Settings::new()
        .spread(Duration::ZERO)
        .backoff(SOON, SOON)
        .extended(SOON, SOON)
        .no_proxy()
}

const SOON: Duration = Duration::from_millis(5);

fn start(server: &FaultyServer) -> UnleashProvider {
    let builder = fast(UnleashProvider::builder(server.url("/api/"), TOKEN).app_name("shop"));
    builder.build().unwrap()
}

#[track_caller]
fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let started = Instant::now();
    while !holds() {
        assert!(
            started.elapsed() < Duration::from_secs(60),
            "not so: {what}"
        );
        thread::sleep(Duration::from_millis(2));
    }
}

#[track_caller]
fn wait_for(provider: &UnleashProvider, state: ProviderState) {
    wait_until(&format!("it is {state:?}"), || {
        provider.status().state() == state
    });
}

fn dark_mode(value: bool) -> Reply {
    Reply::json(flags(&format!(
        r#"{{"name":"dark_mode","enabled":{value}}}"#
    )))
}

fn answer(provider: &UnleashProvider) -> String {
    let resolution = provider.resolve(feature("dark_mode"), &Anonymous).unwrap();
    resolution.map_or("no opinion".to_owned(), |resolution| {
        format!("{} ({})", resolution.value(), resolution.reason())
    })
}

#[test]
fn what_is_asked() {
    let server = FaultyServer::start();
    server.answer(dark_mode(true).etag("\"76d8bb0e:17\""));
    let provider = start(&server);
    let requests = server.wait_for_requests(3);
    assert_eq!(requests[0].target(), "/api/client/features");
    assert_eq!(requests[0].header("authorization"), Some(TOKEN));
    assert_eq!(requests[0].header("unleash-appname"), Some("shop"));
    assert_eq!(requests[0].header("unleash-client-spec"), Some("6.1.0"));
    assert_eq!(requests[0].header("if-none-match"), None);
    assert_eq!(requests[2].header("if-none-match"), Some("\"76d8bb0e:17\""));
    wait_for(&provider, ProviderState::Ready);
    assert_eq!(answer(&provider), "true (STATIC)");
    // Nothing but this is asked or told.
    assert!(
        server
            .requests()
            .iter()
            .all(|request| request.method() == "GET")
    );
}

#[test]
fn f29_declared_values_until_unleash_is_there() {
    let server = FaultyServer::start();
    server.answer(Reply::status(503));
    let provider = start(&server);
    let _ = server.wait_for_requests(3);
    assert_eq!(answer(&provider), "no opinion");
    assert_eq!(provider.status().state(), ProviderState::NotReady);
    server.answer(dark_mode(true));
    wait_for(&provider, ProviderState::Ready);
}

#[test]
fn f14_no_flag_any_more() {
    let server = FaultyServer::start();
    server.script([dark_mode(true), Reply::json(flags(""))]);
    let provider = start(&server);
    wait_for(&provider, ProviderState::Stale);
    assert_eq!(answer(&provider), "true (STATIC)");
}

/// What becomes of `dark_mode`, which was on, with the next answer.
#[track_caller]
fn next(reply: &str, answers: &str, notice: Expect) {
    let server = FaultyServer::start();
    server.script([dark_mode(true), Reply::json(reply)]);
    let provider = start(&server);
    let _ = server.wait_for_requests(5);
    wait_until("it is taken", || !provider.notices(&[*SHOP]).is_empty());
    notice.assert_eq(&show(&provider.notices(&[*SHOP])));
    assert_eq!(answer(&provider), answers);
    assert_eq!(provider.status().state(), ProviderState::Ready);
}

#[test]
fn f15_a_flag_that_cannot_be_read_any_more_keeps_its_last_value() {
    next(
        &flags(r#"{"name":"dark_mode","enabled":7},{"name":"banner","enabled":true}"#),
        "true (STALE)",
        expect![
            "SetAside: flag `dark_mode` is set aside: invalid type: integer `7`, expected a boolean; what it was last is served"
        ],
    );
}

#[test]
fn f18_a_flag_that_is_gone_keeps_its_last_value() {
    next(
        &flags(r#"{"name":"banner","enabled":true}"#),
        "true (STALE)",
        expect!["SetAside: flag `dark_mode` is gone from Unleash; what it said last is served"],
    );
}

/// Flags one after the other, and what `upload` and the notices come to.
#[track_caller]
fn check_series(series: &[(&str, &str, &str)]) {
    let server = FaultyServer::start();
    server.answer(Reply::json(flags(series[0].0)));
    let provider = start(&server);
    wait_for(&provider, ProviderState::Ready);
    for (given, expected, told) in series {
        server.answer(Reply::json(flags(given)));
        let seen = server.requests().len();
        let _ = server.wait_for_requests(seen + 3);
        let said = match provider.resolve(feature("upload"), &Visitor::new("u")) {
            Ok(None) => "no opinion".to_owned(),
            Ok(Some(it)) => format!("{} {}", it.value(), it.reason()),
            Err(error) => format!("{}: {error}", error.kind()),
        };
        assert_eq!(said, *expected, "{given}");
        assert_eq!(show(&provider.notices(&[*SHOP])), *told, "{given}");
    }
}

fn upload(ty: &str, value: &str) -> String {
    format!(
        r#"{{"name":"upload","enabled":true,"strategies":[{{"name":"default","segments":[]}}],
            "variants":[{{"name":"v","weight":1000,"payload":{{"type":"{ty}","value":"{value}"}}}}]}}"#
    )
}

#[test]
fn f16_the_last_payload_of_the_right_type_stays() {
    let told = "SetAside: feature `upload` is an integer, and variant `v` has a payload of type";
    check_series(&[
        (
            &upload("string", "lots"),
            "TYPE_MISMATCH: feature `upload` is an integer, and variant `v` has a payload of type `string` that does not fit",
            &format!("{told} `string` that does not fit"),
        ),
        (&upload("number", "7"), "7 STATIC", ""),
        (&upload("number", "8"), "8 STATIC", ""),
        (
            &upload("string", "lots"),
            "8 STALE",
            &format!("{told} `string` that does not fit"),
        ),
        (
            &upload("json", "{}"),
            "8 STALE",
            &format!("{told} `json` that does not fit"),
        ),
        (
            &upload("string", "more"),
            "8 STALE",
            &format!("{told} `string` that does not fit"),
        ),
        (
            r#"{"name":"theirs_alone","enabled":true}"#,
            "8 STALE",
            "SetAside: flag `upload` is gone from Unleash; what it said last is served",
        ),
        (&upload("number", "9"), "9 STATIC", ""),
    ]);
}

#[test]
fn f18_a_flag_that_is_gone_keeps_its_segment() {
    let server = FaultyServer::start();
    let segment = r#""segments":[{"id":7,"constraints":[
        {"contextName":"plan","operator":"IN","values":["pro"]}]}]"#;
    let flag =
        r#"{"name":"dark_mode","enabled":true,"strategies":[{"name":"default","segments":[7]}]}"#;
    server.answer(Reply::json(format!(
        r#"{{"version":2,"features":[{flag}],{segment}}}"#
    )));
    let provider = start(&server);
    wait_for(&provider, ProviderState::Ready);
    server.answer(Reply::json(flags(r#"{"name":"banner","enabled":true}"#)));
    wait_until("it is gone", || !provider.notices(&[*SHOP]).is_empty());
    let said = |plan: &str| {
        let visitor = Visitor::new("u").with("plan", plan);
        let resolution = provider.resolve(feature("dark_mode"), &visitor);
        let resolution = resolution.unwrap().unwrap();
        format!("{} {}", resolution.value(), resolution.reason())
    };
    assert_eq!(said("pro"), "true STALE");
    assert_eq!(said("free"), "false STALE");
}

#[test]
fn f19_null_where_there_must_be_something() {
    next(
        &flags(r#"{"name":"dark_mode","enabled":null},{"name":"banner","enabled":true}"#),
        "true (STALE)",
        expect![
            "SetAside: flag `dark_mode` is set aside: invalid type: null, expected a boolean; what it was last is served"
        ],
    );
}

#[test]
fn f25_an_older_revision_is_ignored() {
    let server = FaultyServer::start();
    let at = |revision: u32, value: bool| {
        Reply::json(format!(
            r#"{{"version":2,"features":[{{"name":"dark_mode","enabled":{value}}}],
                "meta":{{"revisionId":{revision}}}}}"#
        ))
    };
    server.script([at(7, true), at(6, false)]);
    let provider = start(&server);
    let _ = server.wait_for_requests(5);
    wait_for(&provider, ProviderState::Ready);
    assert_eq!(answer(&provider), "true (STATIC)");
    server.answer(at(8, false));
    wait_until("the newer one is taken", || {
        answer(&provider) == "false (DISABLED)"
    });
}

#[test]
fn f29_a_backup_is_served_until_unleash_is_there() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("unleash.backup");
    let server = FaultyServer::start();
    server.answer(dark_mode(true));
    let build = || {
        let builder = fast(UnleashProvider::builder(server.url("/api"), TOKEN));
        builder.http(soon().backup(&path)).build().unwrap()
    };
    let provider = build();
    wait_until("it is written", || path.exists());
    drop(provider);
    server.answer(Reply::status(503));
    let provider = build();
    assert_eq!(provider.status().state(), ProviderState::Stale);
    assert_eq!(answer(&provider), "true (STATIC)");
}

#[test]
fn f31_a_token_that_is_not_accepted() {
    let server = FaultyServer::start();
    server.answer(Reply::status(403));
    let provider = start(&server);
    wait_for(&provider, ProviderState::Error);
    server.answer(dark_mode(true));
    wait_for(&provider, ProviderState::Ready);
}

#[test]
fn f44_shutdown() {
    let server = FaultyServer::start();
    server.answer(dark_mode(true));
    let provider = start(&server);
    assert_eq!(
        provider.ready(Duration::from_secs(60)).state(),
        ProviderState::Ready
    );
    provider.shutdown();
    provider.shutdown();
    assert_eq!(provider.status().state(), ProviderState::Stale);
    assert_eq!(answer(&provider), "true (STATIC)");
}

#[track_caller]
fn no_provider(builder: Builder, expected: Expect) {
    let error = builder.build().unwrap_err();
    expected.assert_eq(&error.to_string());
    assert!(!format!("{error} {error:?}").contains("0123456789abcdef"));
}

#[test]
fn settings_that_cannot_be_used() {
    let address = "http://127.0.0.1:4242/api";
    no_provider(
        UnleashProvider::builder(address, ""),
        expect![
            "you must supply a valid Unleash API token: it is empty; an admin of Unleash makes one of type `backend` (`client` in older versions)"
        ],
    );
    no_provider(
        UnleashProvider::builder(address, format!("{TOKEN}\n")),
        expect![
            "you must supply a valid Unleash API token: there is white space around it; an admin of Unleash makes one of type `backend` (`client` in older versions)"
        ],
    );
    no_provider(
        UnleashProvider::builder("127.0.0.1:4242/api", TOKEN),
        expect!["the address cannot be used: it is no URL"],
    );
    no_provider(
        UnleashProvider::builder(address, TOKEN).app_name("a\nb"),
        expect!["the value of header `unleash-appname` is invalid"],
    );
}

#[test]
fn f55_the_token_is_not_printed() {
    let server = FaultyServer::start();
    server.answer(Reply::status(401));
    let builder = fast(UnleashProvider::builder(server.url("/api"), TOKEN));
    let provider = builder.clone().build().unwrap();
    wait_for(&provider, ProviderState::Error);
    let printed = format!(
        "{builder:?} {provider:?} {} {:?}",
        provider.status(),
        provider.notices(&[])
    );
    assert!(!printed.contains("0123456789abcdef"), "{printed}");
}

#[test]
fn a_context_of_ones_own_names() {
    let server = FaultyServer::start();
    server.answer(Reply::json(flags(
        r#"{"name":"dark_mode","enabled":true,"strategies":[{"name":"default","constraints":[
            {"contextName":"companyPlan","operator":"IN","values":["pro"]},
            {"contextName":"appName","operator":"IN","values":["shop"]},
            {"contextName":"environment","operator":"IN","values":["eu"]}]}]}"#,
    )));
    let builder = UnleashProvider::builder(server.url("/api"), TOKEN)
        .app_name("shop")
        .environment("eu")
        .attribute("plan", "companyPlan");
    let builder = fast(builder).http(soon().wait(Duration::from_secs(60)));
    let provider = builder.build().unwrap();
    let visitor = Visitor::new("u").with("plan", "pro");
    assert_eq!(
        says(provider, feature("dark_mode"), &visitor),
        "true (TARGETING_MATCH)"
    );
}

#[test]
fn a_private_attribute_is_held_back_unless_it_is_named() {
    let server = FaultyServer::start();
    server.answer(Reply::json(flags(
        r#"{"name":"dark_mode","enabled":true,"strategies":[{"name":"default","constraints":[
            {"contextName":"mail","operator":"IN","values":["a@b.c"]}]}]}"#,
    )));
    let builder = || {
        let builder = UnleashProvider::builder(server.url("/api"), TOKEN);
        fast(builder).http(soon().wait(Duration::from_secs(60)))
    };
    let visitor = Visitor::new("u").with("mail", "a@b.c");
    let said = |builder: Builder| says(builder.build().unwrap(), feature("dark_mode"), &visitor);
    assert_eq!(said(builder()), "false (DEFAULT)");
    assert_eq!(
        said(builder().share_private(["mail"])),
        "true (TARGETING_MATCH)"
    );
}
