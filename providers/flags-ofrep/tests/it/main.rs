//! OFREP, from the service to an evaluation.
// Says to clippy that `unwrap` is fine outside test functions, too.
#![cfg(test)]

mod client;
mod evaluator;
mod mapping;
mod polling;
mod schemas;
mod world;
