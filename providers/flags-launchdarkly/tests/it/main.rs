//! LaunchDarkly's data, from its stream, by polling and from the disk, to an evaluation.
// Says to clippy that `unwrap` is fine outside test functions, too.
#![cfg(test)]

mod building;
mod differential;
mod documents;
mod events;
mod fallback;
mod generator;
#[path = "../fixtures/live.rs"]
mod live;
mod polling;
mod runtimes;
mod starts;
mod streaming;
mod subjects;
#[path = "../fixtures/world.rs"]
mod world;
