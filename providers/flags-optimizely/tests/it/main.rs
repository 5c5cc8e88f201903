//! Datafiles, from the text to an evaluation.
// Says to clippy that `unwrap` is fine outside test functions, too.
#![cfg(test)]

mod differential;
mod generator;
mod random;
