//! The answer to an evaluation: value, reason, and what went wrong.

use std::error::Error;
use std::fmt;

use crate::Text;

/// Answer to an evaluation. There is always a value; [`Evaluation::reason`] says where it came from.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation<T> {
    pub(crate) value: T,
    pub(crate) variant: Option<Text>,
    pub(crate) reason: Reason,
    pub(crate) error: Option<EvaluationError>,
    pub(crate) provider: Text,
    pub(crate) version: Option<Text>,
}

impl<T> Evaluation<T> {
    /// The value.
    pub const fn value(&self) -> &T {
        &self.value
    }

    /// The value, for good.
    pub fn into_value(self) -> T {
        self.value
    }

    /// Name of the variant: of a feature with variants always, of another where the provider gave one.
    pub fn variant(&self) -> Option<&str> {
        self.variant.as_deref()
    }

    /// Why this value.
    pub const fn reason(&self) -> Reason {
        self.reason
    }

    /// What went wrong, where something did.
    pub const fn error(&self) -> Option<&EvaluationError> {
        self.error.as_ref()
    }

    /// Name of the provider that was installed.
    pub fn provider(&self) -> &str {
        &self.provider
    }

    /// The provider's version of the snapshot that the answer came from, where it has one.
    pub fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }

    pub(crate) fn map<U>(self, convert: impl FnOnce(T) -> U) -> Evaluation<U> {
        Evaluation {
            value: convert(self.value),
            variant: self.variant,
            reason: self.reason,
            error: self.error,
            provider: self.provider,
            version: self.version,
        }
    }
}

/// Why an evaluation gave this value: the reasons of OpenFeature's specification, and `Override`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// The provider's configured value, the same for every context; or a frozen feature's.
    Static,
    /// The declared value, because nothing else had an answer.
    Default,
    /// A rule matched the context.
    TargetingMatch,
    /// The subject's bucket in a rollout or split.
    Split,
    /// A need of the feature does not hold, or the provider says that it is disabled.
    Disabled,
    /// The provider answered from a cache.
    Cached,
    /// The last good value, because the provider's current one cannot be used.
    Stale,
    /// Something went wrong; [`Evaluation::error`] says what. The value is the declared one.
    Error,
    /// A test override or a `FLAGS_…` environment variable.
    Override,
    /// The declared value, because there was no context for rules to decide by: the evaluation was
    /// given none, and was outside every [`Scope`](crate::Scope). In a new thread or task, [`carry`]
    /// takes the scope along.
    ///
    /// [`carry`]: crate::carry
    NoContext,
    /// The provider did not say.
    Unknown,
}

impl Reason {
    /// As OpenFeature spells it: `STATIC`, `TARGETING_MATCH` …
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Static => "STATIC",
            Self::Default => "DEFAULT",
            Self::TargetingMatch => "TARGETING_MATCH",
            Self::Split => "SPLIT",
            Self::Disabled => "DISABLED",
            Self::Cached => "CACHED",
            Self::Stale => "STALE",
            Self::Error => "ERROR",
            Self::Override => "OVERRIDE",
            Self::NoContext => "NO_CONTEXT",
            Self::Unknown => "UNKNOWN",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Category of an error: the error codes of OpenFeature's specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The provider has no data yet.
    ProviderNotReady,
    /// The provider does not know the feature.
    FlagNotFound,
    /// The provider's data cannot be read.
    ParseError,
    /// The provider's value is of another type, outside the range, or not one of the variants.
    TypeMismatch,
    /// The context has no targeting key, and one is needed.
    TargetingKeyMissing,
    /// The context does not meet what the provider asks of it.
    InvalidContext,
    /// The provider is beyond repair.
    ProviderFatal,
    /// Anything else, a panic in a provider included.
    General,
}

impl ErrorKind {
    /// As OpenFeature spells it: `TYPE_MISMATCH` …
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ProviderNotReady => "PROVIDER_NOT_READY",
            Self::FlagNotFound => "FLAG_NOT_FOUND",
            Self::ParseError => "PARSE_ERROR",
            Self::TypeMismatch => "TYPE_MISMATCH",
            Self::TargetingKeyMissing => "TARGETING_KEY_MISSING",
            Self::InvalidContext => "INVALID_CONTEXT",
            Self::ProviderFatal => "PROVIDER_FATAL",
            Self::General => "GENERAL",
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What went wrong in an evaluation, or in a provider's `resolve`. Cloning it never allocates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvaluationError {
    kind: ErrorKind,
    message: Text,
}

/// What a provider's [`resolve`](crate::Provider::resolve) fails with.
pub type ResolveError = EvaluationError;

impl EvaluationError {
    /// An error of this kind. The message is one lower-case sentence without a full stop.
    pub fn new(kind: ErrorKind, message: impl Into<Text>) -> Self {
        Self {
            kind,
            message: message.into(),
        }
    }

    /// Its category.
    #[must_use]
    pub const fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// What happened.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for EvaluationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for EvaluationError {}
