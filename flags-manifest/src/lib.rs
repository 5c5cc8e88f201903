//! `features.toml` and state files: text in, checked model and located diagnostics out.
//!
//! Everything here is a pure function of text. No file, clock or environment is read.
#![forbid(unsafe_code)]

pub mod diagnostic;
pub mod model;
pub mod reference;
pub mod tree;
