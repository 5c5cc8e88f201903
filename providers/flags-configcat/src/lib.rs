//! ConfigCat for `typed-flags`.
//!
//! ```no_run
//! use flags_configcat::ConfigCatProvider;
//!
//! let key = std::env::var("CONFIGCAT_SDK_KEY").unwrap_or_default();
//! flags_runtime::set_provider(ConfigCatProvider::builder(key).build()?);
//! # Ok::<(), flags_configcat::BuildError>(())
//! ```
//!
//! # How it works
//!
//! The vendor's crate evaluates; this one fetches. A config JSON is fetched on a thread of the
//! provider's own (see [`flags_http`] for what happens when that fails), looked through, and handed to
//! a client of the vendor's that is offline: it has neither the SDK key nor a runtime, opens no
//! connection and sends no event. An evaluation polls it once. So nothing here needs tokio, and nothing
//! minds it.
//!
//! - Settings without rules, and those whose rules ask for such settings only, are on the fast path.
//! - A setting that is wrong is set aside with a notice, and keeps its last good answer; so does one
//!   whose type has changed. All others are updated.
//! - A feature that ConfigCat has no setting for is what `features.toml` says.
//!
//! # What a setting is
//!
//! | feature | setting |
//! |---|---|
//! | boolean | on/off |
//! | integer, float | whole or decimal number |
//! | string, variants | text |
//! | table | text that holds a JSON object |
//!
//! The variation ID is the variant. A percentage option is reason `Split`, a targeting rule
//! `TargetingMatch`, a setting with rules that do not match `Default`, one without `Static`.
//!
//! # What ConfigCat's rules read
//!
//! The targeting key is `Identifier`. Each attribute that `[context]` declares goes by its own name,
//! but `email` is `Email` and `country` is `Country`; [`Builder::attribute`] names others. ConfigCat
//! has no booleans, so they are the texts `true` and `false`. Attributes that are declared private are
//! held back unless [`Builder::share_private`] names them. All of that stays in the process.
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod builder;
mod document;
mod error;
mod evaluator;
mod json;
mod provider;
mod remote;
mod served;
mod subject;

pub use builder::{Builder, DataGovernance};
pub use error::BuildError;
pub use flags_http::Settings;
pub use provider::ConfigCatProvider;
