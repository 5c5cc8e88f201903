//! LaunchDarkly's stream, over the loopback, and what may happen to it.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use expect_test::{Expect, expect};
use flags_faulty_server::{FaultyServer, Reply};
use flags_launchdarkly::{Builder, Endpoints, LaunchDarklyProvider};
use flags_runtime::{Flags, NoticeKind, Provider, ProviderState};

use crate::live::{Connection, Live};
use crate::world::{KEY, SHOP, Subject, dark, document, flag, put, stream, wait, wait_for};

/// A provider on a live stream, and what it says.
struct World {
    live: Live,
    provider: Arc<LaunchDarklyProvider>,
    flags: Flags,
}

impl World {
    fn new() -> (Self, Connection) {
        Self::with(|builder| builder)
    }

    fn with(settings: impl FnOnce(Builder) -> Builder) -> (Self, Connection) {
        let live = Live::start();
        let builder = LaunchDarklyProvider::builder(KEY)
            .endpoints(Endpoints::relay(live.url()))
            .spread(Duration::ZERO)
            .reconnect(Duration::from_millis(1));
        let provider = Arc::new(settings(builder).build().unwrap());
        let flags = Flags::new(Arc::clone(&provider));
        let connection = live.accept();
        let world = Self {
            live,
            provider,
            flags,
        };
        (world, connection)
    }

    fn says(&self, key: &str) -> String {
        let feature = SHOP.find(key).unwrap();
        let evaluation = self.flags.evaluate_value(feature, &Subject::default());
        format!("{} {}", evaluation.value(), evaluation.reason())
    }

    #[track_caller]
    fn wait_for(&self, key: &str, expected: &str) {
        let start = Instant::now();
        while self.says(key) != expected {
            let said = self.says(key);
            let status = self.provider.status();
            assert!(
                start.elapsed() < Duration::from_secs(60),
                "waited for {expected}: {said}, {status}"
            );
            thread::sleep(Duration::from_millis(1));
        }
    }
}

fn patch(path: &str, data: &str) -> String {
    format!("event: patch\ndata: {{\"path\":\"{path}\",\"data\":{data}}}\n\n")
}

fn delete(path: &str, version: u32) -> String {
    format!("event: delete\ndata: {{\"path\":\"{path}\",\"version\":{version}}}\n\n")
}

#[test]
fn put_patch_and_delete_arrive_live() {
    let (world, connection) = World::new();
    assert!(
        connection.head.starts_with("GET /all HTTP/1.1\r\n"),
        "{}",
        connection.head
    );
    assert!(
        connection
            .head
            .to_lowercase()
            .contains(&format!("authorization: {}\r\n", KEY.to_lowercase()))
    );
    assert_eq!(world.provider.status().state(), ProviderState::NotReady);
    assert_eq!(world.says("dark_mode"), "false DEFAULT");

    connection.send(put(&dark(1, true)));
    world.wait_for("dark_mode", "true STATIC");
    assert_eq!(world.provider.status().state(), ProviderState::Ready);

    connection.send(patch("/flags/greeting", &flag("greeting", 1, "\"hi\"")));
    world.wait_for("greeting", "\"hi\" STATIC");
    connection.send(patch("/flags/dark_mode", &flag("dark_mode", 2, "false")));
    world.wait_for("dark_mode", "false STATIC");
    connection.send(delete("/flags/greeting", 2));
    world.wait_for("greeting", "\"hi\" STALE");

    // Older than the deletion, and then newer.
    connection.send(patch("/flags/greeting", &flag("greeting", 1, "\"old\"")));
    connection.send(patch("/flags/greeting", &flag("greeting", 3, "\"new\"")));
    world.wait_for("greeting", "\"new\" STATIC");
}

#[test]
fn f18_a_flag_that_is_gone_says_what_it_said_last() {
    let (world, connection) = World::new();
    let both = [
        ("dark_mode", flag("dark_mode", 3, "true")),
        ("greeting", flag("greeting", 3, "\"hi\"")),
        ("theirs_alone", flag("theirs_alone", 3, "true")),
    ];
    connection.send(put(&document(&both)));
    world.wait_for("dark_mode", "true STATIC");
    connection.send(delete("/flags/dark_mode", 4));
    world.wait_for("dark_mode", "true STALE");
    let told = || {
        let notices = world.provider.notices(&[*SHOP]);
        let notices: Vec<_> = notices.iter().map(ToString::to_string).collect();
        notices.join("\n")
    };
    expect!["LaunchDarkly's flag `dark_mode` is gone; what it said last is served"]
        .assert_eq(&told());
    connection.send(put(&document(&both[..1])));
    world.wait_for("greeting", "\"hi\" STALE");
    world.wait_for("dark_mode", "true STATIC");
    expect!["LaunchDarkly's flag `greeting` is gone; what it said last is served"]
        .assert_eq(&told());
    assert_eq!(world.provider.status().state(), ProviderState::Ready);
    // Made anew, its versions begin anew.
    connection.send(put(&document(&[
        ("dark_mode", flag("dark_mode", 3, "true")),
        ("greeting", flag("greeting", 1, "\"new\"")),
    ])));
    world.wait_for("greeting", "\"new\" STATIC");
    expect![""].assert_eq(&told());
}

#[test]
fn f18_a_flag_that_is_gone_keeps_its_segment() {
    let (world, connection) = World::new();
    let rule =
        r#"{"clauses":[{"attribute":"","op":"segmentMatch","values":["staff"]}],"variation":0}"#;
    let asks = format!(
        r#"{{"key":"dark_mode","version":1,"on":true,"fallthrough":{{"variation":1}},"rules":[{rule}],"variations":[true,false]}}"#
    );
    let limit = ("limit", flag("limit", 1, "7"));
    let all = document(&[("dark_mode", asks), limit.clone()]).replace(
        r#""segments":{}"#,
        r#""segments":{"staff":{"key":"staff","version":1,"included":["ann"]}}"#,
    );
    connection.send(put(&all));
    world.wait_for("limit", "7 STATIC");
    connection.send(put(&document(&[limit])));
    let evaluate = |key| {
        let subject = Subject::new(Some(key), []);
        let evaluation = world
            .flags
            .evaluate_value(SHOP.find("dark_mode").unwrap(), &subject);
        format!("{} {}", evaluation.value(), evaluation.reason())
    };
    wait("the flag is gone", || evaluate("ann") == "true STALE");
    assert_eq!(evaluate("bob"), "false STALE");
}

#[test]
fn f16_however_often_the_type_changes() {
    let (world, connection) = World::new();
    connection.send(put(&dark(1, true)));
    world.wait_for("dark_mode", "true STATIC");
    for (version, value) in [(2, "\"text\""), (3, "7"), (4, "{}"), (5, "\"text\"")] {
        let change = flag("dark_mode", version, value);
        connection.send(patch("/flags/dark_mode", &change));
        connection.send(patch(
            "/flags/limit",
            &flag("limit", version, &version.to_string()),
        ));
        world.wait_for("limit", &format!("{version} STATIC"));
        assert_eq!(world.says("dark_mode"), "true STALE");
    }
    expect!["the variations of LaunchDarkly's flag `dark_mode` are strings, and feature `dark_mode` is a boolean"]
        .assert_eq(world.provider.notices(&[*SHOP])[0].message());
}

#[test]
fn a_segment_arrives_live() {
    let (world, connection) = World::new();
    let rule =
        r#"{"clauses":[{"attribute":"","op":"segmentMatch","values":["staff"]}],"variation":0}"#;
    let asks = format!(
        r#"{{"key":"dark_mode","version":1,"on":true,"fallthrough":{{"variation":1}},"rules":[{rule}],"variations":[true,false]}}"#
    );
    connection.send(put(&document(&[("dark_mode", asks)])));
    wait_for(&world.provider, ProviderState::Ready);
    let dark_mode = SHOP.feature::<bool>("dark_mode").unwrap();
    let user = Subject::new(Some("ann"), []);
    assert!(!world.flags.is_enabled(dark_mode, &user));
    connection.send(patch(
        "/segments/staff",
        r#"{"key":"staff","version":1,"included":["ann"]}"#,
    ));
    wait("the segment", || world.flags.is_enabled(dark_mode, &user));
    connection.send(delete("/segments/staff", 2));
    wait("its end", || !world.flags.is_enabled(dark_mode, &user));
}

#[test]
fn an_event_that_arrives_in_pieces() {
    let (world, connection) = World::new();
    for piece in put(&dark(1, true)).as_bytes().chunks(3) {
        connection.send(std::str::from_utf8(piece).unwrap());
    }
    world.wait_for("dark_mode", "true STATIC");
}

#[test]
fn f25_an_older_version_is_ignored() {
    let (world, connection) = World::new();
    connection.send(put(&dark(5, true)));
    world.wait_for("dark_mode", "true STATIC");
    connection.send(patch("/flags/dark_mode", &flag("dark_mode", 4, "false")));
    connection.send(patch("/flags/limit", &flag("limit", 1, "7")));
    world.wait_for("limit", "7 STATIC");
    assert_eq!(world.says("dark_mode"), "true STATIC");

    // Connected again, to a server that is behind.
    drop(connection);
    let connection = world.live.accept();
    let behind = document(&[
        ("dark_mode", flag("dark_mode", 4, "false")),
        ("greeting", flag("greeting", 1, "\"hi\"")),
    ]);
    connection.send(put(&behind));
    world.wait_for("greeting", "\"hi\" STATIC");
    assert_eq!(world.says("dark_mode"), "true STATIC");
}

#[test]
fn f30_a_stream_that_ends_is_stale_and_opened_again() {
    let (world, connection) = World::new();
    connection.send(put(&dark(1, true)));
    world.wait_for("dark_mode", "true STATIC");
    drop(connection);
    let stale = wait_for(&world.provider, ProviderState::Stale);
    expect!["LaunchDarkly's stream has ended and is opened again"]
        .assert_eq(stale.reason().unwrap());
    assert!(stale.age().is_some());
    assert_eq!(world.says("dark_mode"), "true STATIC");
    let connection = world.live.accept();
    connection.send(put(&dark(2, false)));
    world.wait_for("dark_mode", "false STATIC");
    wait_for(&world.provider, ProviderState::Ready);
}

#[test]
fn f38_a_silent_stream_is_opened_again() {
    let (world, connection) = World::with(|builder| builder.silence(Duration::from_millis(50)));
    connection.send(put(&dark(1, true)));
    let again = world.live.accept();
    let stale = world.provider.status();
    assert_eq!(stale.state(), ProviderState::Stale);
    expect!["LaunchDarkly's stream cannot be read: it was silent for too long"]
        .assert_eq(stale.reason().unwrap());
    drop((connection, again));
}

#[test]
fn f38_a_heartbeat_keeps_it_open() {
    let (world, connection) = World::with(|builder| builder.silence(Duration::from_secs(5)));
    connection.send(put(&dark(1, true)));
    wait_for(&world.provider, ProviderState::Ready);
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(6) {
        connection.send(":\n\n");
        thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(world.provider.status().state(), ProviderState::Ready);
}

#[test]
fn f15_a_bad_flag_spoils_no_other_and_keeps_its_last_answer() {
    let (world, connection) = World::new();
    let bad = r#"{"key":"dark_mode","version":1,"on":"yes"}"#.to_owned();
    let limit = |version, value| ("limit", flag("limit", version, value));
    connection.send(put(&document(&[("dark_mode", bad.clone()), limit(1, "7")])));
    world.wait_for("limit", "7 STATIC");
    assert_eq!(world.says("dark_mode"), "false ERROR");
    let notices = world.provider.notices(&[*SHOP]);
    assert_eq!(notices.len(), 1, "{notices:?}");
    assert_eq!(notices[0].kind(), NoticeKind::SetAside);
    assert!(
        notices[0]
            .message()
            .starts_with("LaunchDarkly's flag `dark_mode` is set aside: ")
    );

    connection.send(patch("/flags/dark_mode", &flag("dark_mode", 2, "true")));
    world.wait_for("dark_mode", "true STATIC");
    assert!(world.provider.notices(&[*SHOP]).is_empty());
    connection.send(patch("/flags/dark_mode", &bad));
    world.wait_for("dark_mode", "true STALE");
    assert_eq!(world.provider.status().state(), ProviderState::Ready);
}

#[test]
fn f16_the_last_value_of_the_right_type_stays() {
    let (world, connection) = World::new();
    connection.send(put(&dark(1, true)));
    world.wait_for("dark_mode", "true STATIC");
    connection.send(patch("/flags/dark_mode", &flag("dark_mode", 2, "\"text\"")));
    world.wait_for("dark_mode", "true STALE");
    expect!["the variations of LaunchDarkly's flag `dark_mode` are strings, and feature `dark_mode` is a boolean"]
        .assert_eq(world.provider.notices(&[*SHOP])[0].message());
}

/// An event that is not to be used: what was good stays, and is told of.
#[track_caller]
fn check_refused(event: &str, reason: Expect) {
    let (world, connection) = World::new();
    connection.send(put(&dark(1, true)));
    world.wait_for("dark_mode", "true STATIC");
    connection.send(event);
    let stale = wait_for(&world.provider, ProviderState::Stale);
    reason.assert_eq(stale.reason().unwrap());
    assert_eq!(world.provider.notices(&[]).len(), 1);
    assert_eq!(world.says("dark_mode"), "true STATIC");
    connection.send(put(&dark(2, false)));
    world.wait_for("dark_mode", "false STATIC");
    wait_for(&world.provider, ProviderState::Ready);
    assert!(world.provider.notices(&[]).is_empty());
}

#[test]
fn f13_an_event_that_is_cut_off() {
    check_refused(
        "event: put\ndata: {\"path\":\"/\",\"data\":{\n\n",
        expect![
            "an event of LaunchDarkly's stream is refused: it is no flag data: EOF while parsing an object at line 1 column 20"
        ],
    );
}

#[test]
fn f13_a_change_that_is_none() {
    check_refused(
        "event: patch\ndata: <html>\n\n",
        expect![
            "an event of LaunchDarkly's stream is refused: it is no change of a flag: expected value at line 1 column 1"
        ],
    );
}

#[test]
fn f14_an_event_without_flags() {
    check_refused(
        &put("{\"flags\":{},\"segments\":{}}"),
        expect![
            "an event of LaunchDarkly's stream is refused: it holds no flag any more; where that is meant, build the provider with `allow_empty(true)`"
        ],
    );
}

#[test]
fn f14_an_empty_object() {
    check_refused(
        &put("{}"),
        expect![
            "an event of LaunchDarkly's stream is refused: it is no flag data: there are no `flags`"
        ],
    );
}

#[test]
fn f13_invalid_utf_8_is_refused() {
    let server = FaultyServer::start();
    let bytes = b"event: put\ndata: \xff\n\n".to_vec();
    server.answer(Reply::text("text/event-stream", bytes));
    let provider = stream(&server).build().unwrap();
    let status = wait_for(&provider, ProviderState::Error);
    assert!(
        status.reason().unwrap().ends_with("it is not UTF-8"),
        "{status}"
    );
}

#[test]
fn f44_shutdown_twice_and_the_last_answers_stay() {
    let (world, connection) = World::new();
    connection.send(put(&dark(1, true)));
    world.wait_for("dark_mode", "true STATIC");
    let start = Instant::now();
    world.provider.shutdown();
    world.provider.shutdown();
    // 2 s are allowed, and the machine may be busy.
    assert!(
        start.elapsed() < Duration::from_secs(20),
        "{:?}",
        start.elapsed()
    );
    assert_eq!(world.says("dark_mode"), "true STATIC");
    expect!["it was shut down and receives nothing any more"]
        .assert_eq(world.provider.status().reason().unwrap());
}

#[test]
fn f44_shutdown_while_it_connects() {
    let server = FaultyServer::start();
    server.answer(Reply::silent());
    let provider = stream(&server)
        .timeout(Duration::from_secs(600))
        .build()
        .unwrap();
    drop(server.wait_for_requests(1));
    let start = Instant::now();
    provider.shutdown();
    assert!(
        start.elapsed() < Duration::from_secs(20),
        "{:?}",
        start.elapsed()
    );
}
