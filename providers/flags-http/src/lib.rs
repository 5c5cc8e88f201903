//! What the providers of hosted services share: how they fetch, refresh and back up what they answer
//! from.
//!
//! A [`Poller`] fetches a document again and again on a thread of its own and hands each to the
//! provider's [`Sink`]; a [`Client`] makes single requests. Both keep to the same rules:
//!
//! - A start never fails because the service cannot be reached, and never waits longer than asked:
//!   [`Settings::wait`].
//! - What was good stays, whatever happens later; the status tells, with the age.
//! - Fetches are spread and jittered, so that a fleet that restarts together does not arrive
//!   together. Failures are retried with a growing pause; `Retry-After` is heeded, up to an hour.
//!   Where the service denies access (401, 403, 404, 405) the pauses are longer, and never endless.
//! - A refresh has a deadline, silence within it another, and a body a largest size, also after it
//!   was decompressed.
//! - `ETag` and `Last-Modified` are sent back, so that what has not changed is not sent again.
//! - At most three redirects are followed. Secrets are not sent to another host, and a body is not
//!   either.
//! - A [`Secret`] is never printed, nor is a URL that holds one. (The `log` target `ureq` prints
//!   whole paths at its level `trace`, and at no other.)
//!
//! ```no_run
//! use std::sync::{Arc, Mutex};
//! use flags_http::{Document, Poller, Refused, Request, Secret, Settings, Taken};
//!
//! let key = Secret::sdk_key("Example", std::env::var("EXAMPLE_SDK_KEY").unwrap_or_default())?;
//! let request = Request::get("https://flags.example.com/v1/flags.json")?.secret_header("X-Key", &key)?;
//! let current = Arc::new(Mutex::new(String::new()));
//! let poller = Poller::start("example", "", request, &Settings::new(), {
//!     let current = Arc::clone(&current);
//!     move |document: &Document<'_>| {
//!         let text = document.text();
//!         if !text.starts_with('{') {
//!             return Err(Refused::invalid("it is no JSON object"));
//!         }
//!         *current.lock().expect("nothing panics under this lock") = text.to_owned();
//!         Ok(Taken::Changed)
//!     }
//! })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Cargo features
//!
//! - `rustls` (default): `https` through rustls. The program's own choice of cryptography
//!   (`CryptoProvider::install_default`) is used where there is one, and ring's where there is none;
//!   several linked ones do no harm.
//! - `rustls-no-provider`: the same without ring; the program has to choose.
//! - `platform-verifier`: the operating system's root certificates instead of Mozilla's.
//! - `metrics`: counts refreshes and what goes wrong with them.
//! - Without any of them only `http` can be asked: a relay or sidecar on the same machine.
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod address;
mod backup;
mod client;
mod counts;
mod document;
mod failure;
mod health;
mod json;
mod pending;
mod poller;
mod request;
mod response;
mod retry_after;
mod schedule;
mod secret;
mod settings;
mod tls;
mod veil;

pub use address::escape_segment;
pub use client::Client;
pub use counts::Counts;
pub use document::{Document, Origin, Refused, Sink, Taken};
pub use failure::{FetchError, FetchErrorKind, StartError};
pub use json::{attribute_to_json, value_from_json};
pub use pending::Pending;
pub use poller::Poller;
pub use request::{InvalidRequest, Request};
pub use response::Response;
pub use secret::{InvalidKey, Secret};
pub use settings::Settings;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
