//! Who is logged in: a signed cookie, which a visitor can read and not change.

use std::borrow::Cow;

use axum::http::header::{COOKIE, HeaderMap, HeaderValue};
use cookie::{Cookie, CookieJar, Key, SameSite};

const NAME: &str = "session";

/// A visitor who has logged in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Session {
    pub(crate) user: String,
    pub(crate) staff: bool,
}

/// Makes and reads the cookies. The key is new at each start, so a restart logs everybody out.
#[derive(Clone)]
pub(crate) struct Sessions {
    key: Key,
}

impl Sessions {
    pub(crate) fn new() -> Self {
        Self {
            key: Key::generate(),
        }
    }

    /// The session of a request. A cookie that we did not sign is none.
    pub(crate) fn of(&self, headers: &HeaderMap) -> Option<Session> {
        let cookies = headers.get_all(COOKIE).iter();
        let signed = cookies
            .filter_map(|cookies| cookies.to_str().ok())
            .flat_map(Cookie::split_parse_encoded)
            .flatten()
            .find(|cookie| cookie.name() == NAME)?;
        let mut jar = CookieJar::new();
        jar.add_original(signed.into_owned());
        let cookie = jar.signed(&self.key).get(NAME)?;
        Some(Session::parse(cookie.value()))
    }

    /// The cookie that begins a session.
    pub(crate) fn begin(&self, session: &Session) -> Option<HeaderValue> {
        let mut jar = CookieJar::new();
        let cookie = Cookie::build((NAME, session.to_text()))
            .path("/")
            .http_only(true)
            .same_site(SameSite::Strict);
        jar.signed_mut(&self.key).add(cookie);
        header_value(jar.get(NAME)?)
    }

    /// The cookie that ends a session.
    pub(crate) fn end() -> Option<HeaderValue> {
        let mut cookie = Cookie::build(NAME).path("/").build();
        cookie.make_removal();
        header_value(&cookie)
    }
}

fn header_value(cookie: &Cookie<'_>) -> Option<HeaderValue> {
    HeaderValue::from_str(&cookie.encoded().to_string()).ok()
}

impl Session {
    /// What the form says, and the cookie: `user=ada&staff=1`.
    pub(crate) fn parse(text: &str) -> Self {
        let value = |wanted: &str| {
            let mut pairs = form_urlencoded::parse(text.as_bytes());
            let found = pairs.find(|(name, _)| name == wanted);
            found.map_or(Cow::Borrowed(""), |(_, value)| value)
        };
        Self {
            user: value("user").trim().to_owned(),
            staff: value("staff") == "1",
        }
    }

    fn to_text(&self) -> String {
        form_urlencoded::Serializer::new(String::new())
            .append_pair("user", &self.user)
            .append_pair("staff", if self.staff { "1" } else { "0" })
            .finish()
    }
}
