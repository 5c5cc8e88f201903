//! State files, from the disk to an evaluation.
// Says to clippy that `unwrap` is fine outside test functions, too.
#![cfg(test)]

mod building;
mod checking;
mod entries;
mod json;
mod keys;
mod refusals;
mod registries;
mod robustness;
mod rules;
mod running;
mod segments;
mod stress;
mod unchanged;
mod watching;
mod world;
