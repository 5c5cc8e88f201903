//! Unleash, from the server to an evaluation.
// Says to clippy that `unwrap` is fine outside test functions, too.
#![cfg(test)]

mod mapping;
mod polling;
mod refusals;
mod specification;
mod spoiled;
mod world;
