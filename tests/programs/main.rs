//! Programs that are built by real `cargo`, and what becomes of them.

mod build_script;
mod expiry;
mod files;
mod frozen;
mod hygiene;
mod library;
mod lints;
mod matrix;
mod package;
mod rebuild;
mod rules;
mod values;
