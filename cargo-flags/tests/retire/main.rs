//! `cargo flags retire`, held to what programs print before and after.
#![forbid(unsafe_code)]

mod case;
mod corpus;
mod example;
mod manifest;
mod parallel;
mod property;
mod refused;
mod tree;
mod workspace;
