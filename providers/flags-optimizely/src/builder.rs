//! How a provider is set up.

use std::path::{self, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::datafile::Renames;
use crate::feed::Feed;
use crate::file::Watcher;
use crate::served::{Order, Served};
use crate::{BuildError, OptimizelyProvider};

/// Settings of an [`OptimizelyProvider`]. Made by [`OptimizelyProvider::builder`].
#[derive(Clone, Debug)]
#[must_use = "settings do nothing until a source is named: `poll`, `watch`, `read` or `text`"]
pub struct Builder {
    interval: Option<Duration>,
    renames: Renames,
    allow_empty: bool,
}

impl Builder {
    pub(crate) fn new() -> Self {
        Self {
            interval: None,
            renames: Renames::default(),
            allow_empty: false,
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

    /// Reads a datafile from a file, and watches it from now on, on a thread of its own.
    ///
    /// # Errors
    ///
    /// If the file cannot be read or is refused as a whole; if there is no thread to be had.
    pub fn watch(self, path: impl Into<PathBuf>) -> Result<OptimizelyProvider, BuildError> {
        let interval = self.interval.unwrap_or(Duration::from_secs(1));
        self.file(path.into(), Some(interval.max(Duration::from_millis(1))))
    }

    /// Reads a datafile from a file once, and does not watch it.
    ///
    /// # Errors
    ///
    /// If the file cannot be read or is refused as a whole.
    pub fn read(self, path: impl Into<PathBuf>) -> Result<OptimizelyProvider, BuildError> {
        self.file(path.into(), None)
    }

    /// Takes the text of a datafile.
    ///
    /// # Errors
    ///
    /// If it is refused as a whole.
    pub fn text(self, text: &str) -> Result<OptimizelyProvider, BuildError> {
        let served = self.served();
        served
            .take(text, Order::Arrival)
            .map_err(|refusal| BuildError::Invalid {
                name: "text".to_owned(),
                problem: refusal.0,
            })?;
        Ok(OptimizelyProvider {
            served,
            feed: Feed::text(),
        })
    }

    fn file(
        self,
        path: PathBuf,
        interval: Option<Duration>,
    ) -> Result<OptimizelyProvider, BuildError> {
        // A program may change its directory while the file is watched.
        let path = path::absolute(&path).unwrap_or(path);
        let served = self.served();
        let watcher = Watcher::start(path, interval, Arc::clone(&served))?;
        Ok(OptimizelyProvider {
            served,
            feed: Feed::File(watcher),
        })
    }

    fn served(&self) -> Arc<Served> {
        Arc::new(Served::new(self.renames.clone(), self.allow_empty))
    }
}
