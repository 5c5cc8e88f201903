//! OpenTelemetry's spelling of reasons and errors.

use crate::{ErrorKind, Reason};

/// Value of `feature_flag.result.reason`; `override` and `no_context` are ours.
pub(super) const fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::Static => "static",
        Reason::Default => "default",
        Reason::TargetingMatch => "targeting_match",
        Reason::Split => "split",
        Reason::Disabled => "disabled",
        Reason::Cached => "cached",
        Reason::Stale => "stale",
        Reason::Error => "error",
        Reason::Override => "override",
        Reason::NoContext => "no_context",
        Reason::Unknown => "unknown",
    }
}

/// Value of `error.type`.
pub(super) const fn error_type(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::ProviderNotReady => "provider_not_ready",
        ErrorKind::FlagNotFound => "flag_not_found",
        ErrorKind::ParseError => "parse_error",
        ErrorKind::TypeMismatch => "type_mismatch",
        ErrorKind::TargetingKeyMissing => "targeting_key_missing",
        ErrorKind::InvalidContext => "invalid_context",
        ErrorKind::ProviderFatal => "provider_fatal",
        ErrorKind::General => "general",
    }
}
