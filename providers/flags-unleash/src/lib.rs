//! Unleash for `typed-flags`: the vendor's own engine, Yggdrasil, over flags that are polled and kept in
//! memory.
//!
//! ```no_run
//! use flags_unleash::UnleashProvider;
//!
//! let token = std::env::var("UNLEASH_API_TOKEN").unwrap_or_default();
//! flags_runtime::set_provider(
//!     UnleashProvider::builder("https://app.unleash-hosted.com/demo/api", token)
//!         .app_name("shop")
//!         .build()?,
//! );
//! # Ok::<(), flags_unleash::BuildError>(())
//! ```
//!
//! It takes an API token of type *client* (backend), asks `/client/features` every 15 s, as the vendor's
//! SDKs do, and **sends nothing else**: no registration, no metrics, no impressions. So Unleash does not
//! show when a flag was last seen by the program.
//!
//! All cases of the vendor's specification of clients, version 6.1.0, run through this provider.
//!
//! # What a feature is served from
//!
//! The flag whose name is the feature's `provider-key`, or its own key where there is none.
//!
//! | feature | is |
//! |---|---|
//! | boolean | whether the flag is enabled |
//! | variants | the name of the flag's variant |
//! | string | the variant's payload; its name where there is no payload |
//! | integer, float | the variant's payload, of type `number` or `string` |
//! | table | the variant's payload, of type `json`: fields by name |
//!
//! Where the flag is off, or serves no variant, all but booleans have no opinion, and the next rung is
//! asked. A payload that does not fit is a
//! [`TypeMismatch`](flags_runtime::ErrorKind::TypeMismatch): the last value that did is served, or the
//! declared one.
//!
//! # What a context is
//!
//! The targeting key is `userId`. The attributes `session_id`, `remote_address`, `app_name`,
//! `environment` and `current_time`, in this spelling or in Unleash's, are the fields of the same name;
//! all others are properties by their declared names, unless [`Builder::attribute`] says otherwise.
//! Properties are texts: numbers, versions and date-times are written out, a list is joined by commas.
//! Attributes that are declared private are held back unless [`Builder::share_private`] names them.
//! Nothing of a context leaves the process.
//!
//! # Reasons
//!
//! The engine gives none, so they are worked out from the flag as far as that goes:
//!
//! | reason | where |
//! |---|---|
//! | `Static` | the flag is on for everybody |
//! | `Disabled` | the flag is off for everybody |
//! | `Split` | only rollouts decide; or a variant was chosen among several |
//! | `TargetingMatch` | constraints, segments or lists decide, and they match |
//! | `Default` | none of them matches |
//! | `Unknown` | rollouts and constraints decide together, or another flag does |
//! | `Stale` | the flag is as it was before, because it is gone or cannot be used as it is now |
//!
//! Flags that are on or off for everybody are on the fast path; all others are asked each time, which
//! allocates for the properties.
//!
//! # What is wrong with the flags
//!
//! An answer that is refused as a whole leaves what is served as it is. A flag that cannot be used is set
//! aside with a notice that says why, and what it was last is served; so it is with one that is gone, and
//! where a variant's payload is of another type than before. A strategy that nobody knows never matches,
//! and is reported. An older revision than the one that is served is ignored.
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod builder;
mod error;
mod flag;
mod payload;
mod provider;
mod snapshot;
mod subject;

pub use builder::Builder;
pub use error::BuildError;
pub use flags_http::Settings;
pub use provider::UnleashProvider;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
