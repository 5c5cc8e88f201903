//! The example `web` under load, while its state file changes all the time.
//!
//! A test binary of its own, so that nothing else is tested meanwhile: the machine is busy.
#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::server::Server;

#[expect(dead_code, reason = "the tests of the page need more of it")]
#[path = "../web/server.rs"]
mod server;

const CONNECTIONS: usize = 64;
const FLIP: Duration = Duration::from_millis(10);
const LENGTH: Duration = Duration::from_secs(30);
/// Between two requests of a connection: the server is to be busy, and the file to be looked at.
const PAUSE: Duration = Duration::from_millis(20);

/// The state file of the `n`th save: each feature says which it is.
fn state(n: u64) -> String {
    let (crazy, upload) = (n.is_multiple_of(2), n % 500 + 1);
    format!(
        "features.enable_crazy_feature.default = {crazy}\n\
         features.max_upload_mb.default = {upload}\n\
         features.search_limits.default = {{ max_results = {n}, timeout_ms = 200 }}\n"
    )
}

/// The save that a page was made of, or what does not agree.
fn save_of(page: &str) -> Result<u64, String> {
    let between = |before: &str, after: &str| {
        let rest = page.split_once(before)?.1;
        Some(rest.split_once(after)?.0)
    };
    let number = |text: Option<&str>| text.and_then(|text| text.parse().ok());
    let n: Option<u64> = number(between("<dd>at most ", " results"));
    let n = n.ok_or_else(|| format!("no page: {page}"))?;
    let crazy = page.contains("<h1>And this is just crazy! 🥳</h1>");
    let crazy_below = page.contains("You have seen the crazy page");
    let upload: Option<u64> = number(between("<dt>Largest upload</dt><dd>", " MB"));
    let upload_below: Option<u64> = number(between("uploads of up to ", " MB"));
    let seen = (crazy, crazy_below, upload, upload_below);
    let (is_crazy, megabytes) = (n.is_multiple_of(2), Some(n % 500 + 1));
    if seen == (is_crazy, is_crazy, megabytes, megabytes) {
        Ok(n)
    } else {
        Err(format!("save {n} is mixed with others: {seen:?}"))
    }
}

/// One connection that asks again and again. Returns the saves that it has seen.
fn visit(address: &str, visitor: usize, is_over: &AtomicBool) -> BTreeSet<u64> {
    let mut stream = BufReader::new(TcpStream::connect(address).unwrap());
    let request = format!("GET /?user=user-{visitor} HTTP/1.1\r\nHost: {address}\r\n\r\n");
    let mut seen = BTreeSet::new();
    while !is_over.load(Ordering::Relaxed) {
        stream.get_mut().write_all(request.as_bytes()).unwrap();
        let page = response(&mut stream);
        match save_of(&page) {
            Ok(n) => seen.insert(n),
            Err(error) => panic!("{error}"),
        };
        thread::sleep(PAUSE);
    }
    seen
}

/// The body of the next response, which must be a good one.
fn response(stream: &mut BufReader<TcpStream>) -> String {
    let mut line = String::new();
    stream.read_line(&mut line).unwrap();
    assert_eq!(line, "HTTP/1.1 200 OK\r\n");
    let mut length = 0;
    loop {
        line.clear();
        stream.read_line(&mut line).unwrap();
        if line == "\r\n" {
            break;
        }
        if let Some(value) = line.strip_prefix("content-length: ") {
            length = value.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).unwrap();
    String::from_utf8(body).unwrap()
}

#[test]
fn f50_no_page_is_mixed_while_the_state_file_changes_every_10_ms() {
    let server = Server::start_with("load", &state(0), &[("FLAGS_POLL", "5")]);
    let address = server.address();
    let is_over = AtomicBool::new(false);
    let seen: BTreeSet<u64> = thread::scope(|scope| {
        let visitors: Vec<_> = (0..CONNECTIONS)
            .map(|visitor| {
                scope.spawn({
                    let is_over = &is_over;
                    move || visit(address, visitor, is_over)
                })
            })
            .collect();
        let start = Instant::now();
        let mut n = 0;
        while start.elapsed() < LENGTH && !visitors.iter().any(|visitor| visitor.is_finished()) {
            n += 1;
            server.save_by_rename(&state(n));
            thread::sleep(FLIP);
        }
        is_over.store(true, Ordering::Relaxed);
        visitors
            .into_iter()
            .flat_map(|visitor| visitor.join().unwrap())
            .collect()
    });
    assert!(seen.len() >= 500, "only {} saves were seen", seen.len());
}

#[test]
fn a_mixed_page_would_be_found() {
    let page = |crazy: &str, above: u64, below: u64, n: u64| {
        format!(
            "{crazy}<dt>Largest upload</dt><dd>{above} MB</dd><dd>at most {n} results within\
             You have seen the calm page, for uploads of up to {below} MB."
        )
    };
    assert_eq!(save_of(&page("", 8, 8, 7)), Ok(7));
    assert!(save_of(&page("", 8, 9, 7)).is_err());
    assert!(save_of(&page("", 8, 8, 9)).is_err());
    assert!(save_of(&page("<h1>And this is just crazy! 🥳</h1>", 8, 8, 7)).is_err());
    assert!(save_of("").is_err());
}
