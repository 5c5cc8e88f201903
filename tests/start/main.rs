//! What a newcomer does, in packages of their own that are compiled for real.
#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

#[path = "../programs/package.rs"]
#[allow(dead_code, reason = "each test binary uses a part")]
mod package;
mod readme;
mod template;
mod testing;
