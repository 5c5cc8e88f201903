//! Why a command could not do its work.

use std::fmt;
use std::io;

/// Why a command could not do its work: exit status 2.
///
/// The message is one sentence in lower case without a full stop, complete in itself.
#[derive(Debug)]
pub struct Failure {
    message: String,
    help: Option<String>,
    closed_pipe: bool,
}

impl Failure {
    /// With this message.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: None,
            closed_pipe: false,
        }
    }

    /// And with what would mend it.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// What is wrong.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What would mend it.
    #[must_use]
    pub fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// Whether the reader of the output went away, as `head` does: nobody is left to be told.
    #[must_use]
    pub fn is_closed_pipe(&self) -> bool {
        self.closed_pipe
    }

    /// Of output that could not be written.
    #[must_use]
    pub fn of_output(error: &io::Error) -> Self {
        Self {
            closed_pipe: error.kind() == io::ErrorKind::BrokenPipe,
            ..Self::new(format!("cannot write the output: {error}"))
        }
    }
}

/// Output is what most of the program writes; a failure about a file names the file, so it is
/// made by hand.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::of_output(&error)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}
