//! URLs, as far as fetching needs them.

use std::fmt::Write as _;

use ureq::http::Uri;
use ureq::http::uri::{Authority, PathAndQuery, Scheme};

use crate::veil::Veil;

/// Escapes a text so that it is one segment of a URL's path, whatever it holds.
///
/// ```
/// assert_eq!(flags_http::escape_segment("my flag/50%"), "my%20flag%2F50%25");
/// ```
#[must_use]
pub fn escape_segment(text: &str) -> String {
    // A segment of dots alone would be taken for a step up.
    let dots = text.chars().all(|c| c == '.');
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_~".contains(&byte) || (byte == b'.' && !dots) {
            escaped.push(char::from(byte));
        } else {
            write!(escaped, "%{byte:02X}").expect("a string takes what is written to it");
        }
    }
    escaped
}

/// An absolute `http` or `https` URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address(Uri);

impl Address {
    /// The error says what is wrong without quoting the text, which may hold a secret.
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        let uri: Uri = text.parse().map_err(|_| "it is no URL")?;
        match uri.scheme() {
            None => return Err("it must begin with `https://` or `http://`"),
            Some(scheme) if *scheme != Scheme::HTTP && *scheme != Scheme::HTTPS => {
                return Err("it must begin with `https://` or `http://`");
            }
            Some(_) => {}
        }
        match uri.authority() {
            None => return Err("it names no host"),
            Some(authority) if authority.host().is_empty() => return Err("it names no host"),
            Some(authority) if authority.as_str().contains('@') => {
                return Err("a name and password do not belong into it; use a header");
            }
            Some(_) => {}
        }
        Ok(Self(uri))
    }

    pub(crate) const fn uri(&self) -> &Uri {
        &self.0
    }

    /// What the HTTP client is to see of it.
    pub(crate) fn covered(&self, veil: &Veil) -> String {
        let url = self.0.to_string();
        let told = self.0.path_and_query().map_or("", PathAndQuery::as_str);
        // Nobody is reached under another name.
        let host = url.strip_suffix(told).unwrap_or(&url);
        let told = veil.cover(told.as_bytes());
        format!("{host}{}", String::from_utf8_lossy(&told))
    }

    pub(crate) fn is_https(&self) -> bool {
        self.0.scheme() == Some(&Scheme::HTTPS)
    }

    /// Whether both are the same service: secrets for one may be sent to the other.
    pub(crate) fn has_origin_of(&self, other: &Self) -> bool {
        let host = |address: &Self| address.0.host().map(str::to_ascii_lowercase);
        self.is_https() == other.is_https()
            && host(self) == host(other)
            && self.port() == other.port()
    }

    fn port(&self) -> u16 {
        let default = if self.is_https() { 443 } else { 80 };
        self.0.port_u16().unwrap_or(default)
    }

    /// Where a `Location` leads.
    pub(crate) fn join(&self, location: &str) -> Result<Self, &'static str> {
        let location = location.split('#').next().unwrap_or_default();
        if location.contains("://") {
            return Self::parse(location);
        }
        let scheme = self.0.scheme_str().unwrap_or("http");
        if let Some(rest) = location.strip_prefix("//") {
            return Self::parse(&format!("{scheme}://{rest}"));
        }
        let host = self.0.authority().map_or("", Authority::as_str);
        let path = self.0.path();
        if location.starts_with('/') {
            Self::parse(&format!("{scheme}://{host}{location}"))
        } else if location.is_empty() || location.starts_with('?') {
            Self::parse(&format!("{scheme}://{host}{path}{location}"))
        } else {
            let folder = &path[..=path.rfind('/').unwrap_or(0)];
            let folder = if folder.is_empty() { "/" } else { folder };
            Self::parse(&format!("{scheme}://{host}{folder}{location}"))
        }
    }

    /// For messages: without what a query may hold.
    pub(crate) fn shown(&self) -> String {
        let scheme = self.0.scheme_str().unwrap_or("http");
        let host = self.0.authority().map_or("", Authority::as_str);
        let has_query = self
            .0
            .path_and_query()
            .and_then(PathAndQuery::query)
            .is_some();
        let query = if has_query { "?…" } else { "" };
        format!("{scheme}://{host}{}{query}", self.0.path())
    }

    /// The host alone, for messages.
    pub(crate) fn host(&self) -> String {
        self.0.authority().map_or("", Authority::as_str).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{Address, escape_segment};

    #[track_caller]
    fn joins(location: &str, expected: &str) {
        let base = Address::parse("https://a.example/b/c.json?d=e").unwrap();
        assert_eq!(base.join(location).unwrap().uri().to_string(), expected);
    }

    /// Those of RFC 3986, section 5.4.1, that services use.
    #[test]
    fn locations_are_joined() {
        joins("g", "https://a.example/b/g");
        joins("/g", "https://a.example/g");
        joins("//g.example/h", "https://g.example/h");
        joins("?y", "https://a.example/b/c.json?y");
        joins("g#s", "https://a.example/b/g");
        joins("http://g.example/x?y=z", "http://g.example/x?y=z");
    }

    #[test]
    fn ports_that_go_without_saying_are_the_same_origin() {
        let origin = |one: &str, two: &str| {
            Address::parse(one)
                .unwrap()
                .has_origin_of(&Address::parse(two).unwrap())
        };
        assert!(origin("https://A.example/x", "https://a.example:443/y"));
        assert!(!origin("https://a.example/", "http://a.example/"));
        assert!(!origin("https://a.example/", "https://a.example:8443/"));
        assert!(!origin("https://a.example/", "https://b.a.example/"));
    }

    #[test]
    fn segments_are_escaped() {
        assert_eq!(escape_segment(".."), "%2E%2E");
        assert_eq!(escape_segment("v1.2"), "v1.2");
        assert_eq!(escape_segment("ä?#"), "%C3%A4%3F%23");
    }
}
