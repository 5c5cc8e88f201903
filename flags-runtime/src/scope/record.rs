//! What was evaluated in a scope.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use crate::{Evaluation, FeatureInfo, Scope, Value, here, process};

/// Lets [scopes](Scope::recorded_by) keep what is evaluated in them: for error reports, and for
/// pages that show it.
///
/// While there is one, every evaluation of the process takes the longer way past it, as with a hook:
/// make one where the program starts, not for each request. Clones are the same recorder.
#[derive(Clone)]
pub struct Recorder {
    limit: usize,
    at_work: Arc<AtWork>,
}

impl Recorder {
    /// Keeps 64 answers for each scope.
    #[must_use]
    #[expect(
        clippy::new_without_default,
        reason = "it changes the process while it is there"
    )]
    pub fn new() -> Self {
        Self::with_limit(64)
    }

    /// Keeps so many answers for each scope, which takes room for all of them when it begins. What
    /// is evaluated when they are full is not kept.
    #[must_use]
    pub fn with_limit(limit: usize) -> Self {
        process::engine().all_slots_ask();
        Self {
            limit,
            at_work: Arc::new(AtWork),
        }
    }

    pub(super) fn record(&self) -> Record {
        Record {
            answers: (0..self.limit).map(|_| OnceLock::new()).collect(),
            next: AtomicUsize::new(0),
            _at_work: Arc::clone(&self.at_work),
        }
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder")
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}

/// Slots say *ask*.
struct AtWork;

impl Drop for AtWork {
    fn drop(&mut self) {
        process::engine().slots_answer_again();
    }
}

/// What was evaluated in the innermost [`Scope`] of this thread; nothing outside of scopes, or where
/// it is not recorded.
#[must_use]
pub fn evaluated() -> Vec<Evaluated> {
    let here = here::current();
    let scope = here.as_ref().and_then(|here| here.scope());
    scope.map(Scope::evaluated).unwrap_or_default()
}

/// A feature that was evaluated, and its answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluated {
    feature: &'static FeatureInfo,
    answer: Evaluation<Value>,
}

impl Evaluated {
    /// The feature.
    #[must_use]
    pub const fn feature(&self) -> &'static FeatureInfo {
        self.feature
    }

    /// The answer.
    #[must_use]
    pub const fn answer(&self) -> &Evaluation<Value> {
        &self.answer
    }
}

/// `checkout_button = "green" (SPLIT)`.
impl fmt::Display for Evaluated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (key, value) = (self.feature.key(), self.answer.value());
        write!(f, "{key} = {value} ({})", self.answer.reason())
    }
}

/// The answers of one scope. Written without a lock and without allocating.
pub(crate) struct Record {
    answers: Box<[OnceLock<Evaluated>]>,
    next: AtomicUsize,
    _at_work: Arc<AtWork>,
}

impl Record {
    pub(crate) fn add(&self, feature: &'static FeatureInfo, answer: &Evaluation<Value>) {
        let known =
            |known: &Evaluated| known.feature == feature && known.answer.value() == answer.value();
        if self.answers.iter().map_while(OnceLock::get).any(known) {
            return;
        }
        // Two threads may add the same at once; it is told once.
        if self.next.load(Ordering::Relaxed) < self.answers.len() {
            let place = self.next.fetch_add(1, Ordering::Relaxed);
            if let Some(free) = self.answers.get(place) {
                // Nobody else got this place.
                let _ = free.set(Evaluated {
                    feature,
                    answer: answer.clone(),
                });
            }
        }
    }

    pub(super) fn evaluated(&self) -> Vec<Evaluated> {
        let mut all: Vec<Evaluated> = Vec::new();
        for evaluated in self.answers.iter().filter_map(OnceLock::get) {
            let same = |other: &Evaluated| {
                other.feature == evaluated.feature
                    && other.answer.value() == evaluated.answer.value()
            };
            if !all.iter().any(same) {
                all.push(evaluated.clone());
            }
        }
        all
    }
}
