//! Events of the vendor's SDK, which leave only where they are wanted.

use std::sync::Arc;
use std::time::Duration;

use flags_faulty_server::{FaultyServer, Reply};
use flags_runtime::{Flags, Provider, ProviderState, Reason};

use crate::world::{SHOP, Subject, document, put, stream, wait};

/// Evaluates a flag that depends on the subject, and gives what reached the server beside the stream.
fn events(on: bool) -> Vec<(String, String)> {
    let server = FaultyServer::start();
    let rule =
        r#"{"clauses":[{"attribute":"email","op":"in","values":["a@example.org"]}],"variation":0}"#;
    let asks = format!(
        r#"{{"key":"dark_mode","version":1,"on":true,"fallthrough":{{"variation":1}},"rules":[{rule}],"variations":[true,false]}}"#
    );
    let body = put(&document(&[("dark_mode", asks)]));
    server.answer_with(move |request| match request.method() {
        "GET" => Reply::sse([body.clone()]),
        _ => Reply::status(202),
    });
    let builder = stream(&server).events(on).share_private(["secret"]);
    let provider = Arc::new(builder.build().unwrap());
    assert_eq!(
        provider.ready(Duration::from_secs(60)).state(),
        ProviderState::Ready
    );
    let flags = Flags::new(Arc::clone(&provider));
    let feature = SHOP.find("dark_mode").unwrap();
    let subject = Subject::new(
        Some("ann"),
        [("email", "a@example.org"), ("secret", "hidden")],
    );
    let evaluate = || {
        let evaluation = flags.evaluate_value(feature, &subject);
        assert_eq!(evaluation.reason(), Reason::TargetingMatch);
        assert_eq!(evaluation.variant(), Some("0"));
    };
    for _ in 0..10 {
        evaluate();
    }
    let posted = || -> Vec<_> {
        let requests = server.requests();
        let posts = requests.iter().filter(|request| request.method() != "GET");
        posts
            .map(|request| (request.target().to_owned(), request.body()))
            .collect()
    };
    if on {
        wait("the events", || {
            evaluate();
            posted().iter().any(|(target, _)| target == "/bulk")
        });
    }
    provider.shutdown();
    posted()
}

#[test]
fn no_event_leaves_unless_they_are_on() {
    assert_eq!(events(false), []);
}

#[test]
fn events_leave_where_they_are_on_without_what_is_private() {
    let posted = events(true);
    let bulk = posted.iter().filter(|(target, _)| target == "/bulk");
    let bodies: Vec<_> = bulk.map(|(_, body)| body.as_str()).collect();
    assert!(
        bodies.iter().any(|body| body.contains("a@example.org")),
        "{bodies:?}"
    );
    assert!(
        bodies.iter().all(|body| !body.contains("hidden")),
        "{bodies:?}"
    );
}
