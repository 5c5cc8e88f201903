//! A process that forks after the start, as daemons and pre-forking servers do.
#![cfg(all(test, unix))]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::exit;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use flags_faulty_server::{FaultyServer, Reply};
use flags_http::{Document, Poller, Request, Settings, Taken};
use flags_runtime::ProviderState;
use fork::{Fork, WEXITSTATUS, WIFEXITED, fork, waitpid};

#[track_caller]
fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let started = Instant::now();
    while !holds() {
        assert!(
            started.elapsed() < Duration::from_secs(60),
            "not so: {what}"
        );
        thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn f42_a_forked_child_says_that_nothing_refreshes_it_until_it_is_told_to() {
    let server = FaultyServer::start();
    server.answer(Reply::json("[1]"));
    let soon = Duration::from_millis(5);
    let settings = Settings::new()
        .interval(soon)
        .spread(Duration::ZERO)
        .no_proxy();
    let request = Request::get(&server.url("/flags.json")).unwrap();
    let taken = Arc::new(AtomicUsize::new(0));
    let sink = {
        let taken = Arc::clone(&taken);
        move |_: &Document<'_>| {
            taken.fetch_add(1, Ordering::SeqCst);
            Ok(Taken::Same)
        }
    };
    let poller = Poller::start("test", "", request, &settings, sink).unwrap();
    wait_until("it is ready", || {
        poller.status().state() == ProviderState::Ready
    });

    match fork().unwrap() {
        Fork::Child => {
            let went_well = catch_unwind(AssertUnwindSafe(|| {
                let status = poller.status();
                assert_eq!(status.state(), ProviderState::Stale);
                assert!(status.to_string().contains("call `postfork`"), "{status}");
                // It returns at once, because there is nobody to wait for.
                assert_eq!(
                    poller.ready(Duration::from_secs(86_400)).state(),
                    ProviderState::Stale
                );
                let before = taken.load(Ordering::SeqCst);
                poller.postfork().unwrap();
                wait_until("it is refreshed", || taken.load(Ordering::SeqCst) > before);
                wait_until("it is ready", || {
                    poller.status().state() == ProviderState::Ready
                });
                poller.shutdown();
            }));
            exit(if went_well.is_ok() { 0 } else { 1 });
        }
        Fork::Parent(child) => {
            let status = waitpid(child).unwrap();
            assert!(WIFEXITED(status) && WEXITSTATUS(status) == 0, "{status}");
            // The parent is as it was.
            assert_eq!(poller.status().state(), ProviderState::Ready);
            poller.postfork().unwrap();
            let before = taken.load(Ordering::SeqCst);
            wait_until("it goes on", || taken.load(Ordering::SeqCst) > before);
        }
    }
}

/// Dropped without more ado, in a child that is to end.
#[test]
fn f42_a_forked_child_ends_without_waiting() {
    let server = FaultyServer::start();
    server.answer(Reply::silent());
    let request = Request::get(&server.url("/flags.json")).unwrap();
    let settings = Settings::new().spread(Duration::ZERO).no_proxy();
    let poller = Poller::start("test", "", request, &settings, |_: &Document<'_>| {
        Ok(Taken::Changed)
    })
    .unwrap();
    let _ = server.wait_for_requests(1);
    match fork().unwrap() {
        Fork::Child => {
            let went_well = catch_unwind(AssertUnwindSafe(|| {
                assert_eq!(poller.status().state(), ProviderState::NotReady);
                poller.shutdown();
                drop(poller);
            }));
            exit(if went_well.is_ok() { 0 } else { 1 });
        }
        Fork::Parent(child) => {
            let status = waitpid(child).unwrap();
            assert!(WIFEXITED(status) && WEXITSTATUS(status) == 0, "{status}");
        }
    }
}
