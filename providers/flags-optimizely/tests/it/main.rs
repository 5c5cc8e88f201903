//! Datafiles, from the text to an evaluation.
// Says to clippy that `unwrap` is fine outside test functions, too.
#![cfg(test)]

mod changes;
mod contexts;
mod differential;
mod event_oracle;
mod events;
mod features;
mod generator;
mod polling;
mod random;
mod refusals;
mod robustness;
mod world;
