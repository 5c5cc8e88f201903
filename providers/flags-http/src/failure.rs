//! What goes wrong, and what follows from it.

use std::error::Error;
use std::fmt;
use std::io;
use std::time::Duration;

/// Why there is no answer that could be used. Its text holds no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchError {
    kind: FetchErrorKind,
    message: String,
    retry_after: Option<Duration>,
}

impl FetchError {
    /// An error of this kind. The message is one lower-case sentence without a full stop.
    pub fn new(kind: FetchErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            retry_after: None,
        }
    }

    pub(crate) const fn after(mut self, time: Option<Duration>) -> Self {
        self.retry_after = time;
        self
    }

    /// What kind of error it is.
    #[must_use]
    pub const fn kind(&self) -> FetchErrorKind {
        self.kind
    }

    /// How long the service asked to wait, at most an hour.
    #[must_use]
    pub const fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for FetchError {}

/// What kind of error a [`FetchError`] is; also what is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FetchErrorKind {
    /// The host is not known, or nothing listens there.
    Unreachable,
    /// The connection broke: a reset, or a body that ended early.
    Broken,
    /// The deadline passed, or nothing was said for too long.
    Timeout,
    /// The certificate is not trusted, or TLS failed otherwise.
    Tls,
    /// What arrived is no HTTP, or not compressed as it says.
    Protocol,
    /// Too many redirects, or one that may not be followed.
    Redirect,
    /// The body is larger than allowed.
    TooLarge,
    /// The service denies access: 401, 403, 404, 405 and the like.
    Denied,
    /// The service asks to wait: 429, or a `Retry-After` that is still running.
    RateLimited,
    /// Any other status than success.
    Status,
    /// The body cannot be what was asked for: HTML, no UTF-8, a syntax error.
    Refused,
    /// The body is suspicious: empty, or without anything that was there before.
    Suspicious,
    /// The client was shut down.
    ShutDown,
    /// There is no thread for a request in the background, or too many wait for one.
    Busy,
    /// A bug: something panicked.
    Panicked,
}

impl FetchErrorKind {
    pub(crate) const ALL: [Self; 15] = [
        Self::Unreachable,
        Self::Broken,
        Self::Timeout,
        Self::Tls,
        Self::Protocol,
        Self::Redirect,
        Self::TooLarge,
        Self::Denied,
        Self::RateLimited,
        Self::Status,
        Self::Refused,
        Self::Suspicious,
        Self::ShutDown,
        Self::Busy,
        Self::Panicked,
    ];

    /// As in the label `kind` of the counter `flags_refresh_errors`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Broken => "broken",
            Self::Timeout => "timeout",
            Self::Tls => "tls",
            Self::Protocol => "protocol",
            Self::Redirect => "redirect",
            Self::TooLarge => "too-large",
            Self::Denied => "denied",
            Self::RateLimited => "rate-limited",
            Self::Status => "status",
            Self::Refused => "refused",
            Self::Suspicious => "suspicious",
            Self::ShutDown => "shut-down",
            Self::Busy => "busy",
            Self::Panicked => "panicked",
        }
    }

    pub(crate) const fn class(self) -> Class {
        match self {
            Self::Denied => Class::Denied,
            Self::Refused | Self::Suspicious | Self::TooLarge | Self::Panicked => Class::Refused,
            _ => Class::Away,
        }
    }
}

/// What follows from an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// It may heal by itself.
    Away,
    /// Somebody has to do something.
    Denied,
    /// What arrived is not to be used.
    Refused,
}

/// Why a poller or client cannot be made. That a service cannot be reached is no reason.
#[derive(Debug)]
#[non_exhaustive]
pub enum StartError {
    /// The system gave no thread.
    Thread(io::Error),
    /// The text of [`Settings::root_certificates`](crate::Settings::root_certificates) holds no
    /// certificate that can be used.
    Certificates,
    /// The URL of [`Settings::proxy`](crate::Settings::proxy), or of the environment, cannot be used.
    Proxy,
    /// The user agent holds what a header may not.
    UserAgent,
    /// TLS is to use the program's choice of cryptography, and the program has made none.
    NoCryptography,
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Thread(_) => "the thread that refreshes the provider cannot be started",
            Self::Certificates => {
                "the root certificates cannot be used: the text must hold certificates in PEM, each \
                 from `-----BEGIN CERTIFICATE-----` on"
            }
            Self::Proxy => {
                "the proxy cannot be used: its URL must be like `http://proxy.example:3128`"
            }
            Self::UserAgent => "the user agent may hold only visible ASCII characters and spaces",
            Self::NoCryptography => {
                "rustls has no cryptography: call `CryptoProvider::install_default` before, or use \
                 the Cargo feature `rustls`"
            }
        })
    }
}

impl Error for StartError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Thread(error) => Some(error),
            _ => None,
        }
    }
}
