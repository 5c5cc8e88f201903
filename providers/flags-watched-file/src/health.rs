//! How a watched file is.

use std::time::Instant;

use flags_runtime::{Notice, NoticeKind, ProviderState, Status};

/// A provider has its data from the start on, so that it is ready or stale.
pub(crate) struct Health {
    /// The process whose thread looks at the file.
    process: u32,
    /// Why the text of the file is not what is served.
    problem: Option<Problem>,
    good_at: Instant,
    shut_down: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    Unreadable(String),
    Refused(String),
}

impl Health {
    pub(crate) fn good() -> Self {
        Self {
            process: std::process::id(),
            problem: None,
            good_at: Instant::now(),
            shut_down: false,
        }
    }

    /// Returns whether that is new.
    pub(crate) fn set(&mut self, problem: Option<Problem>) -> bool {
        if problem.is_none() {
            self.good_at = Instant::now();
        }
        let is_new = self.problem != problem;
        self.problem = problem;
        is_new
    }

    pub(crate) const fn is_bad(&self) -> bool {
        self.problem.is_some()
    }

    /// What is served was found to be what the file holds.
    pub(crate) fn confirm(&mut self) {
        if self.problem.is_none() {
            self.good_at = Instant::now();
        }
    }

    pub(crate) const fn shut_down(&mut self) {
        self.shut_down = true;
    }

    pub(crate) fn status(&self) -> Status {
        let status = match &self.problem {
            None if self.shut_down => Status::new(ProviderState::Stale)
                .because("it was shut down and does not look at the file any more"),
            None if std::process::id() != self.process => Status::new(ProviderState::Stale)
                .because(
                    "the process was forked, and the child has no thread that looks at the file; \
                     build the provider there",
                ),
            None => Status::new(ProviderState::Ready),
            Some(Problem::Unreadable(problem)) => Status::new(ProviderState::Stale)
                .because(format!("the file cannot be used: {problem}")),
            Some(Problem::Refused(reason)) => {
                Status::new(ProviderState::Stale).because(format!("the file is refused: {reason}"))
            }
        };
        status.good_at(self.good_at)
    }

    pub(crate) fn notice(&self, name: &str) -> Option<Notice> {
        let message = match self.problem.as_ref()? {
            Problem::Unreadable(problem) => format!(
                "the file `{name}` cannot be used: {problem}; what it said last is served until it \
                 can be read again"
            ),
            Problem::Refused(reason) => {
                format!("the file `{name}` is refused: {reason}; what it said before is served")
            }
        };
        Some(Notice::new(NoticeKind::Refused, message))
    }
}
