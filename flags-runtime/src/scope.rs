//! The extent in which a context is ambient.

use std::fmt;
use std::sync::Arc;

pub(crate) mod memo;
pub(crate) mod record;

use crate::engine::Engine;
use crate::generation::Generation;
use crate::here::{self, Entered, Here, Layer};
use crate::overrides::InForce;
use crate::{Evaluated, EvaluationContext, Flags, Overrides, Recorder, process};
use memo::Memo;
use record::Record;

/// The extent of a request, a job or whatever else has one subject: in it, evaluations without
/// `_for` are for that subject, and every answer comes from the snapshot that was there when it
/// began.
///
/// A generated `Context` makes one in passing, with `context.scope(|| …)` and
/// `context.scope_async(future)`. By itself it is of use where more is wanted than a context, or
/// where the context is one of your own:
///
/// ```
/// use flags_runtime::{Anonymous, Overrides, Recorder, Scope};
///
/// let recorder = Recorder::new(); // for as long as the server runs
///
/// let scope = Scope::new(Anonymous).recorded_by(&recorder);
/// scope.run(|| {
///     // Features that are evaluated here …
/// });
/// for read in scope.evaluated() {
///     println!("{read}"); // … are known here.
/// }
/// ```
///
/// # What it keeps
///
/// A scope begins when it is made. From then on the same question has the same answer in it, also
/// when the provider changes: the snapshot of that moment is kept until the last clone of the scope
/// is dropped, and every future and closure that runs in it. Until then the features that have
/// changed are evaluated, for everybody, instead of read from their slot; all others cost what they
/// cost without a scope.
///
/// A provider that is asked each time, instead of telling its answers beforehand, is asked once in a
/// scope for each feature, and its answer is kept; that first time allocates. For other contexts than
/// the scope's it is asked each time.
///
/// A scope that is made within another one keeps the same snapshots as that. Evaluations with a
/// context of their own, as in `is_enabled_for`, are for that subject but from the scope's snapshot.
/// The features of every registry are in it, a library's as well as the application's: where the
/// context is another registry's, attributes are found by name and type. An instance of [`Flags`] is
/// in it if [`Scope::with_flags`] says so.
///
/// # Threads and tasks
///
/// A scope is in force on the thread that runs it, and in [`Scope::run_async`] only while the future
/// is polled, on whichever thread does that. A new thread or task is outside of it, unless
/// [`carry`](crate::carry) or [`carry_async`](crate::carry_async) takes it along. Panics and futures
/// that are dropped leave nothing behind.
#[derive(Clone)]
pub struct Scope {
    context: Arc<dyn EvaluationContext>,
    generation: Arc<Generation>,
    memo: Arc<Memo>,
    extras: Option<Arc<Extras>>,
}

/// What few scopes have.
#[derive(Clone, Default)]
struct Extras {
    instances: Vec<(Arc<Engine>, Arc<Generation>)>,
    overrides: Option<Arc<InForce>>,
    record: Option<Arc<Record>>,
}

impl Scope {
    /// Begins a scope with this context.
    #[must_use]
    pub fn new(context: impl EvaluationContext + 'static) -> Self {
        Self::of(Arc::new(context))
    }

    /// Begins a scope with a context that somebody else has too.
    #[must_use]
    pub fn of(context: Arc<dyn EvaluationContext>) -> Self {
        let outer = here::current();
        let generation = outer.as_ref().and_then(|outer| outer.scope());
        let scope = Self {
            context,
            generation: generation.map_or_else(
                || process::engine().generation(),
                |outer| Arc::clone(&outer.generation),
            ),
            memo: Arc::default(),
            extras: None,
        };
        match outer.as_ref().and_then(Here::stand_in) {
            Some(engine) => scope.with_engine(engine),
            None => scope,
        }
    }

    /// The innermost scope that is in force on this thread.
    #[must_use]
    pub fn current() -> Option<Self> {
        here::current()?.scope().cloned()
    }

    /// Overrides features in this scope, wherever it runs, as a header for testers does. The features
    /// say *ask* until the scope ends.
    #[must_use = "the scope with the overrides is returned"]
    pub fn with_overrides(self, overrides: Overrides) -> Self {
        let overrides = Some(Arc::new(InForce::new(overrides)));
        self.with(|extras| extras.overrides = overrides)
    }

    /// Keeps what is evaluated in this scope, for [`Scope::evaluated`]; also what is evaluated in
    /// scopes within it.
    #[must_use = "the scope that is recorded is returned"]
    pub fn recorded_by(self, recorder: &Recorder) -> Self {
        let record = Some(Arc::new(recorder.record()));
        self.with(|extras| extras.record = record)
    }

    /// Keeps the snapshots of these flags too, as they are now: in this scope they change no more.
    #[must_use = "the scope with the flags is returned"]
    pub fn with_flags(self, flags: &Flags) -> Self {
        self.with_engine(flags.engine())
    }

    fn with_engine(self, engine: &Arc<Engine>) -> Self {
        let outer = here::current();
        let outer = outer
            .as_ref()
            .and_then(|outer| outer.instance(engine).cloned());
        let generation = outer.unwrap_or_else(|| engine.generation());
        self.with(|extras| extras.instances.push((Arc::clone(engine), generation)))
    }

    /// Calls `f` in this scope. It may be called any number of times, on any thread.
    pub fn run<R>(&self, f: impl FnOnce() -> R) -> R {
        let _entered = Entered::new(Layer::Scope(self.clone()));
        f()
    }

    /// Runs a future in this scope: it is in force while the future is polled, on whichever thread.
    pub fn run_async<F: Future>(&self, future: F) -> impl Future<Output = F::Output> + use<F> {
        here::enter_async(Layer::Scope(self.clone()), future)
    }

    /// The context.
    #[must_use]
    pub fn context(&self) -> &dyn EvaluationContext {
        &*self.context
    }

    /// What has been evaluated in this scope, in the order of the first evaluation, each answer of a
    /// feature once; nothing unless the scope is [recorded](Scope::recorded_by).
    #[must_use]
    pub fn evaluated(&self) -> Vec<Evaluated> {
        let record = self.record();
        record.map(Record::evaluated).unwrap_or_default()
    }

    pub(crate) fn generation(&self) -> &Generation {
        &self.generation
    }

    pub(crate) fn memo(&self) -> &Memo {
        &self.memo
    }

    pub(crate) fn generation_of(&self, engine: &Engine) -> Option<&Arc<Generation>> {
        let mut instances = self.extras.as_ref()?.instances.iter();
        let (_, generation) =
            instances.find(|(other, _)| std::ptr::eq(Arc::as_ptr(other), engine))?;
        Some(generation)
    }

    pub(crate) fn overrides(&self) -> Option<&InForce> {
        self.extras.as_ref()?.overrides.as_deref()
    }

    pub(crate) fn record(&self) -> Option<&Record> {
        self.extras.as_ref()?.record.as_deref()
    }

    fn with(mut self, change: impl FnOnce(&mut Extras)) -> Self {
        change(Arc::make_mut(self.extras.get_or_insert_default()));
        self
    }
}

/// Shows nothing of the context, because it may be private.
impl fmt::Debug for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scope").finish_non_exhaustive()
    }
}
