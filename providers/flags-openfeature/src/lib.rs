//! OpenFeature for `typed-flags`, both ways.
//!
//! [`OpenFeatureProvider`] lets any [`FeatureProvider`](open_feature::provider::FeatureProvider)
//! answer for the constants that `features!` made; [`TypedFlagsProvider`] lets the features of
//! `features.toml` answer an OpenFeature client. So a team that has OpenFeature can take up typed
//! constants one by one, in either direction, without leaving it.
//!
//! ```
//! use flags_openfeature::OpenFeatureProvider;
//! use open_feature::provider::NoOpProvider;
//!
//! let theirs = NoOpProvider::default();
//! flags_runtime::set_provider(OpenFeatureProvider::new(theirs));
//! ```
//!
//! # What a provider may do
//!
//! An evaluation is a plain function, and OpenFeature's are futures. A future is polled once, on the
//! caller's thread: one that answers from memory, as OpenFeature asks of providers, is ready then.
//! One that is not is dropped, the declared value is served, and the error says so. Nothing blocks.
//!
//! Version 0.3 of `open-feature` has no events, and tells of no answer whether it depends on the
//! context. So the provider is asked in each evaluation, and nobody hears of its changes. Its hooks
//! are not called; install those of `flags-runtime`.
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod incoming;
mod metadata;
mod open_feature_provider;
mod outgoing;
mod reasons;
mod starting;
mod typed_flags_provider;
mod values;

pub use open_feature;
pub use open_feature_provider::OpenFeatureProvider;
pub use starting::Initialization;
pub use typed_flags_provider::TypedFlagsProvider;
