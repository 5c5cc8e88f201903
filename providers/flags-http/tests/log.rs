//! Secrets and the log of the HTTP client. In a process of its own, because it hears all of its log.
// Says to clippy that `unwrap` is fine outside test functions, too.
#![cfg(test)]

#[allow(dead_code, reason = "the other tests use the rest")]
#[path = "it/world.rs"]
mod world;

use std::time::Duration;

use flags_faulty_server::{FaultyServer, LogRecorder, Reply};
use flags_http::{Client, Request, Secret};

use world::{document, settings};

/// In the address, where it is escaped, too.
const KEY: &str = "sdk-SECRET0SECRET/SECRET1SECRET";
const TOKEN: &str = "Bearer TOKEN0TOKEN1TOKEN2TOKEN";
const SHORT: &str = "pin-4711";

fn request(server: &FaultyServer) -> Request {
    let key = Secret::new(KEY);
    let escaped = flags_http::escape_segment(KEY);
    let url = server.url(&format!("/{escaped}/flags.json?key={KEY}&also={KEY}"));
    let request = Request::get(&url).unwrap().hiding(&key);
    let request = request.secret_header("authorization", &Secret::new(TOKEN));
    let request = request.unwrap().secret_header("x-pin", &Secret::new(SHORT));
    // What a service has sent may come back to it, as an ETag does.
    request.unwrap().header("x-seen", KEY).unwrap()
}

#[test]
fn f55_no_secret_is_in_a_record_and_all_arrive() {
    let log = LogRecorder::start();
    let server = FaultyServer::start();
    let told =
        format!(r#"{{"version":1,"flags":{{"dark_mode":true}},"asked":["{KEY}","{TOKEN}"]}}"#);
    let faults = [
        Reply::json(document(1)),
        Reply::json(told.clone()),
        Reply::json(told.clone()).header("x-echo", KEY),
        Reply::gzip(document(1)),
        Reply::text("text/html", format!("<p>{KEY} is none of ours")).with_status(401),
        Reply::status(503),
        Reply::not_modified(),
        Reply::json(told.clone()).trickle(1, Duration::ZERO),
        Reply::json(document(1)).truncated(9),
        Reply::redirect(format!("/{KEY}/elsewhere")),
        Reply::redirect(format!("gopher://{KEY}")),
        Reply::redirect(server.other_host_url("/elsewhere")),
        Reply::reset(),
        Reply::silent(),
        Reply::oversized(2 << 20),
    ];
    let settings = settings().timeout(Duration::from_secs(1)).max_size(1 << 20);
    for reply in faults {
        server.answer(reply);
        let seen = server.requests().len();
        let client = Client::new("test", &settings).unwrap();
        // Twice, because the connection of the first may be used again.
        for _ in 0..2 {
            // What became of it is told elsewhere.
            let _ = client.send(&request(&server));
        }
        let arrived = server.requests();
        for request in &arrived[seen..] {
            // Nothing but the key shows whose address it is.
            let is_home = request.header("host") == Some(&server.address().to_string());
            assert_eq!(request.header("x-seen"), Some(KEY), "{request:?}");
            assert_eq!(request.header("authorization"), is_home.then_some(TOKEN));
            assert_eq!(request.header("x-pin"), is_home.then_some(SHORT));
        }
        assert!(
            arrived[seen]
                .target()
                .contains(&format!("?key={KEY}&also={KEY}"))
        );
        assert!(
            arrived[seen]
                .target()
                .contains("sdk-SECRET0SECRET%2FSECRET1SECRET")
        );
    }
    // The password of a proxy is one, too.
    server.answer(Reply::status(407));
    let address = server.address();
    let proxy = format!("http://me:{TOKEN}@{address}").replace(' ', "");
    let client = Client::new("test", &settings.proxy(proxy)).unwrap();
    client.send(&request(&server)).unwrap_err();
    let text = log.text();
    // It does write, of each byte.
    assert!(text.contains("GET") && text.contains("x-pin"), "{text}");
    for secret in ["SECRET0", "SECRET1", "TOKEN0", "TOKEN2", "4711"] {
        let line = text.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "`{secret}` is in the log");
    }
}
