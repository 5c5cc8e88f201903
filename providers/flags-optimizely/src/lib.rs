//! Optimizely for `typed-flags`: an engine of our own over the datafile, which answers from memory.
//!
//! ```no_run
//! use flags_optimizely::OptimizelyProvider;
//!
//! let key = std::env::var("OPTIMIZELY_SDK_KEY").unwrap_or_default();
//! flags_runtime::set_provider(OptimizelyProvider::new(key)?);
//! # Ok::<(), flags_optimizely::BuildError>(())
//! ```
//!
//! That polls the datafile every 300 seconds; [`OptimizelyProvider::builder`] has the settings. The
//! datafile may also be a file, which is watched, or a text:
//!
//! ```
//! use flags_optimizely::OptimizelyProvider;
//!
//! # let datafile = r#"{ "version": "4", "revision": "7", "featureFlags": [] }"#;
//! let provider = OptimizelyProvider::from_text(datafile)?;
//! # Ok::<(), flags_optimizely::BuildError>(())
//! ```
//!
//! It decides as the vendor's own SDKs do: forced decisions, holdouts, experiments with their groups
//! and listed users, rollouts, audiences with all match types. A test compares it with the SDK for
//! Python in more than 20,000 decisions over random datafiles.
//!
//! # What a feature is served from
//!
//! The flag whose key is the feature's `provider-key`, or its own key where there is none.
//!
//! | feature | is |
//! |---|---|
//! | boolean | whether the flag is on |
//! | variants | the key of the variation. One that turns the flag off and is none of the feature's variants has no say: the declared value is served |
//! | integer, float, string | the variable of the flag's own key, else the variable `value`, else the only variable there is |
//! | table | for each field, the variable of its name; a list or a table in it is a variable of type `json`. Where no field is a variable, one of type `json`, found as for an integer, holds the whole table |
//!
//! Where the flag is off, its variables have their defaults. A float may be served from a variable of
//! type `integer`.
//!
//! # What a context is
//!
//! The targeting key is the user's id; an attribute is the one of the same name, unless
//! [`Builder::attribute`] says otherwise. A version is its text, a date-time the number of
//! milliseconds since 1970; a list can only be asked for by `exists`. Private attributes take part in
//! decisions, which are made here, and stand in no event and in no reason.
//!
//! Without a targeting key, whatever is the same for all users is served; where a bucket is needed the
//! declared value is, with
//! [`TargetingKeyMissing`](flags_runtime::ErrorKind::TargetingKeyMissing). A key is hashed whole,
//! however long it is; an empty one is a key like any other.
//!
//! # Reasons
//!
//! | reason | where |
//! |---|---|
//! | `Static` | everybody gets this |
//! | `Split` | a bucket decided |
//! | `TargetingMatch` | an audience or a list of users decided, or rules before this one were not for the context |
//! | `Disabled` | no rule serves a variation: the flag is off |
//! | `Override` | the decision was [forced](OptimizelyProvider::force) |
//! | `Stale` | the flag is as it was in an earlier datafile, because it cannot be used as it is now |
//! | `Error` | the flag cannot be used; the declared value is served |
//!
//! Flags that are the same for everybody are on the fast path: one atomic load.
//!
//! # What is wrong with a datafile
//!
//! One that is refused as a whole leaves what is served as it is. A flag that cannot be used is set
//! aside with a notice that says why, and what it said last is served; so is one that is gone from the
//! datafile, and one whose variable has become another type. Contextual multi-armed bandits (CMAB)
//! and segments of the data platform (ODP) are not supported: a flag that uses them is set aside. What
//! the vendor's SDKs call unknown, as an unknown match type, is unknown here too, and reported.
//!
//! A datafile has at most 16 MiB and 100,000 flags; a flag, a rollout, a rule, a variation at most 1,000
//! of what it has several of; a rule asks for at most 10,000 conditions, which nest at most 128 deep; a
//! key or an id has at most 1 KiB, the value of a variable 256 KiB.
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod bound;
mod bucketing;
mod builder;
mod datafile;
mod decide;
mod decision;
mod error;
mod events;
mod feed;
mod forced;
mod murmur3;
mod provider;
mod served;
mod subject;
mod value;
mod version;

pub use builder::Builder;
pub use decision::{Decision, VariableValue};
pub use error::BuildError;
pub use events::{EventCounts, Events};
pub use flags_http::{Counts, Settings};
pub use provider::OptimizelyProvider;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
