//! Polling, and a server that misbehaves.

use std::sync::Arc;
use std::time::Duration;

use flags_faulty_server::{FaultyServer, Reply};
use flags_launchdarkly::Settings;
use flags_runtime::{Flags, Provider, ProviderState};

use crate::world::{KEY, SHOP, Subject, dark, document, flag, impatient, polled, wait, wait_for};

#[test]
fn the_address_and_the_key_are_as_the_vendor_has_them() {
    let server = FaultyServer::start();
    server.answer(Reply::json(dark(1, true)).etag("\"v1\""));
    let provider = polled(&server).build().unwrap();
    let requests = server.wait_for_requests(2);
    assert_eq!(requests[0].target(), "/sdk/latest-all");
    assert_eq!(requests[0].header("authorization"), Some(KEY));
    assert_eq!(requests[1].header("if-none-match"), Some("\"v1\""));
    assert_eq!(provider.status().state(), ProviderState::Ready);
}

/// Good data, then the fault, then other good data: what was good is served all the time.
#[track_caller]
fn check(fault: Reply) {
    check_with(impatient(), fault);
}

#[track_caller]
fn check_with(settings: Settings, fault: Reply) {
    let server = FaultyServer::start();
    server.answer(Reply::json(dark(1, true)));
    let provider = Arc::new(polled(&server).http(settings).build().unwrap());
    let flags = Flags::new(Arc::clone(&provider));
    let dark_mode = SHOP.feature::<bool>("dark_mode").unwrap();
    assert_eq!(
        flags.ready(Duration::from_secs(60)).state(),
        ProviderState::Ready
    );
    server.answer(fault);
    let status = wait_for(&provider, ProviderState::Stale);
    assert!(status.age().is_some() && status.reason().is_some());
    assert!(flags.is_enabled(dark_mode, &Subject::default()));
    server.answer(Reply::json(dark(2, false)));
    wait("the other data", || {
        !flags.is_enabled(dark_mode, &Subject::default())
    });
    wait_for(&provider, ProviderState::Ready);
}

#[test]
fn f13_a_page_with_status_200() {
    check(Reply::html());
}

#[test]
fn f13_a_truncated_document() {
    check(Reply::json(&dark(1, true).as_bytes()[..40]));
}

#[test]
fn f14_no_flags() {
    check(Reply::json(document(&[])));
}

#[test]
fn f20_an_oversized_document() {
    check(Reply::oversized(2 << 20));
}

#[test]
fn f20_a_gzip_bomb() {
    check(Reply::gzip_bomb(1 << 30));
}

#[test]
fn f32_server_errors_and_resets() {
    check(Reply::status(503));
    check(Reply::reset());
}

#[test]
fn f33_silence() {
    check_with(
        impatient().read_timeout(Duration::from_millis(400)),
        Reply::silent(),
    );
}

#[test]
fn f31_denied_is_an_error_and_heals() {
    let server = FaultyServer::start();
    server.answer(Reply::status(401));
    let provider = polled(&server).build().unwrap();
    wait_for(&provider, ProviderState::Error);
    server.answer(Reply::json(dark(1, true)));
    wait_for(&provider, ProviderState::Ready);
}

#[test]
fn f35_the_key_is_not_sent_to_another_host() {
    let (server, other) = (FaultyServer::start(), FaultyServer::start());
    other.answer(Reply::json(dark(1, true)));
    server.answer(Reply::redirect(other.other_host_url("/sdk/latest-all")));
    let provider = polled(&server).build().unwrap();
    drop(server.wait_for_requests(3));
    assert!(
        other
            .requests()
            .iter()
            .all(|request| request.header("authorization").is_none())
    );
    drop(provider);
}

#[test]
fn f25_an_older_version_is_ignored() {
    let server = FaultyServer::start();
    server.answer(Reply::json(dark(5, true)));
    let provider = Arc::new(polled(&server).build().unwrap());
    let flags = Flags::new(Arc::clone(&provider));
    wait_for(&provider, ProviderState::Ready);
    let behind = [
        ("dark_mode", flag("dark_mode", 4, "false")),
        ("greeting", flag("greeting", 1, "\"hi\"")),
    ];
    server.answer(Reply::json(document(&behind)));
    let greeting = SHOP.feature::<flags_runtime::Text>("greeting").unwrap();
    wait("the rest of it", || {
        flags.get(greeting, &Subject::default()) == "hi"
    });
    let dark_mode = SHOP.feature::<bool>("dark_mode").unwrap();
    assert!(flags.is_enabled(dark_mode, &Subject::default()));
}
