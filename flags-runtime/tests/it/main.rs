//! Evaluation through `Flags`, which needs no process-wide state.

mod answers;
mod chain;
#[path = "../fixtures/club.rs"]
mod club;
mod context;
mod deadline;
mod env_provider;
mod explain;
mod failing_providers;
#[path = "../fixtures/scripted.rs"]
mod scripted;
mod serialization;
mod shadow;
#[path = "../fixtures/shop.rs"]
mod shop;
