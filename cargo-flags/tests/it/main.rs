//! The program as somebody at a prompt sees it.
#![forbid(unsafe_code)]

mod doctor;
mod explain;
mod manifest_edit;
mod prompt;
mod reports;
mod schema;
mod transcripts;
mod uses;
