//! How LaunchDarkly is to be asked.

use std::path::PathBuf;
use std::time::Duration;

use flags_http::{InvalidKey, Secret, Settings};

use crate::stream::StreamSettings;
use crate::subject::Subjects;
use crate::{BuildError, LaunchDarklyProvider};

/// Settings of a [`LaunchDarklyProvider`]. Made by [`LaunchDarklyProvider::builder`],
/// [`LaunchDarklyProvider::file`] and [`LaunchDarklyProvider::text`].
#[derive(Clone, Debug)]
#[must_use = "settings do nothing until `build`"]
pub struct Builder {
    pub(crate) kind: Kind,
    pub(crate) polling: Option<Duration>,
    pub(crate) interval: Option<Duration>,
    pub(crate) http: Settings,
    pub(crate) stream: StreamSettings,
    pub(crate) wait: Option<Duration>,
    pub(crate) allow_empty: bool,
    pub(crate) subjects: Subjects,
    has_endpoints: bool,
}

/// Where data comes from.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Remote(Secret),
    File(PathBuf),
    Text(String),
}

/// LaunchDarkly's addresses: its own by default, or those of a relay, of a private instance, of a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoints {
    pub(crate) streaming: String,
    pub(crate) polling: String,
    pub(crate) events: String,
}

impl Endpoints {
    /// One address for everything: the Relay Proxy's.
    #[must_use]
    pub fn relay(url: &str) -> Self {
        Self::new(url, url, url)
    }

    /// An address each for streaming, polling and events.
    #[must_use]
    pub fn new(streaming: &str, polling: &str, events: &str) -> Self {
        let clean = |url: &str| url.trim_end_matches('/').to_owned();
        Self {
            streaming: clean(streaming),
            polling: clean(polling),
            events: clean(events),
        }
    }

    pub(crate) fn is_plain(&self) -> bool {
        self.streaming.starts_with("http://")
    }
}

impl Default for Endpoints {
    fn default() -> Self {
        Self::new(
            "https://stream.launchdarkly.com",
            "https://sdk.launchdarkly.com",
            "https://events.launchdarkly.com",
        )
    }
}

impl Builder {
    pub(crate) fn new(kind: Kind) -> Self {
        Self {
            kind,
            polling: None,
            interval: None,
            http: Settings::new(),
            stream: StreamSettings {
                endpoints: Endpoints::default(),
                events: false,
                spread: Duration::from_secs(1),
                timeout: Duration::from_secs(10),
                silence: Duration::from_secs(300),
                max_size: 16 << 20,
                reconnect: Duration::from_secs(1),
                fallback: Some((Duration::from_secs(60), Duration::from_secs(30))),
                extended: (Duration::from_secs(60), Duration::from_secs(3600)),
            },
            wait: None,
            allow_empty: false,
            subjects: Subjects::default(),
            has_endpoints: false,
        }
    }

    /// Asks LaunchDarkly this often, instead of listening to its stream. The vendor asks for 30 s or
    /// more.
    pub const fn polling(mut self, interval: Duration) -> Self {
        self.polling = Some(interval);
        self
    }

    /// Looks at a file this often. By default every second.
    pub const fn interval(mut self, interval: Duration) -> Self {
        self.interval = Some(interval);
        self
    }

    /// Other addresses than LaunchDarkly's own.
    pub fn endpoints(mut self, endpoints: Endpoints) -> Self {
        self.stream.endpoints = endpoints;
        self.has_endpoints = true;
        self
    }

    /// The start waits at most this long for the first data. By default it does not wait, unless
    /// [`Builder::http`] says so.
    pub const fn wait(mut self, wait: Duration) -> Self {
        self.wait = Some(wait);
        self
    }

    /// How LaunchDarkly is polled: time limits, size limit, back-off, a backup on the disk, proxies,
    /// certificates; and how long the start waits, for a stream too. The interval is what
    /// [`Builder::polling`] says, and [`Builder::wait`] goes before the wait.
    pub fn http(mut self, settings: Settings) -> Self {
        self.http = settings;
        self
    }

    /// The first connection of a stream comes at a random point of this time. By default 1 s.
    pub const fn spread(mut self, spread: Duration) -> Self {
        self.stream.spread = spread;
        self
    }

    /// A stream's answer must begin within this time. By default 10 s.
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.stream.timeout = timeout;
        self
    }

    /// A stream that is silent for so long is opened again, and [polled](Builder::fallback) until it
    /// speaks. LaunchDarkly says something every three
    /// minutes. By default 5 minutes.
    pub const fn silence(mut self, silence: Duration) -> Self {
        self.stream.silence = silence;
        self
    }

    /// Refuses an event of a stream that has more bytes. By default 16 MiB.
    pub const fn max_size(mut self, bytes: usize) -> Self {
        self.stream.max_size = bytes;
        self
    }

    /// A stream that broke off is opened again after this time, and then after twice that, up to 30 s.
    /// By default 1 s.
    pub const fn reconnect(mut self, delay: Duration) -> Self {
        self.stream.reconnect = delay;
        self
    }

    /// Polls while a stream cannot be had: every `interval`, from when it has been away for `after`, and
    /// at once where it is open and [silent](Builder::silence), until it is back. [`Builder::http`] says
    /// how. By default after a minute, and every 30 s.
    pub const fn fallback(mut self, after: Duration, interval: Duration) -> Self {
        self.stream.fallback = Some((after, interval));
        self
    }

    /// Never polls in place of a stream.
    pub const fn no_fallback(mut self) -> Self {
        self.stream.fallback = None;
        self
    }

    /// Where access is denied, tries again after about `first`, then after twice that, up to `max`. By
    /// default 1 minute and 1 hour.
    pub const fn extended(mut self, first: Duration, max: Duration) -> Self {
        self.stream.extended = (first, max);
        self
    }

    /// Sends LaunchDarkly the events of its SDK: who was evaluated, and for what. Off by default; for
    /// streams only. Evaluation is the vendor's client's then, behind its lock.
    pub const fn events(mut self, on: bool) -> Self {
        self.stream.events = on;
        self
    }

    /// Takes data without flags also after such with some. Otherwise it is refused, because most often
    /// it is a mistake.
    pub const fn allow_empty(mut self, allow: bool) -> Self {
        self.allow_empty = allow;
        self
    }

    /// The kind of context that the targeting key identifies. By default `user`.
    pub fn targeting_kind(mut self, kind: impl Into<String>) -> Self {
        self.subjects.kind = kind.into();
        self
    }

    /// The attribute of this name is the key of a context of another kind, beside the first:
    /// `.context_kind("organization", "organization_id")`.
    pub fn context_kind(mut self, kind: impl Into<String>, key: impl Into<String>) -> Self {
        self.subjects.keys.insert(key.into(), kind.into());
        self
    }

    /// Where an attribute of `[context]` goes: the kind of context, and what LaunchDarkly calls it
    /// there. By default it goes to the kind of the targeting key, by its own name.
    pub fn attribute(
        mut self,
        name: impl Into<String>,
        kind: impl Into<String>,
        theirs: impl Into<String>,
    ) -> Self {
        self.subjects
            .places
            .insert(name.into(), (kind.into(), theirs.into()));
        self
    }

    /// Evaluates subjects without a targeting key as the anonymous one of this key. They all fall into
    /// the same bucket then. Otherwise flags that depend on the subject are an error for them.
    pub fn anonymous_key(mut self, key: impl Into<String>) -> Self {
        self.subjects.anonymous_key = Some(key.into());
        self
    }

    /// Lets LaunchDarkly's rules read these attributes too, although `features.toml` declares them
    /// private. They are private to LaunchDarkly as well: events leave them out.
    pub fn share_private<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.subjects
            .private
            .extend(names.into_iter().map(Into::into));
        self
    }

    /// The provider. It does not wait for LaunchDarkly, unless [`Builder::wait`] or
    /// [`Builder::http`] says how long.
    ///
    /// # Errors
    ///
    /// If the SDK key is missing or malformed, a setting cannot be used, a file is missing or refused,
    /// or there is no thread to be had. Not if LaunchDarkly cannot be reached.
    pub fn build(self) -> Result<LaunchDarklyProvider, BuildError> {
        if let Kind::Remote(key) = &self.kind {
            self.check_key(key).map_err(|error| BuildError::SdkKey {
                problem: error.to_string(),
            })?;
        }
        let streams = matches!(self.kind, Kind::Remote(_)) && self.polling.is_none();
        if self.stream.events && !streams {
            return Err(BuildError::Settings {
                problem: "events go with a stream only, neither with `polling` nor with a file"
                    .to_owned(),
            });
        }
        let endpoints = &self.stream.endpoints;
        for url in [&endpoints.streaming, &endpoints.polling, &endpoints.events] {
            let rest = url
                .strip_prefix("https://")
                .or_else(|| url.strip_prefix("http://"));
            if rest.is_none_or(|rest| rest.is_empty() || rest.contains(['@', '?', '#', ' '])) {
                return Err(BuildError::Settings {
                    problem:
                        "an endpoint cannot be asked: it must be like `https://relay.example:8030`"
                            .to_owned(),
                });
            }
        }
        LaunchDarklyProvider::open(self)
    }

    fn check_key(&self, key: &Secret) -> Result<(), InvalidKey> {
        let key = Secret::sdk_key("LaunchDarkly", key.expose()).map_err(|error| {
            error.found(
                "copy it from the settings of the environment on https://app.launchdarkly.com",
            )
        })?;
        let problem = match key.expose() {
            // Whoever has an address of their own has keys of their own.
            _ if self.has_endpoints => return Ok(()),
            key if key.starts_with("mob-") => {
                "it is a mobile key; a server needs the SDK key, which begins with `sdk-`"
            }
            key if key
                .strip_prefix("sdk-")
                .is_some_and(|rest| rest.len() == 36) =>
            {
                return Ok(());
            }
            _ => {
                "expected `sdk-` and 36 characters, as in the settings of the environment on \
                 https://app.launchdarkly.com"
            }
        };
        Err(InvalidKey::new("LaunchDarkly", problem))
    }
}
