//! Requests, their contexts and their scopes.

mod contexts;
mod grpc;
mod overriding;
mod recording;
mod scopes;

use axum::body::{Body, to_bytes};
use axum::http::request::Parts;
use axum::http::{Request, Response};
use tower::ServiceExt;

mod my_features {
    typed_flags::features!("tests/features.toml");
}

/// The visitor of the header `x-user`; `ada` is staff.
fn visitor(request: &Parts) -> my_features::Context<'static> {
    match request
        .headers
        .get("x-user")
        .and_then(|user| user.to_str().ok())
    {
        Some(user) => my_features::Context::new(user.to_owned()).is_staff(user == "ada"),
        None => my_features::Context::anonymous(),
    }
}

/// A request for `/` with these headers.
fn request(headers: &[(&str, &str)]) -> Request<Body> {
    let request = headers
        .iter()
        .fold(Request::get("/"), |request, (name, value)| {
            request.header(*name, *value)
        });
    request.body(Body::empty()).expect("the request is good")
}

async fn answer(app: &axum::Router, headers: &[(&str, &str)]) -> Response<Body> {
    let answered = app.clone().oneshot(request(headers)).await;
    answered.unwrap_or_else(|never| match never {})
}

async fn text(answer: Response<Body>) -> String {
    let bytes = to_bytes(answer.into_body(), 10_000)
        .await
        .expect("the body arrives");
    String::from_utf8(bytes.to_vec()).expect("the body is text")
}
