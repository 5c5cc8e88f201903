//! `cargo flags`: the life of a feature flag on the command line.
#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    cargo_flags::main(std::env::args_os())
}
