//! What is asked.

use std::error::Error;
use std::fmt;

use ureq::http::{HeaderName, HeaderValue, Method};

use crate::address::{Address, escape_segment};
use crate::secret::{HIDDEN, Secret};

/// A request: a URL, headers, and with `POST` a body. What is secret in it is never printed.
///
/// ```
/// use flags_http::{Request, Secret};
///
/// let key = Secret::new("sdk-123");
/// let request = Request::get("http://relay.example/sdk-123/flags.json")?.hiding(&key);
/// assert_eq!(request.shown(), "http://relay.example/***/flags.json");
/// # Ok::<(), flags_http::InvalidRequest>(())
/// ```
#[derive(Clone)]
pub struct Request {
    pub(crate) address: Address,
    pub(crate) method: Method,
    pub(crate) headers: Vec<Header>,
    pub(crate) body: Option<Vec<u8>>,
    secrets: Vec<Secret>,
    shown: String,
}

#[derive(Clone)]
pub(crate) struct Header {
    pub(crate) name: HeaderName,
    pub(crate) value: HeaderValue,
    pub(crate) is_secret: bool,
}

impl Request {
    /// `GET` of an absolute URL.
    ///
    /// # Errors
    ///
    /// If it is no `http` or `https` URL, or no TLS is there for `https`.
    pub fn get(url: &str) -> Result<Self, InvalidRequest> {
        Self::new(Method::GET, url, None)
    }

    /// `POST` of a JSON text to an absolute URL.
    ///
    /// # Errors
    ///
    /// If it is no `http` or `https` URL, or no TLS is there for `https`.
    pub fn post(url: &str, json: impl Into<Vec<u8>>) -> Result<Self, InvalidRequest> {
        Self::new(Method::POST, url, Some(json.into()))?.header("content-type", "application/json")
    }

    fn new(method: Method, url: &str, body: Option<Vec<u8>>) -> Result<Self, InvalidRequest> {
        let address = Address::parse(url)
            .map_err(|problem| InvalidRequest(format!("the address cannot be used: {problem}")))?;
        if address.is_https() && !cfg!(feature = "rustls-no-provider") {
            return Err(InvalidRequest(
                "the address cannot be used: `https` needs the Cargo feature `rustls`".to_owned(),
            ));
        }
        let request = Self {
            shown: address.shown(),
            address,
            method,
            headers: Vec::new(),
            body,
            secrets: Vec::new(),
        };
        request.header("accept", "application/json")
    }

    /// Adds a header, or replaces the one of this name.
    ///
    /// # Errors
    ///
    /// If name or value hold what a header may not: line breaks, control characters.
    pub fn header(self, name: &str, value: &str) -> Result<Self, InvalidRequest> {
        self.with(name, value, false)
    }

    /// A header whose value is never printed, and never sent to another host after a redirect.
    ///
    /// # Errors
    ///
    /// If name or value hold what a header may not: line breaks, control characters.
    pub fn secret_header(mut self, name: &str, value: &Secret) -> Result<Self, InvalidRequest> {
        self.secrets.push(value.clone());
        self.with(name, value.expose(), true)
    }

    fn with(mut self, name: &str, value: &str, is_secret: bool) -> Result<Self, InvalidRequest> {
        let invalid = |what| InvalidRequest(format!("the {what} of header `{name}` is invalid"));
        let header = Header {
            name: name.parse().map_err(|_| invalid("name"))?,
            value: value.parse().map_err(|_| invalid("value"))?,
            is_secret,
        };
        self.headers.retain(|known| known.name != header.name);
        self.headers.push(header);
        Ok(self)
    }

    /// Prints the URL without this secret, which is part of it.
    #[must_use]
    pub fn hiding(mut self, secret: &Secret) -> Self {
        self.secrets.push(secret.clone());
        self.shown = self.redact(&self.address.shown());
        self
    }

    /// The URL for messages: without secrets, and without its query.
    #[must_use]
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// A text without the secrets of this request.
    pub(crate) fn redact(&self, text: &str) -> String {
        let hidden = |text: String, secret: String| text.replace(&secret, HIDDEN);
        self.hidden().fold(text.to_owned(), hidden)
    }

    /// What is not to be seen: the secrets, as they stand and as they are written in an address.
    pub(crate) fn hidden(&self) -> impl Iterator<Item = String> {
        let secrets = self.secrets.iter().map(Secret::expose);
        let secrets = secrets.filter(|secret| !secret.is_empty());
        secrets.flat_map(|secret| [secret.to_owned(), escape_segment(secret)])
    }

    /// Whether an address holds one of the secrets of this request.
    pub(crate) fn is_told_by(&self, address: &Address) -> bool {
        let url = address.uri().to_string();
        self.redact(&url) != url
    }

    /// The secrets, in order: for what binds a backup to them.
    pub(crate) fn secrets(&self) -> &[Secret] {
        &self.secrets
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.shown)
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.shown)
    }
}

/// Why a request cannot be made. It quotes neither the URL nor a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidRequest(String);

impl fmt::Display for InvalidRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for InvalidRequest {}
