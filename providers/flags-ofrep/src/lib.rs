//! OFREP for `typed-flags`: the OpenFeature Remote Evaluation Protocol, through which flagd, GO Feature
//! Flag and others evaluate on their side, and programs ask by HTTP.
//!
//! An evaluation stays a plain function that answers from memory. So what it needs is asked for before,
//! in one of three ways.
//!
//! # One context for the whole program
//!
//! A command-line tool, a device, a service that asks as itself: [`OfrepProvider`] fetches all flags for
//! it, and again every 30 s.
//!
//! ```no_run
//! use flags_ofrep::{OfrepProvider, Subject};
//!
//! let service = Subject::new("checkout-service").with("region", "eu");
//! flags_runtime::set_provider(
//!     OfrepProvider::builder("http://127.0.0.1:8016").build(&service)?,
//! );
//! # Ok::<(), flags_ofrep::BuildError>(())
//! ```
//!
//! # One context for each request
//!
//! [`OfrepClient`] fetches all flags for a visitor at the begin of a request, in one call, and pins them
//! for as long as the [`Prefetched`] lives. It is a provider for whichever context is pinned:
//!
//! ```no_run
//! # use flags_runtime::Feature;
//! # async fn page(visitor: &dyn flags_runtime::EvaluationContext, dark_mode: Feature<bool>)
//! # -> Result<(), Box<dyn std::error::Error>> {
//! use flags_ofrep::OfrepClient;
//!
//! let client = OfrepClient::builder("http://127.0.0.1:8016").build_client()?;
//! flags_runtime::set_provider(client.clone());          // once
//!
//! let pinned = client.prefetch(visitor).await?;         // in each request
//! if dark_mode.is_enabled_for(visitor) { /* … */ }      // answers from `pinned`, any number of times
//! # Ok(())
//! # }
//! ```
//!
//! The futures need no runtime, and any will do. A context that is not pinned gets the declared values,
//! with [`ProviderNotReady`](flags_runtime::ErrorKind::ProviderNotReady).
//!
//! # One feature, once
//!
//! [`OfrepClient::evaluate`] asks for one feature and one context, now.
//!
//! # What is sent
//!
//! The targeting key, and each attribute by its declared name, unless [`Builder::attribute`] says
//! otherwise; versions and date-times as text. **Private
//! attributes are not sent** unless [`Builder::share_private`] names them. The protocol wants a targeting key: a
//! context without one is an error, unless [`Builder::anonymous_key`] says what to send instead.
//!
//! # What comes back
//!
//! Values are converted by what the feature is: a number for an integer or float, the variant's name as a
//! string, an object for a table. A flag that the service does not list, or for which it defers to the
//! code, is no opinion, and the next rung is asked. One that it reports as failed is an error of the kind
//! that it says. A flag whose value has become another type keeps its last good value, with reason
//! `Stale`. Reasons and variants are the service's; its metadata is in [`Details`].
//!
//! `ETag` is sent back for the same context only. `Retry-After` holds back all requests of one client,
//! and no other's.
//!
//! What is not used of the protocol, version 0.3.0: its optional event streams; changes are polled.
//!
//! # CloudBees Feature Management
//!
//! [`OfrepProvider::cloudbees`] and [`OfrepClient::cloudbees`] are presets for a sidecar. CloudBees has no
//! SDK for Rust, and its service does not speak OFREP: you run the SDK that you have licensed in a small
//! program of yours beside this one, which answers OFREP on loopback. **Proven is this crate against
//! OFREP: its schemas, and an independent evaluator. Not proven, and never tried, is anything against
//! CloudBees itself**: what your sidecar makes of a context, of a flag's type and of its reasons is up to
//! it.
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod answer;
mod builder;
mod client;
mod context;
mod details;
mod error;
mod pinned;
mod provider;
mod snapshot;

pub use builder::Builder;
pub use client::OfrepClient;
pub use context::Subject;
pub use details::Details;
pub use error::{BuildError, OfrepError};
pub use flags_http::{Pending, Settings};
pub use pinned::Prefetched;
pub use provider::OfrepProvider;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
