//! Evaluation through `Flags`, which needs no process-wide state.

mod answers;
mod explain;
mod failing_providers;
#[path = "../fixtures/scripted.rs"]
mod scripted;
#[path = "../fixtures/shop.rs"]
mod shop;
