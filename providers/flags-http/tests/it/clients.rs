//! Single requests.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::Duration;

use expect_test::{Expect, expect};
use flags_faulty_server::{FaultyServer, Received, Reply};
use flags_http::{Client, FetchErrorKind, Pending, Request, Response, Settings, StartError};

use crate::world::settings;

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// The smallest runtime there is.
fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(answer) => return answer,
            Poll::Pending => thread::park_timeout(Duration::from_secs(60)),
        }
    }
}

fn client() -> Client {
    Client::new("test", &settings()).unwrap()
}

fn post(server: &FaultyServer) -> Request {
    Request::post(&server.url("/evaluate"), r#"{"context":{}}"#).unwrap()
}

#[test]
fn a_post_carries_its_body() {
    let server = FaultyServer::start();
    server.answer(Reply::json(r#"{"value":true}"#));
    let response = client().send(&post(&server)).unwrap();
    assert_eq!(
        (response.status(), response.text().unwrap()),
        (200, r#"{"value":true}"#)
    );
    let request = &server.requests()[0];
    assert_eq!(request.method(), "POST");
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(request.body(), r#"{"context":{}}"#);
}

#[test]
fn an_answer_of_any_status_is_an_answer() {
    let server = FaultyServer::start();
    server.answer(Reply::json(r#"{"errorCode":"FLAG_NOT_FOUND"}"#).with_status(404));
    let response = client().send(&post(&server)).unwrap();
    assert_eq!(
        response.text().unwrap(),
        r#"{"errorCode":"FLAG_NOT_FOUND"}"#
    );
    assert_eq!(response.failure().unwrap().kind(), FetchErrorKind::Denied);
}

#[test]
fn a_future_needs_no_runtime() {
    let server = FaultyServer::start();
    server.answer(Reply::json("[1]").delay(Duration::from_millis(20)));
    let response = block_on(client().send_async(post(&server))).unwrap();
    assert_eq!(response.text().unwrap(), "[1]");
}

#[test]
fn many_futures_are_answered() {
    let server = FaultyServer::start();
    server.answer(Reply::json("[1]"));
    let client = client();
    let pending: Vec<Pending<Response>> =
        (0..100).map(|_| client.send_async(post(&server))).collect();
    for pending in pending {
        assert_eq!(block_on(pending).unwrap().status(), 200);
    }
    assert_eq!(server.requests().len(), 100);
}

#[test]
fn f39_a_job_that_panics_is_an_error() {
    let pending: Pending<()> = client().in_background(|_| panic!("a job has a bug"));
    let error = block_on(pending).unwrap_err();
    assert_eq!(error.kind(), FetchErrorKind::Panicked);
}

#[test]
fn f43_a_future_outlives_its_client() {
    let server = FaultyServer::start();
    server.answer(Reply::json("[1]").delay(Duration::from_millis(20)));
    let pending = client().send_async(post(&server));
    assert_eq!(block_on(pending).unwrap().status(), 200);
}

#[test]
fn f44_shutdown_ends_what_is_under_way() {
    let server = FaultyServer::start();
    server.answer(Reply::silent());
    let client = client();
    let pending = client.send_async(post(&server));
    let _ = server.wait_for_requests(1);
    client.shutdown();
    assert_eq!(
        block_on(pending).unwrap_err().kind(),
        FetchErrorKind::ShutDown
    );
    let error = client.send(&post(&server)).unwrap_err();
    assert_eq!(error.kind(), FetchErrorKind::ShutDown);
}

#[test]
fn f32_retry_after_holds_the_next_request_back() {
    let server = FaultyServer::start();
    server.answer(Reply::status(429).header("Retry-After", "60"));
    let client = client();
    let limited = client.send(&post(&server)).unwrap().failure().unwrap();
    assert_eq!(limited.kind(), FetchErrorKind::RateLimited);
    assert_eq!(limited.retry_after(), Some(Duration::from_secs(60)));
    let held_back = client.clone().send(&post(&server)).unwrap_err();
    assert_eq!(held_back.kind(), FetchErrorKind::RateLimited);
    assert_eq!(server.requests().len(), 1);
    // Another client was not asked to wait.
    assert!(self::client().send(&post(&server)).is_ok());
}

#[track_caller]
fn redirects(from: impl Fn(&FaultyServer) -> Reply, expected: Expect) -> Vec<Received> {
    let server = FaultyServer::start();
    let there = from(&server);
    server.answer_with(move |request: &Received| match request.target() {
        "/evaluate" => there.clone(),
        _ => Reply::json("[1]"),
    });
    let answer = match client().send(&post(&server)) {
        Ok(response) => response.text().unwrap().to_owned(),
        Err(error) => error
            .to_string()
            .replace(&server.address().to_string(), "SERVER"),
    };
    expected.assert_eq(&answer);
    server.requests()
}

#[test]
fn f35_a_post_is_redirected_whole_on_the_same_host() {
    let requests = redirects(|_| Reply::redirect("/v2").with_status(307), expect!["[1]"]);
    assert_eq!(requests[1].method(), "POST");
    assert_eq!(requests[1].body(), r#"{"context":{}}"#);
}

#[test]
fn f35_a_body_is_not_sent_to_another_host() {
    let requests = redirects(
        |server| Reply::redirect(server.other_host_url("/v2")).with_status(308),
        expect!["`http://SERVER/evaluate` cannot be asked: it redirects a `POST` to another host"],
    );
    assert_eq!(requests.len(), 1);
}

#[test]
fn f35_a_post_does_not_become_a_get() {
    redirects(
        |_| Reply::redirect("/v2"),
        expect!["`http://SERVER/evaluate` cannot be asked: it redirects a `POST` to a `GET`"],
    );
}

#[track_caller]
fn invalid(request: Result<Request, flags_http::InvalidRequest>, expected: Expect) {
    expected.assert_eq(&request.unwrap_err().to_string());
}

#[test]
fn addresses_that_are_none() {
    invalid(
        Request::get("flags.example.com"),
        expect!["the address cannot be used: it must begin with `https://` or `http://`"],
    );
    invalid(
        Request::get("ftp://flags.example.com/"),
        expect!["the address cannot be used: it must begin with `https://` or `http://`"],
    );
    invalid(
        Request::get("http://"),
        expect!["the address cannot be used: it is no URL"],
    );
    invalid(
        Request::get("https://me:secret@flags.example.com/"),
        expect![
            "the address cannot be used: a name and password do not belong into it; use a header"
        ],
    );
}

#[test]
fn headers_that_are_none() {
    let request = || Request::get("http://flags.example.com/").unwrap();
    invalid(
        request().header("a b", "c"),
        expect!["the name of header `a b` is invalid"],
    );
    invalid(
        request().header("x-app", "a\nb: c"),
        expect!["the value of header `x-app` is invalid"],
    );
}

#[track_caller]
fn no_client(settings: &Settings, expected: Expect) {
    let error: StartError = Client::new("test", settings).unwrap_err();
    expected.assert_eq(&error.to_string());
}

#[test]
fn settings_that_cannot_be_used() {
    no_client(
        &settings().proxy("not a proxy at all"),
        expect!["the proxy cannot be used: its URL must be like `http://proxy.example:3128`"],
    );
    no_client(
        &settings().user_agent("a\nb"),
        expect!["the user agent may hold only visible ASCII characters and spaces"],
    );
}
