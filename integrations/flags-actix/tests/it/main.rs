//! Requests, their contexts and their scopes.

use std::convert::Infallible;
use std::time::{Duration, SystemTime};

use actix_web::body::BodyStream;
use actix_web::dev::ServiceRequest;
use actix_web::http::StatusCode;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::{App, HttpMessage as _, HttpResponse, web};
use expect_test::expect;
use flags_actix::{
    FlagsMiddleware, OVERRIDDEN_HEADER, OVERRIDE_HEADER, OverrideKey, OverrideTokens,
    RequestContext,
};
use tokio_stream::StreamExt as _;
use typed_flags::{Flags, MemoryProvider, Overridable as _, Recorder, Scope, carry};

use crate::my_features::{
    CHECKOUT_BUTTON, CheckoutButton, Context, ENABLE_CRAZY_FEATURE, MAINTENANCE, REGISTRY,
    SEE_INVOICES,
};

mod my_features {
    typed_flags::features!("tests/features.toml");
}

/// The visitor of the header `x-user`; `ada` is staff.
fn visitor(request: &ServiceRequest) -> Context<'static> {
    match request
        .headers()
        .get("x-user")
        .and_then(|user| user.to_str().ok())
    {
        Some(user) => Context::new(user.to_owned()).is_staff(user == "ada"),
        None => Context::anonymous(),
    }
}

async fn home() -> &'static str {
    // Across an await, and without a context in sight.
    tokio::task::yield_now().await;
    if ENABLE_CRAZY_FEATURE.is_enabled() {
        "crazy"
    } else {
        "calm"
    }
}

/// The answer of an app with one page to a request with these headers: status, two headers, body.
macro_rules! answer {
    ($middleware:expr, $page:expr, $($name:expr => $value:expr),* $(,)?) => {{
        let app = init_service(App::new().wrap($middleware).route("/", web::get().to($page))).await;
        let request = TestRequest::get().uri("/")$(.insert_header(($name, $value)))*;
        text(call_service(&app, request.to_request()).await).await
    }};
}

async fn text<B: actix_web::body::MessageBody>(
    response: actix_web::dev::ServiceResponse<B>,
) -> String {
    let body = read_body(response).await;
    String::from_utf8(body.to_vec()).expect("the body is text")
}

#[actix_web::test]
async fn a_handler_asks_for_its_visitor() {
    assert_eq!(
        answer!(FlagsMiddleware::new(visitor), home, "x-user" => "ada"),
        "crazy"
    );
    assert_eq!(
        answer!(FlagsMiddleware::new(visitor), home, "x-user" => "bob"),
        "calm"
    );
    assert_eq!(answer!(FlagsMiddleware::new(visitor), home,), "calm");
}

#[actix_web::test]
async fn a_context_may_take_time() {
    let later = FlagsMiddleware::new_async(|request| {
        let context = visitor(request);
        async move {
            tokio::task::yield_now().await;
            context
        }
    });
    assert_eq!(answer!(later, home, "x-user" => "ada"), "crazy");
}

#[actix_web::test]
async fn a_handler_takes_the_typed_context() {
    async fn who(RequestContext(visitor): RequestContext<Context<'static>>) -> String {
        format!(
            "{:?} {}",
            visitor.targeting_key(),
            ENABLE_CRAZY_FEATURE.is_enabled_for(&visitor)
        )
    }
    let answer = answer!(FlagsMiddleware::new(visitor), who, "x-user" => "ada");
    assert_eq!(answer, r#"Some("ada") true"#);
}

#[actix_web::test]
async fn a_context_without_its_middleware_is_an_error_that_says_so() {
    async fn who(_: RequestContext<Context<'static>>) -> &'static str {
        "nobody gets here"
    }
    let app = init_service(App::new().route("/", web::get().to(who))).await;
    let response = call_service(&app, TestRequest::get().uri("/").to_request()).await;
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    expect!["the request has no `it::my_features::Context`: put the layer or middleware of typed-flags that makes one around this handler"]
        .assert_eq(&text(response).await);
}

#[actix_web::test]
async fn requests_at_one_time_do_not_see_each_other() {
    let app = App::new()
        .wrap(FlagsMiddleware::new(visitor))
        .route("/", web::get().to(home));
    let app = init_service(app).await;
    let request = |user| {
        TestRequest::get()
            .uri("/")
            .insert_header(("x-user", user))
            .to_request()
    };
    let (ada, bob) = tokio::join!(
        call_service(&app, request("ada")),
        call_service(&app, request("bob")),
    );
    assert_eq!(
        (text(ada).await, text(bob).await),
        ("crazy".to_owned(), "calm".to_owned())
    );
    assert!(Scope::current().is_none());
}

#[actix_web::test]
async fn f50_a_page_agrees_with_itself_and_with_its_stream() {
    let memory = MemoryProvider::new();
    let flags = Flags::new(memory.clone());
    let middleware = FlagsMiddleware::new(visitor).with_flags(flags.clone());
    let button = move || {
        let scope = Scope::current().expect("the middleware made one");
        flags.get(CHECKOUT_BUTTON, scope.context())
    };
    let page = move || {
        let (memory, button) = (memory.clone(), button.clone());
        async move {
            let above = button();
            memory.set(CHECKOUT_BUTTON, CheckoutButton::Blue);
            let below = button();
            let stream = tokio_stream::iter([0]).map(move |_| {
                Ok::<_, Infallible>(web::Bytes::from(format!("{above} {below} {}", button())))
            });
            HttpResponse::Ok().body(BodyStream::new(stream))
        }
    };
    assert_eq!(answer!(middleware, page,), "red red red");
}

#[actix_web::test]
async fn f48_what_blocks_takes_the_scope_along_if_asked_to() {
    async fn page() -> String {
        let carried = web::block(carry(|| Scope::current().is_some())).await;
        let plain = web::block(|| Scope::current().is_some()).await;
        format!("{:?} {:?}", carried.ok(), plain.ok())
    }
    assert_eq!(
        answer!(FlagsMiddleware::new(visitor), page,),
        "Some(true) Some(false)"
    );
}

#[actix_web::test]
async fn an_error_report_lists_what_was_evaluated() {
    async fn page() -> String {
        let _ = (ENABLE_CRAZY_FEATURE.is_enabled(), CHECKOUT_BUTTON.get());
        typed_flags::evaluated()
            .iter()
            .map(|read| format!("{read};"))
            .collect()
    }
    let middleware = FlagsMiddleware::new(visitor).recorded_by(Recorder::new());
    let app = App::new().wrap(middleware).route("/", web::get().to(page));
    let app = init_service(app).await;
    let response = call_service(&app, TestRequest::get().uri("/").to_request()).await;
    let scope = response.request().extensions().get::<Scope>().cloned();
    let afterwards: String = scope
        .expect("it stays with the request")
        .evaluated()
        .iter()
        .map(|read| format!("{read};"))
        .collect();
    assert_eq!(
        afterwards,
        "enable_crazy_feature = false (DEFAULT);checkout_button = \"red\" (DEFAULT);"
    );
    assert_eq!(text(response).await, afterwards);
}

async fn overridable() -> String {
    format!("{} {}", MAINTENANCE.is_enabled(), SEE_INVOICES.is_enabled())
}

#[actix_web::test]
async fn f59_a_signed_header_overrides_for_this_request() {
    let key = OverrideKey::new("0123456789abcdef0123456789abcdef").expect("it is long enough");
    let expires = SystemTime::now() + Duration::from_secs(3600);
    let token = key
        .issue([MAINTENANCE.set_to(true)], expires)
        .expect("it can be issued");
    let tokens = OverrideTokens::new(key, [&REGISTRY]);
    let middleware = FlagsMiddleware::new(visitor).overridden_by(tokens);
    let app = App::new()
        .wrap(middleware)
        .route("/", web::get().to(overridable));
    let app = init_service(app).await;

    for (name, value, expected) in [
        (
            OVERRIDE_HEADER,
            token.clone(),
            "overridden: maintenance no-store true false",
        ),
        (
            "cookie",
            format!("a=b; flags_override={token}"),
            "overridden: maintenance no-store true false",
        ),
        (
            OVERRIDE_HEADER,
            format!("{token}=="),
            "refused: this is no token for overrides no-store false false",
        ),
        ("x-other", token.clone(), "- - false false"),
    ] {
        let request = TestRequest::get().uri("/").insert_header((name, value));
        let response = call_service(&app, request.to_request()).await;
        let header = |name: &str| {
            let value = response.headers().get(name);
            value
                .map_or("-", |value| value.to_str().expect("it is text"))
                .to_owned()
        };
        let headers = format!(
            "{} {}",
            header(OVERRIDDEN_HEADER),
            header(CACHE_CONTROL.as_str())
        );
        assert_eq!(format!("{headers} {}", text(response).await), expected);
    }
    // Without `overridden_by` the header means nothing.
    let plain = FlagsMiddleware::new(visitor);
    assert_eq!(
        answer!(plain, overridable, OVERRIDE_HEADER => token),
        "false false"
    );
}
