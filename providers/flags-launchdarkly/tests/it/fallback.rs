//! Polling that takes over while the stream is silent or away, and ends when it is back.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use flags_faulty_server::{FaultyServer, Received, Reply};
use flags_launchdarkly::{Builder, Endpoints, LaunchDarklyProvider};
use flags_runtime::{Flags, Provider, ProviderState};

use crate::live::Live;
use crate::world::{KEY, SHOP, Subject, dark, document, flag, impatient, put, wait, wait_for};

/// A provider with a stream of its own, and a server that can be polled.
struct World {
    stream: Live,
    polled: FaultyServer,
    provider: Arc<LaunchDarklyProvider>,
    flags: Flags,
}

impl World {
    fn with(settings: impl FnOnce(Builder) -> Builder) -> Self {
        let (stream, polled) = (Live::start(), FaultyServer::start());
        polled.answer(Reply::json(dark(2, false)));
        let builder = LaunchDarklyProvider::builder(KEY)
            .endpoints(Endpoints::new(stream.url(), &polled.url(""), stream.url()))
            .spread(Duration::ZERO)
            .reconnect(Duration::from_millis(1))
            .http(impatient())
            .fallback(Duration::from_secs(600), Duration::from_millis(5));
        let provider = Arc::new(settings(builder).build().unwrap());
        let flags = Flags::new(Arc::clone(&provider));
        Self {
            stream,
            polled,
            provider,
            flags,
        }
    }

    fn says(&self, key: &str) -> String {
        let feature = SHOP.find(key).unwrap();
        let evaluation = self.flags.evaluate_value(feature, &Subject::default());
        format!("{} {}", evaluation.value(), evaluation.reason())
    }

    #[track_caller]
    fn wait_for(&self, key: &str, expected: &str) {
        wait(&format!("`{key}` is {expected}"), || {
            self.says(key) == expected
        });
    }

    #[track_caller]
    fn wait_for_status(&self, state: ProviderState, part: &str) {
        wait(&format!("{state:?}, {part}"), || {
            let status = self.provider.status();
            let reason = status.reason().unwrap_or("no reason");
            status.state() == state && reason.contains(part)
        });
    }
}

#[test]
fn f38_a_poll_takes_over_from_a_silent_stream_until_it_is_back() {
    let world = World::with(|builder| builder.silence(Duration::from_millis(300)));
    let silent = world.stream.accept();
    silent.send(put(&dark(1, true)));
    world.wait_for("dark_mode", "true STATIC");
    assert_eq!(
        world.polled.requests().len(),
        0,
        "there was nothing to poll for"
    );

    // Now it says nothing any more.
    world.wait_for("dark_mode", "false STATIC");
    world.wait_for_status(ProviderState::Ready, "; it is polled meanwhile");
    let request = &world.polled.requests()[0];
    assert_eq!(request.target(), "/sdk/latest-all");
    assert_eq!(request.header("authorization"), Some(KEY));
    world.polled.answer(Reply::json(dark(3, true)));
    world.wait_for("dark_mode", "true STATIC");

    // The stream is tried again underneath, and heard of.
    let back = world.stream.accept();
    back.send(put(&dark(4, false)));
    world.wait_for("dark_mode", "false STATIC");
    world.wait_for_status(ProviderState::Ready, "no reason");
    // What it says last is older than what the stream said.
    let asked = world.polled.requests().len();
    for limit in 1..100 {
        let change = flag("limit", limit, &limit.to_string());
        back.send(format!(
            "event: patch\ndata: {{\"path\":\"/flags/limit\",\"data\":{change}}}\n\n"
        ));
        world.wait_for("limit", &format!("{limit} STATIC"));
    }
    // One may have been under way.
    let since = world.polled.requests().len() - asked;
    assert!(
        since <= 1,
        "it was polled {since} times beside a good stream"
    );
    assert_eq!(world.says("dark_mode"), "false STATIC");
    drop(silent);
}

#[test]
fn f38_a_poll_takes_over_from_a_stream_that_cannot_be_read() {
    let world = World::with(|builder| {
        let shortly = Duration::from_millis(50);
        builder.fallback(shortly, shortly)
    });
    for _ in 0..3 {
        drop(world.stream.accept());
    }
    world.wait_for("dark_mode", "false STATIC");
    world.wait_for_status(ProviderState::Ready, "; it is polled meanwhile");
}

#[test]
fn f38_a_start_waits_for_the_poll_too() {
    let server = FaultyServer::start();
    server.answer_with(|request: &Received| match request.target() {
        "/all" => Reply::silent(),
        _ => Reply::json(dark(1, true)),
    });
    let provider = LaunchDarklyProvider::builder(KEY)
        .endpoints(Endpoints::relay(&server.url("")))
        .spread(Duration::ZERO)
        .timeout(Duration::from_millis(20))
        .http(impatient())
        .fallback(Duration::from_millis(1), Duration::from_millis(5))
        .wait(Duration::from_secs(60))
        .build()
        .unwrap();
    assert_eq!(provider.status().state(), ProviderState::Ready);
    provider.shutdown();
    assert_eq!(provider.status().state(), ProviderState::Stale);
    provider.shutdown();
}

#[test]
fn f38_without_either_the_last_good_data_stays() {
    let world = World::with(|builder| builder.silence(Duration::from_millis(50)));
    world.polled.answer(Reply::status(503));
    let silent = world.stream.accept();
    silent.send(put(&dark(1, true)));
    world.wait_for("dark_mode", "true STATIC");
    let _ = world.polled.wait_for_requests(3);
    world.wait_for_status(ProviderState::Stale, "LaunchDarkly's stream");
    assert!(world.provider.status().age().is_some());
    assert_eq!(world.says("dark_mode"), "true STATIC");
}

#[test]
fn f38_a_stream_that_never_said_anything_is_not_good_because_a_poll_was() {
    let polls = Arc::new(AtomicBool::new(true));
    let server = FaultyServer::start();
    server.answer_with({
        let polls = Arc::clone(&polls);
        move |request: &Received| match request.target() {
            "/all" => Reply::silent(),
            _ if polls.load(Ordering::SeqCst) => Reply::json(dark(1, true)),
            _ => Reply::status(503),
        }
    });
    let provider = LaunchDarklyProvider::builder(KEY)
        .endpoints(Endpoints::relay(&server.url("")))
        .spread(Duration::ZERO)
        .timeout(Duration::from_secs(600))
        .http(impatient())
        .fallback(Duration::from_millis(1), Duration::from_millis(5))
        .wait(Duration::from_secs(60))
        .build()
        .unwrap();
    assert_eq!(provider.status().state(), ProviderState::Ready);
    polls.store(false, Ordering::SeqCst);
    let stale = wait_for(&provider, ProviderState::Stale);
    assert_eq!(
        stale.reason(),
        Some("LaunchDarkly's stream has not said anything yet")
    );
    assert!(stale.age().is_some());
}

#[test]
fn f14_a_poll_without_flags_is_refused_and_told() {
    let world = World::with(|builder| builder.silence(Duration::from_millis(50)));
    world.polled.answer(Reply::json(document(&[])));
    let silent = world.stream.accept();
    silent.send(put(&dark(1, true)));
    world.wait_for("dark_mode", "true STATIC");
    wait("a notice", || {
        let notices = world.provider.notices(&[*SHOP]);
        notices.iter().any(|it| {
            it.message()
                .contains("/sdk/latest-all` is refused: it holds no flag any more")
        })
    });
    assert_eq!(world.says("dark_mode"), "true STATIC");
}

#[test]
fn no_poll_takes_over_where_none_is_wanted() {
    let world = World::with(|builder| builder.silence(Duration::from_millis(20)).no_fallback());
    for _ in 0..5 {
        let silent = world.stream.accept();
        silent.send(put(&dark(1, true)));
        drop(silent);
    }
    assert_eq!(world.polled.requests().len(), 0);
}

/// LaunchDarkly is told of evaluations by the vendor's client, which knows the stream only.
#[test]
fn f38_with_events_the_polled_data_is_served_too() {
    let world = World::with(|builder| builder.silence(Duration::from_millis(300)).events(true));
    let silent = world.stream.accept();
    silent.send(put(&dark(1, true)));
    let key = || {
        let feature = SHOP.find("dark_mode").unwrap();
        let subject = Subject::new(Some("ann"), []);
        world
            .flags
            .evaluate_value(feature, &subject)
            .value()
            .to_string()
    };
    wait("the stream", || key() == "true");
    wait("the poll", || key() == "false");
}
