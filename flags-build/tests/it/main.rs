//! What is generated, and how a manifest is found.

mod expansion;
mod matrix;
