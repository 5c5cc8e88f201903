//! How ConfigCat is to be asked.

use std::path::PathBuf;
use std::time::Duration;

use flags_http::{InvalidKey, Secret, Settings};

use crate::remote::PROXY;
use crate::subject::Subjects;
use crate::{BuildError, ConfigCatProvider};

/// Settings of a [`ConfigCatProvider`]. Made by [`ConfigCatProvider::builder`],
/// [`ConfigCatProvider::file`] and [`ConfigCatProvider::text`].
#[derive(Clone, Debug)]
#[must_use = "settings do nothing until `build`"]
pub struct Builder {
    pub(crate) kind: Kind,
    pub(crate) interval: Option<Duration>,
    pub(crate) http: Settings,
    governance: DataGovernance,
    base_url: Option<String>,
    pub(crate) manual: bool,
    pub(crate) allow_empty: bool,
    pub(crate) subjects: Subjects,
}

/// Where documents come from.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Remote(Secret),
    File(PathBuf),
    Text(String),
}

/// Where ConfigCat keeps the data of a product: what its dashboard says of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DataGovernance {
    /// Everywhere.
    #[default]
    Global,
    /// In the European Union alone.
    Eu,
}

impl Builder {
    pub(crate) fn new(kind: Kind) -> Self {
        Self {
            kind,
            interval: None,
            http: Settings::new(),
            governance: DataGovernance::Global,
            base_url: None,
            manual: false,
            allow_empty: false,
            subjects: Subjects::default(),
        }
    }

    /// Fetches this often, more or less a tenth; looks at a file this often. By default 60 s, as the
    /// vendor's own crate, and 1 s for a file.
    pub const fn interval(mut self, interval: Duration) -> Self {
        self.interval = Some(interval);
        self
    }

    /// Fetches only when [`ConfigCatProvider::refresh`] is called, and starts no thread.
    pub const fn manual(mut self) -> Self {
        self.manual = true;
        self
    }

    /// Where ConfigCat keeps the data. By default everywhere; ConfigCat says so if that is wrong, and
    /// is then asked elsewhere.
    pub const fn data_governance(mut self, governance: DataGovernance) -> Self {
        self.governance = governance;
        self
    }

    /// Asks this address instead of ConfigCat's: a proxy's.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// How it is asked: how long the start may wait, time limits, size limit, back-off, a backup on
    /// the disk, proxies, certificates. [`Builder::interval`] goes before its interval.
    pub fn http(mut self, settings: Settings) -> Self {
        self.http = settings;
        self
    }

    /// Takes a document without settings also after one that had some. Otherwise it is refused,
    /// because most often it is a mistake.
    pub const fn allow_empty(mut self, allow: bool) -> Self {
        self.allow_empty = allow;
        self
    }

    /// What ConfigCat's rules call an attribute of `[context]`: by default its own name, but `Email`
    /// for `email` and `Country` for `country`.
    pub fn attribute(mut self, name: impl Into<String>, theirs: impl Into<String>) -> Self {
        self.subjects.names.insert(name.into(), theirs.into());
        self
    }

    /// Lets ConfigCat's rules read these attributes too, although `features.toml` declares them
    /// private. They stay in the process, but the vendor's crate writes the user that it evaluates
    /// for to the log, where the log's level is `info` or finer.
    pub fn share_private<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.subjects
            .private
            .extend(names.into_iter().map(Into::into));
        self
    }

    /// The provider. It does not wait for ConfigCat, unless [`Builder::http`] says how long.
    ///
    /// # Errors
    ///
    /// If the SDK key is missing or malformed, a setting cannot be used, a file is missing or refused,
    /// or there is no thread to be had. Not if ConfigCat cannot be reached.
    pub fn build(self) -> Result<ConfigCatProvider, BuildError> {
        if let Kind::Remote(key) = &self.kind {
            self.check_key(key)
                .map_err(|error| BuildError::key(&error))?;
        }
        ConfigCatProvider::open(self)
    }

    /// The address, and whether somebody has chosen it.
    pub(crate) fn address(&self) -> (String, bool) {
        match (&self.base_url, self.governance) {
            (Some(url), _) => (url.trim_end_matches('/').to_owned(), true),
            (None, DataGovernance::Global) => {
                ("https://cdn-global.configcat.com".to_owned(), false)
            }
            (None, DataGovernance::Eu) => ("https://cdn-eu.configcat.com".to_owned(), false),
        }
    }

    fn check_key(&self, key: &Secret) -> Result<(), InvalidKey> {
        let key = Secret::sdk_key("ConfigCat", key.expose())
            .map_err(|error| error.found("copy it from https://app.configcat.com/sdkkey"))?;
        let is_part = |part: &str| part.len() == 22;
        let parts: Vec<_> = key.expose().split('/').collect();
        let is_key = match parts.as_slice() {
            ["configcat-sdk-1", first, second] | [first, second] => {
                is_part(first) && is_part(second)
            }
            _ => false,
        };
        let rest = key
            .expose()
            .strip_prefix(PROXY)
            .filter(|rest| !rest.is_empty());
        match (is_key, rest, &self.base_url) {
            (true, _, _) | (false, Some(_), Some(_)) => Ok(()),
            (false, Some(_), None) => Err(InvalidKey::new(
                "ConfigCat",
                "it is a key of ConfigCat's proxy, whose address `base_url` must say",
            )),
            (false, None, _) => Err(InvalidKey::new(
                "ConfigCat",
                "expected `configcat-sdk-1/` and two parts of 22 characters with a `/` between \
                 them, as on https://app.configcat.com/sdkkey",
            )),
        }
    }
}
