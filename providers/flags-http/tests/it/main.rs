//! Fetching from a server that misbehaves.
// Says to clippy that `unwrap` is fine outside test functions, too.
#![cfg(test)]

mod backups;
mod clients;
mod ending;
mod faults;
mod polling;
mod secrets;
#[cfg(feature = "rustls")]
mod tls;
mod world;
