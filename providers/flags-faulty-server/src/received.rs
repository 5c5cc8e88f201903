//! What arrived.

use std::time::Instant;

/// A request, as it arrived.
#[derive(Clone, Debug)]
pub struct Received {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) at: Instant,
}

impl Received {
    /// `GET`, `POST` …
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// Path and query, as they were sent.
    #[must_use]
    pub fn target(&self) -> &str {
        &self.target
    }

    /// The first header of this name, whichever case it is written in.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let (_, value) = headers.find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(value)
    }

    /// All headers, in order.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The body, as text; what is no UTF-8 is replaced.
    #[must_use]
    pub fn body(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// When it arrived.
    #[must_use]
    pub const fn at(&self) -> Instant {
        self.at
    }

    /// Reads the head of a request, up to its empty line; the body is the caller's to read.
    pub(crate) fn parse(head: &str, at: Instant) -> Option<Self> {
        let mut lines = head.split("\r\n");
        let mut first = lines.next()?.split(' ');
        let (method, target) = (first.next()?, first.next()?);
        let headers = lines
            .take_while(|line| !line.is_empty())
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
            .collect();
        Some(Self {
            method: method.to_owned(),
            target: target.to_owned(),
            headers,
            body: Vec::new(),
            at,
        })
    }

    pub(crate) fn body_length(&self) -> usize {
        self.header("content-length")
            .and_then(|length| length.parse().ok())
            .unwrap_or(0)
    }
}
