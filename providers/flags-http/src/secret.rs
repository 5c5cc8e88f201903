//! What must not be seen.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

/// An SDK key, a token, a password: printed as `***`, whichever way.
///
/// ```
/// use flags_http::Secret;
///
/// let key = Secret::sdk_key("Example", "sdk-123")?;
/// assert_eq!(format!("{key} {key:?}"), "*** ***");
/// assert_eq!(key.expose(), "sdk-123");
/// # Ok::<(), flags_http::InvalidKey>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Arc<str>);

impl Secret {
    /// This text, whatever it is.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into().into())
    }

    /// The SDK key of a vendor, who is named in the error.
    ///
    /// # Errors
    ///
    /// If it is empty, or cannot be a key: visible ASCII characters are allowed.
    pub fn sdk_key(vendor: &str, text: impl Into<String>) -> Result<Self, InvalidKey> {
        Self::called(&format!("{vendor} SDK key"), text)
    }

    /// What a vendor calls otherwise than an SDK key: `Example API token`.
    ///
    /// ```
    /// use flags_http::Secret;
    ///
    /// let error = Secret::called("Example API token", "").unwrap_err();
    /// assert_eq!(error.to_string(), "you must supply a valid Example API token: it is empty");
    /// ```
    ///
    /// # Errors
    ///
    /// If it is empty, or cannot be one: visible ASCII characters are allowed.
    pub fn called(what: &str, text: impl Into<String>) -> Result<Self, InvalidKey> {
        let text = text.into();
        let problem = if text.is_empty() {
            Some("it is empty")
        } else if text.trim() != text {
            Some("there is white space around it")
        } else if !text.chars().all(|c| c.is_ascii_graphic()) {
            Some("it may hold only visible ASCII characters")
        } else if text.starts_with(['<', '{', '$', '"', '\'']) {
            Some("it is a placeholder or in quotes")
        } else {
            None
        };
        match problem {
            Some(problem) => Err(InvalidKey {
                what: what.to_owned(),
                problem: problem.to_owned(),
            }),
            None => Ok(Self::new(text)),
        }
    }

    /// The text itself: for the request, and for nothing that is printed.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HIDDEN)
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HIDDEN)
    }
}

pub(crate) const HIDDEN: &str = "***";

/// There is no SDK key, or what there is cannot be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidKey {
    /// What is to be supplied.
    what: String,
    problem: String,
}

impl InvalidKey {
    /// For a vendor whose keys have a form of their own. The problem does not quote the key.
    pub fn new(vendor: impl fmt::Display, problem: impl Into<String>) -> Self {
        Self {
            what: format!("{vendor} SDK key"),
            problem: problem.into(),
        }
    }

    /// The same, and where a valid one is to be had.
    #[must_use]
    pub fn found(mut self, place: &str) -> Self {
        self.problem = format!("{}; {place}", self.problem);
        self
    }
}

impl fmt::Display for InvalidKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "you must supply a valid {}: {}", self.what, self.problem)
    }
}

impl Error for InvalidKey {}
