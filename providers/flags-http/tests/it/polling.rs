//! When it asks, with what, and what it says of itself.

use std::thread;
use std::time::{Duration, Instant};

use expect_test::expect;
use flags_faulty_server::{FaultyServer, Received, Reply};
use flags_http::{Document, FetchErrorKind, Origin, Poller, Request, Settings, Taken};
use flags_runtime::ProviderState;

use crate::world::{World, asked_meanwhile, document, settings, start, wait_until};

const DAY: Duration = Duration::from_secs(86_400);

#[test]
fn f29_it_starts_at_once_without_the_service_and_takes_what_comes_later() {
    let world = World::new(Reply::status(503));
    assert_eq!(world.poller.status().state(), ProviderState::NotReady);
    let _ = world.server.wait_for_requests(3);
    expect!["NotReady: `http://SERVER/flags.json` answered 503"].assert_eq(&world.status());
    world.server.answer(Reply::json(document(1)));
    world.wait_for_state(ProviderState::Ready);
    assert_eq!(world.shelf.all(), [(1, Origin::Network)]);
}

#[test]
fn f29_nothing_listens_there() {
    let server = FaultyServer::start();
    let url = server.url("/flags.json");
    let port = server.address().port().to_string();
    drop(server);
    let poller = Poller::start(
        "test",
        "",
        Request::get(&url).unwrap(),
        &settings(),
        |_: &Document<'_>| Ok(Taken::Changed),
    )
    .unwrap();
    wait_until("it was tried", || {
        poller.counts().errors(FetchErrorKind::Unreachable) > 1
    });
    expect!["NotReady: `http://127.0.0.1:PORT/flags.json` cannot be asked: `127.0.0.1:PORT`: Connection refused (os error 111)"]
        .assert_eq(&poller.status().to_string().replace(&port, "PORT"));
}

#[test]
fn f32_a_host_that_does_not_exist() {
    let poller = Poller::start(
        "test",
        "",
        Request::get("http://nowhere.invalid/flags.json").unwrap(),
        &settings(),
        |_: &Document<'_>| Ok(Taken::Changed),
    )
    .unwrap();
    wait_until("it was tried", || {
        let counts = poller.counts();
        counts.errors(FetchErrorKind::Unreachable) + counts.errors(FetchErrorKind::Timeout) > 0
    });
    assert_eq!(poller.status().state(), ProviderState::NotReady);
}

/// The service needs a minute, and the program has asked to wait for 50 ms.
#[test]
fn a_start_waits_no_longer_than_asked() {
    let settings = settings().wait(Duration::from_millis(50));
    let before = Instant::now();
    let world = World::with(
        settings,
        [Reply::json(document(1)).delay(Duration::from_secs(60))],
    );
    assert!(before.elapsed() < Duration::from_secs(30));
    assert_eq!(world.poller.status().state(), ProviderState::NotReady);
}

#[test]
fn a_start_that_waits_has_data() {
    let world = World::with(
        settings().wait(Duration::from_secs(60)),
        [Reply::status(500), Reply::json(document(1))],
    );
    assert_eq!(world.status(), "Ready (with its age)");
    assert_eq!(world.shelf.version(), Some(1));
}

#[test]
fn a_start_does_not_wait_on_where_access_is_denied() {
    let before = Instant::now();
    let world = World::with(settings().wait(DAY), [Reply::status(401)]);
    assert!(before.elapsed() < DAY);
    expect!["Error: `http://SERVER/flags.json` answered 401: the key is not accepted"]
        .assert_eq(&world.status());
}

#[test]
fn ready_waits_for_data() {
    let world = World::new(Reply::status(503));
    thread::scope(|scope| {
        let waiting = scope.spawn(|| world.poller.ready(Duration::from_secs(60)));
        let _ = world.server.wait_for_requests(2);
        world.server.answer(Reply::json(document(1)));
        assert_eq!(waiting.join().unwrap().state(), ProviderState::Ready);
    });
}

#[test]
fn f30_one_word_for_a_long_outage() {
    let world = World::good(settings());
    // Whoever listens has been told of the first one before the second is asked for.
    let _ = world.server.wait_for_requests(2);
    let told = world.told.times();
    world.server.script([
        Reply::status(503),
        Reply::status(500),
        Reply::reset(),
        Reply::status(429),
        Reply::status(503),
    ]);
    let before = world.server.requests().len();
    let _ = world.server.wait_for_requests(before + 50);
    wait_until("somebody was told", || world.told.times() > told);
    assert_eq!(world.told.times(), told + 1);
    world.server.answer(Reply::json(document(1)));
    world.wait_for_state(ProviderState::Ready);
    wait_until("somebody was told", || world.told.times() > told + 1);
    assert_eq!(world.told.times(), told + 2);
}

#[test]
fn f30_the_age_grows() {
    let world = World::good(settings());
    world.server.answer(Reply::status(503));
    world.wait_for_state(ProviderState::Stale);
    let age = world.poller.status().age().unwrap();
    wait_until("it is older", || world.poller.status().age().unwrap() > age);
}

#[test]
fn f13_one_notice_for_a_document_that_stays_refused() {
    let world = World::good(settings());
    // Whoever listens has been told of the first one before the second is asked for.
    let _ = world.server.wait_for_requests(2);
    let told = world.told.times();
    world
        .server
        .answer(Reply::json(r#"{"version":2,"flags":{}}"#));
    let before = world.server.requests().len();
    let _ = world.server.wait_for_requests(before + 20);
    wait_until("somebody was told", || world.told.times() > told);
    assert_eq!(world.told.times(), told + 1);
    expect!["Refused: the answer of `http://SERVER/flags.json` is refused: it holds no flag"]
        .assert_eq(&world.notices());
}

#[test]
fn f13_what_was_never_good_is_an_error() {
    let world = World::new(Reply::html());
    world.wait_for_state(ProviderState::Error);
    expect!["Error: the answer of `http://SERVER/flags.json` is refused: its content type is `text/html; charset=utf-8`, and JSON was asked for"]
        .assert_eq(&world.status());
}

#[test]
fn f25_an_older_version_is_ignored() {
    let world = World::with(
        settings(),
        [Reply::json(document(7)), Reply::json(document(6))],
    );
    let _ = world.server.wait_for_requests(5);
    world.wait_for_state(ProviderState::Ready);
    assert_eq!(world.shelf.all(), [(7, Origin::Network)]);
}

#[test]
fn f33_a_refresh_never_overlaps_itself() {
    let slow = Reply::json(document(1)).delay(Duration::from_millis(50));
    let world = World::new(slow);
    let requests = world.server.wait_for_requests(5);
    for pair in requests.windows(2) {
        assert!(pair[1].at() - pair[0].at() >= Duration::from_millis(50));
    }
}

#[test]
fn f37_an_etag_is_sent_back_and_304_keeps_what_is_served() {
    let world = World::new(Reply::json(document(1)).etag("\"v1\""));
    let requests = world.server.wait_for_requests(4);
    world.wait_for_state(ProviderState::Ready);
    assert_eq!(requests[0].header("if-none-match"), None);
    for request in &requests[1..] {
        assert_eq!(request.header("if-none-match"), Some("\"v1\""));
    }
    assert_eq!(world.shelf.all(), [(1, Origin::Network)]);
    assert_eq!(world.told.times(), 1);
}

#[test]
fn f37_last_modified_is_sent_back() {
    let date = "Sun, 06 Nov 1994 08:49:37 GMT";
    let world = World::new(Reply::json(document(1)).header("Last-Modified", date));
    let requests = world.server.wait_for_requests(3);
    assert_eq!(requests[0].header("if-modified-since"), None);
    assert_eq!(requests[2].header("if-modified-since"), Some(date));
}

/// Else the service would say that what was refused is current.
#[test]
fn f37_the_etag_of_a_refused_document_is_not_sent_back() {
    let world = World::with(
        settings(),
        [
            Reply::json(document(1)).etag("\"good\""),
            Reply::json("{\"flags\":{}}").etag("\"bad\""),
        ],
    );
    let requests = world.server.wait_for_requests(6);
    for request in &requests[1..] {
        assert_eq!(request.header("if-none-match"), Some("\"good\""));
    }
}

#[test]
fn f37_the_etag_of_an_older_document_is_not_sent_back() {
    let world = World::with(
        settings(),
        [
            Reply::json(document(2)).etag("\"two\""),
            Reply::json(document(1)).etag("\"one\""),
        ],
    );
    let requests = world.server.wait_for_requests(6);
    assert_eq!(requests[5].header("if-none-match"), Some("\"two\""));
    assert_eq!(world.shelf.version(), Some(2));
}

#[test]
fn f37_304_heals() {
    let world = World::with(
        settings(),
        [
            Reply::json(document(1)).etag("\"v1\""),
            Reply::status(503),
            Reply::json(document(1)).etag("\"v1\""),
        ],
    );
    let _ = world.server.wait_for_requests(4);
    world.wait_for_state(ProviderState::Ready);
    assert_eq!(world.shelf.all(), [(1, Origin::Network)]);
}

#[test]
fn f35_a_redirect_is_followed() {
    let server = FaultyServer::start();
    server.answer_with(|request: &Received| match request.target() {
        "/flags.json" => Reply::redirect("/a"),
        "/a" => Reply::redirect("b?c=d").with_status(307),
        "/b?c=d" => Reply::redirect("/e").with_status(301),
        _ => Reply::json(document(1)),
    });
    let (poller, shelf) = start(&server, &settings());
    assert_eq!(
        poller.ready(Duration::from_secs(60)).state(),
        ProviderState::Ready
    );
    assert_eq!(shelf.version(), Some(1));
}

#[test]
fn f32_retry_after_holds_a_refresh_back_that_somebody_asks_for() {
    let world = World::with(
        settings(),
        [
            Reply::status(429).header("Retry-After", "3000"),
            Reply::json(document(1)),
        ],
    );
    let _ = world.server.wait_for_requests(1);
    wait_until("it is known", || {
        world.poller.counts().errors(FetchErrorKind::RateLimited) == 1
    });
    world.server.answer(Reply::json(document(1)));
    for _ in 0..3 {
        world.poller.refresh();
        assert_eq!(asked_meanwhile(&world.server), 1);
    }
    assert_eq!(world.poller.status().state(), ProviderState::NotReady);
}

#[test]
fn f32_a_retry_after_of_no_time_is_over_at_once() {
    let world = World::with(
        settings(),
        [
            Reply::status(503).header("Retry-After", "0"),
            Reply::json(document(1)),
        ],
    );
    world.wait_for_state(ProviderState::Ready);
}

#[test]
fn a_refresh_comes_when_it_is_asked_for() {
    let world = World::good(settings().interval(DAY));
    let before = world.server.requests().len();
    world.server.answer(Reply::json(document(2)));
    world.poller.refresh();
    wait_until("version 2 is served", || world.shelf.version() == Some(2));
    assert_eq!(world.server.requests().len(), before + 1);
}

#[test]
fn what_is_sent() {
    let world = World::with(
        Settings::new().spread(Duration::ZERO).no_proxy(),
        [Reply::gzip(document(1))],
    );
    let request = &world.server.wait_for_requests(1)[0];
    let mut sent: Vec<_> = request
        .headers()
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    sent.sort();
    let sent = sent
        .join("\n")
        .replace(&world.server.address().to_string(), "SERVER");
    expect![[r#"
        accept-encoding: gzip
        accept: application/json
        host: SERVER
        user-agent: typed-flags/0.1.0"#]]
    .assert_eq(&sent);
    world.wait_for_state(ProviderState::Ready);
}

#[test]
fn f34_a_start_that_is_spread_still_comes() {
    let world = World::with(
        settings().spread(Duration::from_millis(20)),
        [Reply::json(document(1))],
    );
    world.wait_for_state(ProviderState::Ready);
}

#[test]
fn settings_without_any_bound() {
    let max = Duration::MAX;
    let settings = settings().interval(max).timeout(max).read_timeout(max);
    let world = World::with(settings.max_size(u64::MAX), [Reply::json(document(1))]);
    world.wait_for_state(ProviderState::Ready);
}
