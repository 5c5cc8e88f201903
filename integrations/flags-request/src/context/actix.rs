//! For actix-web.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest, ResponseError};

use super::{MissingContext, RequestContext};

impl<C: Clone + 'static> FromRequest for RequestContext<C> {
    type Error = MissingContext;
    type Future = Ready<Result<Self, MissingContext>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let context = request.extensions().get::<Self>().cloned();
        ready(context.ok_or_else(MissingContext::of::<C>))
    }
}

impl ResponseError for MissingContext {}
