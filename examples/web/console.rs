//! What the console shows.

use std::io::IsTerminal as _;

use typed_flags::LogHook;

/// Writes a line for each evaluation, with colours where somebody is looking.
pub(crate) fn log_evaluations() {
    tracing_subscriber::fmt()
        .with_ansi(std::io::stdout().is_terminal())
        .init();
    typed_flags::add_hook(LogHook::new());
}
