use std::convert::Infallible;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{Request, Response};
use axum::routing::get;
use flags_tower::FlagsLayer;
use tokio::sync::Notify;
use tokio_stream::StreamExt;
use tower::{Layer, Service, ServiceExt, service_fn};
use typed_flags::{Flags, MemoryProvider, Scope, carry_async};

use crate::my_features::{CHECKOUT_BUTTON, CheckoutButton};
use crate::{answer, request, text, visitor};

/// Flags of a test's own, and a way to hold a handler up in its middle.
#[derive(Clone)]
struct Shop {
    flags: Flags,
    memory: MemoryProvider,
    began: Arc<Notify>,
    go_on: Arc<Notify>,
}

impl Shop {
    fn new() -> Self {
        let memory = MemoryProvider::new();
        Self {
            flags: Flags::new(memory.clone()),
            memory,
            began: Arc::default(),
            go_on: Arc::default(),
        }
    }

    fn button(&self) -> CheckoutButton {
        let scope = Scope::current().expect("the layer made one");
        self.flags.get(CHECKOUT_BUTTON, scope.context())
    }

    fn app(&self, page: axum::routing::MethodRouter<Self>) -> Router {
        let layer = FlagsLayer::new(visitor).with_flags(self.flags.clone());
        Router::new()
            .route("/", page)
            .layer(layer)
            .with_state(self.clone())
    }
}

#[tokio::test]
async fn f50_both_halves_of_a_page_agree() {
    async fn page(State(shop): State<Shop>) -> String {
        let above = shop.button();
        shop.began.notify_one();
        shop.go_on.notified().await;
        format!("{above} {}", shop.button())
    }
    let shop = Shop::new();
    let app = shop.app(get(page));
    let change = async {
        shop.began.notified().await;
        shop.memory.set(CHECKOUT_BUTTON, CheckoutButton::Blue);
        shop.go_on.notify_one();
    };
    let (page, ()) = tokio::join!(answer(&app, &[]), change);
    assert_eq!(text(page).await, "red red");
    shop.go_on.notify_one();
    assert_eq!(text(answer(&app, &[]).await).await, "blue blue");
}

#[tokio::test]
async fn f50_a_stream_agrees_with_its_handler() {
    async fn stream(State(shop): State<Shop>) -> Body {
        let above = shop.button();
        let parts = tokio_stream::iter([0, 1])
            .map(move |_| Ok::<_, Infallible>(Bytes::from(format!("{above} {};", shop.button()))));
        Body::from_stream(parts)
    }
    let shop = Shop::new();
    let answer = answer(&shop.app(get(stream)), &[]).await;
    // The handler has returned, and nobody has read the body yet.
    shop.memory.set(CHECKOUT_BUTTON, CheckoutButton::Blue);
    assert_eq!(text(answer).await, "red red;red red;");
}

#[tokio::test]
async fn f48_a_spawned_task_takes_the_scope_along_if_asked_to() {
    async fn page() -> String {
        let carried = tokio::spawn(carry_async(async { Scope::current().is_some() }));
        let plain = tokio::spawn(async { Scope::current().is_some() });
        format!("{:?} {:?}", carried.await.ok(), plain.await.ok())
    }
    let app = Router::new()
        .route("/", get(page))
        .layer(FlagsLayer::new(visitor));
    assert_eq!(
        text(answer(&app, &[]).await).await,
        "Some(true) Some(false)"
    );
}

#[tokio::test]
async fn a_request_that_is_dropped_leaves_nothing_behind() {
    let never =
        service_fn(|_: Request<Body>| std::future::pending::<Result<Response<Body>, Infallible>>());
    let mut service = FlagsLayer::new(visitor).layer(never);
    let service = service.ready().await.unwrap_or_else(|never| match never {});
    let mut pending = Box::pin(service.call(request(&[])));
    let polled = futures_poll_once(pending.as_mut());
    assert!(polled.is_none());
    drop(pending);
    assert!(Scope::current().is_none());
}

/// Polls a future once, with a waker that does nothing.
fn futures_poll_once<F: Future>(future: std::pin::Pin<&mut F>) -> Option<F::Output> {
    let mut task = std::task::Context::from_waker(std::task::Waker::noop());
    match future.poll(&mut task) {
        std::task::Poll::Ready(output) => Some(output),
        std::task::Poll::Pending => None,
    }
}

#[tokio::test]
async fn a_handler_that_panics_leaves_nothing_behind() {
    async fn page() -> &'static str {
        panic!("for the test")
    }
    let app = Router::new()
        .route("/", get(page))
        .layer(FlagsLayer::new(visitor));
    let task = tokio::spawn(async move { drop(answer(&app, &[]).await) });
    assert!(task.await.is_err_and(|error| error.is_panic()));
    // The same thread, for the test runs on one.
    assert!(Scope::current().is_none());
}

#[tokio::test]
async fn the_body_lets_go_of_the_scope_when_it_ends() {
    let answered = answer(&Shop::new().app(get(|| async { "done" })), &[]).await;
    let (_, body) = answered.into_parts();
    assert_eq!(
        axum::body::to_bytes(body, 10).await.expect("it arrives"),
        "done"
    );
    assert!(Scope::current().is_none());
}
