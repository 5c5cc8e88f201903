//! Evaluation through `Flags`, which needs no process-wide state.

#[path = "../fixtures/annex.rs"]
mod annex;
mod answers;
mod chain;
#[path = "../fixtures/club.rs"]
mod club;
mod context;
mod deadline;
mod env_provider;
mod explain;
mod failing_providers;
mod mock;
mod rules;
#[path = "../fixtures/scripted.rs"]
mod scripted;
mod serialization;
mod shadow;
#[path = "../fixtures/shop.rs"]
mod shop;
mod staged;
