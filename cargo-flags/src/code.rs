//! What the code of a workspace says about its features.
//!
//! A [`Use`] is a place that names a feature. Names are resolved as the compiler does, along modules,
//! `use` and re-exports; a text that happens to hold a feature's name is no use of it.

mod find;
mod generated;
mod items;
mod names;
mod occurrences;
mod path;
mod role;
mod sources;
mod templates;
mod words;

pub use self::find::Uses;
pub(crate) use self::names::manifests;
pub use self::role::{Item, Role, Use};
pub use self::sources::{SourceFile, Sources};
