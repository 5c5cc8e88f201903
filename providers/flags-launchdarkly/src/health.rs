//! How a stream is.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use flags_runtime::{Listeners, Notice, NoticeKind, ProviderState, Status};
use tokio::sync::Notify;

/// Shared by a provider and its stream.
pub(crate) struct Health {
    /// The process whose thread receives.
    process: u32,
    now: Mutex<Now>,
    changed: Condvar,
    /// Told when the stream is lost, and when it is back.
    pub(crate) turned: Notify,
    pub(crate) listeners: Listeners,
}

struct Now {
    problem: Option<Problem>,
    /// Since when nothing good has come from the stream.
    lost_at: Option<Instant>,
    /// It is lost although it is open.
    is_silent: bool,
    has_data: bool,
    good_at: Option<Instant>,
    shut_down: bool,
}

/// Why the data is not current.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    /// It may heal by itself.
    Away(String),
    /// Somebody has to do something.
    Denied(String),
    /// What arrived is not to be used.
    Refused(String),
}

impl Problem {
    fn text(&self) -> &str {
        match self {
            Self::Away(text) | Self::Denied(text) | Self::Refused(text) => text,
        }
    }
}

impl Default for Health {
    fn default() -> Self {
        Self {
            process: std::process::id(),
            now: Mutex::new(Now {
                problem: None,
                lost_at: Some(Instant::now()),
                is_silent: false,
                has_data: false,
                good_at: None,
                shut_down: false,
            }),
            changed: Condvar::new(),
            turned: Notify::new(),
            listeners: Listeners::new(),
        }
    }
}

impl Health {
    /// Data has arrived, and is served.
    pub(crate) fn good(&self, is_news: bool) {
        let mut now = self.now();
        let healed = now.problem.take().is_some() || !now.has_data;
        now.has_data = true;
        now.good_at = Some(Instant::now());
        let is_back = now.lost_at.take().is_some();
        now.is_silent = false;
        drop(now);
        self.changed.notify_all();
        if is_back {
            self.turned.notify_one();
        }
        if healed || is_news {
            self.listeners.announce();
        }
    }

    /// Data has come another way, and is served.
    pub(crate) fn polled(&self) {
        let mut now = self.now();
        now.has_data = true;
        now.good_at = Some(Instant::now());
        drop(now);
        self.changed.notify_all();
    }

    /// The stream is open, and nothing comes.
    pub(crate) fn silent(&self, problem: Problem) {
        let was_silent = std::mem::replace(&mut self.now().is_silent, true);
        self.bad(problem);
        if !was_silent {
            self.turned.notify_one();
        }
    }

    /// From when on the stream is to be done without, where it may be away for so long.
    pub(crate) fn given_up_at(&self, patience: Duration) -> Option<Instant> {
        let now = self.now();
        let lost_at = now.lost_at.filter(|_| !now.shut_down)?;
        Some(match now.is_silent {
            true => lost_at,
            false => lost_at + patience,
        })
    }

    /// The stream is alive, and has nothing new.
    pub(crate) fn alive(&self) {
        let mut now = self.now();
        if now.has_data && now.problem.is_none() {
            now.good_at = Some(Instant::now());
        }
    }

    pub(crate) fn bad(&self, problem: Problem) {
        let mut now = self.now();
        let is_lost = now.lost_at.is_none();
        now.lost_at.get_or_insert_with(Instant::now);
        if is_lost {
            self.turned.notify_one();
        }
        // What was refused explains more than that the stream then ended.
        let explains =
            matches!(now.problem, Some(Problem::Refused(_))) && matches!(problem, Problem::Away(_));
        if now.shut_down || explains || now.problem.as_ref() == Some(&problem) {
            return;
        }
        now.problem = Some(problem);
        drop(now);
        self.changed.notify_all();
        self.listeners.announce();
    }

    /// Whether nothing is received any more: it was shut down, or the process was forked.
    pub(crate) fn is_over(&self) -> bool {
        self.now().shut_down || std::process::id() != self.process
    }

    pub(crate) fn shut_down(&self) {
        self.now().shut_down = true;
        self.changed.notify_all();
    }

    /// Waits for data, unless there is no use in it.
    pub(crate) fn wait(&self, timeout: Duration) {
        // Whatever ended the wait, the status tells the rest.
        let _ = self.changed.wait_timeout_while(self.now(), timeout, |now| {
            !now.has_data && !now.shut_down && !matches!(now.problem, Some(Problem::Denied(_)))
        });
    }

    pub(crate) fn status(&self) -> Status {
        let now = self.now();
        let status = match (&now.problem, now.has_data) {
            (None, true) if now.shut_down => Status::new(ProviderState::Stale)
                .because("it was shut down and receives nothing any more"),
            _ if std::process::id() != self.process => Status::new(match now.has_data {
                true => ProviderState::Stale,
                false => ProviderState::NotReady,
            })
            .because(
                "the process was forked, and the child has no thread that receives; build the \
                 provider there",
            ),
            // What there is was polled.
            (None, true) if now.lost_at.is_some() => Status::new(ProviderState::Stale)
                .because("LaunchDarkly's stream has not said anything yet"),
            (None, true) => Status::new(ProviderState::Ready),
            (None, false) => Status::new(ProviderState::NotReady),
            (Some(problem), has_data) => Status::new(match (has_data, problem) {
                (_, Problem::Denied(_)) => ProviderState::Error,
                (true, Problem::Away(_) | Problem::Refused(_)) => ProviderState::Stale,
                (false, Problem::Away(_)) => ProviderState::NotReady,
                (false, Problem::Refused(_)) => ProviderState::Error,
            })
            .because(problem.text().to_owned()),
        };
        match now.good_at {
            Some(instant) => status.good_at(instant),
            None => status,
        }
    }

    pub(crate) fn notices(&self) -> Vec<Notice> {
        match &self.now().problem {
            Some(Problem::Refused(text)) => {
                vec![Notice::new(NoticeKind::Refused, text.clone())]
            }
            _ => Vec::new(),
        }
    }

    fn now(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
