//! `features.toml` and state files: text in, checked model and located diagnostics out.
//!
//! Everything here is a pure function of text. No file, clock or environment is read.
//!
//! ```
//! let text = "[features.new-checkout]\ndefualt = true\n";
//! let parsed = flags_manifest::parse(text);
//! assert_eq!(parsed.manifest.features[0].constant, "NEW_CHECKOUT");
//! let finding = parsed.diagnostics[0].render("features.toml", text);
//! assert!(finding.contains("did you mean `default`?"));
//! ```
#![forbid(unsafe_code)]

mod attribute;
mod clash;
mod condition;
pub mod diagnostic;
pub mod encoding;
mod environment;
mod feature;
mod findings;
mod grammar;
mod graph;
mod infer;
mod instant;
mod keys;
mod lines;
mod manifest;
pub mod model;
pub mod names;
mod needs;
mod pattern;
mod percent;
mod policy;
mod reader;
pub mod reference;
mod registry;
mod retired;
mod rule;
mod rust_name;
mod segment;
pub mod state;
pub mod tree;
mod value;

pub use crate::findings::Findings;
pub use crate::grammar::{Dates, Grammar};
pub use crate::graph::MAX_NEEDS_DEPTH;
pub use crate::instant::milliseconds;
pub use crate::lines::Lines;
pub use crate::manifest::{MAX_TEXT, Parsed, parse};
pub use crate::pattern::MAX_PATTERN;
pub use crate::value::{MAX_TABLE_DEPTH, check_value};
