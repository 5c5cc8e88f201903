//! What the integrations with web frameworks share: the context as an argument of handlers, and
//! overrides that a tester brings along with a request, signed and expiring. Applications use `flags-tower` or `flags-actix`, which do the rest.
//!
//! ```
//! # mod my_features { typed_flags::features!("tests/features.toml"); }
//! use std::time::{Duration, SystemTime};
//!
//! use flags_request::{OverrideKey, OverrideTokens};
//! use my_features::{CHECKOUT_BUTTON, CheckoutButton, REGISTRY};
//! use typed_flags::Overridable;
//!
//! let key = OverrideKey::new("at least 32 bytes, out of a secret store")?;
//!
//! // On the tester's side, for a header or a cookie:
//! let blue = CHECKOUT_BUTTON.set_to(CheckoutButton::Blue);
//! let token = key.issue([blue], SystemTime::now() + Duration::from_secs(3600))?;
//!
//! // On the server's side:
//! let tokens = OverrideTokens::new(key, [&REGISTRY]);
//! let accepted = tokens.read(&token, SystemTime::now())?;
//! accepted.overrides().run(|| assert_eq!(CHECKOUT_BUTTON.get(), CheckoutButton::Blue));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Format
//!
//! `v1.CLAIMS.SIGNATURE`, both parts in base64 as for URLs, without padding (RFC 4648, section 5).
//! The claims are a query string: `exp` (seconds since 1970-01-01T00:00:00Z), then each feature as
//! `REGISTRY/KEY=VALUE`. The signature is HMAC-SHA-256 (RFC 2104) of everything before the second
//! dot.
#![forbid(unsafe_code)]

mod claims;
mod context;
mod key;
mod requests;
mod tokens;

pub use context::{MissingContext, RequestContext};
pub use key::{IssueError, OverrideKey, WeakKey};
pub use requests::RequestScopes;
pub use tokens::{Accepted, OverrideTokens, Refused};

/// The header that a token comes in, where the application chooses no other.
pub const OVERRIDE_HEADER: &str = "x-flags-override";

/// The cookie that a token comes in, where the application chooses no other.
pub const OVERRIDE_COOKIE: &str = "flags_override";

/// Of the answer to a request with a token: what was overridden, or why nothing was.
pub const OVERRIDDEN_HEADER: &str = "x-flags-overridden";
