//! For axum.

use axum_core::extract::FromRequestParts;
use axum_core::response::{IntoResponse, Response};
use http::StatusCode;
use http::request::Parts;

use super::{MissingContext, RequestContext};

impl<C: Clone + Send + Sync + 'static, S: Sync> FromRequestParts<S> for RequestContext<C> {
    type Rejection = MissingContext;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, MissingContext> {
        let context = parts.extensions.get::<Self>().cloned();
        context.ok_or_else(MissingContext::of::<C>)
    }
}

impl IntoResponse for MissingContext {
    fn into_response(self) -> Response {
        (StatusCode::INTERNAL_SERVER_ERROR, self.to_string()).into_response()
    }
}
