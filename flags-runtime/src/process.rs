//! The process-wide engine: what the constants evaluate with.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use crate::context::NoContext;
use crate::engine::{Engine, EngineKind};
use crate::here::{self, Here};
use crate::served::Served;
use crate::snapshot::typed;
use crate::variable::Variables;
use crate::{
    Change, Evaluation, EvaluationContext, Explanation, FeatureInfo, FeatureValue, Health, Hook,
    Provider, Registry, Status, Value,
};

static ENGINE: LazyLock<Arc<Engine>> = LazyLock::new(|| {
    let variables = Variables::of_process();
    let environment = variables
        .raw("FLAGS_ENV")
        .filter(|name| !name.is_empty())
        .map(str::to_owned);
    Engine::new(EngineKind::ProcessWide, environment, Some(variables))
});

/// For evaluations in scopes, which do not pass the registry's place.
static HOOKED: AtomicBool = AtomicBool::new(false);

/// Makes this the provider of the process, for every thread from now on. Returns the one before,
/// which goes on running until it is dropped or shut down.
///
/// For executables; a library installs none, so that its user can choose.
///
/// ```
/// use flags_runtime::{MemoryProvider, set_provider};
///
/// let previous = set_provider(MemoryProvider::new());
/// previous.shutdown();
/// ```
pub fn set_provider(provider: impl Provider + 'static) -> Arc<dyn Provider> {
    ENGINE.set_provider(Arc::new(provider))
}

/// Chooses the environment, instead of the variable `FLAGS_ENV`. A name that a registry does not
/// declare means production there, and a notice.
pub fn set_environment(name: impl Into<String>) {
    ENGINE.set_environment(Some(name.into()));
}

/// Reads `FLAGS_<KEY>` variables in every environment (`true`), or in development and testing only
/// (`false`, as at the start).
pub fn allow_variables(everywhere: bool) {
    ENGINE.allow_variables(everywhere);
}

/// Compiles what the provider holds for a registry now, not at the first evaluation; and from now
/// on, keys that no attached registry knows are worth a notice.
pub fn attach(registry: &'static Registry) {
    ENGINE.attach(registry, true);
}

/// How the provider is, and what a person should know.
#[must_use]
pub fn status() -> Health {
    ENGINE.health()
}

/// Waits until the provider has data, at most this long, and says how it is then.
pub fn ready(timeout: Duration) -> Status {
    ENGINE.ready(timeout)
}

/// Calls back on each change, on the thread that caused it, once everybody sees the change. A panic
/// in the callback is caught.
pub fn on_change(callback: impl Fn(&Change) + Send + Sync + 'static) -> Subscription {
    Subscription::new(&ENGINE, callback)
}

/// Installs an observer of evaluations, after those that are there.
///
/// While one is installed, every evaluation passes the hooks instead of reading its slot.
pub fn add_hook(hook: impl Hook + 'static) -> HookHandle {
    HookHandle {
        engine: Arc::clone(&ENGINE),
        id: ENGINE.add_hook(Arc::new(hook)),
    }
}

/// The value, where the slot says *ask*.
#[inline(always)]
pub(crate) fn get<T: FeatureValue>(
    feature: &'static FeatureInfo,
    context: &dyn EvaluationContext,
) -> T {
    if T::IS_WORD {
        bits(feature, context)
            .and_then(T::from_bits)
            .unwrap_or_else(|| get_otherwise(feature, Some(context)))
    } else {
        get_shared(feature, Some(context))
    }
}

/// The same for the subject of the scope.
#[inline(always)]
pub(crate) fn get_ambient<T: FeatureValue>(feature: &'static FeatureInfo) -> T {
    if T::IS_WORD {
        bits_here(feature, None)
            .and_then(T::from_bits)
            .unwrap_or_else(|| get_otherwise(feature, None))
    } else {
        get_shared(feature, None)
    }
}

/// The value's bits, where it takes no more than rules: the same for all types, and out of line, so
/// that the fast path stays small wherever it is inlined. Cold, so that a feature without rules costs
/// no jump; one with rules costs one.
#[cold]
#[inline(never)]
fn bits(feature: &'static FeatureInfo, context: &dyn EvaluationContext) -> Option<u64> {
    match feature.registry().place().bits(feature, context) {
        None => bits_here(feature, Some(context)),
        bits => bits,
    }
}

/// The same where a scope or an override is in force, or would be.
#[cold]
#[inline(never)]
fn bits_here(
    feature: &'static FeatureInfo,
    context: Option<&dyn EvaluationContext>,
) -> Option<u64> {
    if here::is_empty() {
        return None;
    }
    here::with(|here| value_here(here, feature, context)?.bits())?
}

/// What an override says, or the rules in a scope: where it takes no more than that.
#[inline(always)]
fn value_here<'h>(
    here: &'h Here,
    feature: &'static FeatureInfo,
    context: Option<&dyn EvaluationContext>,
) -> Option<&'h Served> {
    if HOOKED.load(Ordering::Acquire) || here.takes_longer() {
        return None;
    }
    if let Some(value) = here.overridden(feature) {
        return Some(value);
    }
    let scope = here.scope()?;
    let snapshot = scope.generation().find(feature.registry())?;
    snapshot.shortcut(feature, context.unwrap_or_else(|| scope.context()))
}

/// A value that is shared data of the snapshot.
#[cold]
#[inline(never)]
fn get_shared<T: FeatureValue>(
    feature: &'static FeatureInfo,
    context: Option<&dyn EvaluationContext>,
) -> T {
    let answer = if here::is_empty() {
        let context = context.unwrap_or(&NoContext);
        let place = feature.registry().place();
        place.with_kept(|snapshot| Some(snapshot.get_anywhere(feature, context)))
    } else {
        let typed = |value: &Served| typed(feature, &value.payload());
        here::with(|here| value_here(here, feature, context).map(typed)).flatten()
    };
    answer.unwrap_or_else(|| get_otherwise(feature, context))
}

/// Where the registry is to be attached, hooks are to be passed, the provider or another feature is
/// to be asked, or the context is of another kind.
#[cold]
#[inline(never)]
fn get_otherwise<T: FeatureValue>(
    feature: &'static FeatureInfo,
    context: Option<&dyn EvaluationContext>,
) -> T {
    in_charge(|engine| engine.get(feature, context))
}

/// Calls `ask` with the engine that answers for the constants here: the process-wide one, unless
/// flags stand in for it.
fn in_charge<R>(ask: impl FnOnce(&Engine) -> R) -> R {
    let stand_in = |here: &Here| here.stand_in().cloned();
    let standing = if here::is_empty() {
        None
    } else {
        here::with(stand_in).flatten()
    };
    match standing {
        Some(engine) => ask(&engine),
        None => ask(&ENGINE),
    }
}

/// Whether the process-wide engine has hooks.
pub(crate) fn set_hooked(hooked: bool) {
    HOOKED.store(hooked, Ordering::Release);
}

pub(crate) fn evaluate<T: FeatureValue>(
    feature: &'static FeatureInfo,
    context: Option<&dyn EvaluationContext>,
) -> Evaluation<T> {
    in_charge(|engine| engine.evaluate(feature, context))
}

pub(crate) fn explain(
    feature: &'static FeatureInfo,
    context: Option<&dyn EvaluationContext>,
) -> Explanation {
    in_charge(|engine| engine.explain(feature, context))
}

pub(crate) fn engine() -> &'static Arc<Engine> {
    &ENGINE
}

/// Evaluation where the type is known at run time only, as in templates and tools.
impl FeatureInfo {
    /// The value for the subject of the scope as data, with its reason.
    #[must_use = "an evaluation does nothing but answer"]
    pub fn evaluate(&'static self) -> Evaluation<Value> {
        in_charge(|engine| engine.evaluate_value(self, None))
    }

    /// The value for the subject of this context as data, with its reason.
    #[must_use = "an evaluation does nothing but answer"]
    pub fn evaluate_for(&'static self, context: &dyn EvaluationContext) -> Evaluation<Value> {
        in_charge(|engine| engine.evaluate_value(self, Some(context)))
    }

    /// Every step that leads to the answer for the subject of the scope.
    #[must_use]
    pub fn explain(&'static self) -> Explanation {
        in_charge(|engine| engine.explain(self, None))
    }

    /// Every step that leads to the answer for the subject of this context.
    #[must_use]
    pub fn explain_for(&'static self, context: &dyn EvaluationContext) -> Explanation {
        in_charge(|engine| engine.explain(self, Some(context)))
    }
}

/// Calls back as long as it lives. Drop it to hear no more, or [`Subscription::keep`] it.
#[must_use = "dropping it ends the subscription"]
pub struct Subscription {
    engine: Arc<Engine>,
    id: Option<u64>,
}

impl Subscription {
    pub(crate) fn new(
        engine: &Arc<Engine>,
        callback: impl Fn(&Change) + Send + Sync + 'static,
    ) -> Self {
        Self {
            engine: Arc::clone(engine),
            id: Some(engine.add_callback(Arc::new(callback))),
        }
    }

    /// Calls back for as long as the process runs.
    pub fn keep(mut self) {
        self.id = None;
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        if let Some(id) = self.id {
            self.engine.remove_callback(id);
        }
    }
}

impl fmt::Debug for Subscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subscription").finish_non_exhaustive()
    }
}

/// An installed hook. Dropping the handle leaves the hook where it is.
pub struct HookHandle {
    engine: Arc<Engine>,
    id: u64,
}

impl HookHandle {
    /// Takes the hook out.
    pub fn remove(self) {
        self.engine.remove_hook(self.id);
    }
}

impl fmt::Debug for HookHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HookHandle").finish_non_exhaustive()
    }
}
