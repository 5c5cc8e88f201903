//! `cargo flags schema`.

use std::io::Write as _;

use clap::Args;

use crate::arguments::{Format, Global};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::Output;

const SCHEMA: &str = include_str!("../../../features.schema.json");

/// Arguments of `schema`.
#[derive(Debug, Args)]
pub struct Schema {}

impl Schema {
    /// Prints the schema; it is JSON in every format.
    ///
    /// # Errors
    ///
    /// When the output cannot be written, or its format is one for findings.
    pub fn run(&self, global: &Global, output: &mut Output) -> Result<Outcome, Failure> {
        global.only(&[Format::Human, Format::Json])?;
        output.out().write_all(SCHEMA.as_bytes())?;
        Ok(Outcome::Fine)
    }
}
