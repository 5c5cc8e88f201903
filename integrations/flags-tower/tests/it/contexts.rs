use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use expect_test::expect;
use flags_tower::{FlagsLayer, RequestContext};

use crate::my_features::{Context, ENABLE_CRAZY_FEATURE};
use crate::{answer, text, visitor};

async fn home() -> &'static str {
    // Across an await, and without a context in sight.
    tokio::task::yield_now().await;
    if ENABLE_CRAZY_FEATURE.is_enabled() {
        "crazy"
    } else {
        "calm"
    }
}

#[tokio::test]
async fn a_handler_asks_for_its_visitor() {
    let app = Router::new()
        .route("/", get(home))
        .layer(FlagsLayer::new(visitor));
    assert_eq!(
        text(answer(&app, &[("x-user", "ada")]).await).await,
        "crazy"
    );
    assert_eq!(text(answer(&app, &[("x-user", "bob")]).await).await, "calm");
    assert_eq!(text(answer(&app, &[]).await).await, "calm");
}

#[tokio::test]
async fn a_context_may_take_time() {
    let layer = FlagsLayer::new_async(|request| {
        let context = visitor(request);
        async move {
            tokio::task::yield_now().await;
            context
        }
    });
    let app = Router::new().route("/", get(home)).layer(layer);
    assert_eq!(
        text(answer(&app, &[("x-user", "ada")]).await).await,
        "crazy"
    );
    assert_eq!(text(answer(&app, &[("x-user", "bob")]).await).await, "calm");
}

#[tokio::test]
async fn a_handler_takes_the_typed_context() {
    async fn who(RequestContext(visitor): RequestContext<Context<'static>>) -> String {
        format!(
            "{:?} {}",
            visitor.targeting_key(),
            ENABLE_CRAZY_FEATURE.is_enabled_for(&visitor)
        )
    }
    let app = Router::new()
        .route("/", get(who))
        .layer(FlagsLayer::new(visitor));
    assert_eq!(
        text(answer(&app, &[("x-user", "ada")]).await).await,
        r#"Some("ada") true"#
    );
}

#[tokio::test]
async fn a_context_without_its_layer_is_an_error_that_says_so() {
    async fn who(_: RequestContext<Context<'static>>) -> &'static str {
        "nobody gets here"
    }
    let app = Router::new().route("/", get(who));
    let answer = answer(&app, &[]).await;
    assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
    expect!["the request has no `it::my_features::Context`: put the layer or middleware of typed-flags that makes one around this handler"]
        .assert_eq(&text(answer).await);
}

#[tokio::test]
async fn requests_at_one_time_do_not_see_each_other() {
    let app = Router::new()
        .route("/", get(home))
        .layer(FlagsLayer::new(visitor));
    // One thread: the handlers take turns at their await.
    let (ada, bob) = tokio::join!(
        answer(&app, &[("x-user", "ada")]),
        answer(&app, &[("x-user", "bob")]),
    );
    assert_eq!(
        (text(ada).await, text(bob).await),
        ("crazy".to_owned(), "calm".to_owned())
    );
}

#[tokio::test]
async fn an_inner_layer_goes_before_an_outer_one() {
    let everybody = FlagsLayer::new(|_| Context::new("root").is_staff(true));
    let app = Router::new()
        .route("/", get(home))
        .layer(everybody)
        .layer(FlagsLayer::new(visitor));
    assert_eq!(
        text(answer(&app, &[("x-user", "bob")]).await).await,
        "crazy"
    );
}
