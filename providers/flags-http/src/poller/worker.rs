//! The thread that fetches.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

use super::Shared;
use super::signal::Signal;
use crate::backup::Stored;
use crate::document::{Document, Origin};
use crate::health::{Data, Problem};
use crate::schedule::Schedule;
use crate::{FetchError, FetchErrorKind, Refused, Response, Taken};

/// Longest wait for the thread to end.
const SHUTDOWN: Duration = Duration::from_secs(2);

#[derive(Debug)]
pub(crate) struct Worker {
    thread: ThreadId,
}

impl Worker {
    /// `stored` is the backup that is served.
    pub(crate) fn start(shared: &Arc<Shared>, stored: Option<Stored>) -> io::Result<Self> {
        let signal = shared.signal.load_full();
        let validators = stored.map_or_else(Validators::default, |stored| Validators {
            etag: stored.etag,
            last_modified: stored.last_modified,
        });
        let thread = {
            let shared = Arc::clone(shared);
            thread::Builder::new()
                .name(format!("flags-{}", shared.name))
                .spawn(move || {
                    let _reached = Reached(Arc::clone(&signal));
                    run(&shared, &signal, validators);
                })?
        };
        Ok(Self {
            thread: thread.thread().id(),
        })
    }

    /// Waits for the end up to 2 s; unless the thread itself calls, as from within a listener.
    pub(crate) fn wait(&self, signal: &Signal) {
        if thread::current().id() != self.thread {
            signal.wait_until(SHUTDOWN, || false);
        }
    }
}

/// Says that the thread has ended, also when a panic ended it.
struct Reached(Arc<Signal>);

impl Drop for Reached {
    fn drop(&mut self) {
        self.0.reached_end();
    }
}

/// What was sent with the document that is served, to ask whether there is a newer one.
#[derive(Debug, Default)]
struct Validators {
    etag: Option<String>,
    last_modified: Option<String>,
}

fn run(shared: &Shared, signal: &Signal, mut validators: Validators) {
    let mut schedule = Schedule::new(&shared.settings, fastrand::Rng::new());
    let mut pause = schedule.first();
    while signal.pause(pause) {
        // Who asks for a refresh does not ask for more than the service allows.
        if let Some(left) = shared.client.load().is_held_back() {
            pause = left;
            continue;
        }
        shared.counters.requested(&shared.name);
        let outcome = refresh(shared, &mut validators);
        if signal.is_end_wanted() {
            break;
        }
        pause = match &outcome {
            Ok(_) => schedule.after_success(),
            Err(error) => schedule.after_failure(&error.error),
        };
        shared.conclude(outcome);
    }
}

/// What is wrong, and how a person is told.
struct Failure {
    error: FetchError,
    report: Option<String>,
}

impl From<FetchError> for Failure {
    fn from(error: FetchError) -> Self {
        Self {
            report: (error.kind() == FetchErrorKind::TooLarge).then(|| error.to_string()),
            error,
        }
    }
}

/// Asks once. Returns whether what is served has changed.
fn refresh(shared: &Shared, validators: &mut Validators) -> Result<bool, Failure> {
    let mut request = shared.request.clone();
    let sent = [
        ("if-none-match", &validators.etag),
        ("if-modified-since", &validators.last_modified),
    ];
    let mut is_conditional = false;
    for (name, value) in sent {
        if let Some(value) = value
            && let Ok(with) = request.clone().header(name, value)
        {
            request = with;
            is_conditional = true;
        }
    }
    let response = shared.client.load().send(&request)?;
    if let Some(failure) = response.failure() {
        return Err(failure.into());
    }
    if response.status() == 304 {
        if is_conditional {
            return Ok(false);
        }
        let message = format!(
            "`{}` answered 304, which was not asked for",
            shared.request.shown()
        );
        return Err(FetchError::new(FetchErrorKind::Protocol, message).into());
    }
    let taken = response
        .text()
        .and_then(|text| shared.take(text, &response, validators));
    taken.map_err(|refused| {
        let shown = shared.request.shown();
        let told = |reason: &str| format!("the answer of `{shown}` is refused: {reason}");
        let first_line = refused.reason().lines().next().unwrap_or_default();
        Failure {
            error: FetchError::new(refused.kind(), told(first_line)),
            report: Some(told(refused.reason())),
        }
    })
}

impl Shared {
    fn take(
        &self,
        text: &str,
        response: &Response,
        validators: &mut Validators,
    ) -> Result<bool, Refused> {
        let document = Document::new(text, Origin::Network)?;
        let taken = self.offer(&document)?;
        if taken == Taken::Older {
            // Its validators would make the service call the older one current.
            return Ok(false);
        }
        *validators = Validators {
            etag: response.header("etag").map(str::to_owned),
            last_modified: response.header("last-modified").map(str::to_owned),
        };
        let is_first = self.health.load().data != Data::Fetched;
        if taken == Taken::Changed || is_first {
            self.keep(text, validators);
        }
        Ok(taken == Taken::Changed)
    }

    /// Asks the provider to take a document.
    pub(super) fn offer(&self, document: &Document<'_>) -> Result<Taken, Refused> {
        catch_unwind(AssertUnwindSafe(|| self.sink.take(document))).unwrap_or_else(|payload| {
            // A payload may panic when it is dropped.
            std::mem::forget(payload);
            Err(Refused::invalid("reading it panicked, which is a bug"))
        })
    }

    fn keep(&self, text: &str, validators: &Validators) {
        let Some(backup) = &self.backup else {
            return;
        };
        let written = backup.write(
            text,
            validators.etag.as_deref(),
            validators.last_modified.as_deref(),
        );
        let problem = written.err();
        if self.change(|health| health.backup.clone_from(&problem)) {
            self.announce();
        }
    }

    fn conclude(&self, outcome: Result<bool, Failure>) {
        let is_worth_telling = match outcome {
            Ok(is_new) => {
                if is_new {
                    self.counters.changed();
                }
                let is_worth_telling = self.change(|health| {
                    health.data = Data::Fetched;
                    health.problem = None;
                    health.good_at = Some(Instant::now());
                    health.attempts += 1;
                });
                is_new || is_worth_telling
            }
            Err(Failure { error, report }) => {
                self.counters.failed(&self.name, error.kind());
                self.change(|health| {
                    health.problem = Some(Problem {
                        class: error.kind().class(),
                        error: error.clone(),
                        report: report.clone(),
                    });
                    health.attempts += 1;
                })
            }
        };
        if is_worth_telling {
            self.announce();
        }
    }
}
