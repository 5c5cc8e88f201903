//! Where datafiles come from, and how that is.

use std::sync::Arc;
use std::time::{Duration, Instant};

use flags_runtime::{Listener, Listeners, Notice, ProviderState, Status};

use crate::file::Watcher;

/// Source of datafiles.
#[derive(Debug)]
pub(crate) enum Feed {
    /// One text, given once.
    Text {
        listeners: Listeners,
        since: Instant,
    },
    /// A file that is looked at.
    File(Watcher),
}

impl Feed {
    pub(crate) fn text() -> Self {
        Self::Text {
            listeners: Listeners::new(),
            since: Instant::now(),
        }
    }

    pub(crate) fn subscribe(&self, listener: Arc<dyn Listener>) {
        match self {
            Self::Text { listeners, .. } => listeners.add(listener),
            Self::File(watcher) => watcher.listeners().add(listener),
        }
    }

    /// Tells of a change that the feed itself knows nothing of.
    pub(crate) fn announce(&self) {
        match self {
            Self::Text { listeners, .. } => listeners.announce(),
            Self::File(watcher) => watcher.listeners().announce(),
        }
    }

    pub(crate) fn status(&self) -> Status {
        match self {
            Self::Text { since, .. } => Status::new(ProviderState::Ready).good_at(*since),
            Self::File(watcher) => watcher.status(),
        }
    }

    pub(crate) fn ready(&self, _: Duration) -> Status {
        // A text and a file are there from the start.
        self.status()
    }

    pub(crate) fn notice(&self) -> Vec<Notice> {
        match self {
            Self::Text { .. } => Vec::new(),
            Self::File(watcher) => watcher.notice().into_iter().collect(),
        }
    }

    pub(crate) fn shutdown(&self) {
        match self {
            Self::Text { .. } => {}
            Self::File(watcher) => watcher.shutdown(),
        }
    }
}
