//! ConfigCat's data, from its servers and from the disk, to an evaluation.
// Says to clippy that `unwrap` is fine outside test functions, too.
#![cfg(test)]

mod building;
mod documents;
mod faults;
mod matrix;
mod remote;
mod runtimes;
mod subjects;
#[path = "../fixtures/world.rs"]
mod world;
