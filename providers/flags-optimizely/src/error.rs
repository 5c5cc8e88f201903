//! What can go wrong before a provider is there.

use std::error::Error;
use std::fmt;
use std::io;
use std::path::PathBuf;

use flags_http::{InvalidRequest, StartError};
use flags_watched_file::OpenError;

/// Why there is no [`OptimizelyProvider`](crate::OptimizelyProvider).
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// The SDK key, or the access token, is missing or is none.
    InvalidKey {
        /// What is wrong with it. The key itself is not shown.
        problem: String,
    },
    /// A setting of the polling cannot be used: its address, a certificate, a proxy.
    InvalidSetting {
        /// What is wrong. No secret is shown.
        problem: String,
    },
    /// The file cannot be read.
    Unreadable {
        /// Absolute path.
        path: PathBuf,
        /// What is wrong.
        problem: String,
    },
    /// The text is no datafile that can be used.
    Invalid {
        /// Where it is from.
        name: String,
        /// What is wrong.
        problem: String,
    },
    /// The system gave no thread.
    Thread(
        /// What the system said.
        io::Error,
    ),
}

impl From<InvalidRequest> for BuildError {
    fn from(error: InvalidRequest) -> Self {
        Self::InvalidSetting {
            problem: error.to_string(),
        }
    }
}

impl From<StartError> for BuildError {
    fn from(error: StartError) -> Self {
        match error {
            StartError::Thread(error) => Self::Thread(error),
            other => Self::InvalidSetting {
                problem: other.to_string(),
            },
        }
    }
}

impl From<OpenError> for BuildError {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Unreadable { path, problem } => Self::Unreadable { path, problem },
            OpenError::Refused { path, reason } => Self::Invalid {
                name: path.display().to_string(),
                problem: reason,
            },
            OpenError::Thread(error) => Self::Thread(error),
            other => Self::InvalidSetting {
                problem: other.to_string(),
            },
        }
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidKey { problem } | Self::InvalidSetting { problem } => f.write_str(problem),
            Self::Unreadable { path, problem } => {
                write!(
                    f,
                    "the datafile `{}` cannot be used: {problem}",
                    path.display()
                )
            }
            Self::Invalid { name, problem } => {
                write!(f, "the datafile `{name}` is refused: {problem}")
            }
            Self::Thread(_) => f.write_str("the provider's thread cannot be started"),
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
