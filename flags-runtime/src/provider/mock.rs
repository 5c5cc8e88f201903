//! A provider for tests: it answers what a test says, and tells what it was asked.

use std::fmt;
use std::panic::Location;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::payload::Payload;
use crate::{
    ErrorKind, EvaluationContext, EvaluationError, Feature, FeatureInfo, FeatureValue, Listener,
    Listeners, Provider, Reason, Resolution, ResolveError,
};
use expectation::Expected;
use script::{Answered, Reply, Script};

mod expectation;
mod question;
mod script;

pub use expectation::Expectation;
pub use question::Question;

/// Answers what a test says, fails the test that asks for anything else, and tells what it was asked.
///
/// It is strict: a feature that is asked and that nothing is set for fails the test. Not where it is
/// asked, because an evaluation never fails and serves the declared value, but when the mock is
/// dropped at the end of the test, or by [`MockProvider::verify`]; the message names each such
/// feature. [`MockProvider::lenient`] makes one that has no opinion there.
///
/// ```
/// # use flags_runtime::{Feature, FeatureInfo, Registry, Value, ValueType, __private::Slot};
/// # static REGISTRY: Registry = Registry::new("shop", "features.toml", 1, &["production"], &FEATURES, &SLOTS, &[]);
/// # static SLOTS: [Slot; 1] = [Slot::new()];
/// # static FEATURES: [FeatureInfo; 1] = [FeatureInfo::new(&REGISTRY, 0, 1, "new_checkout", "NEW_CHECKOUT", ValueType::Boolean, Value::Boolean(false))];
/// # const NEW_CHECKOUT: Feature<bool> = Feature::new(&SLOTS[0], &FEATURES[0]);
/// use flags_runtime::{Anonymous, Flags, MockProvider};
///
/// let mock = MockProvider::new();
/// mock.set_where(NEW_CHECKOUT, |visitor| visitor.targeting_key() == Some("ann"), true);
/// mock.set(NEW_CHECKOUT, false); // for everybody else
/// mock.expect(NEW_CHECKOUT).once();
///
/// let flags = Flags::new(mock.clone());
/// assert!(!flags.is_enabled(NEW_CHECKOUT, &Anonymous));
/// // `mock` is dropped here, and verified.
/// ```
///
/// # Who verifies
///
/// The mock that [`MockProvider::new`] made verifies when it is dropped; its clones do not. So give
/// a clone to [`Flags::new`](crate::Flags::new) or [`set_provider`](crate::set_provider), and keep
/// the mock itself in the test. If the mock itself is given away, it verifies when whoever has it
/// drops it; what is installed for the process may never be dropped.
///
/// # What counts as asked
///
/// Each evaluation that reaches the provider: not one that an override or a variable answers, nor one
/// of a frozen feature. The `needs` of a feature are asked with it, and have to be set too. An
/// [`explain`](crate::Feature::explain) asks too, more than once.
pub struct MockProvider {
    shared: Arc<Shared>,
    verifies: bool,
}

struct Shared {
    made_at: &'static Location<'static>,
    strict: bool,
    state: Mutex<State>,
    listeners: Listeners,
}

#[derive(Default)]
struct State {
    scripts: Vec<Script>,
    /// All that was asked, in order.
    asked: Vec<Arc<Question>>,
    /// What went wrong while it was asked.
    failed: Vec<String>,
    expected: Vec<Expected>,
    /// Whether a panic has told of what is wrong.
    reported: bool,
}

impl MockProvider {
    /// Strict, and nothing is set yet.
    #[must_use]
    #[track_caller]
    pub fn new() -> Self {
        Self::made(true)
    }

    /// Has no opinion on a feature that nothing is set for, so that the declared rules and value
    /// answer.
    #[must_use]
    #[track_caller]
    pub fn lenient() -> Self {
        Self::made(false)
    }

    #[track_caller]
    fn made(strict: bool) -> Self {
        Self {
            shared: Arc::new(Shared {
                made_at: Location::caller(),
                strict,
                state: Mutex::default(),
                listeners: Listeners::new(),
            }),
            verifies: true,
        }
    }

    /// The same with a value for everybody: [`MockProvider::set`] while the mock is made.
    ///
    /// # Panics
    ///
    /// If the value is outside of the feature's range.
    #[must_use]
    #[track_caller]
    pub fn with<T: FeatureValue>(self, feature: Feature<T>, value: T) -> Self {
        self.set(feature, value);
        self
    }

    /// Answers with this value for everybody for whom no condition holds. Replaces the one that was
    /// set before.
    ///
    /// # Panics
    ///
    /// If the value is outside of the feature's range.
    #[track_caller]
    pub fn set<T: FeatureValue>(&self, feature: Feature<T>, value: T) {
        let resolution = resolution(feature, &value, Reason::Static);
        self.script(feature, |script| {
            script.otherwise = Some(Arc::new(move |_| {
                Answered::With(Ok(Some(resolution.clone())))
            }));
        });
    }

    /// Answers with this value for every context that has what this one has: its targeting key, if
    /// it has one, and its attributes. `Context::anonymous().is_staff(true)` is everybody on the
    /// staff. Of several conditions the first that holds decides, in the order in which they were
    /// set.
    ///
    /// # Panics
    ///
    /// If the value is outside of the feature's range.
    #[track_caller]
    pub fn set_for<T: FeatureValue>(
        &self,
        feature: Feature<T>,
        pattern: &dyn EvaluationContext,
        value: T,
    ) {
        let pattern = Question::new(feature.info(), pattern);
        let resolution = resolution(feature, &value, Reason::TargetingMatch);
        self.condition(feature, move |context| {
            pattern.is_met_by(context).then(|| resolution.clone())
        });
    }

    /// Answers with this value where the condition holds. Of several conditions the first that holds
    /// decides, in the order in which they were set.
    ///
    /// # Panics
    ///
    /// If the value is outside of the feature's range.
    #[track_caller]
    pub fn set_where<T: FeatureValue>(
        &self,
        feature: Feature<T>,
        condition: impl Fn(&dyn EvaluationContext) -> bool + Send + Sync + 'static,
        value: T,
    ) {
        let resolution = resolution(feature, &value, Reason::TargetingMatch);
        self.condition(feature, move |context| {
            condition(context).then(|| resolution.clone())
        });
    }

    /// Answers with what the closure makes of the context; `None` leaves it to the next condition.
    /// A value outside of the feature's range fails the test.
    pub fn answer_with<T: FeatureValue>(
        &self,
        feature: Feature<T>,
        answer: impl Fn(&dyn EvaluationContext) -> Option<T> + Send + Sync + 'static,
    ) {
        self.condition(feature, move |context| {
            let value = answer(context)?;
            Some(Resolution::new(value.to_value(), Reason::TargetingMatch))
        });
    }

    /// Fails for everybody for whom no condition holds, as a provider does that is out of order: the
    /// declared value is served, with this error.
    pub fn fail<T>(&self, feature: Feature<T>, kind: ErrorKind, message: impl Into<String>) {
        let error = EvaluationError::new(kind, message.into());
        self.script(feature, |script| {
            script.otherwise = Some(Arc::new(move |_| Answered::With(Err(error.clone()))));
        });
    }

    /// Has no opinion for everybody for whom no condition holds, so that the declared rules and value
    /// answer.
    pub fn pass<T>(&self, feature: Feature<T>) {
        self.script(feature, |script| {
            script.otherwise = Some(Arc::new(|_| Answered::With(Ok(None))));
        });
    }

    /// Forgets all that was set for this feature.
    pub fn unset<T>(&self, feature: Feature<T>) {
        self.state()
            .scripts
            .retain(|script| script.feature != feature.info());
        self.shared.listeners.announce();
    }

    /// Expects this feature to be asked, at least once unless the expectation says otherwise.
    #[track_caller]
    pub fn expect<T>(&self, feature: Feature<T>) -> Expectation<'_> {
        Expectation::new(self, feature.info())
    }

    /// All that was asked, in order.
    #[must_use]
    pub fn asked(&self) -> Vec<Question> {
        let asked = self.state().asked.clone();
        asked.iter().map(|question| (**question).clone()).collect()
    }

    /// What `verify` would complain of, a sentence for each.
    #[must_use]
    pub fn failures(&self) -> Vec<String> {
        let (mut failures, expected, asked) = {
            let state = self.state();
            (
                state.failed.clone(),
                state.expected.clone(),
                state.asked.clone(),
            )
        };
        // The conditions of the test are called without the lock, so that they may ask the mock.
        failures.extend(expected.iter().filter_map(|one| one.complaint(&asked)));
        failures
    }

    /// Fails the test if a feature was asked that nothing is set for, or if an expectation is not
    /// met. Happens by itself when the mock is dropped.
    ///
    /// # Panics
    ///
    /// If there is something to complain of: this is how a test fails.
    #[track_caller]
    pub fn verify(&self) {
        let failures = self.failures();
        if failures.is_empty() {
            return;
        }
        self.state().reported = true;
        panic!(
            "the mock made at {} is not satisfied:\n- {}",
            self.shared.made_at,
            failures.join("\n- ")
        );
    }

    fn condition<T>(
        &self,
        feature: Feature<T>,
        reply: impl Fn(&dyn EvaluationContext) -> Option<Resolution> + Send + Sync + 'static,
    ) {
        let reply: Arc<Reply> = Arc::new(move |context| match reply(context) {
            Some(resolution) => Answered::With(Ok(Some(resolution))),
            None => Answered::Next,
        });
        self.script(feature, |script| script.conditions.push(reply));
    }

    fn script<T>(&self, feature: Feature<T>, change: impl FnOnce(&mut Script)) {
        {
            let mut state = self.state();
            let scripts = &mut state.scripts;
            let info = feature.info();
            let position = scripts
                .iter()
                .position(|script| script.feature == info)
                .unwrap_or_else(|| {
                    scripts.push(Script::new(info));
                    scripts.len() - 1
                });
            change(&mut scripts[position]);
        }
        self.shared.listeners.announce();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.shared
            .state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

#[track_caller]
fn resolution<T: FeatureValue>(feature: Feature<T>, value: &T, reason: Reason) -> Resolution {
    let value = value.to_value();
    if let Err(error) = Payload::load(feature.info(), &value) {
        panic!("{error}");
    }
    Resolution::new(value, reason)
}

impl Provider for MockProvider {
    fn name(&self) -> &str {
        "mock"
    }

    fn resolve(
        &self,
        feature: &FeatureInfo,
        context: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        let question = Arc::new(Question::new(feature, context));
        let script = {
            let mut state = self.state();
            state.asked.push(Arc::clone(&question));
            let mut scripts = state.scripts.iter();
            scripts.find(|script| script.feature == feature).cloned()
        };
        // The closures of the test are called without the lock, so that they may ask the mock.
        let answer = match script.as_ref().map(|script| script.answer(context)) {
            Some(Answered::With(answer)) => answer,
            None | Some(Answered::Next) if !self.shared.strict => return Ok(None),
            None | Some(Answered::Next) => {
                let known = script.is_some();
                return Err(self.failed(unanswered(feature, &question, known)));
            }
        };
        if let Ok(Some(resolution)) = &answer
            && let Err(error) = Payload::load(feature, resolution.value())
        {
            return Err(self.failed(format!(
                "the answer {} cannot be used: {error}",
                question.who()
            )));
        }
        answer
    }

    fn subscribe(&self, listener: Arc<dyn Listener>) {
        self.shared.listeners.add(listener);
    }
}

impl MockProvider {
    /// Keeps what will fail the test, and gives it to the evaluation, which serves the declared
    /// value.
    fn failed(&self, complaint: String) -> EvaluationError {
        let mut state = self.state();
        if !state.failed.contains(&complaint) {
            state.failed.push(complaint.clone());
        }
        EvaluationError::new(ErrorKind::FlagNotFound, complaint)
    }
}

fn unanswered(feature: &FeatureInfo, question: &Question, known: bool) -> String {
    let (key, who) = (feature.key(), question.who());
    let constant = feature.constant();
    if known {
        format!(
            "feature `{key}` was asked {who}, and no condition set for it holds there: \
             `set({constant}, …)` answers for everybody else"
        )
    } else {
        format!(
            "feature `{key}` was asked {who}, and nothing is set for it: `set({constant}, …)` \
             answers"
        )
    }
}

/// A clone answers and records for the same mock, and does not verify when it is dropped.
impl Clone for MockProvider {
    fn clone(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            verifies: false,
        }
    }
}

impl Default for MockProvider {
    #[track_caller]
    fn default() -> Self {
        Self::new()
    }
}

/// Fails the test, unless it is failing already.
impl Drop for MockProvider {
    fn drop(&mut self) {
        if self.verifies && !std::thread::panicking() && !self.state().reported {
            self.verify();
        }
    }
}

impl fmt::Debug for MockProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        let set: Vec<_> = state
            .scripts
            .iter()
            .map(|script| script.feature.key())
            .collect();
        f.debug_struct("MockProvider")
            .field("set", &set)
            .field("asked", &state.asked.len())
            .finish_non_exhaustive()
    }
}
