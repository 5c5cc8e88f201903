//! What can go wrong before a provider is there.

use std::error::Error;
use std::fmt;
use std::io;
use std::path::PathBuf;

/// Why there is no [`FileProvider`](crate::FileProvider).
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// There is no such file. [`Builder::missing_ok`](crate::Builder::missing_ok) lets a program
    /// start without it.
    Missing {
        /// Absolute path.
        path: PathBuf,
    },
    /// The file is there and cannot be read: a directory, no permission, too large.
    Unreadable {
        /// Absolute path.
        path: PathBuf,
        /// What is wrong.
        problem: String,
    },
    /// The name does not tell whether it is TOML or JSON.
    UnknownFormat {
        /// The path as given.
        path: PathBuf,
    },
    /// The text is refused, or is none.
    Invalid {
        /// Everything that is wrong, with `path:line:column`, the line and a caret.
        report: String,
    },
    /// The system gave no thread to watch with.
    Thread(
        /// What the system said.
        io::Error,
    ),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { path } => write!(
                f,
                "there is no state file `{}`; create it (an empty one will do, or one with \
                 `[features.KEY]` and `default = true`), or allow for its absence with \
                 `FileProvider::builder(path).missing_ok(true)`",
                path.display()
            ),
            Self::Unreadable { path, problem } => {
                write!(
                    f,
                    "the state file `{}` cannot be used: {problem}",
                    path.display()
                )
            }
            Self::UnknownFormat { path } => write!(
                f,
                "the name of the state file `{}` ends neither in `.toml` nor in `.json`; state its \
                 format with `FileProvider::builder(path).format(…)`",
                path.display()
            ),
            Self::Invalid { report } => f.write_str(report),
            Self::Thread(_) => {
                f.write_str("the thread that watches the state file cannot be started")
            }
        }
    }
}

impl Error for BuildError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Thread(error) => Some(error),
            _ => None,
        }
    }
}
