//! What can go wrong.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use flags_http::{FetchError, FetchErrorKind, InvalidRequest, StartError};
use flags_runtime::{ErrorKind, ResolveError};

/// Why there is no provider or client.
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// The address, the token or a header cannot be used.
    Invalid {
        /// What is wrong. No secret is shown.
        problem: String,
    },
    /// The context has no targeting key, which the protocol wants.
    NoTargetingKey,
    /// The text is no answer of an OFREP service.
    Answer {
        /// What is wrong.
        problem: String,
    },
    /// The fetching cannot be set up.
    Start(
        /// Why.
        StartError,
    ),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid { problem } => f.write_str(problem),
            Self::NoTargetingKey => f.write_str(NO_TARGETING_KEY),
            Self::Answer { problem } => write!(f, "the recorded answer is refused: {problem}"),
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

pub(crate) const NO_TARGETING_KEY: &str = "the context has no targeting key, and OFREP wants one; \
     `Builder::anonymous_key` says what to send instead";

/// Why a service did not evaluate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfrepError {
    kind: ErrorKind,
    message: String,
    fetch: Option<FetchErrorKind>,
    retry_after: Option<Duration>,
}

impl OfrepError {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            fetch: None,
            retry_after: None,
        }
    }

    pub(crate) const fn with_kind(mut self, kind: ErrorKind) -> Self {
        self.kind = kind;
        self
    }

    pub(crate) fn of(error: FetchError, retry_after: Option<Duration>) -> Self {
        Self {
            retry_after,
            ..Self::from(error)
        }
    }

    /// Its category.
    #[must_use]
    pub const fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// What went wrong with the request, where it was that.
    #[must_use]
    pub const fn fetch_kind(&self) -> Option<FetchErrorKind> {
        self.fetch
    }

    /// How long the service asked to wait.
    #[must_use]
    pub const fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    pub(crate) fn into_resolve_error(self) -> ResolveError {
        ResolveError::new(self.kind, self.message)
    }
}

impl From<FetchError> for OfrepError {
    fn from(error: FetchError) -> Self {
        Self {
            kind: ErrorKind::General,
            message: error.to_string(),
            fetch: Some(error.kind()),
            retry_after: error.retry_after(),
        }
    }
}

impl fmt::Display for OfrepError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for OfrepError {}
