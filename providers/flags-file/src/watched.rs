//! What a provider serves at present, and how it got there.

use std::fmt;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use arc_swap::ArcSwapOption;
use flags_manifest::state::Format;
use flags_runtime::{Listeners, Notice, NoticeKind, ProviderState, Status};

use crate::report;
use crate::snapshot::{Refusal, Snapshot};
use crate::source::Content;

#[cfg(test)]
mod tests;

/// Shared by a provider and the thread that watches for it.
pub(crate) struct Watched {
    /// What the file is called in messages: the path as given.
    name: String,
    format: Format,
    allow_empty: bool,
    /// The last good content. Read without a lock.
    pub(crate) snapshot: ArcSwapOption<Snapshot>,
    health: Mutex<Health>,
    /// Told whenever `health` changes, for those who wait for data.
    healed: Condvar,
    pub(crate) listeners: Listeners,
}

#[derive(Default)]
struct Health {
    problem: Option<Problem>,
    good_at: Option<Instant>,
    /// Nobody will look at the file again.
    ended: bool,
    /// The program has said so.
    shut_down: bool,
}

/// Why the content of the file is not what is served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// One line.
    pub(crate) reason: String,
    /// In full, unless the reason says it all.
    pub(crate) report: Option<String>,
    /// Whether the file is merely not there.
    missing: bool,
}

impl Watched {
    pub(crate) fn new(name: String, format: Format, allow_empty: bool) -> Self {
        Self {
            name,
            format,
            allow_empty,
            snapshot: ArcSwapOption::empty(),
            health: Mutex::default(),
            healed: Condvar::new(),
            listeners: Listeners::new(),
        }
    }

    /// Takes a content, or says why not. Returns whether anything is different now; the listeners are
    /// the caller's to tell.
    pub(crate) fn take(&self, content: Content) -> (bool, Option<Problem>) {
        let current = self.snapshot.load_full();
        let judged = self.judge(current.as_deref(), content);
        self.settle(current.as_deref(), judged)
    }

    /// The same for a text that is in no file.
    pub(crate) fn take_text(&self, text: String) -> (bool, Option<Problem>) {
        let current = self.snapshot.load_full();
        let judged = self.judge_text(current.as_deref(), text);
        self.settle(current.as_deref(), judged)
    }

    /// What there is to be served; nothing where it is what is served already.
    fn judge(
        &self,
        current: Option<&Snapshot>,
        content: Content,
    ) -> Result<Option<Snapshot>, Problem> {
        match content {
            Content::Missing => Err(Problem {
                reason: "the file is gone".to_owned(),
                report: None,
                missing: true,
            }),
            Content::Unusable(reason) => Err(Problem {
                report: Some(format!(
                    "the state file `{}` is refused: {reason}",
                    self.name
                )),
                reason,
                missing: false,
            }),
            Content::NotUtf8 { error, .. } => Err(self.refused(&Refusal {
                text: error.text.into(),
                findings: vec![error.finding],
            })),
            Content::Text { text, .. } => self.judge_text(current, text),
        }
    }

    fn judge_text(
        &self,
        current: Option<&Snapshot>,
        text: String,
    ) -> Result<Option<Snapshot>, Problem> {
        // What was put back is the same snapshot, so that its version says so.
        if current.is_some_and(|current| *current.text == *text) {
            return Ok(None);
        }
        match Snapshot::parse(&self.name, text, self.format) {
            Err(refusal) => Err(self.refused(&refusal)),
            Ok(new) => match current {
                Some(current) if self.is_suspicious(current, &new) => Err(self.emptied(new)),
                _ => Ok(Some(new)),
            },
        }
    }

    fn settle(
        &self,
        current: Option<&Snapshot>,
        judged: Result<Option<Snapshot>, Problem>,
    ) -> (bool, Option<Problem>) {
        match judged {
            Ok(new) => {
                let is_new = new.is_some();
                if let Some(new) = new {
                    self.snapshot.store(Some(Arc::new(new)));
                }
                let healed = self.set_problem(None);
                (is_new || healed, None)
            }
            Err(mut problem) => {
                if problem.missing {
                    match current {
                        None => problem.reason = format!("there is no file `{}` yet", self.name),
                        Some(_) => {
                            problem.report = Some(format!(
                                "the state file `{}` is gone; what it said last is served until it \
                                 is back",
                                self.name
                            ));
                        }
                    }
                }
                (self.set_problem(Some(problem.clone())), Some(problem))
            }
        }
    }

    fn is_suspicious(&self, current: &Snapshot, new: &Snapshot) -> bool {
        !self.allow_empty && new.is_empty() && !current.is_empty()
    }

    fn emptied(&self, new: Snapshot) -> Problem {
        // What was meant for a feature, and where, is more to the point than that there is none.
        if !new.ignored.is_empty() {
            return self.refused(&Refusal {
                findings: new.ignored,
                text: new.text,
            });
        }
        Problem {
            reason: "the file holds no feature any more".to_owned(),
            report: Some(format!(
                "the state file `{}` is refused: it holds no feature any more, as when it is half \
                 written; to clear it on purpose, keep the header of one feature without a value, \
                 or build the provider with `allow_empty(true)`",
                self.name
            )),
            missing: false,
        }
    }

    fn refused(&self, refusal: &Refusal) -> Problem {
        let Refusal { text, findings } = refusal;
        Problem {
            reason: report::brief(findings, &self.name, text),
            report: Some(report::render(findings, &self.name, text)),
            missing: false,
        }
    }

    /// What is served has been found to be what the file holds.
    pub(crate) fn confirm(&self) {
        let mut health = self.health();
        if health.problem.is_none() {
            health.good_at = Some(Instant::now());
        }
    }

    /// The watching itself failed.
    pub(crate) fn fail(&self, reason: &str) -> bool {
        self.set_problem(Some(Problem {
            reason: reason.to_owned(),
            report: None,
            missing: false,
        }))
    }

    fn set_problem(&self, problem: Option<Problem>) -> bool {
        let mut health = self.health();
        if problem.is_none() {
            health.good_at = Some(Instant::now());
        }
        let changed = health.problem != problem;
        health.problem = problem;
        drop(health);
        self.healed.notify_all();
        changed
    }

    /// Nobody will look at the file again; so nobody needs to wait for it.
    pub(crate) fn end(&self) {
        self.health().ended = true;
        self.healed.notify_all();
    }

    /// Waits for data.
    pub(crate) fn wait(&self, timeout: Duration) {
        // Whatever ended the wait, the status tells the rest.
        let _ = self
            .healed
            .wait_timeout_while(self.health(), timeout, |health| {
                self.snapshot.load().is_none() && !health.ended
            });
    }

    /// The status tells of it from now on; the last answers stay.
    pub(crate) fn shut_down(&self) {
        self.health().shut_down = true;
    }

    pub(crate) fn status(&self) -> Status {
        let has_data = self.snapshot.load().is_some();
        let health = self.health();
        let status = match &health.problem {
            None if has_data && health.shut_down => Status::new(ProviderState::Stale)
                .because("it was shut down and does not look at the file any more"),
            None if has_data => Status::new(ProviderState::Ready),
            None => Status::new(ProviderState::NotReady),
            Some(problem) => Status::new(match (has_data, problem.missing) {
                (true, _) => ProviderState::Stale,
                (false, true) => ProviderState::NotReady,
                (false, false) => ProviderState::Error,
            })
            .because(problem.reason.clone()),
        };
        match health.good_at {
            Some(instant) => status.good_at(instant),
            None => status,
        }
    }

    /// What is wrong with the file as a whole.
    pub(crate) fn notice(&self) -> Option<Notice> {
        let health = self.health();
        let report = health.problem.as_ref()?.report.clone()?;
        Some(Notice::new(NoticeKind::Refused, report))
    }

    fn health(&self) -> MutexGuard<'_, Health> {
        // A panic under the lock leaves nothing half-made; and waiting must not end early for it.
        self.health.lock().unwrap_or_else(|poisoned| {
            self.health.clear_poison();
            poisoned.into_inner()
        })
    }
}

impl fmt::Debug for Watched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watched")
            .field("name", &self.name)
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}
