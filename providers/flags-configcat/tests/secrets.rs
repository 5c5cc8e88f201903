//! The SDK key, which nobody may see. In a process of its own, because it hears all of its log.
// Says to clippy that `unwrap` is fine outside test functions, too.
#![cfg(test)]

#[allow(dead_code, reason = "the other tests use the rest")]
#[path = "fixtures/world.rs"]
mod world;

use std::sync::Arc;

use flags_configcat::ConfigCatProvider;
use flags_faulty_server::{FaultyServer, LogRecorder, Reply};
use flags_runtime::{Flags, Provider};

use world::{KEY, SHOP, Subject, at, dark, document, hasty, wait};

#[track_caller]
fn check(text: &str) {
    for part in ["SECRETSECRET", "TOKENTOKEN"] {
        assert!(!text.contains(part), "the SDK key is in: {text}");
    }
}

#[test]
fn f55_the_key_is_nowhere() {
    let log = LogRecorder::start();
    check(&format!("{:?}", ConfigCatProvider::builder(KEY)));
    check(
        &ConfigCatProvider::builder(format!("{KEY}x"))
            .build()
            .unwrap_err()
            .to_string(),
    );
    let error = ConfigCatProvider::builder(KEY)
        .base_url("http://")
        .build()
        .unwrap_err();
    check(&format!("{error} {error:?}"));

    let (server, other) = (FaultyServer::start(), FaultyServer::start());
    let faults = [
        Reply::json(dark(true)),
        Reply::html(),
        Reply::json(document("")),
        Reply::json("{"),
        Reply::status(401),
        Reply::status(503),
        Reply::status(429).header("retry-after", "0"),
        Reply::reset(),
        Reply::silent(),
        Reply::redirect(server.url("/elsewhere")),
        Reply::redirect(other.other_host_url("/elsewhere")),
        Reply::oversized(2 << 20),
    ];
    for manual in [false, true] {
        let builder = at(&server).http(hasty());
        let builder = if manual { builder.manual() } else { builder };
        let provider = Arc::new(builder.build().unwrap());
        let flags = Flags::new(Arc::clone(&provider));
        for reply in faults.clone() {
            server.answer(reply);
            let seen = server.requests().len();
            provider.refresh();
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
                check(&format!(
                    "{:?}",
                    flags.evaluate_value(feature, &Subject::default())
                ));
                std::thread::yield_now();
            }
        }
    }
    let lines = log.lines();
    // The vendor's crate does write: of each evaluation.
    assert!(
        lines.iter().any(|line| line.starts_with("configcat")),
        "{lines:?}"
    );
    // So does the HTTP client, of each byte.
    assert!(lines.iter().any(|line| line.starts_with("ureq_proto")));
    for line in log.text().lines() {
        check(line);
    }
}
