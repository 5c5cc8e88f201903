//! A file whose text a provider serves: read at the start, and again whenever it changes.
//!
//! ```
//! use std::sync::{Arc, Mutex};
//! use std::time::Duration;
//!
//! use flags_watched_file::WatchedFile;
//!
//! # let folder = std::env::temp_dir().join("flags-watched-file-example");
//! # std::fs::create_dir_all(&folder)?;
//! # let path = folder.join("flags.json");
//! # std::fs::write(&path, "{}")?;
//! let served = Arc::new(Mutex::new(String::new()));
//! let file = WatchedFile::open("example", &path, Duration::from_secs(1), {
//!     let served = Arc::clone(&served);
//!     move |text| {
//!         if !text.starts_with('{') {
//!             return Err("it is no JSON object".to_owned());
//!         }
//!         *served.lock().expect("nobody panics under it") = text.to_owned();
//!         Ok(())
//!     }
//! })?;
//! assert_eq!(*served.lock().expect("nobody panics under it"), "{}");
//! # std::fs::remove_dir_all(&folder)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The path is looked at once in an interval: time of modification, size, identity, and where links
//! lead to; and the text itself every tenth time. So it may be written in place, replaced by a rename,
//! swapped through a link as in a mounted ConfigMap, or removed and put back. A new text is taken once
//! two reads, 20 ms apart, agree on it. One that is half written all the same must be one that the
//! provider refuses, as JSON is; the next look finds the whole.
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod content;
mod error;
mod health;
mod watched_file;

pub use error::OpenError;
pub use watched_file::WatchedFile;
