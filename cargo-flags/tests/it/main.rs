//! The program as somebody at a prompt sees it.
#![forbid(unsafe_code)]

mod check;
mod diff;
mod docs;
mod doctor;
mod explain;
mod export;
mod exported_to_flagd;
mod import;
mod imported;
mod init;
mod life;
mod list;
mod manifest_edit;
mod prompt;
mod reports;
mod retire;
mod rollout;
mod schema;
mod set;
mod state_text;
mod transcripts;
mod uses;
