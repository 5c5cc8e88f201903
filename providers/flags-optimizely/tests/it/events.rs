//! What is told of decisions, and that nothing is unless somebody wants it.

use std::sync::mpsc;
use std::time::{Duration, Instant};

use expect_test::expect;
use flags_faulty_server::{FaultyServer, Reply};
use flags_optimizely::{Events, OptimizelyProvider, Settings};
use flags_runtime::{AttributeValue, Flags, Provider};
use serde_json::{Value, json};

use crate::world::{
    Who, answer, dark_mode, datafile, eventually, flag, rollout, rule, says, timeless,
};

fn events(server: &FaultyServer) -> Events {
    Events::new()
        .address(server.url("/v1/events"))
        .interval(Duration::from_millis(5))
}

fn with(events: Events, text: &str) -> OptimizelyProvider {
    OptimizelyProvider::builder()
        .http(Settings::new().no_proxy())
        .events(events)
        .text(text)
        .unwrap()
}

/// An experiment for everybody, and a rollout.
fn experiment() -> String {
    datafile(
        7,
        json!([
            flag("dark_mode", &["55"], "", json!([])),
            flag("banner", &[], "r", json!([]))
        ]),
        json!({
            "experiments": [rule("55", &[], &["on"])],
            "rollouts": [rollout("r", &[rule("66", &[], &["on"])])],
            "botFiltering": true,
        }),
    )
}

#[test]
fn events_are_off_unless_asked_for() {
    let server = FaultyServer::start();
    server.answer(Reply::json(experiment()));
    let provider = OptimizelyProvider::builder()
        .url_template(server.url("/{sdk_key}"))
        .interval(Duration::from_millis(5))
        .http(
            Settings::new()
                .spread(Duration::ZERO)
                .no_proxy()
                .wait(Duration::from_secs(60)),
        )
        .poll("key")
        .unwrap();
    assert_eq!(provider.event_counts(), None);
    let flags = Flags::new(provider);
    for _ in 0..100 {
        assert_eq!(
            says(&flags, "dark_mode", &Who::user("u")),
            "true (STATIC, on)"
        );
    }
    let requests = server.wait_for_requests(5);
    assert!(requests.iter().all(|request| request.method() == "GET"));
}

#[test]
fn an_event_has_the_vendors_form() {
    let server = FaultyServer::start();
    server.answer(Reply::status(204));
    let flags = Flags::new(with(events(&server), &experiment()));
    let who = Who::user("u")
        .with("country", AttributeValue::Text("DE"))
        .with("seats", AttributeValue::Integer(3))
        .with("email", AttributeValue::Text("secret@example.org"));
    says(&flags, "dark_mode", &who);
    // The project does not tell decisions of rollouts.
    says(&flags, "old_banner", &who);
    let requests = server.wait_for_requests(1);
    assert_eq!(
        (requests[0].method(), requests[0].target()),
        ("POST", "/v1/events")
    );
    let body = timeless(serde_json::from_str(&requests[0].body()).unwrap());
    expect![[r#"
        {
          "account_id": "222",
          "anonymize_ip": false,
          "client_name": "typed-flags",
          "client_version": "0.1.0",
          "enrich_decisions": true,
          "project_id": "111",
          "revision": "7",
          "visitors": [
            {
              "attributes": [
                {
                  "entity_id": "9001",
                  "key": "country",
                  "type": "custom",
                  "value": "DE"
                },
                {
                  "entity_id": "$opt_bot_filtering",
                  "key": "$opt_bot_filtering",
                  "type": "custom",
                  "value": true
                }
              ],
              "snapshots": [
                {
                  "decisions": [
                    {
                      "campaign_id": "layer-55",
                      "experiment_id": "55",
                      "metadata": {
                        "enabled": true,
                        "flag_key": "dark_mode",
                        "rule_key": "key-55",
                        "rule_type": "feature-test",
                        "variation_key": "on"
                      },
                      "variation_id": null
                    }
                  ],
                  "events": [
                    {
                      "entity_id": "layer-55",
                      "key": "campaign_activated",
                      "timestamp": "NOW",
                      "uuid": "UUID"
                    }
                  ]
                }
              ],
              "visitor_id": "u"
            }
          ]
        }"#]]
    .assert_eq(&serde_json::to_string_pretty(&body).unwrap());
}

#[test]
fn decisions_of_rollouts_are_told_where_the_project_says_so() {
    let server = FaultyServer::start();
    server.answer(Reply::status(204));
    let mut text: Value = serde_json::from_str(&experiment()).unwrap();
    text["sendFlagDecisions"] = json!(true);
    let flags = Flags::new(with(events(&server), &text.to_string()));
    says(&flags, "old_banner", &Who::user("u"));
    let body: Value = serde_json::from_str(&server.wait_for_requests(1)[0].body()).unwrap();
    let told = &body["visitors"][0]["snapshots"][0]["decisions"][0];
    assert_eq!(told["metadata"]["rule_type"], "rollout");
    assert_eq!(told["metadata"]["rule_key"], "key-66");
}

#[test]
fn every_evaluation_is_told_so_nothing_is_on_the_fast_path() {
    let server = FaultyServer::start();
    server.answer(Reply::status(204));
    assert_eq!(
        answer(&with(events(&server), &dark_mode(1, "on")), "dark_mode"),
        "ask"
    );
}

#[test]
fn events_are_sent_in_batches() {
    let server = FaultyServer::start();
    server.answer(Reply::status(204));
    let events = events(&server).batch(5).interval(Duration::from_secs(3600));
    let flags = Flags::new(with(events, &experiment()));
    for _ in 0..10 {
        says(&flags, "dark_mode", &Who::user("u"));
    }
    for request in server.wait_for_requests(2) {
        let body: Value = serde_json::from_str(&request.body()).unwrap();
        assert_eq!(body["visitors"].as_array().unwrap().len(), 5);
    }
}

#[test]
fn f40_an_address_that_takes_nothing_holds_up_nobody() {
    let server = FaultyServer::start();
    server.answer(Reply::silent());
    let events = events(&server).batch(1).capacity(10);
    let provider = std::sync::Arc::new(with(events, &experiment()));
    let flags = Flags::new(std::sync::Arc::clone(&provider));
    let (done, finished) = mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for _ in 0..1000 {
                says(&flags, "dark_mode", &Who::user("u"));
            }
            done.send(()).unwrap();
        });
        finished.recv_timeout(Duration::from_secs(60)).unwrap();
    });
    let dropped = provider.event_counts().unwrap().dropped;
    // Ten wait, and one is being sent.
    assert!(
        (900..=990).contains(&dropped),
        "{dropped} of 1000 are dropped"
    );
    let started = Instant::now();
    provider.shutdown();
    provider.shutdown();
    assert!(started.elapsed() < Duration::from_secs(60));
}

#[test]
fn what_arrives_is_counted_and_what_does_not() {
    // The first is refused for good; the second arrives when it is sent again.
    let server = FaultyServer::start();
    server.script([Reply::status(400), Reply::status(503), Reply::status(204)]);
    let provider = std::sync::Arc::new(with(events(&server).batch(1), &experiment()));
    let flags = Flags::new(std::sync::Arc::clone(&provider));
    says(&flags, "dark_mode", &Who::user("u"));
    let _ = server.wait_for_requests(1);
    says(&flags, "dark_mode", &Who::user("u"));
    eventually("one is sent and one is dropped", || {
        let counts = provider.event_counts().unwrap();
        (counts.sent, counts.dropped) == (1, 1)
    });
}

#[test]
fn what_is_queued_is_sent_at_the_end() {
    let server = FaultyServer::start();
    server.answer(Reply::status(204));
    let provider = with(
        events(&server).interval(Duration::from_secs(3600)),
        &experiment(),
    );
    let flags = Flags::new(provider);
    says(&flags, "dark_mode", &Who::user("u"));
    drop(flags);
    assert_eq!(server.wait_for_requests(1).len(), 1);
}
