//! What is counted. The recorder is that of the whole process, so this test has one of its own.
#![cfg(all(test, feature = "metrics"))]

use std::thread;
use std::time::{Duration, Instant};

use flags_faulty_server::{FaultyServer, Reply};
use flags_http::{Document, FetchErrorKind, Poller, Request, Settings, Taken};
use metrics_util::debugging::{DebugValue, DebuggingRecorder};

#[test]
fn f13_errors_are_counted_by_kind() {
    let recorder = DebuggingRecorder::new();
    let snapshotter = recorder.snapshotter();
    recorder.install().unwrap();
    let server = FaultyServer::start();
    server.script([
        Reply::html(),
        Reply::status(401),
        Reply::status(503),
        Reply::json("[1]"),
    ]);
    let soon = Duration::from_millis(1);
    let settings = Settings::new()
        .interval(Duration::from_secs(86_400))
        .spread(Duration::ZERO)
        .backoff(soon, soon)
        .extended(soon, soon)
        .no_proxy();
    let request = Request::get(&server.url("/flags.json")).unwrap();
    let poller = Poller::start("shop", "", request, &settings, |_: &Document<'_>| {
        Ok(Taken::Changed)
    })
    .unwrap();
    let started = Instant::now();
    while poller.counts().changes() == 0 {
        assert!(
            started.elapsed() < Duration::from_secs(60),
            "{}",
            poller.status()
        );
        thread::sleep(Duration::from_millis(2));
    }
    poller.shutdown();
    assert_eq!(poller.counts().errors(FetchErrorKind::Refused), 1);

    let mut counted: Vec<_> = snapshotter
        .snapshot()
        .into_vec()
        .into_iter()
        .map(|(key, _, _, value)| {
            let (_, key) = key.into_parts();
            let labels: Vec<_> = key
                .labels()
                .map(|label| format!("{}={}", label.key(), label.value()))
                .collect();
            let DebugValue::Counter(count) = value else {
                panic!("{value:?} is a counter");
            };
            format!("{}{{{}}} {count}", key.name(), labels.join(","))
        })
        .collect();
    counted.sort();
    assert_eq!(
        counted,
        [
            "flags_refresh_errors{provider=shop,kind=denied} 1",
            "flags_refresh_errors{provider=shop,kind=refused} 1",
            "flags_refresh_errors{provider=shop,kind=status} 1",
            "flags_refresh_total{provider=shop} 4",
        ]
    );
}
