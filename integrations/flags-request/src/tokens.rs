//! The server's side of tokens.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use flags_runtime::{FeatureInfo, Override, Overrides, Registry};

use crate::key::{OverrideKey, VERSION};
use crate::{OVERRIDE_COOKIE, OVERRIDE_HEADER, claims};

/// Reads the tokens that testers send.
#[derive(Clone, Debug)]
pub struct OverrideTokens {
    keys: Vec<OverrideKey>,
    registries: Vec<&'static Registry>,
    longest: Duration,
    header: Cow<'static, str>,
    cookie: Cow<'static, str>,
}

impl OverrideTokens {
    /// More bytes than this are not looked at.
    pub const MOST_BYTES: usize = 4096;

    /// Takes tokens that are signed with this key, for features of these registries, for a day at the
    /// most.
    #[must_use]
    pub fn new(key: OverrideKey, registries: impl IntoIterator<Item = &'static Registry>) -> Self {
        Self {
            keys: vec![key],
            registries: registries.into_iter().collect(),
            longest: Duration::from_secs(24 * 60 * 60),
            header: Cow::Borrowed(OVERRIDE_HEADER),
            cookie: Cow::Borrowed(OVERRIDE_COOKIE),
        }
    }

    /// Takes those of another key too, while one replaces the other.
    #[must_use]
    pub fn or(mut self, key: OverrideKey) -> Self {
        self.keys.push(key);
        self
    }

    /// Refuses tokens that are good for longer than this from now on: who finds one has it for this
    /// long.
    #[must_use]
    pub const fn at_most(mut self, longest: Duration) -> Self {
        self.longest = longest;
        self
    }

    /// Looks into this header, instead of [`OVERRIDE_HEADER`].
    #[must_use]
    pub fn in_header(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.header = name.into();
        self
    }

    /// Looks into this cookie, instead of [`OVERRIDE_COOKIE`].
    #[must_use]
    pub fn in_cookie(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.cookie = name.into();
        self
    }

    /// Name of the header.
    #[must_use]
    pub fn header(&self) -> &str {
        &self.header
    }

    /// Name of the cookie.
    #[must_use]
    pub fn cookie(&self) -> &str {
        &self.cookie
    }

    /// What a request brings: the header's value goes before the cookie in its `Cookie` headers.
    /// `None` where it brings no token, or an empty one.
    ///
    /// # Errors
    ///
    /// As [`OverrideTokens::read`].
    pub fn of_request<'r>(
        &self,
        header: Option<&'r str>,
        cookies: impl IntoIterator<Item = &'r str>,
        now: SystemTime,
    ) -> Option<Result<Accepted, Refused>> {
        let token = match header {
            Some(token) => token,
            None => self.token_in(cookies)?,
        };
        (!token.is_empty()).then(|| self.read(token, now))
    }

    fn token_in<'r>(&self, cookies: impl IntoIterator<Item = &'r str>) -> Option<&'r str> {
        cookies
            .into_iter()
            .flat_map(|cookies| cookies.split(';'))
            .filter_map(|cookie| cookie.split_once('='))
            .find(|(name, _)| name.trim() == self.cookie)
            .map(|(_, token)| token.trim())
    }

    /// The overrides in a token.
    ///
    /// A feature that is not known here, is frozen, is of kind `permission` or needed by one, or cannot
    /// have that value is set aside, and the others hold: the token may be older than the program.
    ///
    /// # Errors
    ///
    /// If it is no token, nobody we know signed it, or its time is up.
    pub fn read(&self, token: &str, now: SystemTime) -> Result<Accepted, Refused> {
        if token.len() > Self::MOST_BYTES {
            return Err(Refused::Malformed);
        }
        let (signed, signature) = token.rsplit_once('.').ok_or(Refused::Malformed)?;
        let claims = signed
            .strip_prefix(VERSION)
            .and_then(|rest| rest.strip_prefix('.'))
            .ok_or(Refused::Malformed)?;
        let signature = decoded(signature)?;
        // Nothing of the claims is looked at before it is known who made them.
        if !self
            .keys
            .iter()
            .any(|key| key.has_signed(signed, &signature))
        {
            return Err(Refused::Signature);
        }
        let claims = String::from_utf8(decoded(claims)?).map_err(|_| Refused::Malformed)?;
        let (expires, pairs) = claims::read(&claims).ok_or(Refused::Malformed)?;
        match expires.duration_since(now) {
            Ok(left) if left.is_zero() => return Err(Refused::Expired),
            Ok(left) if left > self.longest => return Err(Refused::TooLong),
            Ok(_) => {}
            Err(_) => return Err(Refused::Expired),
        }
        let mut accepted = Accepted::default();
        for (name, value) in pairs {
            match self.set(&name, &value) {
                Ok(set) => accepted.all.push(set),
                Err(why) => accepted.set_aside.push(why),
            }
        }
        Ok(accepted)
    }

    fn set(&self, name: &str, value: &str) -> Result<Override, String> {
        let feature = self
            .find(name)
            .ok_or_else(|| format!("no feature `{name}` here"))?;
        let value = claims::value_of(feature, value)?;
        Override::from_outside(feature, &value).map_err(|error| error.to_string())
    }

    fn find(&self, name: &str) -> Option<&'static FeatureInfo> {
        let (registry, key) = name.split_once('/')?;
        self.registries
            .iter()
            .filter(|known| known.name() == registry)
            .find_map(|known| known.find(key))
    }
}

fn decoded(text: &str) -> Result<Vec<u8>, Refused> {
    BASE64_URL_SAFE_NO_PAD
        .decode(text)
        .map_err(|_| Refused::Malformed)
}

/// What a token overrides.
#[derive(Clone, Debug, Default)]
pub struct Accepted {
    all: Vec<Override>,
    set_aside: Vec<String>,
}

impl Accepted {
    /// For a scope, or for [`Overrides::run`].
    pub fn overrides(&self) -> Overrides {
        self.all.iter().cloned().collect()
    }

    /// Why some do not hold, in sentences.
    #[must_use]
    pub fn set_aside(&self) -> &[String] {
        &self.set_aside
    }

    /// The flag keys of what holds.
    pub fn keys(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.all.iter().map(|set| set.feature().key())
    }
}

/// For [`OVERRIDDEN_HEADER`](crate::OVERRIDDEN_HEADER): `overridden: a, b; set aside: …`.
impl fmt::Display for Accepted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys: Vec<_> = self.keys().collect();
        write!(f, "overridden: {}", keys.join(", "))?;
        if !self.set_aside.is_empty() {
            write!(f, "; set aside: {}", self.set_aside.join("; "))?;
        }
        Ok(())
    }
}

/// Why a token is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refused {
    /// It is no token of this version.
    Malformed,
    /// It was not signed with a key that is known here, or was changed since.
    Signature,
    /// Its time is up.
    Expired,
    /// It is good for longer than is allowed here.
    TooLong,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "refused: this is no token for overrides",
            Self::Signature => "refused: the token was not signed with a key of this server",
            Self::Expired => "refused: the token has expired",
            Self::TooLong => "refused: the token is good for longer than this server allows",
        })
    }
}

impl Error for Refused {}
