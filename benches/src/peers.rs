//! The same work in other libraries: the fastest way that each offers to a program that keeps its
//! rules in memory.

pub mod facades;
pub mod launchdarkly;
pub mod unleash;
