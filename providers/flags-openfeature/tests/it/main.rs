//! OpenFeature, both ways.
// Says to clippy that `unwrap` is fine outside test functions, too.
#![cfg(test)]

mod contexts;
mod futures;
mod ours_as_theirs;
mod scenarios;
mod spec_flags;
mod starting;
mod theirs_as_ours;
mod world;
