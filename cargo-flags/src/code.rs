//! What the code of a workspace says about its features.
//!
//! A [`Use`] is a place that names a feature. Names are resolved as the compiler does, along modules,
//! `use` and re-exports; a text that happens to hold a feature's name is no use of it.

mod role;

pub use self::role::{Item, Role, Use};
