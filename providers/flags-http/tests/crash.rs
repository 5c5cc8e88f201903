//! A process that is killed while it writes its backup.
#![cfg(test)]

use std::env;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use flags_faulty_server::{FaultyServer, Received, Reply};
use flags_http::{Document, Poller, Request, Settings, Taken};
use flags_runtime::ProviderState;

/// Name of the variable that tells the child what to ask, and where its backup is.
const CHILD: &str = "FLAGS_HTTP_CRASH_TEST";

fn settings(backup: &str) -> Settings {
    let soon = Duration::from_millis(1);
    Settings::new()
        .interval(soon)
        .spread(Duration::ZERO)
        .backoff(soon, soon)
        .no_proxy()
        .backup(backup)
}

fn poll(url: &str, backup: &str) -> Poller {
    let request = Request::get(url).unwrap();
    Poller::start(
        "test",
        "",
        request,
        &settings(backup),
        |document: &Document<'_>| {
            assert!(document.text().ends_with("!}"), "it is whole");
            Ok(Taken::Changed)
        },
    )
    .unwrap()
}

/// A new document each time, large enough that writing it takes a while.
fn large(count: &AtomicU32) -> Reply {
    let number = count.fetch_add(1, Ordering::Relaxed);
    Reply::json(format!("{{{number}{}!}}", "x".repeat(1 << 20)))
}

#[test]
fn f51_a_process_that_is_killed_leaves_a_whole_backup() {
    if let Ok(told) = env::var(CHILD) {
        let (url, backup) = told.split_once(' ').unwrap();
        let _poller = poll(url, backup);
        loop {
            thread::park();
        }
    }
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("flags.backup");
    let path = path.to_str().unwrap();
    let server = FaultyServer::start();
    let url = server.url("/flags.json");
    for round in 0..10 {
        let count = AtomicU32::new(round * 1_000);
        server.answer_with(move |_: &Received| large(&count));
        let before = server.requests().len();
        let mut child = Command::new(env::current_exe().unwrap())
            .args([
                "f51_a_process_that_is_killed_leaves_a_whole_backup",
                "--exact",
            ])
            .env(CHILD, format!("{url} {path}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // It is in the middle of one of its writes, or between two.
        let _ = server.wait_for_requests(before + 5 + round as usize);
        child.kill().unwrap();
        child.wait().unwrap();

        server.answer(Reply::status(503));
        let poller = poll(&url, path);
        assert_eq!(poller.notices(), [], "round {round}");
        assert_eq!(
            poller.status().state(),
            ProviderState::Stale,
            "round {round}"
        );
    }
    // What the children left half written is not mistaken for anything.
    let started = Instant::now();
    server.answer_with(|_: &Received| large(&AtomicU32::new(99)));
    let poller = poll(&url, path);
    while poller.status().state() != ProviderState::Ready {
        assert!(
            started.elapsed() < Duration::from_secs(60),
            "{}",
            poller.status()
        );
        thread::sleep(Duration::from_millis(2));
    }
}
