//! The API token, which nobody may see. In a process of its own, because it hears all of its log.
// Says to clippy that `unwrap` is fine outside test functions, too.
#![cfg(test)]

#[allow(dead_code, reason = "the other tests use the rest")]
#[path = "it/world.rs"]
mod world;

use std::sync::Arc;
use std::time::Duration;

use flags_faulty_server::{FaultyServer, LogRecorder, Reply};
use flags_runtime::{Flags, Provider};
use flags_unleash::{Settings, UnleashProvider};

use world::{Visitor, feature, flags};

const TOKEN: &str = "default:development.SECRET0SECRET1SECRET2SECRET3";

#[track_caller]
fn check(text: &str) {
    assert!(!text.contains("SECRET"), "the token is in: {text}");
}

#[test]
fn f55_the_token_is_nowhere() {
    let log = LogRecorder::start();
    let server = FaultyServer::start();
    let good = flags(r#"{"name":"dark_mode","enabled":true}"#);
    let faults = [
        Reply::json(good.clone()),
        Reply::json(good.clone()).header("etag", format!("\"{TOKEN}\"")),
        Reply::html(),
        Reply::json("{"),
        Reply::text("text/plain", format!("{TOKEN} is unknown")).with_status(401),
        Reply::status(503),
        Reply::status(429).header("retry-after", "0"),
        Reply::reset(),
        Reply::redirect(format!("/{TOKEN}")),
        Reply::redirect(server.other_host_url("/elsewhere")),
        Reply::oversized(2 << 20),
    ];
    for reply in faults {
        server.answer(reply);
        let soon = Duration::from_millis(5);
        let http = Settings::new().spread(Duration::ZERO).no_proxy();
        let http = http.backoff(soon, soon).extended(soon, soon);
        let builder = UnleashProvider::builder(server.url("/api"), TOKEN)
            .interval(soon)
            .http(http.max_size(1 << 20));
        check(&format!("{builder:?}"));
        let seen = server.requests().len();
        let provider = Arc::new(builder.build().unwrap());
        let arrived = server.wait_for_requests(seen + 3);
        assert_eq!(arrived[seen].header("authorization"), Some(TOKEN));
        let flags = Flags::new(Arc::clone(&provider));
        let evaluation = flags.evaluate_value(feature("dark_mode"), &Visitor::new("ann"));
        let status = provider.status();
        let notices = provider.notices(&[]);
        check(&format!(
            "{provider:?} {flags:?} {evaluation:?} {status} {status:?} {notices:?}"
        ));
    }
    assert!(
        log.lines()
            .iter()
            .any(|line| line.starts_with("ureq_proto"))
    );
    log.text().lines().for_each(check);
}
