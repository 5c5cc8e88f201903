//! What must not be seen.

use std::time::Duration;

use expect_test::{Expect, expect};
use flags_faulty_server::{FaultyServer, Received, Reply};
use flags_http::{Client, Document, Poller, Request, Secret, Taken};
use flags_runtime::ProviderState;

use crate::world::{document, settings, wait_until};

const KEY: &str = "sdk-1234567890/x";
/// It begins with the other one.
const LONG_KEY: &str = "sdk-1234567890/xyz-0123456789";

#[track_caller]
fn no_key(text: &str, expected: Expect) {
    let error = Secret::sdk_key("Example", text).unwrap_err();
    expected.assert_eq(&error.to_string());
    assert!(text.is_empty() || !format!("{error:?}").contains(text.trim()));
}

#[test]
fn keys_that_are_none() {
    no_key(
        "",
        expect!["you must supply a valid Example SDK key: it is empty"],
    );
    no_key(
        "sdk-123\n",
        expect!["you must supply a valid Example SDK key: there is white space around it"],
    );
    no_key(
        "sdk 123",
        expect![
            "you must supply a valid Example SDK key: it may hold only visible ASCII characters"
        ],
    );
    no_key(
        "<your-sdk-key>",
        expect!["you must supply a valid Example SDK key: it is a placeholder or in quotes"],
    );
}

/// Everything that can be printed of a poller and a client, with the key in the URL and in a header.
fn everything(server: &FaultyServer, reply: Reply) -> String {
    server.answer(reply);
    let key = Secret::sdk_key("Example", KEY).unwrap();
    let request = Request::get(&server.url(&format!("/{KEY}/flags.json?key={KEY}")))
        .unwrap()
        .hiding(&key)
        .secret_header("authorization", &key)
        .unwrap();
    let settings = settings().timeout(Duration::from_secs(1));
    let client = Client::new("test", &settings).unwrap();
    let answer = client.send(&request);
    let failure = answer.as_ref().ok().and_then(|answer| answer.failure());
    let printed = format!(
        "{key} {key:?} {request} {request:?} {client:?} {settings:?} {answer:?} {failure:?} {}",
        answer
            .as_ref()
            .map_or_else(ToString::to_string, |_| String::new()),
    );
    let poller = Poller::start("test", "", request, &settings, |_: &Document<'_>| {
        Ok(Taken::Changed)
    })
    .unwrap();
    wait_until("it was tried", || poller.counts().requests() > 1);
    format!(
        "{printed} {poller:?} {} {:?}",
        poller.status(),
        poller.notices()
    )
}

#[track_caller]
fn hides(reply: Reply) {
    let server = FaultyServer::start();
    let printed = everything(&server, reply);
    assert!(!printed.contains(KEY), "{printed}");
    assert!(!printed.contains("1234567890"), "{printed}");
    // It did arrive.
    assert_eq!(server.requests()[0].header("authorization"), Some(KEY));
}

#[test]
fn f55_when_all_is_well() {
    hides(Reply::json(document(1)));
}

#[test]
fn f55_when_access_is_denied() {
    hides(Reply::status(401));
}

#[test]
fn f55_when_the_connection_breaks() {
    hides(Reply::reset());
}

#[test]
fn f55_when_a_page_is_answered() {
    hides(Reply::html());
}

#[test]
fn f55_when_it_redirects_to_nowhere() {
    hides(Reply::redirect(format!("gopher://{KEY}")));
}

#[test]
fn f55_when_it_takes_too_long() {
    hides(Reply::silent());
}

#[test]
fn f55_when_the_answer_is_too_large() {
    hides(Reply::oversized(1 << 30));
}

#[test]
fn f55_a_proxys_password_is_hidden_too() {
    let printed = format!(
        "{:?}",
        settings().proxy("http://me:secret@proxy.example:3128")
    );
    assert!(!printed.contains("secret"), "{printed}");
}

#[test]
fn f35_a_key_is_not_sent_to_another_host() {
    let server = FaultyServer::start();
    let elsewhere = server.other_host_url("/elsewhere");
    server.answer_with(move |request: &Received| match request.target() {
        "/flags.json" => Reply::redirect(elsewhere.clone()),
        _ => Reply::json(document(1)),
    });
    let request = Request::get(&server.url("/flags.json"))
        .unwrap()
        .header("x-app", "shop")
        .unwrap()
        .secret_header("x-key", &Secret::new(KEY))
        .unwrap();
    let response = Client::new("test", &settings())
        .unwrap()
        .send(&request)
        .unwrap();
    assert_eq!(response.status(), 200);
    let requests = server.requests();
    assert_eq!(requests[0].header("x-key"), Some(KEY));
    assert_eq!(requests[1].target(), "/elsewhere");
    assert_eq!(requests[1].header("x-key"), None);
    assert_eq!(requests[1].header("x-app"), Some("shop"));
}

#[test]
fn f35_a_key_in_the_address_is_not_sent_to_another_host() {
    let server = FaultyServer::start();
    let elsewhere = server.other_host_url("");
    server.answer_with(move |request: &Received| {
        Reply::redirect(format!("{elsewhere}{}", request.target()))
    });
    let key = Secret::new(KEY);
    let request = Request::get(&server.url(&format!("/{KEY}/flags.json"))).unwrap();
    let error = Client::new("test", &settings())
        .unwrap()
        .send(&request.hiding(&key))
        .unwrap_err();
    expect!["`SERVER/***/flags.json` cannot be asked: it redirects the key to another host"]
        .assert_eq(&error.to_string().replace(&server.url(""), "SERVER"));
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn a_key_is_sent_on_to_the_same_host() {
    let server = FaultyServer::start();
    server.answer_with(|request: &Received| match request.target() {
        "/flags.json" => Reply::redirect("/here"),
        _ => Reply::json(document(1)),
    });
    let request = Request::get(&server.url("/flags.json")).unwrap();
    let request = request.secret_header("x-key", &Secret::new(KEY)).unwrap();
    Client::new("test", &settings())
        .unwrap()
        .send(&request)
        .unwrap();
    assert_eq!(server.requests()[1].header("x-key"), Some(KEY));
}

#[test]
fn f35_a_key_comes_back_home_after_a_detour() {
    let server = FaultyServer::start();
    let elsewhere = server.other_host_url("/elsewhere");
    let home = server.url("/home");
    server.answer_with(move |request: &Received| match request.target() {
        "/flags.json" => Reply::redirect(elsewhere.clone()),
        "/elsewhere" => Reply::redirect(home.clone()),
        _ => Reply::json(document(1)),
    });
    let request = Request::get(&server.url("/flags.json")).unwrap();
    let request = request.secret_header("x-key", &Secret::new(KEY)).unwrap();
    let poller = Poller::start("test", "", request, &settings(), |_: &Document<'_>| {
        Ok(Taken::Changed)
    })
    .unwrap();
    assert_eq!(
        poller.ready(Duration::from_secs(60)).state(),
        ProviderState::Ready
    );
    let requests = server.requests();
    assert_eq!(requests[1].header("x-key"), None);
    assert_eq!(requests[2].header("x-key"), Some(KEY));
}

/// What a service says is not touched, whatever the secrets are.
#[test]
fn answers_arrive_as_they_were_sent() {
    let server = FaultyServer::start();
    let body = format!("a{KEY}b{LONG_KEY}c{LONG_KEY}");
    let sent = body.clone();
    server.answer_with(move |request: &Received| {
        Reply::text("text/plain", format!("{sent}{}", request.target()))
            .header("x-echo", LONG_KEY)
            .trickle(7, Duration::ZERO)
    });
    let request = Request::get(&server.url(&format!("/{LONG_KEY}?key={KEY}"))).unwrap();
    let request = request
        .hiding(&Secret::new(LONG_KEY))
        .hiding(&Secret::new(KEY));
    let client = Client::new("test", &settings()).unwrap();
    let response = client.send(&request).unwrap();
    let expected = format!("{body}/{LONG_KEY}?key={KEY}");
    assert_eq!(response.text().unwrap(), expected);
    assert_eq!(response.header("x-echo"), Some(LONG_KEY));
}

/// Each letter is a secret, and each is in what the others become.
#[test]
fn secrets_of_one_letter_do_no_harm() {
    let server = FaultyServer::start();
    server.answer_with(|request: &Received| Reply::text("text/plain", request.target()));
    let mut request = Request::get(&server.url("/a/b/abc?c=a")).unwrap();
    for letter in ('a'..='z').chain('0'..='9') {
        request = request.hiding(&Secret::new(letter));
    }
    let client = Client::new("test", &settings()).unwrap();
    assert_eq!(
        client.send(&request).unwrap().text().unwrap(),
        "/a/b/abc?c=a"
    );
}
