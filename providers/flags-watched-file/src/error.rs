//! Why there is nothing to watch.

use std::error::Error;
use std::fmt;
use std::io;
use std::path::PathBuf;

/// Why a file was not opened.
#[derive(Debug)]
#[non_exhaustive]
pub enum OpenError {
    /// It is missing, or cannot be read.
    Unreadable {
        /// Absolute path.
        path: PathBuf,
        /// What is wrong.
        problem: String,
    },
    /// The provider refuses its text.
    Refused {
        /// Absolute path.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// The system gave no thread to watch with.
    Thread(
        /// What the system said.
        io::Error,
    ),
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { path, problem } => {
                write!(f, "the file `{}` cannot be used: {problem}", path.display())
            }
            Self::Refused { path, reason } => {
                write!(f, "the file `{}` is refused: {reason}", path.display())
            }
            Self::Thread(_) => f.write_str("the thread that watches the file cannot be started"),
        }
    }
}

impl Error for OpenError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Thread(error) => Some(error),
            _ => None,
        }
    }
}
