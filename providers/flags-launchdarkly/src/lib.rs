//! LaunchDarkly for `typed-flags`.
//!
//! ```no_run
//! use flags_launchdarkly::LaunchDarklyProvider;
//!
//! let key = std::env::var("LAUNCHDARKLY_SDK_KEY").unwrap_or_default();
//! flags_runtime::set_provider(LaunchDarklyProvider::builder(key).build()?);
//! # Ok::<(), flags_launchdarkly::BuildError>(())
//! ```
//!
//! # How it works
//!
//! The vendor's crate reads LaunchDarkly's stream, on a thread with a runtime of its own, and its
//! evaluation decides, over a snapshot that is swapped whole. Between the network and the vendor's crate
//! stands a guard: it knows how the stream is, which the crate keeps to itself; it opens a stream again
//! that is silent or sends too much, follows no redirect, and takes a wrong flag out of the data, so
//! that the others are updated. Where the vendor's crate gives up for good (401, 403, 404), it is
//! started again after a while. Polling is this crate's own, over [`flags_http`]; it takes over while the
//! stream is silent, or has been away for a minute, until that is back ([`Builder::fallback`]).
//!
//! - A flag that is off, or that is on for everybody alike, is on the fast path.
//! - A flag that is wrong is set aside with a notice, and keeps its last good answer; so does one whose
//!   variations have another type than before, or that is gone.
//! - An operator that nobody knows holds for nobody, and is told of.
//! - A feature that LaunchDarkly has no flag for is what `features.toml` says.
//! - Prerequisites and segments may refer to others 64 deep, and to 1,000 in all.
//!
//! # Contexts
//!
//! A context of `typed-flags` is flat, one of LaunchDarkly's has kinds. The targeting key is the key of
//! kind `user` ([`Builder::targeting_kind`]), and each attribute that `[context]` declares is one of it,
//! by its own name. [`Builder::context_kind`] makes an attribute the key of a context of another kind
//! beside it, and [`Builder::attribute`] sends attributes there:
//!
//! ```
//! use flags_launchdarkly::LaunchDarklyProvider;
//!
//! // Rules of LaunchDarkly's may ask for the organization's plan, and split by organization.
//! let builder = LaunchDarklyProvider::text(r#"{"flags": {}}"#)
//!     .context_kind("organization", "organization_id")
//!     .attribute("organization_plan", "organization", "plan");
//! # drop(builder.build()?);
//! # Ok::<(), flags_launchdarkly::BuildError>(())
//! ```
//!
//! Date-times are milliseconds, versions are texts, lists are arrays. Attributes that are declared
//! private are held back unless [`Builder::share_private`] names them.
//!
//! # Values and reasons
//!
//! | LaunchDarkly | here |
//! |---|---|
//! | boolean, string, number, JSON object | boolean; string or variant; integer or float; table |
//! | `OFF`, `PREREQUISITE_FAILED` | `Disabled` |
//! | `TARGET_MATCH`, `RULE_MATCH` | `TargetingMatch`, or `Split` where the rule is a percentage rollout |
//! | `FALLTHROUGH` | `Split` where it is a rollout, `Default` where there are rules, else `Static` |
//! | variation index | variant, where the feature has none of its own |
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod answer;
mod builder;
mod document;
mod error;
mod event;
mod facts;
mod fallback;
mod guard;
mod health;
mod provider;
mod served;
mod snapshot;
mod store;
mod stream;
mod subject;

pub use builder::{Builder, Endpoints};
pub use error::BuildError;
pub use flags_http::Settings;
pub use provider::LaunchDarklyProvider;
