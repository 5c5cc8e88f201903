//! Reasons and errors, in their terms and ours.

use flags_runtime::{ErrorKind, EvaluationError, Reason, ResolveError};
use open_feature::{
    EvaluationError as TheirError, EvaluationErrorCode as Code, EvaluationReason as Theirs,
};

/// Spelled out, because version 0.3 has no code for it.
const FATAL: &str = "PROVIDER_FATAL";

pub(crate) fn from_theirs(reason: Option<&Theirs>) -> Reason {
    match reason {
        Some(Theirs::Static) => Reason::Static,
        Some(Theirs::Default) => Reason::Default,
        Some(Theirs::TargetingMatch) => Reason::TargetingMatch,
        Some(Theirs::Split) => Reason::Split,
        Some(Theirs::Cached) => Reason::Cached,
        Some(Theirs::Disabled) => Reason::Disabled,
        Some(Theirs::Error) => Reason::Error,
        Some(Theirs::Other(other)) if other == Reason::Stale.as_str() => Reason::Stale,
        Some(Theirs::Other(other)) if other == Reason::Override.as_str() => Reason::Override,
        None | Some(Theirs::Unknown | Theirs::Other(_)) => Reason::Unknown,
    }
}

pub(crate) fn to_theirs(reason: Reason) -> Theirs {
    match reason {
        Reason::Static => Theirs::Static,
        Reason::Default => Theirs::Default,
        Reason::TargetingMatch => Theirs::TargetingMatch,
        Reason::Split => Theirs::Split,
        Reason::Cached => Theirs::Cached,
        Reason::Disabled => Theirs::Disabled,
        Reason::Error => Theirs::Error,
        Reason::Unknown => Theirs::Unknown,
        other => Theirs::Other(other.as_str().to_owned()),
    }
}

pub(crate) fn from_error(error: TheirError) -> ResolveError {
    let (kind, spoken) = match error.code {
        Code::ProviderNotReady => (ErrorKind::ProviderNotReady, None),
        Code::FlagNotFound => (ErrorKind::FlagNotFound, None),
        Code::ParseError => (ErrorKind::ParseError, None),
        Code::TypeMismatch => (ErrorKind::TypeMismatch, None),
        Code::TargetingKeyMissing => (ErrorKind::TargetingKeyMissing, None),
        Code::InvalidContext => (ErrorKind::InvalidContext, None),
        Code::General(text) if text == FATAL => (ErrorKind::ProviderFatal, None),
        Code::General(text) => (ErrorKind::General, Some(text).filter(|it| !it.is_empty())),
    };
    let message = match error.message.or(spoken) {
        Some(message) => message,
        None => format!("the OpenFeature provider says {kind}"),
    };
    ResolveError::new(kind, message)
}

pub(crate) fn to_error(error: &EvaluationError) -> TheirError {
    let code = match error.kind() {
        ErrorKind::ProviderNotReady => Code::ProviderNotReady,
        ErrorKind::FlagNotFound => Code::FlagNotFound,
        ErrorKind::ParseError => Code::ParseError,
        ErrorKind::TypeMismatch => Code::TypeMismatch,
        ErrorKind::TargetingKeyMissing => Code::TargetingKeyMissing,
        ErrorKind::InvalidContext => Code::InvalidContext,
        other => Code::General(other.as_str().to_owned()),
    };
    TheirError {
        code,
        message: Some(error.message().to_owned()),
    }
}
