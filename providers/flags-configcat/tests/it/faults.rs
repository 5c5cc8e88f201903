//! A server that misbehaves, over the loopback.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use expect_test::{Expect, expect};
use flags_configcat::{ConfigCatProvider, Settings};
use flags_faulty_server::{FaultyServer, Reply};
use flags_runtime::{Flags, NoticeKind, Provider, ProviderState};

use crate::world::{KEY, SHOP, Subject, at, dark, document, hasty, impatient, wait, wait_for};

/// Good data, then the fault, then other good data: what was good is served all the time.
#[track_caller]
fn check(fault: Reply, reason: Expect) {
    check_with(impatient(), fault, reason);
}

#[track_caller]
fn check_with(settings: Settings, fault: Reply, reason: Expect) {
    let server = FaultyServer::start();
    server.answer(Reply::json(dark(true)));
    let provider = Arc::new(at(&server).http(settings).build().unwrap());
    let flags = Flags::new(Arc::clone(&provider));
    let dark_mode = SHOP.feature::<bool>("dark_mode").unwrap();
    assert_eq!(
        flags.ready(Duration::from_secs(60)).state(),
        ProviderState::Ready
    );
    assert!(flags.is_enabled(dark_mode, &Subject::default()));

    server.answer(fault);
    let status = wait_for(&provider, ProviderState::Stale);
    assert!(status.age().is_some());
    let reason_given = status.reason().unwrap().replace(&server.url(""), "SERVER");
    reason.assert_eq(&reason_given);
    assert!(flags.is_enabled(dark_mode, &Subject::default()));

    server.answer(Reply::json(dark(false)));
    wait("the other data", || {
        !flags.is_enabled(dark_mode, &Subject::default())
    });
    wait_for(&provider, ProviderState::Ready);
    assert!(provider.notices(&[*SHOP]).is_empty());
}

#[test]
fn f13_a_page_with_status_200() {
    check(
        Reply::html(),
        expect![
            "the answer of `SERVER/configuration-files/***/config_v6.json` is refused: its content type is `text/html; charset=utf-8`, and JSON was asked for"
        ],
    );
}

#[test]
fn f13_a_truncated_document() {
    check(
        Reply::json(&dark(false).as_bytes()[..40]),
        expect![
            "the answer of `SERVER/configuration-files/***/config_v6.json` is refused: it is no config JSON: EOF while parsing a string at line 1 column 40"
        ],
    );
}

#[test]
fn f13_a_connection_that_ends_within_the_document() {
    check(
        Reply::json(dark(false)).truncated(40),
        expect![
            "`SERVER/configuration-files/***/config_v6.json` cannot be asked: the connection broke off"
        ],
    );
}

#[test]
fn f13_invalid_utf_8() {
    check(
        Reply::json(b"{\"f\":{\"\xff\":{}}}".to_vec()),
        expect![
            "the answer of `SERVER/configuration-files/***/config_v6.json` is refused: it is no UTF-8 from byte 7 on"
        ],
    );
}

#[test]
fn f14_an_empty_body() {
    check(
        Reply::json(""),
        expect![
            "the answer of `SERVER/configuration-files/***/config_v6.json` is refused: it is empty"
        ],
    );
}

#[test]
fn f14_an_empty_object() {
    check(
        Reply::json("{}"),
        expect![
            "the answer of `SERVER/configuration-files/***/config_v6.json` is refused: it is `{}`, without any content"
        ],
    );
}

#[test]
fn f14_a_document_without_settings() {
    check(
        Reply::json(document("")),
        expect![
            "the answer of `SERVER/configuration-files/***/config_v6.json` is refused: it holds no setting any more; where that is meant, build the provider with `allow_empty(true)`"
        ],
    );
}

#[test]
fn f20_an_oversized_document() {
    check(
        Reply::oversized(2 << 20),
        expect![
            "the answer of `SERVER/configuration-files/***/config_v6.json` is refused: it is larger than 1048576 bytes"
        ],
    );
}

#[test]
fn f20_a_gzip_bomb() {
    check(
        Reply::gzip_bomb(1 << 30),
        expect![
            "the answer of `SERVER/configuration-files/***/config_v6.json` is refused: it is larger than 1048576 bytes"
        ],
    );
}

#[test]
fn f32_a_server_error() {
    check(
        Reply::status(503),
        expect!["`SERVER/configuration-files/***/config_v6.json` answered 503"],
    );
}

#[test]
fn f32_a_reset() {
    check(
        Reply::reset(),
        expect![
            "`SERVER/configuration-files/***/config_v6.json` cannot be asked: the connection broke off"
        ],
    );
}

#[test]
fn f33_a_silent_server() {
    check_with(
        hasty(),
        Reply::silent(),
        expect!["`SERVER/configuration-files/***/config_v6.json` was silent for 400ms"],
    );
}

#[test]
fn f33_a_server_that_trickles() {
    let reply = Reply::json(dark(false)).trickle(1, Duration::from_millis(50));
    check_with(
        hasty(),
        reply,
        expect![
            "`SERVER/configuration-files/***/config_v6.json` did not answer in full within 500ms"
        ],
    );
}

#[test]
fn f35_a_redirect_loop() {
    check(
        Reply::redirect("/loop"),
        expect![
            "`SERVER/configuration-files/***/config_v6.json` cannot be asked: it redirects more than three times"
        ],
    );
}

/// Where access is denied, the last good data stays too, and it goes on trying.
#[track_caller]
fn check_denied(status: u16) {
    let server = FaultyServer::start();
    server.answer(Reply::status(status));
    let provider = at(&server).build().unwrap();
    let denied = wait_for(&provider, ProviderState::Error);
    assert!(
        denied.reason().unwrap().contains(&status.to_string()),
        "{denied}"
    );
    server.answer(Reply::json(dark(true)));
    wait_for(&provider, ProviderState::Ready);
}

#[test]
fn f31_denied_is_an_error_and_heals() {
    for status in [401, 403, 404, 405] {
        check_denied(status);
    }
}

#[test]
fn f32_retry_after_is_kept() {
    let server = FaultyServer::start();
    server.script([
        Reply::json(dark(true)),
        Reply::status(429).header("retry-after", "1"),
        Reply::json(dark(false)),
    ]);
    let provider = at(&server).build().unwrap();
    let requests = server.wait_for_requests(3);
    assert!(requests[2].at() - requests[1].at() >= Duration::from_secs(1));
    drop(provider);
}

#[test]
fn f37_not_modified_is_good() {
    let server = FaultyServer::start();
    server.answer(Reply::json(dark(true)).etag("\"v1\""));
    let provider = at(&server).build().unwrap();
    let requests = server.wait_for_requests(3);
    assert_eq!(requests[0].header("if-none-match"), None);
    assert_eq!(requests[2].header("if-none-match"), Some("\"v1\""));
    assert_eq!(provider.status().state(), ProviderState::Ready);
}

#[test]
fn f29_unreachable_at_the_start_is_not_ready_and_then_ready() {
    let server = FaultyServer::start();
    server.answer(Reply::reset());
    let start = Instant::now();
    let provider = at(&server).build().unwrap();
    assert!(
        start.elapsed() < Duration::from_secs(30),
        "the start waited"
    );
    let flags = Flags::new(Arc::new(provider));
    assert_ne!(
        flags.ready(Duration::from_millis(50)).state(),
        ProviderState::Ready
    );
    let dark_mode = SHOP.feature::<bool>("dark_mode").unwrap();
    assert!(!flags.is_enabled(dark_mode, &Subject::default()));
    server.answer(Reply::json(dark(true)));
    assert_eq!(
        flags.ready(Duration::from_secs(60)).state(),
        ProviderState::Ready
    );
    wait("the answer", || {
        flags.is_enabled(dark_mode, &Subject::default())
    });
}

#[test]
fn f29_a_start_waits_as_long_as_it_is_asked_to() {
    let server = FaultyServer::start();
    server.answer(Reply::silent());
    let settings = impatient().wait(Duration::from_millis(100));
    let start = Instant::now();
    let provider = at(&server).http(settings).build().unwrap();
    assert!(start.elapsed() >= Duration::from_millis(100));
    assert_eq!(provider.status().state(), ProviderState::NotReady);

    server.answer(Reply::json(dark(true)));
    let settings = impatient().wait(Duration::from_secs(60));
    let provider = at(&server).http(settings).build().unwrap();
    assert_eq!(provider.status().state(), ProviderState::Ready);
}

#[test]
fn f14_a_refused_document_is_told() {
    let server = FaultyServer::start();
    server.script([Reply::json(dark(true)), Reply::json(document(""))]);
    let provider = at(&server).build().unwrap();
    wait_for(&provider, ProviderState::Stale);
    let notices = provider.notices(&[]);
    assert_eq!(notices[0].kind(), NoticeKind::Refused);
    assert!(
        notices[0].message().contains("allow_empty"),
        "{}",
        notices[0]
    );
}

#[test]
fn f44_shutdown_in_a_request_twice_and_after_it() {
    let server = FaultyServer::start();
    server.script([Reply::json(dark(true)), Reply::silent()]);
    let long = impatient()
        .timeout(Duration::from_secs(600))
        .read_timeout(Duration::from_secs(600));
    let provider = Arc::new(at(&server).http(long).build().unwrap());
    let flags = Flags::new(Arc::clone(&provider));
    drop(server.wait_for_requests(2));
    let start = Instant::now();
    provider.shutdown();
    provider.shutdown();
    // 2 s are allowed, and the machine may be busy.
    assert!(
        start.elapsed() < Duration::from_secs(20),
        "{:?}",
        start.elapsed()
    );
    let dark_mode = SHOP.feature::<bool>("dark_mode").unwrap();
    assert!(flags.is_enabled(dark_mode, &Subject::default()));
    assert_eq!(provider.status().state(), ProviderState::Stale);
}

#[test]
fn f44_shutdown_from_many_threads() {
    let server = FaultyServer::start();
    server.answer(Reply::json(dark(true)));
    let provider = Arc::new(at(&server).build().unwrap());
    drop(server.wait_for_requests(1));
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| provider.shutdown());
        }
    });
}

#[test]
fn nobody_listens_there() {
    // A port that was free a moment ago.
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let builder = ConfigCatProvider::builder(KEY).base_url(format!("http://127.0.0.1:{port}"));
    let provider = builder.http(impatient()).build().unwrap();
    wait("an attempt", || provider.status().reason().is_some());
    assert_ne!(provider.status().state(), ProviderState::Ready);
}
