//! A module for each command.

pub mod check;
pub mod diff;
pub mod docs;
pub mod doctor;
pub mod explain;
pub mod export;
pub mod import;
pub mod init;
pub mod list;
pub mod retire;
pub mod rollout;
pub mod schema;
pub mod set;
pub mod uses;

use crate::arguments::{Arguments, Command};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::Output;

/// Does what was asked for.
///
/// # Errors
///
/// When the command could not do its work; what it found wrong is no error.
pub fn run(arguments: &Arguments, output: &mut Output) -> Result<Outcome, Failure> {
    let global = &arguments.global;
    match &arguments.command {
        Command::Check(command) => command.run(global, output),
        Command::Diff(command) => command.run(global, output),
        Command::Docs(command) => command.run(global, output),
        Command::Doctor(command) => command.run(global, output),
        Command::Explain(command) => command.run(global, output),
        Command::Export(command) => command.run(global, output),
        Command::List(command) => command.run(global, output),
        Command::Init(command) => command.run(global, output),
        Command::Retire(command) => command.run(global, output),
        Command::Rollout(command) => command.run(global, output),
        Command::Import(command) => command.run(global, output),
        Command::Schema(command) => command.run(global, output),
        Command::Uses(command) => command.run(global, output),
        Command::Set(command) => command.run(global, output),
    }
}
