//! What was answered.

use std::fmt;
use std::time::SystemTime;

use ureq::http::HeaderMap;

use crate::document::{Refused, readable};
use crate::retry_after::retry_after;
use crate::{FetchError, FetchErrorKind};

/// An answer, whatever its status.
#[derive(Clone)]
pub struct Response {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    /// What was asked, for messages.
    pub(crate) shown: String,
}

impl Response {
    /// The status: 200, 304, 404 …
    #[must_use]
    pub const fn status(&self) -> u16 {
        self.status
    }

    /// A header's value, where it is one and is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body, if it can be JSON.
    ///
    /// # Errors
    ///
    /// If its content type is another, or it is empty, no UTF-8, or HTML.
    pub fn text(&self) -> Result<&str, Refused> {
        readable(self.header("content-type"), &self.body)
    }

    /// What went wrong, where the status says that something did: none for 2xx and 304.
    #[must_use]
    pub fn failure(&self) -> Option<FetchError> {
        let (kind, why) = match self.status {
            200..=205 | 207..=299 | 304 => return None,
            401 => (FetchErrorKind::Denied, ": the key is not accepted"),
            403 => (FetchErrorKind::Denied, ": the key has no access"),
            404 => (
                FetchErrorKind::Denied,
                ": nothing is there for this key and address",
            ),
            405 => (FetchErrorKind::Denied, ": this is not how it is asked"),
            429 => (FetchErrorKind::RateLimited, ": it is asked too often"),
            400 | 408 => (FetchErrorKind::Status, ""),
            402..=499 => (FetchErrorKind::Denied, ""),
            _ => (FetchErrorKind::Status, ""),
        };
        let message = format!("`{}` answered {}{why}", self.shown, self.status);
        let wait = retry_after(&self.headers, SystemTime::now());
        Some(FetchError::new(kind, message).after(wait))
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}
