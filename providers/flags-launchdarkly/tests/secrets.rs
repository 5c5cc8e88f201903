//! The SDK key, which nobody may see. In a process of its own, because it hears all of its log.
// Says to clippy that `unwrap` is fine outside test functions, too.
#![cfg(test)]

#[allow(dead_code, reason = "the other tests use the rest")]
#[path = "fixtures/world.rs"]
mod world;

use std::sync::Arc;

use flags_faulty_server::{FaultyServer, LogRecorder, Reply};
use flags_launchdarkly::LaunchDarklyProvider;
use flags_runtime::{Flags, Provider};

use world::{KEY, SHOP, Subject, dark, polled, put, stream, wait};

#[track_caller]
fn check(text: &str) {
    assert!(!text.contains("SECRET"), "the SDK key is in: {text}");
}

#[test]
fn f55_the_key_is_nowhere() {
    let log = LogRecorder::start();
    check(&format!("{:?}", LaunchDarklyProvider::builder(KEY)));
    let error = LaunchDarklyProvider::builder(format!("{KEY}x"))
        .build()
        .unwrap_err();
    check(&format!("{error} {error:?}"));

    let server = FaultyServer::start();
    let faults = [
        Reply::sse([put(&dark(1, true))]),
        Reply::json(dark(1, true)),
        Reply::html(),
        Reply::json("{"),
        Reply::status(401),
        Reply::status(503),
        Reply::reset(),
        Reply::redirect("/elsewhere"),
        Reply::oversized(2 << 20),
    ];
    for polls in [false, true] {
        for reply in faults.clone() {
            server.answer(reply);
            let builder = if polls {
                polled(&server)
            } else {
                stream(&server).events(true)
            };
            let seen = server.requests().len();
            let provider = Arc::new(builder.build().unwrap());
            let flags = Flags::new(Arc::clone(&provider));
            wait("a request", || server.requests().len() > seen);
            for _ in 0..20 {
                let health = flags.status();
                check(&format!(
                    "{health:?} {} {:?}",
                    health.status(),
                    provider.notices(&[*SHOP])
                ));
                check(&format!("{provider:?} {flags:?}"));
                let feature = SHOP.find("dark_mode").unwrap();
                let subject = Subject::new(Some("ann"), []);
                check(&format!("{:?}", flags.evaluate_value(feature, &subject)));
                std::thread::yield_now();
            }
        }
    }
    let lines = log.lines();
    // The vendor's crate does write: of what it receives.
    assert!(
        lines.iter().any(|line| line.starts_with("launchdarkly")),
        "{lines:?}"
    );
    // So does the HTTP client, of each byte.
    assert!(lines.iter().any(|line| line.starts_with("ureq_proto")));
    for line in log.text().lines() {
        check(line);
    }
}
