//! A stream that cannot be had at first, or not any more.

use std::sync::Arc;
use std::time::{Duration, Instant};

use expect_test::{Expect, expect};
use flags_faulty_server::{FaultyServer, Reply};
use flags_launchdarkly::{Builder, Settings};
use flags_runtime::{Flags, Provider, ProviderState};

use crate::world::{SHOP, Subject, dark, put, stream, wait, wait_for};

/// No data at first, for this reason; and then data.
#[track_caller]
fn check_start(fault: Reply, state: ProviderState, reason: Expect) {
    check_start_with(|builder| builder, fault, state, reason);
}

#[track_caller]
fn check_start_with(
    settings: impl FnOnce(Builder) -> Builder,
    fault: Reply,
    state: ProviderState,
    reason: Expect,
) {
    let server = FaultyServer::start();
    server.answer(fault);
    let start = Instant::now();
    let provider = settings(stream(&server)).build().unwrap();
    assert!(
        start.elapsed() < Duration::from_secs(30),
        "the start waited"
    );
    wait("a reason", || provider.status().reason().is_some());
    let status = provider.status();
    assert_eq!(status.state(), state, "{status}");
    reason.assert_eq(status.reason().unwrap());
    server.answer(Reply::sse([put(&dark(1, true))]));
    assert_eq!(
        provider.ready(Duration::from_secs(60)).state(),
        ProviderState::Ready
    );
    let flags = Flags::new(provider);
    let dark_mode = SHOP.feature::<bool>("dark_mode").unwrap();
    assert!(flags.is_enabled(dark_mode, &Subject::default()));
}

#[test]
fn the_start_waits_as_the_settings_of_every_provider_say() {
    let server = FaultyServer::start();
    server.answer(Reply::sse([put(&dark(1, true))]));
    let settings = Settings::new().wait(Duration::from_secs(60));
    let provider = stream(&server).http(settings).build().unwrap();
    // Stale where the stream has ended already, with its only event.
    assert_ne!(provider.status().state(), ProviderState::NotReady);
}

#[test]
fn f29_a_reset_at_the_start() {
    // What the system says of it is its own business.
    let server = FaultyServer::start();
    server.answer(Reply::reset());
    let provider = stream(&server).build().unwrap();
    wait("a reason", || provider.status().reason().is_some());
    let status = provider.status();
    assert_eq!(status.state(), ProviderState::NotReady);
    let reason = status.reason().unwrap();
    assert!(
        reason.starts_with("LaunchDarkly's stream cannot be read: "),
        "{reason}"
    );
    server.answer(Reply::sse([put(&dark(1, true))]));
    assert_eq!(
        provider.ready(Duration::from_secs(60)).state(),
        ProviderState::Ready
    );
}

#[test]
fn f32_a_server_error_at_the_start() {
    check_start(
        Reply::status(503),
        ProviderState::NotReady,
        expect!["LaunchDarkly's stream answered 503"],
    );
}

#[test]
fn f32_too_many_requests_at_the_start() {
    check_start(
        Reply::status(429),
        ProviderState::NotReady,
        expect!["LaunchDarkly's stream answered 429"],
    );
}

#[test]
fn f33_a_silent_server_at_the_start() {
    check_start_with(
        |builder| builder.timeout(Duration::from_millis(500)),
        Reply::silent(),
        ProviderState::NotReady,
        expect!["LaunchDarkly's stream cannot be read: it did not answer in time"],
    );
}

#[test]
fn f20_an_oversized_event_at_the_start() {
    check_start(
        Reply::oversized(2 << 20),
        ProviderState::NotReady,
        expect!["LaunchDarkly's stream cannot be read: an event is larger than 1048576 bytes"],
    );
}

#[test]
fn f35_a_redirect_is_not_followed() {
    let other = FaultyServer::start();
    let redirect = Reply::redirect(other.url("/all"));
    check_start(
        redirect,
        ProviderState::NotReady,
        expect![
            "LaunchDarkly's stream cannot be read: it redirects, which is not followed with an SDK key"
        ],
    );
    assert!(other.requests().is_empty());
}

/// Where the vendor's crate gives up, it is started again.
#[test]
fn f31_denied_is_an_error_and_heals() {
    for status in [401, 403, 404, 405] {
        let server = FaultyServer::start();
        server.answer(Reply::status(status));
        let provider = stream(&server).build().unwrap();
        let denied = wait_for(&provider, ProviderState::Error);
        assert_eq!(
            denied.reason().unwrap(),
            format!("LaunchDarkly's stream answered {status}")
        );
        // Nobody waits where somebody has to do something.
        assert_eq!(
            provider.ready(Duration::from_secs(600)).state(),
            ProviderState::Error
        );
        server.answer(Reply::sse([put(&dark(1, true))]));
        wait_for(&provider, ProviderState::Ready);
    }
}

#[test]
fn f31_denied_later_keeps_the_last_good_data() {
    let server = FaultyServer::start();
    let first = Reply::text("text/event-stream", put(&dark(1, true)));
    server.script([first, Reply::status(401)]);
    let provider = Arc::new(stream(&server).build().unwrap());
    let flags = Flags::new(Arc::clone(&provider));
    wait("denied", || {
        let status = provider.status();
        status.state() == ProviderState::Error
            && status.reason().is_some_and(|it| it.contains("401"))
    });
    let dark_mode = SHOP.feature::<bool>("dark_mode").unwrap();
    assert!(flags.is_enabled(dark_mode, &Subject::default()));
    server.answer(Reply::sse([put(&dark(2, false))]));
    wait("the other data", || {
        !flags.is_enabled(dark_mode, &Subject::default())
    });
}

#[test]
fn f29_a_start_waits_as_long_as_it_is_asked_to() {
    let server = FaultyServer::start();
    server.answer(Reply::sse([put(&dark(1, true))]));
    let provider = stream(&server)
        .wait(Duration::from_secs(60))
        .build()
        .unwrap();
    assert_eq!(provider.status().state(), ProviderState::Ready);

    server.answer(Reply::silent());
    let start = Instant::now();
    let provider = stream(&server)
        .wait(Duration::from_millis(50))
        .build()
        .unwrap();
    assert!(start.elapsed() >= Duration::from_millis(50));
    assert_ne!(provider.status().state(), ProviderState::Ready);
}

#[test]
fn f32_retry_after_is_kept() {
    let server = FaultyServer::start();
    server.script([
        Reply::status(503).header("Retry-After", "1"),
        Reply::sse([put(&dark(1, true))]),
    ]);
    let provider = stream(&server).build().unwrap();
    let requests = server.wait_for_requests(2);
    assert!(requests[1].at() - requests[0].at() >= Duration::from_secs(1));
    wait_for(&provider, ProviderState::Ready);
}
