//! Datafiles from a service that is slow, broken, lying or away.

use std::sync::Arc;
use std::time::{Duration, Instant};

use expect_test::{Expect, expect};
use flags_faulty_server::{FaultyServer, Reply};
use flags_optimizely::{BuildError, Builder, Events, OptimizelyProvider, Settings};
use flags_runtime::{Flags, Provider, ProviderState};
use serde_json::json;

use crate::world::{
    Who, becomes, dark_mode, datafile, eventually, flag, notices, rollout, rule, says, variable,
    with_variables,
};

const KEY: &str = "TestKey-1234_abcd";

struct World {
    server: FaultyServer,
    provider: Arc<OptimizelyProvider>,
    flags: Flags,
}

/// Quick in everything.
fn builder(server: &FaultyServer) -> Builder {
    OptimizelyProvider::builder()
        .url_template(server.url("/datafiles/{sdk_key}.json"))
        .interval(Duration::from_millis(5))
        .http(quick())
}

fn quick() -> Settings {
    let short = Duration::from_millis(5);
    Settings::new()
        .spread(Duration::ZERO)
        .backoff(short, short)
        .extended(short, short)
        .no_proxy()
}

impl World {
    fn of(server: FaultyServer, builder: Builder) -> Self {
        let provider = builder.poll(KEY).unwrap_or_else(|error| panic!("{error}"));
        let provider = Arc::new(provider);
        let flags = Flags::new(Arc::clone(&provider));
        Self {
            server,
            provider,
            flags,
        }
    }

    fn answering(reply: Reply) -> Self {
        let server = FaultyServer::start();
        server.answer(reply);
        let builder = builder(&server);
        Self::of(server, builder)
    }

    /// Ready, with `dark_mode` on, in revision 7.
    #[track_caller]
    fn ready() -> Self {
        let world = Self::answering(Reply::json(dark_mode(7, "on")));
        becomes(&world.provider, ProviderState::Ready);
        assert_eq!(world.says("dark_mode"), "true (STATIC, on)");
        world
    }

    fn says(&self, key: &str) -> String {
        says(&self.flags, key, &Who::user("u"))
    }

    /// After another answer, `dark_mode` is still on, the status says so, and it heals.
    #[track_caller]
    fn stays(reply: Reply, state: ProviderState, because: &str) {
        let world = Self::ready();
        world.server.answer(reply);
        becomes(&world.provider, state);
        assert_eq!(world.says("dark_mode"), "true (STATIC, on)");
        let status = world.provider.status();
        assert!(status.age().is_some());
        assert!(status.to_string().contains(because), "{status}");
        world.server.answer(Reply::json(dark_mode(8, "off")));
        world.comes_to_say("dark_mode", "false (STATIC, off)");
        becomes(&world.provider, ProviderState::Ready);
    }

    #[track_caller]
    fn comes_to_say(&self, key: &str, expected: &str) {
        eventually(
            &format!("`{key}` is {expected}, and not {}", self.says(key)),
            || self.says(key) == expected,
        );
    }
}

#[test]
fn a_datafile_is_fetched_by_its_key() {
    let world = World::ready();
    let request = &world.server.requests()[0];
    assert_eq!(request.method(), "GET");
    assert_eq!(request.target(), format!("/datafiles/{KEY}.json"));
    world.server.answer(Reply::json(dark_mode(8, "off")));
    world.comes_to_say("dark_mode", "false (STATIC, off)");
    assert!(world.provider.counts().unwrap().changes() >= 2);
}

#[test]
fn the_first_datafile_can_be_waited_for() {
    let server = FaultyServer::start();
    server.answer(Reply::json(dark_mode(7, "on")));
    let builder = builder(&server).http(quick().wait(Duration::from_secs(60)));
    let world = World::of(server, builder);
    assert_eq!(world.provider.status().state(), ProviderState::Ready);
    assert_eq!(world.says("dark_mode"), "true (STATIC, on)");
}

#[test]
fn an_access_token_is_sent_in_a_header() {
    let server = FaultyServer::start();
    server.answer(Reply::json(dark_mode(7, "on")));
    let builder = builder(&server).access_token("token-77");
    let world = World::of(server, builder);
    let request = &world.server.wait_for_requests(1)[0];
    assert_eq!(request.header("authorization"), Some("Bearer token-77"));
    let shown = format!("{:?} {:?}", world.provider, world.provider.status());
    assert!(!shown.contains("token-77"), "{shown}");
}

#[test]
fn f13_what_is_no_datafile_changes_nothing() {
    World::stays(Reply::html(), ProviderState::Stale, "its content type is");
    let page = Reply::text("application/json", "<html></html>");
    World::stays(page, ProviderState::Stale, "it is a page");
    let half = dark_mode(8, "off")[..200].to_owned();
    World::stays(Reply::json(half), ProviderState::Stale, "EOF while parsing");
    let broken = Reply::json(dark_mode(8, "off")).truncated(100);
    World::stays(broken, ProviderState::Stale, "");
    let bom = format!("\u{feff}{}", dark_mode(8, "off"));
    World::stays(Reply::json(bom), ProviderState::Stale, "byte order mark");
}

#[test]
fn f14_nothing_does_not_delete_every_flag() {
    World::stays(Reply::json(""), ProviderState::Stale, "it is empty");
    World::stays(Reply::json("{}"), ProviderState::Stale, "`{}`");
    let empty = datafile(8, json!([]), json!({}));
    World::stays(
        Reply::json(empty),
        ProviderState::Stale,
        "it holds no flag any more, and revision 7 holds some",
    );
}

#[test]
fn an_empty_datafile_is_taken_where_that_is_allowed() {
    let server = FaultyServer::start();
    server.answer(Reply::json(dark_mode(7, "on")));
    let builder = builder(&server).allow_empty(true);
    let world = World::of(server, builder);
    becomes(&world.provider, ProviderState::Ready);
    assert_eq!(world.says("dark_mode"), "true (STATIC, on)");
    world
        .server
        .answer(Reply::json(datafile(8, json!([]), json!({}))));
    world.comes_to_say("dark_mode", "true (STALE, on)");
}

#[test]
fn f15_one_bad_flag_is_set_aside() {
    let world = World::ready();
    let flags = json!([{ "key": "dark_mode" }, flag("banner", &[], "r", json!([]))]);
    let more = json!({ "rollouts": [rollout("r", &[rule("1", &[], &["on"])])] });
    world.server.answer(Reply::json(datafile(8, flags, more)));
    world.comes_to_say("old_banner", "true (STATIC, on)");
    assert_eq!(world.says("dark_mode"), "true (STALE, on)");
    assert_eq!(world.provider.status().state(), ProviderState::Ready);
    expect!["SetAside: flag `dark_mode` is set aside: missing field `experimentIds`; what it said in revision 7 is served"]
        .assert_eq(&notices(&world.provider, "dark_mode"));
}

#[test]
fn f16_f18_a_type_that_changed_and_a_flag_that_is_gone() {
    let integer = with_variables(1, "upload", json!([variable("value", "integer", "7")]), &[]);
    let world = World::answering(Reply::json(integer));
    world.comes_to_say("upload", "7 (STATIC, on)");
    let string = with_variables(
        2,
        "upload",
        json!([variable("value", "string", "lots")]),
        &[],
    );
    world.server.answer(Reply::json(string));
    world.comes_to_say("upload", "7 (STALE, on)");
    world.server.answer(Reply::json(dark_mode(3, "on")));
    world.comes_to_say("dark_mode", "true (STATIC, on)");
    assert_eq!(world.says("upload"), "7 (STALE, on)");
}

#[test]
fn f17_fields_that_nobody_knows_are_no_error() {
    let world = World::ready();
    let text = dark_mode(8, "off").replace("\"accountId\"", "\"brandNew\": [1, {}], \"accountId\"");
    world.server.answer(Reply::json(text));
    world.comes_to_say("dark_mode", "false (STATIC, off)");
}

#[test]
fn f20_too_much_is_refused() {
    World::stays(Reply::gzip_bomb(1 << 30), ProviderState::Stale, "16777216");
    World::stays(Reply::oversized(64 << 20), ProviderState::Stale, "16777216");
}

#[test]
fn f25_an_older_or_equal_revision_is_ignored() {
    let world = World::ready();
    for (revision, variation) in [(6, "off"), (7, "off")] {
        world
            .server
            .answer(Reply::json(dark_mode(revision, variation)));
        let seen = world.server.requests().len();
        let _ = world.server.wait_for_requests(seen + 3);
        assert_eq!(world.says("dark_mode"), "true (STATIC, on)");
        assert_eq!(world.provider.counts().unwrap().changes(), 1);
    }
    // Numbers, and not texts, are compared.
    world.server.answer(Reply::json(dark_mode(10, "off")));
    world.comes_to_say("dark_mode", "false (STATIC, off)");
}

#[test]
fn f29_a_service_that_is_down_at_the_start() {
    let world = World::answering(Reply::reset());
    assert_eq!(world.provider.status().state(), ProviderState::NotReady);
    assert_eq!(world.says("upload"), "25 (DEFAULT)");
    assert_eq!(
        world.provider.ready(Duration::from_millis(1)).state(),
        ProviderState::NotReady
    );
    world.server.answer(Reply::json(dark_mode(7, "on")));
    assert_eq!(
        world.provider.ready(Duration::from_secs(60)).state(),
        ProviderState::Ready
    );
    world.comes_to_say("dark_mode", "true (STATIC, on)");
}

#[test]
fn f31_denied_is_an_error_and_heals() {
    for (status, expected) in [(401, "401"), (403, "403"), (404, "404")] {
        World::stays(Reply::status(status), ProviderState::Error, expected);
    }
}

#[test]
fn f32_a_service_in_trouble_is_asked_again() {
    World::stays(Reply::status(503), ProviderState::Stale, "503");
    World::stays(Reply::reset(), ProviderState::Stale, "");
    let world = World::ready();
    world
        .server
        .answer(Reply::status(429).header("Retry-After", "3600"));
    becomes(&world.provider, ProviderState::Stale);
    assert_eq!(world.says("dark_mode"), "true (STATIC, on)");
}

#[test]
fn f33_f40_a_service_that_says_nothing_is_not_waited_for() {
    let server = FaultyServer::start();
    server.answer(Reply::silent());
    let builder = builder(&server).http(quick().timeout(Duration::from_millis(50)));
    let world = World::of(server, builder);
    for _ in 0..10_000 {
        assert_eq!(world.says("upload"), "25 (DEFAULT)");
    }
    let _ = world.server.wait_for_requests(2);
    assert_eq!(world.provider.status().state(), ProviderState::NotReady);
    world.server.answer(Reply::json(dark_mode(7, "on")));
    world.comes_to_say("dark_mode", "true (STATIC, on)");
}

#[test]
fn f35_redirects_are_followed_and_loops_are_not() {
    let world = World::ready();
    let target = world.server.url("/moved.json");
    world
        .server
        .answer_with(move |request| match request.target() {
            "/moved.json" => Reply::json(dark_mode(8, "off")),
            _ => Reply::redirect(&target),
        });
    world.comes_to_say("dark_mode", "false (STATIC, off)");
    world
        .server
        .answer(Reply::redirect(world.server.url("/loop")));
    becomes(&world.provider, ProviderState::Stale);
}

#[test]
fn f37_not_modified_keeps_what_is_there() {
    let world = World::answering(Reply::json(dark_mode(7, "on")).etag("\"v1\""));
    becomes(&world.provider, ProviderState::Ready);
    let requests = world.server.wait_for_requests(3);
    assert_eq!(requests[2].header("if-none-match"), Some("\"v1\""));
    assert_eq!(world.provider.status().state(), ProviderState::Ready);
    assert_eq!(world.says("dark_mode"), "true (STATIC, on)");
    assert_eq!(world.provider.counts().unwrap().changes(), 1);
}

#[test]
fn the_vendors_last_modified_is_sent_back() {
    let modified = "Sun, 22 Nov 2026 10:00:00 GMT";
    let world = World::answering(Reply::json(dark_mode(7, "on")).header("Last-Modified", modified));
    let requests = world.server.wait_for_requests(2);
    assert_eq!(requests[1].header("if-modified-since"), Some(modified));
}

#[test]
fn f43_no_runtime_is_needed_and_one_does_no_harm() {
    // This test runs on a plain thread; nothing of an async runtime is linked into the provider.
    let world = World::ready();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(world.says("dark_mode"), "true (STATIC, on)"));
        }
    });
}

#[test]
fn f44_shutdown_is_bounded_and_repeatable() {
    let server = FaultyServer::start();
    server.answer(Reply::silent());
    let builder = builder(&server);
    let world = World::of(server, builder);
    let _ = world.server.wait_for_requests(1);
    let started = Instant::now();
    world.provider.shutdown();
    world.provider.shutdown();
    assert!(
        started.elapsed() < Duration::from_secs(60),
        "{:?}",
        started.elapsed()
    );
    expect!["NotReady: it was shut down, and is not refreshed any more"]
        .assert_eq(&world.provider.status().to_string());
}

#[test]
fn f44_answers_stay_after_a_shutdown() {
    let world = World::ready();
    world.provider.shutdown();
    assert_eq!(world.says("dark_mode"), "true (STATIC, on)");
    assert_eq!(world.provider.status().state(), ProviderState::Stale);
}

#[test]
fn f52_a_backup_answers_while_the_service_is_away() {
    let dir = tempfile::tempdir().unwrap();
    let backup = dir.path().join("datafile.backup");
    let server = FaultyServer::start();
    server.answer(Reply::json(dark_mode(7, "on")));
    let settings = || quick().backup(&backup);
    let first = builder(&server).http(settings()).poll(KEY).unwrap();
    becomes(&first, ProviderState::Ready);
    eventually("the backup is written", || backup.exists());
    drop(first);
    server.answer(Reply::reset());
    let builder = builder(&server).http(settings());
    let world = World::of(server, builder);
    assert_eq!(world.says("dark_mode"), "true (STATIC, on)");
    assert_eq!(world.provider.status().state(), ProviderState::Stale);
}

#[test]
fn f55_the_key_is_printed_nowhere() {
    let world = World::answering(Reply::status(401));
    becomes(&world.provider, ProviderState::Error);
    let mut shown = format!(
        "{:?} {:#?} {:?}",
        world.provider,
        world.provider,
        world.flags.status()
    );
    world.server.answer(Reply::html());
    becomes(&world.provider, ProviderState::Error);
    shown.push_str(&format!(
        "{} {:?}",
        world.provider.status(),
        world.provider.notices(&[])
    ));
    let builder = OptimizelyProvider::builder()
        .access_token(KEY)
        .url_template(format!("https://relay.example/{KEY}"))
        .events(Events::new().address(format!("https://relay.example/{KEY}")));
    shown.push_str(&format!("{builder:?}"));
    let error = OptimizelyProvider::builder()
        .url_template("ftp://{sdk_key}")
        .poll(KEY)
        .unwrap_err();
    shown.push_str(&format!("{error} {error:?}"));
    assert!(!shown.contains(KEY), "{shown}");
    assert!(!shown.contains("1234"), "{shown}");
}

#[track_caller]
fn refused(key: &str, expected: Expect) {
    let error = OptimizelyProvider::new(key).unwrap_err();
    assert!(matches!(error, BuildError::InvalidKey { .. }), "{error:?}");
    expected.assert_eq(&error.to_string());
    assert!(key.is_empty() || !format!("{error} {error:?}").contains(key));
}

#[test]
fn a_key_that_is_missing_or_none_is_an_error_that_says_what_to_set() {
    refused(
        "",
        expect![
            "you must supply a valid Optimizely SDK key: it is empty; copy it from the environment's settings in Optimizely (Settings > Environments)"
        ],
    );
    refused(
        " abc",
        expect![
            "you must supply a valid Optimizely SDK key: there is white space around it; copy it from the environment's settings in Optimizely (Settings > Environments)"
        ],
    );
    refused(
        "<YOUR_KEY>",
        expect![
            "you must supply a valid Optimizely SDK key: it is a placeholder or in quotes; copy it from the environment's settings in Optimizely (Settings > Environments)"
        ],
    );
    refused(
        "../other",
        expect![
            "you must supply a valid Optimizely SDK key: it may hold only letters, digits, `_` and `-`; copy it from the environment's settings in Optimizely (Settings > Environments)"
        ],
    );
}

#[test]
fn an_access_token_that_is_none_is_an_error() {
    let error = OptimizelyProvider::builder()
        .access_token("")
        .poll(KEY)
        .unwrap_err();
    expect!["you must supply a valid Optimizely access token, or none: it is empty"]
        .assert_eq(&error.to_string());
    let error = OptimizelyProvider::builder()
        .access_token("$TOKEN")
        .poll(KEY)
        .unwrap_err();
    expect![
        "you must supply a valid Optimizely access token, or none: it is a placeholder or in quotes"
    ]
    .assert_eq(&error.to_string());
}
