//! The end of a poller, and what comes after.

use std::sync::{Arc, Weak};
use std::thread;
use std::time::{Duration, Instant};

use expect_test::expect;
use flags_faulty_server::Reply;
use flags_http::Settings;
use flags_runtime::{Listener, ProviderState};

use crate::world::{World, asked_meanwhile, document, settings, wait_until};

/// A request that would take a minute.
fn hanging() -> Settings {
    let minute = Duration::from_secs(60);
    settings().timeout(minute).read_timeout(minute)
}

#[test]
fn f44_shutdown_ends_a_request_that_is_under_way() {
    let world = World::with(hanging(), [Reply::silent()]);
    let _ = world.server.wait_for_requests(1);
    let before = Instant::now();
    world.poller.shutdown();
    assert!(before.elapsed() < Duration::from_secs(30));
    expect!["NotReady: it was shut down, and is not refreshed any more"].assert_eq(&world.status());
}

#[test]
fn f44_shutdown_ends_a_body_that_trickles() {
    let world = World::with(
        hanging(),
        [Reply::json(document(1)).trickle(1, Duration::from_secs(10))],
    );
    let _ = world.server.wait_for_requests(1);
    let before = Instant::now();
    world.poller.shutdown();
    assert!(before.elapsed() < Duration::from_secs(30));
}

#[test]
fn f44_the_last_answers_stay() {
    let world = World::good(settings());
    world.poller.shutdown();
    expect!["Stale: it was shut down, and is not refreshed any more (with its age)"]
        .assert_eq(&world.status());
    assert_eq!(world.shelf.version(), Some(1));
}

#[test]
fn f44_shutdown_is_harmless_when_repeated() {
    let world = World::good(settings());
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| world.poller.shutdown());
        }
    });
    world.poller.shutdown();
    world.poller.refresh();
    let told = world.told.times();
    world.poller.shutdown();
    assert_eq!(world.told.times(), told);
}

#[test]
fn f44_nothing_is_asked_after_the_end() {
    let world = World::good(settings());
    world.poller.shutdown();
    let asked = world.server.requests().len();
    assert_eq!(asked_meanwhile(&world.server), asked);
}

#[test]
fn f44_a_dropped_poller_ends_its_thread() {
    let World {
        server,
        poller,
        shelf,
        told,
    } = World::good(settings());
    let weak: Weak<_> = Arc::downgrade(&told);
    drop((poller, told, shelf));
    // The thread held the listeners.
    wait_until("nobody holds the listener", || weak.upgrade().is_none());
    let asked = server.requests().len();
    assert_eq!(asked_meanwhile(&server), asked);
}

#[test]
fn who_waits_for_data_does_not_wait_on_after_the_end() {
    let world = World::new(Reply::status(503));
    thread::scope(|scope| {
        let waiting = scope.spawn(|| world.poller.ready(Duration::from_secs(86_400)));
        let _ = world.server.wait_for_requests(2);
        world.poller.shutdown();
        assert_eq!(waiting.join().unwrap().state(), ProviderState::NotReady);
    });
}

/// As a listener that replaces the provider does.
#[test]
fn f44_a_listener_may_end_it() {
    struct Ends(std::sync::Mutex<Weak<World>>);
    impl Listener for Ends {
        fn changed(&self) -> bool {
            if let Some(world) = self.0.lock().unwrap().upgrade() {
                world.poller.shutdown();
            }
            true
        }
    }
    let world = Arc::new(World::new(Reply::status(503)));
    let ends = Ends(std::sync::Mutex::new(Arc::downgrade(&world)));
    world.poller.subscribe(Arc::new(ends));
    world.server.answer(Reply::json(document(1)));
    wait_until("it was shut down", || {
        world.poller.status().to_string().contains("shut down")
    });
}

#[test]
fn f39_a_listener_that_panics_does_not_end_it() {
    struct Panics;
    impl Listener for Panics {
        fn changed(&self) -> bool {
            panic!("a listener has a bug")
        }
    }
    let world = World::new(Reply::status(503));
    world.poller.subscribe(Arc::new(Panics));
    world.server.answer(Reply::json(document(1)));
    world.wait_for_state(ProviderState::Ready);
    world.server.answer(Reply::json(document(2)));
    wait_until("version 2 is served", || world.shelf.version() == Some(2));
}

#[test]
fn f43_no_runtime_is_needed_and_none_is_disturbed() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async {
        let world = World::with(
            settings().wait(Duration::from_secs(60)),
            [Reply::json(document(1))],
        );
        assert_eq!(world.poller.status().state(), ProviderState::Ready);
        world.poller.shutdown();
    });
    drop(runtime);
    let world = World::good(settings());
    assert_eq!(world.shelf.version(), Some(1));
}
