//! How a provider is set up.

use std::fmt;
use std::fs;
use std::path::{self, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use flags_http::{Document, InvalidKey, Poller, Refused, Request, Secret, Settings};
use flags_watched_file::WatchedFile;

use crate::datafile::{Renames, limit};
use crate::events::{Events, Sender};
use crate::feed::Feed;
use crate::served::{Order, Served};
use crate::{BuildError, OptimizelyProvider};

/// Settings of an [`OptimizelyProvider`]. Made by [`OptimizelyProvider::builder`].
#[derive(Clone)]
#[must_use = "settings do nothing until a source is named: `poll`, `watch`, `read` or `text`"]
pub struct Builder {
    interval: Option<Duration>,
    renames: Renames,
    allow_empty: bool,
    http: Settings,
    url_template: Option<String>,
    access_token: Option<Secret>,
    events: Option<Events>,
}

impl Builder {
    pub(crate) fn new() -> Self {
        Self {
            interval: None,
            renames: Renames::default(),
            allow_empty: false,
            http: Settings::new(),
            url_template: None,
            access_token: None,
            events: None,
        }
    }

    /// How often the source is looked at: by default 300 s for a datafile that is polled, as with the
    /// vendor's own SDKs, and one second for a file.
    pub const fn interval(mut self, interval: Duration) -> Self {
        self.interval = Some(interval);
        self
    }

    /// The attribute that the program declares as `ours` is called `theirs` in the Optimizely project.
    ///
    /// With `$opt_bucketing_id` as `theirs`, the attribute's value is put into buckets instead of the
    /// targeting key, so that all users of one account, say, get the same variation.
    pub fn attribute(mut self, ours: impl Into<String>, theirs: impl Into<String>) -> Self {
        self.renames.insert(theirs.into(), ours.into());
        self
    }

    /// Takes a datafile without any flag also after one that had some. Otherwise it is refused,
    /// because most often something went wrong.
    pub const fn allow_empty(mut self, allow: bool) -> Self {
        self.allow_empty = allow;
        self
    }

    /// How a datafile is fetched, but for the interval, which is [`Builder::interval`]'s: how long a
    /// start waits for the first one, deadlines, a backup file, certificates, a proxy.
    pub fn http(mut self, settings: Settings) -> Self {
        self.http = settings;
        self
    }

    /// Where the datafile is: a URL in which `{sdk_key}` stands for the key. By default
    /// `https://cdn.optimizely.com/datafiles/{sdk_key}.json`; with an access token,
    /// `https://config.optimizely.com/datafiles/auth/{sdk_key}.json`.
    pub fn url_template(mut self, template: impl Into<String>) -> Self {
        self.url_template = Some(template.into());
        self
    }

    /// The access token of a secure environment, whose datafile is not public. It is sent in a header,
    /// and never printed.
    pub fn access_token(mut self, token: impl Into<String>) -> Self {
        self.access_token = Some(Secret::new(token));
        self
    }

    /// Sends decision events, which are off otherwise. Every evaluation is then made anew, so that it
    /// can be told: no feature is on the fast path.
    pub fn events(mut self, events: Events) -> Self {
        self.events = Some(events);
        self
    }

    /// Fetches the datafile of an environment by its SDK key, and refreshes it from now on, on a
    /// thread of its own. It starts at once, also where the service cannot be reached: then it is
    /// `NotReady`, what is declared is served, and it goes on trying.
    ///
    /// # Errors
    ///
    /// If the key is missing or can be none; if a setting cannot be used; if there is no thread to be
    /// had.
    pub fn poll(self, sdk_key: impl Into<String>) -> Result<OptimizelyProvider, BuildError> {
        let key = sdk_key_of(sdk_key.into())?;
        if let Some(token) = &self.access_token {
            let valid = Secret::called("Optimizely access token, or none", token.expose());
            valid.map_err(invalid_key)?;
        }
        let template = self.url_template.as_deref();
        let template = template.unwrap_or(match self.access_token {
            None => "https://cdn.optimizely.com/datafiles/{sdk_key}.json",
            Some(_) => "https://config.optimizely.com/datafiles/auth/{sdk_key}.json",
        });
        let mut request = Request::get(&template.replace("{sdk_key}", key.expose()))?.hiding(&key);
        if let Some(token) = &self.access_token {
            let bearer = Secret::new(format!("Bearer {}", token.expose()));
            request = request
                .hiding(token)
                .secret_header("authorization", &bearer)?;
        }
        let interval = self.interval.unwrap_or(Duration::from_secs(300));
        let settings = self.http.clone().interval(interval);
        let events = self.sender()?;
        let served = self.served();
        let sink = Arc::clone(&served);
        let poller = Poller::start(
            "optimizely",
            "",
            request,
            &settings,
            move |document: &Document<'_>| {
                sink.take(document.text(), Order::Revision)
                    .map_err(|refusal| match refusal.is_suspicious {
                        true => Refused::suspicious(refusal.reason),
                        false => Refused::invalid(refusal.reason),
                    })
            },
        )?;
        Ok(OptimizelyProvider::new_with(
            served,
            Feed::Poll(poller),
            events,
        ))
    }

    /// Reads a datafile from a file, and watches it from now on, on a thread of its own.
    ///
    /// # Errors
    ///
    /// If the file cannot be read or is refused as a whole; if there is no thread to be had.
    pub fn watch(self, path: impl Into<PathBuf>) -> Result<OptimizelyProvider, BuildError> {
        let events = self.sender()?;
        let served = self.served();
        let interval = self.interval.unwrap_or(Duration::from_secs(1));
        let sink = Arc::clone(&served);
        let file = WatchedFile::open("optimizely", path, interval, move |text| {
            let taken = sink.take(text, Order::Arrival);
            taken.map(drop).map_err(|refusal| refusal.reason)
        })?;
        Ok(OptimizelyProvider::new_with(
            served,
            Feed::File(file),
            events,
        ))
    }

    /// Reads a datafile from a file once, and does not watch it.
    ///
    /// # Errors
    ///
    /// If the file cannot be read or is refused as a whole.
    pub fn read(self, path: impl Into<PathBuf>) -> Result<OptimizelyProvider, BuildError> {
        let path = path.into();
        // A program may be told where a relative path starts.
        let path = path::absolute(&path).unwrap_or(path);
        let unreadable = |problem: String| BuildError::Unreadable {
            path: path.clone(),
            problem,
        };
        let metadata = fs::metadata(&path).map_err(|error| unreadable(error.to_string()))?;
        if metadata.len() > limit::BYTES {
            let most = limit::BYTES;
            return Err(unreadable(format!("it has more than {most} bytes")));
        }
        let text = fs::read_to_string(&path).map_err(|error| unreadable(error.to_string()))?;
        self.once(&path.display().to_string(), &text)
    }

    /// Takes the text of a datafile.
    ///
    /// # Errors
    ///
    /// If it is refused as a whole.
    pub fn text(self, text: &str) -> Result<OptimizelyProvider, BuildError> {
        self.once("text", text)
    }

    fn once(&self, name: &str, text: &str) -> Result<OptimizelyProvider, BuildError> {
        let events = self.sender()?;
        let served = self.served();
        let taken = served.take(text, Order::Arrival);
        taken.map_err(|refusal| BuildError::Invalid {
            name: name.to_owned(),
            problem: refusal.reason,
        })?;
        Ok(OptimizelyProvider::new_with(served, Feed::once(), events))
    }

    fn sender(&self) -> Result<Option<Sender>, BuildError> {
        let events = self.events.as_ref();
        events
            .map(|events| Sender::start(events, &self.http))
            .transpose()
    }

    fn served(&self) -> Arc<Served> {
        Arc::new(Served::new(self.renames.clone(), self.allow_empty))
    }
}

/// An address may hold a secret.
impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("interval", &self.interval)
            .field("renames", &self.renames)
            .field("allow_empty", &self.allow_empty)
            .field("http", &self.http)
            .field("events", &self.events)
            .finish_non_exhaustive()
    }
}

/// A key as it stands in the settings of an environment.
fn sdk_key_of(text: String) -> Result<Secret, BuildError> {
    let of_form = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let key = match Secret::sdk_key("Optimizely", text) {
        Ok(key) if !key.expose().chars().all(of_form) => Err(InvalidKey::new(
            "Optimizely",
            "it may hold only letters, digits, `_` and `-`",
        )),
        key => key,
    };
    key.map_err(|error| {
        invalid_key(error.found(
            "copy it from the environment's settings in Optimizely (Settings > Environments)",
        ))
    })
}

#[expect(clippy::needless_pass_by_value, reason = "an error is mapped to it")]
fn invalid_key(error: InvalidKey) -> BuildError {
    BuildError::InvalidKey {
        problem: error.to_string(),
    }
}
