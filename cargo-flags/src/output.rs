//! Where a command writes.

use std::io::{self, Write};

use anstream::AutoStream;
use anstyle::{AnsiColor, Style};
use clap::ColorChoice;

use crate::arguments::Global;
use crate::failure::Failure;

/// Style of `error`, as rustc has it.
pub const ERROR: Style = AnsiColor::BrightRed.on_default().bold();
/// Style of `warning`.
pub const WARNING: Style = AnsiColor::BrightYellow.on_default().bold();
/// Style of `note`, `help` and of whatever went well.
pub const NOTE: Style = AnsiColor::BrightGreen.on_default().bold();
/// Style of the lines and numbers around a piece of source.
pub const GUTTER: Style = AnsiColor::BrightBlue.on_default().bold();
/// Style of what matters within a line.
pub const STRONG: Style = Style::new().bold();
/// Style of what matters less.
pub const DIM: Style = Style::new().dimmed();

/// Standard output, for what was asked for, and standard error, for what is said about it. Styles
/// may always be written: where they do not belong they are taken out.
pub struct Output {
    out: AutoStream<Box<dyn Write + Send>>,
    err: AutoStream<Box<dyn Write + Send>>,
}

impl Output {
    /// The process's own streams.
    #[must_use]
    pub fn new(global: &Global) -> Self {
        let choice = |stream| match global.color {
            ColorChoice::Always => anstream::ColorChoice::Always,
            ColorChoice::Never => anstream::ColorChoice::Never,
            ColorChoice::Auto => stream,
        };
        let out = choice(AutoStream::choice(&io::stdout()));
        let err = choice(AutoStream::choice(&io::stderr()));
        Self::to(
            Box::new(io::BufWriter::new(io::stdout())),
            out,
            Box::new(io::stderr()),
            err,
        )
    }

    fn to(
        out: Box<dyn Write + Send>,
        out_choice: anstream::ColorChoice,
        err: Box<dyn Write + Send>,
        err_choice: anstream::ColorChoice,
    ) -> Self {
        Self {
            out: AutoStream::new(out, out_choice),
            err: AutoStream::new(err, err_choice),
        }
    }

    /// For what was asked for.
    pub fn out(&mut self) -> &mut impl Write {
        &mut self.out
    }

    /// For what is said about it: progress, what was done, what could not be.
    pub fn err(&mut self) -> &mut impl Write {
        &mut self.err
    }

    /// Says on standard error what somebody should know, though the command did its work.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn warning(&mut self, message: &str) -> Result<(), Failure> {
        writeln!(
            self.err,
            "{WARNING}warning{WARNING:#}{STRONG}:{STRONG:#} {message}"
        )?;
        Ok(())
    }

    /// Says on standard error why the command could not do its work.
    pub fn failure(&mut self, failure: &Failure) {
        // Nobody is left to be told that standard error is closed.
        let _ = writeln!(
            self.err,
            "{ERROR}error{ERROR:#}{STRONG}: {}{STRONG:#}",
            failure.message()
        );
        if let Some(help) = failure.help() {
            let _ = writeln!(
                self.err,
                "  {GUTTER}={GUTTER:#} {STRONG}help{STRONG:#}: {help}"
            );
        }
    }

    /// Writes out what is still kept back.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn flush(&mut self) -> Result<(), Failure> {
        self.out.flush()?;
        Ok(())
    }
}

impl std::fmt::Debug for Output {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Output").finish_non_exhaustive()
    }
}
