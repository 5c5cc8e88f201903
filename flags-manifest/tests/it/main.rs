//! `features.toml`: what is read, and what is said about it.

mod api;
mod clashes;
mod conditions;
mod context;
mod dates;
mod defaults;
mod environments;
mod example;
mod frozen;
mod limits;
mod names;
mod names_in_rust;
mod needs;
mod policy;
mod recovery;
mod render;
mod report;
mod retired;
mod robustness;
mod rules;
mod segments;
mod speed;
mod syntax;
mod tables;
mod unknown_keys;
mod variants;
