//! Rust source from `features.toml`: for the `features!` macro, and for a build script.
//!
//! With one line in the `main` of `build.rs`, editors see the generated code as a file:
//!
//! ```no_run
//! flags_build::generate();
//! ```
//!
//! `features!("features.toml")` then includes that file.
#![forbid(unsafe_code)]

mod expand;
mod generate;
mod invoke;
mod matrix;
mod source;
mod stamp;
mod text;
mod today;

pub use expand::{Constant, Expansion, expand};
pub use generate::{Builder, generate};
pub use invoke::{Invocation, invoke};
pub use matrix::{
    Axis, AxisValue, Case, MAX_CASES, Matrix, MatrixError, MatrixRequest, Mode, Varied, matrix,
};
pub use source::{Location, Source, SourceError};
pub use stamp::{FileCheck, check_generated, generated_file};
pub use today::today;

use flags_manifest::model::Date;

/// What `features!` was asked for, or the build script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Path of the manifest as written, relative to the package's folder.
    pub path: String,
    /// Visibility of what is generated: `pub(crate)`.
    pub visibility: String,
    /// Path of the façade: `::typed_flags`.
    pub crate_path: String,
}

impl Default for Request {
    fn default() -> Self {
        Self {
            path: "features.toml".to_owned(),
            visibility: "pub(crate)".to_owned(),
            crate_path: "::typed_flags".to_owned(),
        }
    }
}

/// What else the generated code depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// What was asked for.
    pub request: Request,
    /// Name of the package: the registry's, where the manifest gives none.
    pub package: String,
    /// Features that expire before this day are deprecated.
    pub today: Date,
    /// Where the manifest was found, so that an edit of it alone rebuilds.
    pub location: Location,
}
