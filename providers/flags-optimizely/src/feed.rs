//! Where datafiles come from, and how that is.

use std::sync::Arc;
use std::time::{Duration, Instant};

use flags_http::Poller;
use flags_runtime::{Listener, Notice, ProviderState, Status};
use flags_watched_file::WatchedFile;

/// Source of datafiles.
#[derive(Debug)]
pub(crate) enum Feed {
    /// One text, given once at this time.
    Once(Instant),
    /// A file that is looked at.
    File(WatchedFile),
    /// A URL that is asked again and again.
    Poll(Poller),
}

impl Feed {
    pub(crate) fn once() -> Self {
        Self::Once(Instant::now())
    }

    pub(crate) fn subscribe(&self, listener: Arc<dyn Listener>) {
        match self {
            Self::Once(_) => {}
            Self::File(file) => file.subscribe(listener),
            Self::Poll(poller) => poller.subscribe(listener),
        }
    }

    pub(crate) fn status(&self) -> Status {
        match self {
            Self::Once(since) => Status::new(ProviderState::Ready).good_at(*since),
            Self::File(file) => file.status(),
            Self::Poll(poller) => poller.status(),
        }
    }

    pub(crate) fn ready(&self, timeout: Duration) -> Status {
        match self {
            // They are there from the start.
            Self::Once(_) | Self::File(_) => self.status(),
            Self::Poll(poller) => poller.ready(timeout),
        }
    }

    pub(crate) fn notices(&self) -> Vec<Notice> {
        match self {
            Self::Once(_) => Vec::new(),
            Self::File(file) => file.notices(),
            Self::Poll(poller) => poller.notices(),
        }
    }

    pub(crate) fn shutdown(&self) {
        match self {
            Self::Once(_) => {}
            Self::File(file) => file.shutdown(),
            Self::Poll(poller) => poller.shutdown(),
        }
    }
}
