//! The SDK key and the access token, which nobody may see. In a process of its own, because it hears
//! all of its log.
// Says to clippy that `unwrap` is fine outside test functions, too.
#![cfg(test)]

#[allow(dead_code, reason = "the other tests use the rest")]
#[path = "it/world.rs"]
mod world;

use std::sync::Arc;
use std::time::Duration;

use flags_faulty_server::{FaultyServer, LogRecorder, Received, Reply};
use flags_optimizely::{Events, OptimizelyProvider, Settings};
use flags_runtime::{Flags, Provider};

use world::{SHOP, Who, dark_mode};

const KEY: &str = "SECRET0SECRET1SECRET2";
const TOKEN: &str = "SECRET3SECRET4SECRET5";

#[track_caller]
fn check(text: &str) {
    assert!(!text.contains("SECRET"), "a key or token is in: {text}");
}

#[test]
fn f55_the_key_is_nowhere() {
    let log = LogRecorder::start();
    let server = FaultyServer::start();
    let faults = [
        Reply::json(dark_mode(7, "on")),
        Reply::json(dark_mode(7, "on")).header("etag", format!("\"{KEY}\"")),
        Reply::html(),
        Reply::json("{"),
        Reply::text("text/plain", format!("{KEY} and {TOKEN} are unknown")).with_status(403),
        Reply::status(503),
        Reply::status(429).header("retry-after", "0"),
        Reply::reset(),
        Reply::redirect(format!("/elsewhere/{KEY}.json")),
        Reply::redirect(server.other_host_url("/elsewhere")),
        Reply::oversized(2 << 20),
    ];
    for reply in faults {
        server.answer_with(move |request: &Received| match request.target() {
            "/events" => Reply::status(503),
            _ => reply.clone(),
        });
        let soon = Duration::from_millis(5);
        let http = Settings::new().spread(Duration::ZERO).no_proxy();
        let http = http.backoff(soon, soon).extended(soon, soon);
        let builder = OptimizelyProvider::builder()
            .url_template(server.url("/datafiles/{sdk_key}.json"))
            .access_token(TOKEN)
            .interval(soon)
            .events(Events::new().address(server.url("/events")).interval(soon))
            .http(http.max_size(1 << 20));
        check(&format!("{builder:?}"));
        let seen = server.requests().len();
        let provider = Arc::new(builder.poll(KEY).unwrap());
        let arrived = server.wait_for_requests(seen + 3);
        assert_eq!(arrived[seen].target(), format!("/datafiles/{KEY}.json"));
        assert_eq!(
            arrived[seen].header("authorization"),
            Some(&*format!("Bearer {TOKEN}"))
        );
        let flags = Flags::new(Arc::clone(&provider));
        let evaluation = flags.evaluate_value(SHOP.find("dark_mode").unwrap(), &Who::default());
        let status = provider.status();
        let notices = provider.notices(&[*SHOP]);
        check(&format!(
            "{provider:?} {flags:?} {evaluation:?} {status} {status:?} {notices:?}"
        ));
        provider.shutdown();
    }
    assert!(
        log.lines()
            .iter()
            .any(|line| line.starts_with("ureq_proto"))
    );
    log.text().lines().for_each(check);
}
