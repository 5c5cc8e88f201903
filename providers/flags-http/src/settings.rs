//! How a service is to be asked.

use std::path::PathBuf;
use std::time::Duration;

/// How a service is asked, and how often: the same for every provider of a hosted service.
///
/// ```
/// use std::time::Duration;
/// use flags_http::Settings;
///
/// let settings = Settings::new()
///     .interval(Duration::from_secs(20))
///     .wait(Duration::from_secs(2))
///     .backup("flags.backup");
/// ```
#[derive(Clone, Debug)]
#[must_use = "settings do nothing by themselves"]
pub struct Settings {
    pub(crate) interval: Duration,
    pub(crate) wait: Duration,
    pub(crate) spread: Duration,
    pub(crate) timeout: Duration,
    pub(crate) read_timeout: Duration,
    pub(crate) max_size: u64,
    pub(crate) backoff: (Duration, Duration),
    pub(crate) extended: (Duration, Duration),
    pub(crate) backup: Option<PathBuf>,
    pub(crate) user_agent: String,
    pub(crate) root_certificates: Option<String>,
    pub(crate) proxy: Proxy,
}

#[derive(Clone)]
pub(crate) enum Proxy {
    /// Of the variables `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`.
    Environment,
    None,
    Url(String),
}

/// A proxy's URL may hold a password.
impl std::fmt::Debug for Proxy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Environment => "Environment",
            Self::None => "None",
            Self::Url(_) => "Url(***)",
        })
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            interval: Duration::from_secs(60),
            wait: Duration::ZERO,
            spread: Duration::from_secs(1),
            timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(5),
            max_size: 16 << 20,
            backoff: (Duration::from_secs(1), Duration::from_secs(60)),
            extended: (Duration::from_secs(60), Duration::from_secs(3600)),
            backup: None,
            user_agent: concat!("typed-flags/", env!("CARGO_PKG_VERSION")).to_owned(),
            root_certificates: None,
            proxy: Proxy::Environment,
        }
    }
}

impl Settings {
    /// The defaults, as each setting tells.
    pub fn new() -> Self {
        Self::default()
    }

    /// Refreshes this often, more or less a tenth; at least 1 ms. By default 60 s, unless the provider
    /// says otherwise.
    pub fn interval(mut self, interval: Duration) -> Self {
        self.interval = interval.max(Duration::from_millis(1));
        self
    }

    /// A start waits at most this long for the first data; without any, the provider is NotReady and
    /// goes on trying. By default it does not wait.
    pub const fn wait(mut self, wait: Duration) -> Self {
        self.wait = wait;
        self
    }

    /// How long a start waits at most, as [`Settings::wait`] says.
    #[must_use]
    pub const fn longest_wait(&self) -> Duration {
        self.wait
    }

    /// The first fetch comes at a random point of this time, so that a fleet that restarts together
    /// does not arrive together; but within a quarter of [`Settings::wait`], where that is set. By
    /// default 1 s.
    pub const fn spread(mut self, spread: Duration) -> Self {
        self.spread = spread;
        self
    }

    /// A request as a whole takes at most this long: finding the host, connecting, redirects, the
    /// body. By default 10 s.
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// A request fails after this much silence. By default 5 s.
    pub const fn read_timeout(mut self, timeout: Duration) -> Self {
        self.read_timeout = timeout;
        self
    }

    /// Refuses a body of more bytes than this, also where it is decompressed. By default 16 MiB.
    pub const fn max_size(mut self, bytes: u64) -> Self {
        self.max_size = bytes;
        self
    }

    /// After a failure tries again in about `first`, and then in twice that and so on up to `max`, or
    /// to the interval where that is longer. By default 1 s and 60 s.
    pub const fn backoff(mut self, first: Duration, max: Duration) -> Self {
        self.backoff = (first, max);
        self
    }

    /// The same where the service denies access (401, 403, 404, 405), because that rarely heals by
    /// itself. By default 60 s and 1 h.
    pub const fn extended(mut self, first: Duration, max: Duration) -> Self {
        self.extended = (first, max);
        self
    }

    /// Keeps the last good document in this file, and starts from it. It is used only for the same
    /// address, environment and key. By default there is none.
    pub fn backup(mut self, path: impl Into<PathBuf>) -> Self {
        self.backup = Some(path.into());
        self
    }

    /// What the requests call themselves. By default `typed-flags/` and the version.
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = name.into();
        self
    }

    /// Trusts the certificates in this PEM text, and no others: those of a relay of one's own.
    pub fn root_certificates(mut self, pem: impl Into<String>) -> Self {
        self.root_certificates = Some(pem.into());
        self
    }

    /// Goes through this proxy. By default the variables `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and
    /// `NO_PROXY` tell.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = Proxy::Url(url.into());
        self
    }

    /// Goes through no proxy, whatever the environment says.
    pub fn no_proxy(mut self) -> Self {
        self.proxy = Proxy::None;
        self
    }
}
