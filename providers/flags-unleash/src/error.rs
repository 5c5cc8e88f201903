//! What can go wrong before a provider is there.

use std::error::Error;
use std::fmt;

use flags_http::{InvalidKey, InvalidRequest, StartError};

/// Why there is no [`UnleashProvider`](crate::UnleashProvider).
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// The API token is missing, or is none.
    Key(
        /// What is wrong with it. The token itself is not shown.
        InvalidKey,
    ),
    /// The address or another setting cannot be used.
    Invalid {
        /// What is wrong. No secret is shown.
        problem: String,
    },
    /// The text holds no flags of Unleash.
    Text {
        /// What is wrong.
        problem: String,
    },
    /// The polling cannot be set up.
    Start(
        /// Why.
        StartError,
    ),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(error) => error.fmt(f),
            Self::Invalid { problem } => f.write_str(problem),
            Self::Text { problem } => write!(f, "the text is refused: {problem}"),
            Self::Start(error) => error.fmt(f),
        }
    }
}

impl Error for BuildError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Start(error) => error.source(),
            _ => None,
        }
    }
}

impl From<InvalidKey> for BuildError {
    fn from(error: InvalidKey) -> Self {
        Self::Key(error)
    }
}

impl From<InvalidRequest> for BuildError {
    fn from(error: InvalidRequest) -> Self {
        Self::Invalid {
            problem: error.to_string(),
        }
    }
}

impl From<StartError> for BuildError {
    fn from(error: StartError) -> Self {
        Self::Start(error)
    }
}
