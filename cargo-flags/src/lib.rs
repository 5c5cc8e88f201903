//! `cargo flags`: the life of a feature flag of [typed-flags] on the command line.
//!
//! This is a program; its library exists for its own tests, and is no public interface.
//!
//! [typed-flags]: https://github.com/typed-flags/typed-flags
#![forbid(unsafe_code)]

pub mod arguments;
pub mod baseline;
pub mod code;
pub mod commands;
pub mod dates;
pub mod datum;
pub mod diff;
pub mod doctor;
pub mod export;
pub mod failure;
pub mod finding;
pub mod git;
pub mod import;
pub mod init;
pub mod lint;
pub mod manifest_edit;
pub mod outcome;
pub mod output;
pub mod page;
pub mod paths;
pub mod progress;
pub mod project;
pub mod replace;
pub mod report;
pub mod retire;
pub mod rule_data;
pub mod rules;
pub mod standing;
pub mod state_edit;
pub mod state_file;
pub mod state_findings;
pub mod state_target;
pub mod state_text;
pub mod subject;
pub mod table;
pub mod text_diff;
pub mod toml_text;
pub mod words;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser as _;

use crate::arguments::Arguments;
use crate::outcome::Outcome;
use crate::output::Output;

/// Runs the program with these arguments, the first of which is its own name.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(without_subcommand(arguments)) {
        Ok(arguments) => arguments,
        // Clap says what is wrong, shows help and version, and knows where each belongs.
        Err(error) => error.exit(),
    };
    let mut output = Output::new(&arguments.global);
    let ended = commands::run(&arguments, &mut output);
    match ended.and_then(|outcome| match output.flush() {
        // What was found is found, also where nobody reads it to the end.
        Err(failure) if failure.is_closed_pipe() => Ok(outcome),
        flushed => flushed.map(|()| outcome),
    }) {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(failure) if failure.is_closed_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            output.failure(&failure);
            ExitCode::from(2)
        }
    }
}

/// Cargo calls `cargo-flags flags …`; somebody at a prompt may leave `flags` out.
fn without_subcommand(
    arguments: impl IntoIterator<Item = OsString>,
) -> impl Iterator<Item = OsString> {
    arguments
        .into_iter()
        .enumerate()
        .filter(|(index, argument)| !(*index == 1 && argument == "flags"))
        .map(|(_, argument)| argument)
}
