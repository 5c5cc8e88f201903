//! Contexts that come and go.

use expect_test::{Expect, expect};
use flags_faulty_server::{FaultyServer, Received, Reply};
use flags_ofrep::{OfrepClient, OfrepError};
use flags_runtime::{Anonymous, Feature, Flags, Provider, ProviderState};

use crate::world::{SHOP, Visitor, block_on, client, dark_mode, fast, one, says};

/// Pro visitors get dark mode.
fn by_plan(request: &Received) -> Reply {
    let is_pro = request.body().contains(r#""plan":"pro""#);
    let flag = format!(r#"{{"key":"dark_mode","value":{is_pro},"reason":"TARGETING_MATCH"}}"#);
    match request.target() {
        "/ofrep/v1/evaluate/flags" => Reply::json(one(&flag)).header("ETag", "\"config\""),
        _ => Reply::json(flag),
    }
}

fn shop() -> (FaultyServer, OfrepClient) {
    let server = FaultyServer::start();
    server.answer_with(by_plan);
    let client = client(&server.url(""));
    (server, client)
}

#[test]
fn a_pinned_context_is_answered_from_memory() {
    let (server, client) = shop();
    let (pro, free) = (
        Visitor::new("a").plan("pro"),
        Visitor::new("b").plan("free"),
    );
    let _pro = block_on(client.prefetch(&pro)).unwrap();
    let _free = client.prefetch_blocking(&free).unwrap();
    let flags = Flags::new(client);
    for _ in 0..10 {
        assert!(flags.is_enabled(dark_mode(), &pro));
        assert!(!flags.is_enabled(dark_mode(), &free));
    }
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn a_context_that_is_not_pinned_gets_declared_values() {
    let (_server, client) = shop();
    let pro = Visitor::new("a").plan("pro");
    let said = |visitor: &Visitor| says(client.clone(), "dark_mode", visitor);
    expect!["false (ERROR); PROVIDER_NOT_READY: nothing was prefetched for this context"]
        .assert_eq(&said(&pro));
    let pinned = block_on(client.prefetch(&pro)).unwrap();
    assert_eq!(said(&pro), "true (TARGETING_MATCH)");
    // Neither another key nor another attribute is the same context.
    let not_ready = |said: String| said.contains("PROVIDER_NOT_READY");
    assert!(not_ready(said(&Visitor::new("b").plan("pro"))));
    assert!(not_ready(said(&Visitor::new("a").plan("free"))));
    assert!(not_ready(said(&Visitor::new("a"))));
    drop(pinned);
    assert!(not_ready(said(&pro)));
    assert_eq!(client.pinned(), 0);
}

/// What is not told cannot make a difference to the answer.
#[test]
fn a_private_attribute_does_not_tell_contexts_apart() {
    let (_server, client) = shop();
    let visitor = Visitor::new("a").plan("pro");
    let _pinned = client.prefetch_blocking(&visitor).unwrap();
    let with_mail = visitor.email("a@b.c");
    assert_eq!(
        says(client, "dark_mode", &with_mail),
        "true (TARGETING_MATCH)"
    );
}

#[test]
fn two_pins_of_one_context_end_one_by_one() {
    let (_server, client) = shop();
    let pro = Visitor::new("a").plan("pro");
    let first = client.prefetch_blocking(&pro).unwrap();
    let second = client.prefetch_blocking(&pro).unwrap();
    assert_eq!(client.pinned(), 2);
    drop(second);
    assert_eq!(
        says(client.clone(), "dark_mode", &pro),
        "true (TARGETING_MATCH)"
    );
    drop(first);
    assert_eq!(client.pinned(), 0);
}

#[test]
fn what_was_prefetched_is_a_provider_itself() {
    let (_server, client) = shop();
    let pro = Visitor::new("a").plan("pro");
    let prefetched = client.prefetch_blocking(&pro).unwrap();
    let flags = Flags::new(prefetched);
    assert!(flags.is_enabled(dark_mode(), &Anonymous));
}

#[test]
fn f37_an_etag_is_never_sent_for_another_context() {
    let (server, client) = shop();
    let _a = client.prefetch_blocking(&Visitor::new("a")).unwrap();
    let _b = client.prefetch_blocking(&Visitor::new("b")).unwrap();
    let _again = client.prefetch_blocking(&Visitor::new("a")).unwrap();
    for request in server.requests() {
        assert_eq!(request.header("if-none-match"), None);
    }
}

#[test]
fn f37_an_etag_is_sent_when_the_same_context_is_refetched() {
    let server = FaultyServer::start();
    let reply = Reply::json(one(r#"{"key":"dark_mode","value":true,"reason":"SPLIT"}"#));
    server.answer(reply.etag("\"v1\""));
    let client = client(&server.url(""));
    let visitor = Visitor::new("a");
    let first = client.prefetch_blocking(&visitor).unwrap();
    let second = block_on(client.refetch(&first)).unwrap();
    drop(first);
    assert_eq!(server.requests()[1].header("if-none-match"), Some("\"v1\""));
    assert_eq!(says(client.clone(), "dark_mode", &visitor), "true (SPLIT)");
    let third = block_on(client.refetch(&second)).unwrap();
    assert_eq!(server.requests()[2].header("if-none-match"), Some("\"v1\""));
    assert_eq!(third.details("dark_mode").unwrap().reason(), Some("SPLIT"));
}

#[test]
fn one_feature_on_demand() {
    let (server, client) = shop();
    let evaluation = block_on(client.evaluate(dark_mode(), &Visitor::new("a").plan("pro")));
    assert_eq!(
        (*evaluation.value(), evaluation.reason().as_str()),
        (true, "TARGETING_MATCH")
    );
    assert_eq!(evaluation.provider(), "ofrep");
    let requests = server.requests();
    assert_eq!(requests[0].target(), "/ofrep/v1/evaluate/flags/dark_mode");
    assert_eq!(
        requests[0].body(),
        r#"{"context":{"plan":"pro","targetingKey":"a"}}"#
    );
}

#[test]
fn a_key_is_escaped_in_the_path() {
    let server = FaultyServer::start();
    let client = client(&server.url(""));
    for (key, path) in [
        ("a/b c", "a%2Fb%20c"),
        ("..", "%2E%2E"),
        ("50%?#", "50%25%3F%23"),
        ("größe", "gr%C3%B6%C3%9Fe"),
    ] {
        let _ = block_on(client.details(key, &Visitor::new("u")));
        let requests = server.requests();
        let target = requests.last().unwrap().target();
        assert_eq!(target, format!("/ofrep/v1/evaluate/flags/{path}"));
    }
}

#[test]
fn f43_a_future_may_move_to_another_thread() {
    let (_server, client) = shop();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let pinned = runtime.block_on(async move {
        let visitor = Visitor::new("a").plan("pro");
        let task = tokio::spawn(async move { client.prefetch(&visitor).await });
        task.await.unwrap().unwrap()
    });
    assert!(Flags::new(pinned).is_enabled(dark_mode(), &Anonymous));
}

/// What a single evaluation and a prefetch fail with.
#[track_caller]
fn fails(reply: Reply, expected: Expect) {
    let server = FaultyServer::start();
    server.answer(reply);
    let visitor = Visitor::new("u");
    let single = block_on(client(&server.url("")).evaluate(dark_mode(), &visitor));
    assert!(!*single.value());
    let single = single.error().unwrap();
    let bulk: OfrepError = block_on(client(&server.url("")).prefetch(&visitor)).unwrap_err();
    let text = format!("{}: {single}\n{}: {bulk}", single.kind(), bulk.kind());
    expected.assert_eq(&text.replace(&server.address().to_string(), "SERVER"));
}

#[test]
fn error_400() {
    let body = r#"{"key":"dark_mode","errorCode":"INVALID_CONTEXT","errorDetails":"no country"}"#;
    fails(
        Reply::json(body).with_status(400),
        expect![[r#"
            INVALID_CONTEXT: the service says `INVALID_CONTEXT`: no country
            INVALID_CONTEXT: the service says `INVALID_CONTEXT`: no country"#]],
    );
}

#[test]
fn error_404_of_a_flag() {
    let body = r#"{"key":"dark_mode","errorCode":"FLAG_NOT_FOUND"}"#;
    fails(
        Reply::json(body).with_status(404),
        expect![[r#"
            FLAG_NOT_FOUND: the service says `FLAG_NOT_FOUND`
            FLAG_NOT_FOUND: the service says `FLAG_NOT_FOUND`"#]],
    );
}

#[test]
fn error_404_of_an_address() {
    fails(
        Reply::html().with_status(404),
        expect![[r#"
        GENERAL: `http://SERVER/ofrep/v1/evaluate/flags/dark_mode` answered 404: nothing is there for this key and address; the address is what stands before `/ofrep/v1`
        GENERAL: `http://SERVER/ofrep/v1/evaluate/flags` answered 404: nothing is there for this key and address; the address is what stands before `/ofrep/v1`"#]],
    );
}

#[test]
fn error_401() {
    fails(
        Reply::status(401),
        expect![[r#"
        GENERAL: `http://SERVER/ofrep/v1/evaluate/flags/dark_mode` answered 401: the key is not accepted
        GENERAL: `http://SERVER/ofrep/v1/evaluate/flags` answered 401: the key is not accepted"#]],
    );
}

#[test]
fn error_403() {
    fails(
        Reply::status(403),
        expect![[r#"
        GENERAL: `http://SERVER/ofrep/v1/evaluate/flags/dark_mode` answered 403: the key has no access
        GENERAL: `http://SERVER/ofrep/v1/evaluate/flags` answered 403: the key has no access"#]],
    );
}

#[test]
fn error_429() {
    fails(
        Reply::status(429).header("Retry-After", "7"),
        expect![[r#"
        GENERAL: `http://SERVER/ofrep/v1/evaluate/flags/dark_mode` answered 429: it is asked too often
        GENERAL: `http://SERVER/ofrep/v1/evaluate/flags` answered 429: it is asked too often"#]],
    );
}

#[test]
fn error_500() {
    fails(
        Reply::json(r#"{"errorDetails":"the database is away"}"#).with_status(500),
        expect![[r#"
            GENERAL: `http://SERVER/ofrep/v1/evaluate/flags/dark_mode` answered 500: the database is away
            GENERAL: `http://SERVER/ofrep/v1/evaluate/flags` answered 500: the database is away"#]],
    );
}

#[test]
fn f13_an_answer_that_is_none() {
    fails(
        Reply::html(),
        expect![[r#"
            PARSE_ERROR: the service's answer for `dark_mode` is refused: its content type is `text/html; charset=utf-8`, and JSON was asked for
            PARSE_ERROR: the answer is refused: its content type is `text/html; charset=utf-8`, and JSON was asked for"#]],
    );
}

#[test]
fn an_answer_for_another_flag() {
    let server = FaultyServer::start();
    server.answer(Reply::json(r#"{"key":"other","value":true}"#));
    let evaluation = block_on(client(&server.url("")).evaluate(dark_mode(), &Visitor::new("u")));
    expect!["the service's answer for `dark_mode` is refused: it is for `other`"]
        .assert_eq(&evaluation.error().unwrap().to_string());
}

#[test]
fn f32_retry_after_holds_back_one_client_and_no_other() {
    let server = FaultyServer::start();
    server.answer(Reply::status(429).header("Retry-After", "600"));
    let (one, other) = (client(&server.url("")), client(&server.url("")));
    let visitor = Visitor::new("u");
    let first = one.prefetch_blocking(&visitor).unwrap_err();
    assert_eq!(
        first.retry_after(),
        Some(std::time::Duration::from_secs(600))
    );
    let second = block_on(one.details("dark_mode", &visitor)).unwrap_err();
    assert!(
        second.to_string().contains("asked not to be asked again"),
        "{second}"
    );
    assert_eq!(server.requests().len(), 1);
    let third = other.prefetch_blocking(&visitor).unwrap_err();
    assert!(third.to_string().contains("429"), "{third}");
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn the_status_tells_how_the_last_request_went() {
    let server = FaultyServer::start();
    server.answer_with(by_plan);
    let client = client(&server.url(""));
    let state = || client.status().state();
    let visitor = Visitor::new("u");
    assert_eq!(state(), ProviderState::NotReady);
    drop(client.prefetch_blocking(&visitor));
    assert_eq!(state(), ProviderState::Ready);
    server.answer(Reply::status(500));
    drop(client.prefetch_blocking(&visitor));
    assert_eq!(state(), ProviderState::Error);
    // That there is no such flag is no fault of the service.
    server.answer(Reply::json(r#"{"key":"x","errorCode":"FLAG_NOT_FOUND"}"#).with_status(404));
    drop(block_on(client.details("x", &visitor)));
    assert_eq!(state(), ProviderState::Ready);
}

#[test]
fn f40_an_evaluation_does_not_wait_for_a_service_that_hangs() {
    let server = FaultyServer::start();
    server.answer(Reply::silent());
    let client = client(&server.url(""));
    let visitor = Visitor::new("u");
    let pending = client.prefetch(&visitor);
    let _ = server.wait_for_requests(1);
    assert!(says(client.clone(), "dark_mode", &visitor).contains("PROVIDER_NOT_READY"));
    client.shutdown();
    assert!(block_on(pending).is_err());
}

#[test]
fn a_context_without_a_targeting_key() {
    let (server, client) = shop();
    let error = block_on(client.prefetch(&Anonymous)).unwrap_err();
    assert_eq!(error.kind().as_str(), "TARGETING_KEY_MISSING");
    let named = fast(OfrepClient::builder(server.url("")).anonymous_key("nobody"));
    let named = named.build_client().unwrap();
    let _pinned = named.prefetch_blocking(&Anonymous).unwrap();
    assert_eq!(
        says(named, "dark_mode", &Anonymous),
        "false (TARGETING_MATCH)"
    );
}

#[test]
fn a_number_on_demand() {
    let server = FaultyServer::start();
    server.answer(Reply::json(
        r#"{"key":"upload","value":7,"reason":"STATIC"}"#,
    ));
    let upload: Feature<i64> = SHOP.feature("upload").unwrap();
    let evaluation = block_on(client(&server.url("")).evaluate(upload, &Visitor::new("u")));
    assert_eq!(*evaluation.value(), 7);
}
