//! What arrives is wrong: what was good stays, the status says so, and it heals.

use std::time::Duration;

use expect_test::{Expect, expect};
use flags_faulty_server::Reply;
use flags_http::{FetchErrorKind, Settings};
use flags_runtime::ProviderState;

use crate::world::{World, document, settings, wait_until};

/// After version 1 the service answers like this: that is counted as `kind`, the status is `expected`
/// and version 1 stays; then it answers with version 2, which is taken.
#[track_caller]
fn check_with(settings: Settings, reply: Reply, kind: FetchErrorKind, expected: Expect) {
    let world = World::good(settings);
    world.server.answer(reply);
    wait_until(&format!("there is an error of kind {kind:?}"), || {
        world.poller.counts().errors(kind) > 1
    });
    expected.assert_eq(&world.status());
    assert_eq!(world.shelf.version(), Some(1));
    world.server.answer(Reply::json(document(2)));
    wait_until("it heals", || {
        world.shelf.version() == Some(2) && world.poller.status().state() == ProviderState::Ready
    });
    assert_eq!(world.notices(), "");
}

#[track_caller]
fn check(reply: Reply, kind: FetchErrorKind, expected: Expect) {
    check_with(settings(), reply, kind, expected);
}

#[test]
fn f13_truncated_json() {
    check(
        Reply::json(r#"{"version":2,"flags":{"dark_mode":tr"#),
        FetchErrorKind::Refused,
        expect![
            "Stale: the answer of `http://SERVER/flags.json` is refused: it ends early (with its age)"
        ],
    );
}

#[test]
fn f13_body_that_is_shorter_than_announced() {
    check(
        Reply::json(document(2)).truncated(20),
        FetchErrorKind::Broken,
        expect![
            "Stale: `http://SERVER/flags.json` cannot be asked: the connection broke off (with its age)"
        ],
    );
}

#[test]
fn f13_html_with_status_200() {
    check(
        Reply::html(),
        FetchErrorKind::Refused,
        expect![
            "Stale: the answer of `http://SERVER/flags.json` is refused: its content type is `text/html; charset=utf-8`, and JSON was asked for (with its age)"
        ],
    );
}

#[test]
fn f13_html_that_is_called_json() {
    check(
        Reply::json("\n<!doctype html><p>Please sign in}"),
        FetchErrorKind::Refused,
        expect![
            "Stale: the answer of `http://SERVER/flags.json` is refused: it is a page or XML, and no JSON (with its age)"
        ],
    );
}

#[test]
fn f13_wrong_content_type() {
    check(
        Reply::text("image/png", document(2)),
        FetchErrorKind::Refused,
        expect![
            "Stale: the answer of `http://SERVER/flags.json` is refused: its content type is `image/png`, and JSON was asked for (with its age)"
        ],
    );
}

#[test]
fn f13_byte_order_mark() {
    check(
        Reply::json(format!("\u{feff}{}", document(2))),
        FetchErrorKind::Refused,
        expect![
            "Stale: the answer of `http://SERVER/flags.json` is refused: it begins with a byte order mark, which JSON must not (with its age)"
        ],
    );
}

#[test]
fn f13_invalid_utf8() {
    check(
        Reply::json(b"{\"version\":2,\"\xff\":1}".as_slice()),
        FetchErrorKind::Refused,
        expect![
            "Stale: the answer of `http://SERVER/flags.json` is refused: it is no UTF-8 from byte 14 on (with its age)"
        ],
    );
}

#[test]
fn f14_empty_body() {
    check(
        Reply::json(""),
        FetchErrorKind::Suspicious,
        expect![
            "Stale: the answer of `http://SERVER/flags.json` is refused: it is empty (with its age)"
        ],
    );
}

#[test]
fn f14_empty_object() {
    check(
        Reply::json(" {} \n"),
        FetchErrorKind::Suspicious,
        expect![
            "Stale: the answer of `http://SERVER/flags.json` is refused: it is `{}`, without any content (with its age)"
        ],
    );
}

#[test]
fn f14_no_flag_any_more() {
    check(
        Reply::json(r#"{"version":2,"flags":{}}"#),
        FetchErrorKind::Suspicious,
        expect![
            "Stale: the answer of `http://SERVER/flags.json` is refused: it holds no flag (with its age)"
        ],
    );
}

#[test]
fn f20_body_without_end() {
    check_with(
        settings().max_size(100_000),
        Reply::oversized(1 << 40),
        FetchErrorKind::TooLarge,
        expect![
            "Stale: the answer of `http://SERVER/flags.json` is refused: it is larger than 100000 bytes (with its age)"
        ],
    );
}

#[test]
fn f20_body_that_announces_too_much() {
    check_with(
        settings().max_size(100),
        Reply::json("x".repeat(101)),
        FetchErrorKind::TooLarge,
        expect![
            "Stale: the answer of `http://SERVER/flags.json` is refused: it is larger than 100 bytes (with its age)"
        ],
    );
}

/// 4 GiB out of 4 MiB.
#[test]
fn f20_gzip_bomb() {
    check_with(
        settings().max_size(1 << 20),
        Reply::gzip_bomb(4 << 30),
        FetchErrorKind::TooLarge,
        expect![
            "Stale: the answer of `http://SERVER/flags.json` is refused: it is larger than 1048576 bytes (with its age)"
        ],
    );
}

#[test]
fn f20_head_without_end() {
    check(
        Reply::json(document(2)).header("X-Long", "x".repeat(100_000)),
        FetchErrorKind::TooLarge,
        expect![
            "Stale: `http://SERVER/flags.json` cannot be asked: its headers are too large (with its age)"
        ],
    );
}

#[test]
fn gzip_that_is_none() {
    check(
        Reply::json("no gzip at all").header("Content-Encoding", "gzip"),
        FetchErrorKind::Protocol,
        expect![
            "Stale: `http://SERVER/flags.json` cannot be asked: its body cannot be decompressed (with its age)"
        ],
    );
}

#[test]
fn f31_401() {
    check(
        Reply::status(401),
        FetchErrorKind::Denied,
        expect![
            "Error: `http://SERVER/flags.json` answered 401: the key is not accepted (with its age)"
        ],
    );
}

#[test]
fn f31_403() {
    check(
        Reply::status(403),
        FetchErrorKind::Denied,
        expect![
            "Error: `http://SERVER/flags.json` answered 403: the key has no access (with its age)"
        ],
    );
}

#[test]
fn f31_404() {
    check(
        Reply::status(404),
        FetchErrorKind::Denied,
        expect![
            "Error: `http://SERVER/flags.json` answered 404: nothing is there for this key and address (with its age)"
        ],
    );
}

#[test]
fn f31_405() {
    check(
        Reply::status(405),
        FetchErrorKind::Denied,
        expect![
            "Error: `http://SERVER/flags.json` answered 405: this is not how it is asked (with its age)"
        ],
    );
}

#[test]
fn f32_400() {
    check(
        Reply::status(400),
        FetchErrorKind::Status,
        expect!["Stale: `http://SERVER/flags.json` answered 400 (with its age)"],
    );
}

#[test]
fn f32_408() {
    check(
        Reply::status(408),
        FetchErrorKind::Status,
        expect!["Stale: `http://SERVER/flags.json` answered 408 (with its age)"],
    );
}

#[test]
fn f32_429() {
    check(
        Reply::status(429),
        FetchErrorKind::RateLimited,
        expect![
            "Stale: `http://SERVER/flags.json` answered 429: it is asked too often (with its age)"
        ],
    );
}

#[test]
fn f32_500() {
    check(
        Reply::status(500),
        FetchErrorKind::Status,
        expect!["Stale: `http://SERVER/flags.json` answered 500 (with its age)"],
    );
}

#[test]
fn f32_503() {
    check(
        Reply::status(503),
        FetchErrorKind::Status,
        expect!["Stale: `http://SERVER/flags.json` answered 503 (with its age)"],
    );
}

#[test]
fn f32_reset() {
    check(
        Reply::reset(),
        FetchErrorKind::Broken,
        expect![
            "Stale: `http://SERVER/flags.json` cannot be asked: the connection broke off (with its age)"
        ],
    );
}

#[test]
fn f33_silence() {
    check_with(
        settings().read_timeout(Duration::from_millis(300)),
        Reply::silent(),
        FetchErrorKind::Timeout,
        expect!["Stale: `http://SERVER/flags.json` was silent for 300ms (with its age)"],
    );
}

/// Each read is answered in time, and the whole would take 38 bytes times 100 ms.
#[test]
fn f33_a_body_that_trickles_has_a_deadline() {
    check_with(
        settings().timeout(Duration::from_millis(500)),
        Reply::json(document(2)).trickle(1, Duration::from_millis(100)),
        FetchErrorKind::Timeout,
        expect![
            "Stale: `http://SERVER/flags.json` did not answer in full within 500ms (with its age)"
        ],
    );
}

/// A stream is no document: its head is fine, and its end never comes.
#[test]
fn f38_a_stream_that_is_silent_has_a_deadline() {
    check_with(
        settings().read_timeout(Duration::from_millis(300)),
        Reply::sse(["event: put\ndata: {}\n\n"]),
        FetchErrorKind::Timeout,
        expect!["Stale: `http://SERVER/flags.json` was silent for 300ms (with its age)"],
    );
}

#[test]
fn f35_redirect_loop() {
    let world = World::good(settings());
    let there = world.server.url("/flags.json");
    world.server.answer(Reply::redirect(there));
    world.wait_for_state(ProviderState::Stale);
    expect!["Stale: `http://SERVER/flags.json` cannot be asked: it redirects more than three times (with its age)"]
        .assert_eq(&world.status());
}

#[test]
fn f35_redirect_to_nowhere() {
    check(
        Reply::status(302),
        FetchErrorKind::Redirect,
        expect![
            "Stale: `http://SERVER/flags.json` cannot be asked: it redirects without saying where to (with its age)"
        ],
    );
}

#[test]
fn f35_redirect_to_what_is_no_address() {
    check(
        Reply::redirect("gopher://example/"),
        FetchErrorKind::Redirect,
        expect![
            "Stale: `http://SERVER/flags.json` cannot be asked: it redirects to what is no address (with its age)"
        ],
    );
}

#[test]
fn f37_304_that_was_not_asked_for() {
    check(
        Reply::not_modified(),
        FetchErrorKind::Protocol,
        expect![
            "Stale: `http://SERVER/flags.json` answered 304, which was not asked for (with its age)"
        ],
    );
}

#[test]
fn f39_a_parser_that_panics() {
    check(
        Reply::json(r#"{"panic":true}"#),
        FetchErrorKind::Refused,
        expect![
            "Stale: the answer of `http://SERVER/flags.json` is refused: reading it panicked, which is a bug (with its age)"
        ],
    );
}
