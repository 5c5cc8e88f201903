//! What can go wrong before a provider is there.

use std::error::Error;
use std::fmt;
use std::io;
use std::path::PathBuf;

use flags_http::{InvalidKey, StartError};
use flags_watched_file::OpenError;

use crate::remote::RemoteError;

/// Why there is no [`ConfigCatProvider`](crate::ConfigCatProvider). That ConfigCat cannot be reached
/// is no reason.
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// There is no SDK key, or what there is cannot be one.
    SdkKey {
        /// What is wrong; the key is not in it.
        problem: String,
    },
    /// The address cannot be asked, or one of the settings for it cannot be used.
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
                let path = path.display();
                write!(f, "the config JSON `{path}` cannot be used: {problem}")
            }
            Self::Refused { reason } => write!(f, "the config JSON is refused: {reason}"),
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
    pub(crate) fn key(error: &InvalidKey) -> Self {
        Self::SdkKey {
            problem: error.to_string(),
        }
    }

    pub(crate) fn remote(error: RemoteError) -> Self {
        match error {
            RemoteError::Start(StartError::Thread(error)) => Self::Thread(error),
            RemoteError::Start(error) => Self::Settings {
                problem: error.to_string(),
            },
            RemoteError::Request(error) => Self::Settings {
                problem: error.to_string(),
            },
        }
    }

    pub(crate) fn file(error: OpenError) -> Self {
        match error {
            OpenError::Unreadable { path, problem } => Self::Unreadable { path, problem },
            OpenError::Refused { reason, path } => Self::Refused {
                reason: format!("`{}`: {reason}", path.display()),
            },
            OpenError::Thread(error) => Self::Thread(error),
            other => Self::Settings {
                problem: other.to_string(),
            },
        }
    }
}
