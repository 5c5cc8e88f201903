//! Features in [actix-web](https://docs.rs/actix-web): [`FlagsMiddleware`] makes the context of each
//! request and gives the request its scope, so that handlers, and the libraries they call, ask
//! `ENABLE_CRAZY_FEATURE.is_enabled()` and mean their visitor. Handlers take the context as an
//! argument: [`RequestContext`].
#![forbid(unsafe_code)]

mod body;
mod middleware;

pub use body::ScopedBody;
pub use flags_request::{
    Accepted, IssueError, MissingContext, OVERRIDDEN_HEADER, OVERRIDE_COOKIE, OVERRIDE_HEADER,
    OverrideKey, OverrideTokens, Refused, RequestContext, WeakKey,
};
pub use middleware::{FlagsMiddleware, FlagsService};
