//! What the protocol's description says of requests and answers. `schemas.json` says the same as the
//! schemas of its openapi, version 0.3.0, as far as they concern evaluations, in our own words.

use std::sync::LazyLock;

use flags_faulty_server::{FaultyServer, Reply};
use flags_ofrep::OfrepProvider;
use serde_json::{Value, json};

use crate::world::{Visitor, block_on, client, one};

static SCHEMAS: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(include_str!("schemas.json")).expect("the schemas are JSON")
});

/// What is wrong with a value, by the schema of this name.
pub(crate) fn problems(name: &str, value: &Value) -> Vec<String> {
    let schema = json!({ "$ref": format!("#/$defs/{name}"), "$defs": SCHEMAS["$defs"] });
    let validator = jsonschema::validator_for(&schema).expect("the schema is one");
    validator
        .iter_errors(value)
        .map(|error| error.to_string())
        .collect()
}

#[track_caller]
pub(crate) fn fits(name: &str, text: &str) {
    let value = serde_json::from_str(text).expect("it is JSON");
    assert_eq!(problems(name, &value), [""; 0], "{text}");
}

#[test]
fn the_schemas_tell_right_from_wrong() {
    assert!(!problems("request", &json!({})).is_empty());
    assert!(!problems("request", &json!({ "context": {} })).is_empty());
    assert!(!problems("request", &json!({ "context": { "targetingKey": 7 } })).is_empty());
    assert!(!problems("bulk", &json!({ "flags": {} })).is_empty());
    assert!(!problems("bulk", &json!({ "flags": [{ "value": true }] })).is_empty());
    assert!(!problems("success", &json!({ "key": "a", "value": true })).is_empty());
    assert!(!problems("failure", &json!({ "key": "a", "errorCode": "OH" })).is_empty());
    fits(
        "bulk",
        r#"{"flags":[{"key":"a","value":true,"reason":"STATIC"}]}"#,
    );
}

#[test]
fn f46_every_request_fits() {
    let server = FaultyServer::start();
    server.answer(Reply::json(one("")));
    let client = client(&server.url(""));
    let mut visitors = vec![
        Visitor::new(""),
        Visitor::new("ü\u{0}\"\\"),
        Visitor::new(&"x".repeat(1 << 20)),
    ];
    visitors.push(Visitor::new("u").plan("pro").email("a@b.c"));
    visitors.push(Visitor {
        seats: Some(i64::MIN),
        ..Visitor::new("u")
    });
    for visitor in &visitors {
        drop(client.prefetch_blocking(visitor));
        drop(block_on(client.details("dark_mode", visitor)));
    }
    let requests = server.requests();
    assert_eq!(requests.len(), 2 * visitors.len());
    for request in requests {
        fits("request", &request.body());
        assert_eq!(request.header("content-type"), Some("application/json"));
    }
}

/// Each kind of answer that the description knows.
#[test]
fn every_answer_that_fits_can_be_read() {
    let flags = [
        r#"{"key":"a","value":true,"reason":"TARGETING_MATCH","variant":"on"}"#,
        r#"{"key":"b","value":"text","reason":"STATIC"}"#,
        r#"{"key":"c","value":3,"reason":"SPLIT"}"#,
        r#"{"key":"d","value":0.5,"reason":"UNKNOWN"}"#,
        r#"{"key":"e","value":{"f":[1,{"g":null}]},"reason":"STATIC"}"#,
        r#"{"key":"f","reason":"DISABLED","metadata":{"a":true,"b":"c","d":1.5}}"#,
        r#"{"key":"g","errorCode":"PARSE_ERROR","errorDetails":"what"}"#,
    ];
    let text = format!(
        r#"{{"flags":[{}],"metadata":{{"version":"v1"}},"eventStreams":[{{"type":"sse","url":"https://x/"}}]}}"#,
        flags.join(",")
    );
    fits("bulk", &text);
    let provider = OfrepProvider::from_text(&text).unwrap();
    for key in ["a", "b", "c", "d", "e", "f", "g"] {
        assert!(provider.details(key).is_some(), "{key}");
    }
}
