//! Where datafiles come from, and how that is.

use std::sync::Arc;
use std::time::{Duration, Instant};

use flags_http::Poller;
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
    /// A URL that is asked again and again.
    Poll(Poller),
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
            Self::Poll(poller) => poller.subscribe(listener),
        }
    }

    /// Tells of a change that the feed itself knows nothing of.
    pub(crate) fn announce(&self) {
        match self {
            Self::Text { listeners, .. } => listeners.announce(),
            Self::File(watcher) => watcher.listeners().announce(),
            Self::Poll(poller) => poller.announce(),
        }
    }

    pub(crate) fn status(&self) -> Status {
        match self {
            Self::Text { since, .. } => Status::new(ProviderState::Ready).good_at(*since),
            Self::File(watcher) => watcher.status(),
            Self::Poll(poller) => poller.status(),
        }
    }

    pub(crate) fn ready(&self, timeout: Duration) -> Status {
        match self {
            // They are there from the start.
            Self::Text { .. } | Self::File(_) => self.status(),
            Self::Poll(poller) => poller.ready(timeout),
        }
    }

    pub(crate) fn notices(&self) -> Vec<Notice> {
        match self {
            Self::Text { .. } => Vec::new(),
            Self::File(watcher) => watcher.notice().into_iter().collect(),
            Self::Poll(poller) => poller.notices(),
        }
    }

    pub(crate) fn shutdown(&self) {
        match self {
            Self::Text { .. } => {}
            Self::File(watcher) => watcher.shutdown(),
            Self::Poll(poller) => poller.shutdown(),
        }
    }
}
