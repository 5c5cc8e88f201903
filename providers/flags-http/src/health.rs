//! How a poller is, as its provider's status tells.

use std::time::Instant;

use flags_runtime::{ProviderState, Status};

use crate::FetchError;
use crate::failure::Class;

/// What is known at one moment.
#[derive(Clone, Debug, Default)]
pub(crate) struct Health {
    pub(crate) data: Data,
    pub(crate) problem: Option<Problem>,
    pub(crate) good_at: Option<Instant>,
    pub(crate) is_shut_down: bool,
    /// The backup cannot be used, or not be written.
    pub(crate) backup: Option<String>,
    /// How often it was tried to fetch.
    pub(crate) attempts: u64,
}

/// What is served.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Data {
    #[default]
    None,
    Backup,
    Fetched,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) class: Class,
    /// The latest.
    pub(crate) error: FetchError,
    /// A refused document, in full.
    pub(crate) report: Option<String>,
}

impl Health {
    /// What is the same is not worth telling again.
    pub(crate) fn told(&self) -> (ProviderState, Option<Class>, Option<&str>, Option<&str>) {
        let problem = self.problem.as_ref();
        (
            self.state(),
            problem.map(|problem| problem.class),
            problem.and_then(|problem| problem.report.as_deref()),
            self.backup.as_deref(),
        )
    }

    fn state(&self) -> ProviderState {
        let class = self.problem.as_ref().map(|problem| problem.class);
        match (self.data, class) {
            (_, Some(Class::Denied)) if !self.is_shut_down => ProviderState::Error,
            (Data::None, Some(Class::Refused)) if !self.is_shut_down => ProviderState::Error,
            (Data::None, _) => ProviderState::NotReady,
            (Data::Fetched, None) if !self.is_shut_down => ProviderState::Ready,
            (Data::Fetched | Data::Backup, _) => ProviderState::Stale,
        }
    }

    pub(crate) fn status(&self) -> Status {
        let status = Status::new(self.state());
        let status = match (&self.problem, self.data) {
            _ if self.is_shut_down => {
                status.because("it was shut down, and is not refreshed any more")
            }
            (Some(problem), Data::Backup) => {
                status.because(format!("{}; the backup is served", problem.error))
            }
            (Some(problem), _) => status.because(problem.error.to_string()),
            (None, Data::Backup) => status.because("the backup is served until the first refresh"),
            (None, Data::None) => status.because("the first answer has not arrived yet"),
            (None, Data::Fetched) => status,
        };
        match self.good_at {
            Some(instant) => status.good_at(instant),
            None => status,
        }
    }
}
