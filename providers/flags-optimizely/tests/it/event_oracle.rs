//! Decision events, beside those of the vendor's own SDK for Python.

use std::sync::LazyLock;
use std::time::Duration;

use flags_faulty_server::{FaultyServer, Reply};
use flags_optimizely::{Events, OptimizelyProvider, Settings};
use flags_runtime::{Provider, Registry};
use serde_json::Value;

use crate::differential::{Oracle, Subject, python, skipped};
use crate::generator::{World, world};
use crate::world::{registry, timeless};

static FLAGS: LazyLock<&'static Registry> = LazyLock::new(|| {
    let flags: String = (0..7)
        .map(|index| format!("[features.flag_{index}]\n"))
        .collect();
    registry(&flags)
});

#[test]
fn every_event_is_that_of_the_sdk_for_python() {
    let Some(python) = python() else {
        skipped();
        return;
    };
    let mut oracle = Oracle::start(&python, "events.py");
    let mut compared = 0;
    for seed in 0..30 {
        let world = world(seed, 20);
        let theirs = oracle.ask(&world);
        let theirs = theirs.as_array().unwrap();
        // Where it fails at a version, nobody knows what it would have told.
        if theirs.contains(&Value::Null) {
            continue;
        }
        let theirs: Vec<_> = theirs
            .iter()
            .map(|event| timeless(event["what"].clone())["visitors"][0].clone())
            .collect();
        let ours = ours(&world, theirs.len());
        for (ours, theirs) in ours.iter().zip(&theirs) {
            assert_eq!(ours, theirs, "seed {seed}");
        }
        assert_eq!(ours.len(), theirs.len(), "seed {seed}");
        compared += ours.len();
    }
    oracle.end();
    assert!(compared > 1000, "{compared} events were compared");
}

/// What is told, in one batch.
fn ours(world: &World, count: usize) -> Vec<Value> {
    if count == 0 {
        return Vec::new();
    }
    let server = FaultyServer::start();
    server.answer(Reply::status(204));
    let events = Events::new()
        .address(server.url("/v1/events"))
        .batch(count)
        .interval(Duration::from_secs(3600))
        .capacity(count + 100);
    let provider = OptimizelyProvider::builder()
        .http(Settings::new().no_proxy().timeout(Duration::from_secs(60)))
        .events(events)
        .text(&world.datafile.to_string())
        .unwrap();
    for question in &world.questions {
        for (flag, rule, variation) in &question.forced {
            provider.force(&question.user, flag, rule.as_deref(), variation);
        }
        for flag in &question.flags {
            let feature = FLAGS.find(flag).unwrap();
            provider.resolve(feature, &Subject::of(question)).unwrap();
        }
        for (flag, rule, _) in &question.forced {
            provider.unforce(&question.user, flag, rule.as_deref());
        }
    }
    let request = &server.wait_for_requests(1)[0];
    provider.shutdown();
    // One more would come in a second batch.
    assert_eq!(provider.event_counts().unwrap().sent, count as u64);
    let body = timeless(serde_json::from_str(&request.body()).unwrap());
    body["visitors"].as_array().unwrap().clone()
}
