//! What a provider gets to read.

use std::fmt;

use crate::FetchErrorKind;

/// What a provider does with each document that was fetched.
///
/// # For implementors
///
/// Parse, check and swap what you serve; the poller does the rest: it tells the listeners, and keeps
/// the document as a backup. Called on the poller's thread, and once at the start for the backup.
pub trait Sink: Send + Sync + 'static {
    /// Takes a document, or says why not.
    ///
    /// # Errors
    ///
    /// If it is not to be used; what was taken last stays.
    fn take(&self, document: &Document<'_>) -> Result<Taken, Refused>;
}

impl<F> Sink for F
where
    F: Fn(&Document<'_>) -> Result<Taken, Refused> + Send + Sync + 'static,
{
    fn take(&self, document: &Document<'_>) -> Result<Taken, Refused> {
        self(document)
    }
}

/// A document: UTF-8 without a byte order mark, not empty, not `{}`, not HTML.
#[derive(Clone, Copy, Debug)]
pub struct Document<'d> {
    text: &'d str,
    origin: Origin,
}

impl<'d> Document<'d> {
    /// What arrived, where it can be a document at all.
    pub(crate) fn new(text: &'d str, origin: Origin) -> Result<Self, Refused> {
        match text.trim() {
            "{}" | "[]" | "null" => Err(Refused::suspicious(format!(
                "it is `{}`, without any content",
                text.trim()
            ))),
            _ => Ok(Self { text, origin }),
        }
    }

    /// The text.
    #[must_use]
    pub const fn text(&self) -> &'d str {
        self.text
    }

    /// Where it comes from.
    #[must_use]
    pub const fn origin(&self) -> Origin {
        self.origin
    }
}

/// Where a document comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// From the service.
    Network,
    /// From the backup file.
    Backup,
}

/// What became of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is what is served now.
    Changed,
    /// It says what is served already.
    Same,
    /// It is older than what is served, which stays: a replica lags behind.
    Older,
}

/// Why a document is not used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    kind: FetchErrorKind,
    reason: String,
}

impl Refused {
    /// It is wrong: its syntax, its form, a version nobody knows. The reason goes on from "the answer
    /// is refused: ", and may have more lines.
    pub fn invalid(reason: impl Into<String>) -> Self {
        Self {
            kind: FetchErrorKind::Refused,
            reason: reason.into(),
        }
    }

    /// It is right in itself and unlikely to be meant: without any flag, where there were some.
    pub fn suspicious(reason: impl Into<String>) -> Self {
        Self {
            kind: FetchErrorKind::Suspicious,
            reason: reason.into(),
        }
    }

    pub(crate) const fn kind(&self) -> FetchErrorKind {
        self.kind
    }

    /// Why.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the answer is refused: {}", self.reason)
    }
}

impl std::error::Error for Refused {}

/// The text of a body that can be JSON.
pub(crate) fn readable<'b>(content_type: Option<&str>, body: &'b [u8]) -> Result<&'b str, Refused> {
    if let Some(ty) = content_type
        && !is_plausible(ty)
    {
        return Err(Refused::invalid(format!(
            "its content type is `{}`, and JSON was asked for",
            ty.escape_debug()
        )));
    }
    if body.starts_with(b"\xef\xbb\xbf") {
        return Err(Refused::invalid(
            "it begins with a byte order mark, which JSON must not",
        ));
    }
    let text = std::str::from_utf8(body).map_err(|error| {
        Refused::invalid(format!(
            "it is no UTF-8 from byte {} on",
            error.valid_up_to()
        ))
    })?;
    match text.trim_start().as_bytes().first() {
        None => Err(Refused::suspicious("it is empty")),
        Some(b'<') => Err(Refused::invalid("it is a page or XML, and no JSON")),
        Some(_) => Ok(text),
    }
}

/// Storage services call everything an octet-stream, and some servers call JSON plain text.
fn is_plausible(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default();
    let essence = essence.trim().to_ascii_lowercase();
    matches!(
        essence.as_str(),
        "" | "application/json"
            | "text/json"
            | "text/plain"
            | "application/octet-stream"
            | "binary/octet-stream"
    ) || essence.ends_with("+json")
}
