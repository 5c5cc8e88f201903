//! `features.toml`: what is read, and what is said about it.

mod example;
mod report;
mod state;
mod syntax;
