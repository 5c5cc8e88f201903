//! Features in [tower] services: axum, tonic, hyper.
//!
//! [`FlagsLayer`] makes the context of each request and gives the request its scope, so that
//! handlers, and the libraries they call, ask `ENABLE_CRAZY_FEATURE.is_enabled()` and mean their
//! visitor. With the Cargo feature `axum`, handlers take the context as an argument:
//! [`RequestContext`].
//!
//! [tower]: https://docs.rs/tower
#![forbid(unsafe_code)]

mod body;
mod layer;
mod service;

pub use body::ScopedBody;
pub use flags_request::{
    Accepted, IssueError, MissingContext, OVERRIDDEN_HEADER, OVERRIDE_COOKIE, OVERRIDE_HEADER,
    OverrideKey, OverrideTokens, Refused, RequestContext, WeakKey,
};
pub use layer::FlagsLayer;
pub use service::{FlagsService, ResponseFuture};
