//! What is counted.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::FetchErrorKind;

/// What a poller has done so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    requests: u64,
    changes: u64,
    errors: [u64; FetchErrorKind::ALL.len()],
}

impl Counts {
    /// How often it has tried to fetch.
    #[must_use]
    pub const fn requests(&self) -> u64 {
        self.requests
    }

    /// How often what is served has changed.
    #[must_use]
    pub const fn changes(&self) -> u64 {
        self.changes
    }

    /// How often this went wrong.
    #[must_use]
    pub const fn errors(&self, kind: FetchErrorKind) -> u64 {
        self.errors[kind as usize]
    }
}

/// The same while it is counted.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    requests: AtomicU64,
    changes: AtomicU64,
    errors: [AtomicU64; FetchErrorKind::ALL.len()],
}

impl Counters {
    pub(crate) fn requested(&self, provider: &str) {
        self.requests.fetch_add(1, Ordering::Relaxed);
        #[cfg(feature = "metrics")]
        metrics::counter!("flags_refresh_total", "provider" => provider.to_owned()).increment(1);
        #[cfg(not(feature = "metrics"))]
        let _ = provider;
    }

    pub(crate) fn changed(&self) {
        self.changes.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn failed(&self, provider: &str, kind: FetchErrorKind) {
        self.errors[kind as usize].fetch_add(1, Ordering::Relaxed);
        #[cfg(feature = "metrics")]
        metrics::counter!(
            "flags_refresh_errors",
            "provider" => provider.to_owned(),
            "kind" => kind.as_str()
        )
        .increment(1);
        #[cfg(not(feature = "metrics"))]
        let _ = provider;
    }

    pub(crate) fn read(&self) -> Counts {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Counts {
            requests: read(&self.requests),
            changes: read(&self.changes),
            errors: self.errors.each_ref().map(read),
        }
    }
}
