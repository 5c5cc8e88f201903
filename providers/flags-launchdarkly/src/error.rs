//! What can go wrong before a provider is there.

use std::error::Error;
use std::fmt;
use std::io;
use std::path::PathBuf;

use flags_http::StartError;
use flags_watched_file::OpenError;

/// Why there is no [`LaunchDarklyProvider`](crate::LaunchDarklyProvider). That LaunchDarkly cannot be
/// reached is no reason.
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// There is no SDK key, or what there is cannot be one.
    SdkKey {
        /// What is wrong; the key is not in it.
        problem: String,
    },
    /// One of the settings cannot be used.
    Settings {
        /// What is wrong.
        problem: String,
    },
    /// The file is missing or cannot be read.
    Unreadable {
        /// Absolute path.
        path: PathBuf,
        /// What is wrong.
        problem: String,
    },
    /// The text is refused.
    Refused {
        /// What is wrong.
        reason: String,
    },
    /// The system gave no thread.
    Thread(
        /// What the system said.
        io::Error,
    ),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SdkKey { problem } | Self::Settings { problem } => f.write_str(problem),
            Self::Unreadable { path, problem } => {
                write!(
                    f,
                    "the flag data `{}` cannot be used: {problem}",
                    path.display()
                )
            }
            Self::Refused { reason } => write!(f, "the flag data is refused: {reason}"),
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

impl BuildError {
    pub(crate) fn start(error: StartError) -> Self {
        match error {
            StartError::Thread(error) => Self::Thread(error),
            error => Self::Settings {
                problem: error.to_string(),
            },
        }
    }

    pub(crate) fn file(error: OpenError) -> Self {
        match error {
            OpenError::Unreadable { path, problem } => Self::Unreadable { path, problem },
            OpenError::Refused { path, reason } => Self::Refused {
                reason: format!("`{}`: {reason}", path.display()),
            },
            OpenError::Thread(error) => Self::Thread(error),
            other => Self::Settings {
                problem: other.to_string(),
            },
        }
    }
}
