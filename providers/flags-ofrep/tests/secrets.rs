//! Tokens and keys, which nobody may see. In a process of its own, because it hears all of its log.
// Says to clippy that `unwrap` is fine outside test functions, too.
#![cfg(test)]

#[allow(dead_code, reason = "the other tests use the rest")]
#[path = "it/world.rs"]
mod world;

use std::sync::Arc;

use flags_faulty_server::{FaultyServer, LogRecorder, Reply};
use flags_ofrep::OfrepProvider;
use flags_runtime::{Flags, Provider};

use world::{Visitor, block_on, fast, feature, one, soon};

const TOKEN: &str = "token-SECRET0SECRET1SECRET2SECRET3";
const KEY: &str = "key-SECRET4SECRET5SECRET6SECRET7";

#[track_caller]
fn check(text: &str) {
    assert!(!text.contains("SECRET"), "a token or key is in: {text}");
}

#[test]
fn f55_tokens_and_keys_are_nowhere() {
    let log = LogRecorder::start();
    let server = FaultyServer::start();
    let good = one(r#"{"key":"dark_mode","value":true,"reason":"STATIC"}"#);
    let faults = [
        Reply::json(good.clone()),
        Reply::json(good.clone()).header("etag", format!("\"{KEY}\"")),
        Reply::html(),
        Reply::json("{"),
        Reply::text("text/plain", format!("{TOKEN} and {KEY} are unknown")).with_status(401),
        Reply::status(503),
        Reply::status(429).header("retry-after", "0"),
        Reply::reset(),
        Reply::redirect(format!("/{TOKEN}")).with_status(307),
        Reply::redirect(server.other_host_url("/elsewhere")),
        Reply::oversized(2 << 20),
    ];
    for reply in faults {
        server.answer(reply);
        let builder = fast(OfrepProvider::builder(server.url("")))
            .token(TOKEN)
            .api_key(KEY)
            .secret_header("x-other", KEY)
            .http(soon().max_size(1 << 20));
        check(&format!("{builder:?}"));
        let seen = server.requests().len();
        let provider = Arc::new(builder.clone().build(&Visitor::new("ann")).unwrap());
        let arrived = server.wait_for_requests(seen + 3);
        assert_eq!(arrived[seen].header("x-api-key"), Some(KEY));
        let bearer = format!("Bearer {TOKEN}");
        assert_eq!(arrived[seen].header("authorization"), Some(&*bearer));
        let flags = Flags::new(Arc::clone(&provider));
        let evaluation = flags.evaluate_value(feature("dark_mode"), &Visitor::new("ann"));
        let status = provider.status();
        let notices = provider.notices(&[]);
        check(&format!(
            "{provider:?} {flags:?} {evaluation:?} {status} {status:?} {notices:?}"
        ));
        let client = builder.build_client().unwrap();
        let pinned = block_on(client.prefetch(&Visitor::new("ann")));
        check(&format!("{client:?} {pinned:?}"));
    }
    assert!(
        log.lines()
            .iter()
            .any(|line| line.starts_with("ureq_proto"))
    );
    log.text().lines().for_each(check);
}
