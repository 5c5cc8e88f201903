use std::time::{Duration, SystemTime};

use axum::Router;
use axum::body::Body;
use axum::http::Response;
use axum::http::header::CACHE_CONTROL;
use axum::routing::get;
use expect_test::{Expect, expect};
use flags_tower::{FlagsLayer, OVERRIDDEN_HEADER, OVERRIDE_HEADER, OverrideKey, OverrideTokens};
use typed_flags::{Overridable, Override};

use crate::my_features::{CHECKOUT_BUTTON, CheckoutButton, MAINTENANCE, REGISTRY, SEE_INVOICES};
use crate::{answer, text, visitor};

fn key() -> OverrideKey {
    OverrideKey::new("0123456789abcdef0123456789abcdef").expect("it is long enough")
}

fn token(overrides: impl IntoIterator<Item = Override>, valid_for: Duration) -> String {
    let issued = key().issue(overrides, SystemTime::now() + valid_for);
    issued.expect("it can be issued")
}

const AN_HOUR: Duration = Duration::from_secs(3600);

async fn page() -> String {
    tokio::task::yield_now().await;
    format!(
        "{} {} {}",
        CHECKOUT_BUTTON.get(),
        MAINTENANCE.is_enabled(),
        SEE_INVOICES.is_enabled()
    )
}

fn app(layer: FlagsLayer<crate::my_features::Context<'static>>) -> Router {
    Router::new().route("/", get(page)).layer(layer)
}

fn for_testers() -> Router {
    let tokens = OverrideTokens::new(key(), [&REGISTRY]);
    app(FlagsLayer::new(visitor).overridden_by(tokens))
}

/// The two headers of the answer, a line each, and the page.
#[track_caller]
fn check(answer: Response<Body>, page: String, expected: &Expect) {
    let header = |name: &str| {
        let value = answer.headers().get(name);
        value.map_or("-", |value| value.to_str().expect("it is text"))
    };
    let told = header(OVERRIDDEN_HEADER);
    let cache = header(CACHE_CONTROL.as_str());
    expected.assert_eq(&format!("{told}\n{cache}\n{page}"));
}

async fn ask(app: &Router, headers: &[(&str, &str)]) -> (Response<Body>, String) {
    let (head, body) = answer(app, headers).await.into_parts();
    let page = text(Response::new(body)).await;
    (Response::from_parts(head, Body::empty()), page)
}

#[tokio::test]
async fn f59_a_signed_header_overrides_for_this_request() {
    let blue = token(
        [
            CHECKOUT_BUTTON.set_to(CheckoutButton::Blue),
            MAINTENANCE.set_to(true),
        ],
        AN_HOUR,
    );
    let app = for_testers();
    let (answer, page) = ask(&app, &[(OVERRIDE_HEADER, &blue)]).await;
    check(
        answer,
        page,
        &expect![[r#"
        overridden: checkout_button, maintenance
        no-store
        blue true false"#]],
    );
    let (answer, page) = ask(&app, &[]).await;
    check(
        answer,
        page,
        &expect![[r#"
        -
        -
        red false false"#]],
    );
}

#[tokio::test]
async fn f59_a_cookie_does_the_same() {
    let cookie = format!(
        "theme=dark; flags_override={}",
        token([MAINTENANCE.set_to(true)], AN_HOUR)
    );
    let (answer, page) = ask(&for_testers(), &[("cookie", &cookie)]).await;
    check(
        answer,
        page,
        &expect![[r#"
        overridden: maintenance
        no-store
        red true false"#]],
    );
}

#[tokio::test]
async fn f59_it_is_off_by_default() {
    let good = token([MAINTENANCE.set_to(true)], AN_HOUR);
    let (answer, page) = ask(&app(FlagsLayer::new(visitor)), &[(OVERRIDE_HEADER, &good)]).await;
    check(
        answer,
        page,
        &expect![[r#"
        -
        -
        red false false"#]],
    );
}

#[tokio::test]
async fn f59_a_token_that_is_refused_changes_nothing_but_says_why() {
    let app = for_testers();
    let (answer, page) = ask(&app, &[(OVERRIDE_HEADER, "maintenance=true")]).await;
    check(
        answer,
        page,
        &expect![[r#"
        refused: this is no token for overrides
        no-store
        red false false"#]],
    );
    let over = token([MAINTENANCE.set_to(true)], Duration::ZERO);
    let (answer, page) = ask(&app, &[(OVERRIDE_HEADER, &over)]).await;
    check(
        answer,
        page,
        &expect![[r#"
        refused: the token has expired
        no-store
        red false false"#]],
    );
    let other = OverrideKey::new("another secret of at least 32 bytes").expect("long enough");
    let other = other.issue([MAINTENANCE.set_to(true)], SystemTime::now() + AN_HOUR);
    let (answer, page) = ask(&app, &[(OVERRIDE_HEADER, &other.expect("issued"))]).await;
    check(
        answer,
        page,
        &expect![[r#"
        refused: the token was not signed with a key of this server
        no-store
        red false false"#]],
    );
}

#[tokio::test]
async fn f59_requests_at_one_time_do_not_share_overrides() {
    let on = token([MAINTENANCE.set_to(true)], AN_HOUR);
    let app = for_testers();
    let with_token = [(OVERRIDE_HEADER, on.as_str())];
    let (tester, other) = tokio::join!(ask(&app, &with_token), ask(&app, &[]));
    assert_eq!(
        (tester.1.as_str(), other.1.as_str()),
        ("red true false", "red false false")
    );
}
