//! What a newcomer does, in packages of their own that are compiled for real.
#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

mod package;
mod readme;
mod template;
