//! The context as an argument of handlers.

use std::any::type_name;
use std::error::Error;
use std::fmt;
use std::ops::Deref;

#[cfg(feature = "actix")]
mod actix;
#[cfg(feature = "axum")]
mod axum;

/// The context of the request: an argument of handlers in axum and actix-web, and everywhere in the
/// extensions of the request.
///
/// ```
/// # mod my_features { typed_flags::features!("tests/features.toml"); }
/// use flags_request::RequestContext;
/// use my_features::{CHECKOUT_BUTTON, Context};
///
/// async fn checkout(RequestContext(visitor): RequestContext<Context<'static>>) -> String {
///     format!("a {} button for {visitor:?}", CHECKOUT_BUTTON.get_for(&visitor))
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestContext<C>(pub C);

impl<C> Deref for RequestContext<C> {
    type Target = C;

    fn deref(&self) -> &C {
        &self.0
    }
}

/// The request has no context of this type: the layer or middleware is not around the handler, or
/// makes contexts of another type. Answers with status 500.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MissingContext {
    wanted: &'static str,
}

impl MissingContext {
    /// For handlers that want a `C`.
    #[must_use]
    pub fn of<C>() -> Self {
        Self {
            wanted: type_name::<C>(),
        }
    }
}

impl fmt::Display for MissingContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the request has no `{}`: put the layer or middleware of typed-flags that makes one \
             around this handler",
            // Some compilers name the lifetime.
            self.wanted.trim_end_matches("<'_>")
        )
    }
}

impl Error for MissingContext {}
