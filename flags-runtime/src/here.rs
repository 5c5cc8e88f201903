//! What is in force on this thread: scopes and overrides, the innermost first.
//!
//! It is a list that nobody changes: to enter something puts a link in front of it, and to take all
//! of it to another thread is to count a reference. An evaluation takes one too, so that providers
//! and hooks may enter and leave whatever they want while they are asked.

use std::cell::{Cell, RefCell};
use std::marker::PhantomData;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::engine::{Engine, EngineKind};
use crate::generation::Generation;
use crate::overrides::InForce;
use crate::reach;
use crate::served::Served;
use crate::stand_in::Standing;
use crate::{Evaluation, FeatureInfo, Scope, Value};

thread_local! {
    static HERE: RefCell<Option<Here>> = const { RefCell::new(None) };
    /// Whether there is something in `HERE`. Has no destructor, so that a look costs next to nothing.
    static ANYTHING: Cell<bool> = const { Cell::new(false) };
}

/// Whether nothing is in force on this thread.
#[inline]
pub(crate) fn is_empty() -> bool {
    !ANYTHING.get()
}

/// What is in force on this thread, if anything is.
pub(crate) fn current() -> Option<Here> {
    if is_empty() {
        return None;
    }
    // Gone while the thread ends.
    HERE.try_with(|here| here.borrow().clone()).ok().flatten()
}

/// Calls `read` with what is in force here. It must call nobody else's code.
#[inline]
pub(crate) fn with<R>(read: impl FnOnce(&Here) -> R) -> Option<R> {
    HERE.try_with(|here| here.try_borrow().ok()?.as_ref().map(read))
        .ok()
        .flatten()
}

fn replace(new: Option<Here>) -> Option<Here> {
    let some = new.is_some();
    // While the thread ends there is nothing to put it in.
    let old = HERE.try_with(|here| here.replace(new));
    if old.is_ok() {
        ANYTHING.set(some);
        reach::set_aside(some);
    }
    old.ok().flatten()
}

/// Scopes and overrides that are in force together.
#[derive(Clone)]
pub(crate) struct Here(Arc<Link>);

struct Link {
    layer: Layer,
    below: Option<Here>,
    /// Tells it from any other of this process, and stays with it when the list is made anew.
    id: u64,
    /// Whether there are overrides here or below.
    overrides: bool,
    /// Whether evaluations are recorded here or below.
    recorded: bool,
    /// Whether flags stand in here or below.
    stands_in: bool,
}

#[derive(Clone)]
pub(crate) enum Layer {
    Scope(Scope),
    Overrides(Arc<InForce>),
    /// Overrides until a guard is dropped, which sets the flag.
    Guarded(Arc<InForce>, Arc<AtomicBool>),
    /// Flags that answer for the constants.
    StandIn(Arc<Standing>),
}

impl Here {
    fn new(layer: Layer, below: Option<Self>, id: u64) -> Self {
        let overrides = match &layer {
            Layer::Scope(scope) => scope.overrides().is_some(),
            Layer::Overrides(_) | Layer::Guarded(..) => true,
            Layer::StandIn(_) => false,
        };
        let recorded = matches!(&layer, Layer::Scope(scope) if scope.record().is_some());
        Self(Arc::new(Link {
            overrides: overrides || below.as_ref().is_some_and(Self::has_overrides),
            stands_in: matches!(&layer, Layer::StandIn(_))
                || below.as_ref().is_some_and(|below| below.0.stands_in),
            recorded: recorded || below.as_ref().is_some_and(Self::is_recorded),
            layer,
            below,
            id,
        }))
    }

    /// The innermost scope.
    #[inline]
    pub(crate) fn scope(&self) -> Option<&Scope> {
        self.scopes().next()
    }

    /// The snapshots of this engine that the innermost scope keeps.
    #[inline]
    pub(crate) fn pinned(&self, engine: &Engine) -> Option<&Generation> {
        if engine.kind() == EngineKind::ProcessWide {
            return self.scope().map(Scope::generation);
        }
        self.instance(engine).map(|generation| &**generation)
    }

    /// The snapshots of one instance that a scope keeps.
    pub(crate) fn instance(&self, engine: &Engine) -> Option<&Arc<Generation>> {
        self.scopes().find_map(|scope| scope.generation_of(engine))
    }

    /// Whether there are overrides, of whatever features.
    #[inline]
    pub(crate) fn has_overrides(&self) -> bool {
        self.0.overrides
    }

    /// What the innermost override of a feature says.
    #[inline]
    pub(crate) fn overridden(&self, feature: &FeatureInfo) -> Option<&Served> {
        if !self.0.overrides {
            return None;
        }
        self.layers().find_map(|layer| {
            match layer {
                Layer::Scope(scope) => scope.overrides()?,
                Layer::Overrides(overrides) => overrides,
                Layer::Guarded(overrides, ended) if !ended.load(Ordering::Relaxed) => overrides,
                Layer::Guarded(..) | Layer::StandIn(_) => return None,
            }
            .value(feature)
        })
    }

    /// The engine that answers for the constants here, if it is not the process-wide one.
    pub(crate) fn stand_in(&self) -> Option<&Arc<Engine>> {
        self.layers().find_map(|layer| match layer {
            Layer::StandIn(standing) => Some(standing.engine()),
            Layer::Scope(_) | Layer::Overrides(_) | Layer::Guarded(..) => None,
        })
    }

    /// Whether more is to be done here than to find an answer: to record it, or to ask others.
    #[inline]
    pub(crate) fn takes_longer(&self) -> bool {
        self.0.recorded || self.0.stands_in
    }

    /// Whether a scope records evaluations.
    #[inline]
    pub(crate) fn is_recorded(&self) -> bool {
        self.0.recorded
    }

    /// Tells every scope that records.
    pub(crate) fn record(&self, feature: &'static FeatureInfo, answer: &Evaluation<Value>) {
        for record in self.scopes().filter_map(Scope::record) {
            record.add(feature, answer);
        }
    }

    fn scopes(&self) -> impl Iterator<Item = &Scope> {
        self.layers().filter_map(|layer| match layer {
            Layer::Scope(scope) => Some(scope),
            Layer::Overrides(_) | Layer::Guarded(..) | Layer::StandIn(_) => None,
        })
    }

    fn layers(&self) -> impl Iterator<Item = &Layer> {
        self.links().map(|link| &link.0.layer)
    }

    fn links(&self) -> impl Iterator<Item = &Self> {
        std::iter::successors(Some(self), |here| here.0.below.as_ref())
    }

    /// The list made anew out of the links that `keep` gives another layer for.
    fn rebuilt(&self, keep: impl Fn(&Link) -> Option<Layer>) -> Option<Self> {
        let links: Vec<_> = self.links().collect();
        let kept = links
            .into_iter()
            .rev()
            .filter_map(|link| Some((keep(&link.0)?, link.0.id)));
        kept.fold(None, |below, (layer, id)| Some(Self::new(layer, below, id)))
    }
}

/// Something that is in force on this thread until this is dropped, in whatever order.
pub(crate) struct Entered {
    id: u64,
    /// It is the thread's own.
    not_send: PhantomData<*const ()>,
}

impl Entered {
    /// Puts a layer in front of all others.
    pub(crate) fn new(layer: Layer) -> Self {
        let below = current();
        Self::in_front(Here::new(layer, below, next_id()))
    }

    /// The same for one that comes and goes: where nothing else is in force, nothing is allocated
    /// after the first time.
    fn again(layer: &Layer, alone: &mut Option<Here>) -> Self {
        let here = match current() {
            // Not kept, or whatever was below would be kept too.
            Some(below) => Here::new(layer.clone(), Some(below), next_id()),
            None => {
                let new = || Here::new(layer.clone(), None, next_id());
                alone.get_or_insert_with(new).clone()
            }
        };
        Self::in_front(here)
    }

    fn in_front(here: Here) -> Self {
        let id = here.0.id;
        drop(replace(Some(here)));
        Self {
            id,
            not_send: PhantomData,
        }
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        let Some(here) = current() else {
            return;
        };
        let rest = if here.0.id == self.id {
            here.0.below.clone()
        } else if here.links().any(|link| link.0.id == self.id) {
            // What was entered later stays, as long as its guard does.
            here.rebuilt(|link| (link.id != self.id).then(|| link.layer.clone()))
        } else {
            return;
        };
        // Without holding on to the thread's own while others are dropped.
        drop(replace(rest));
    }
}

/// Runs a future with a layer in front of all others, while it is polled.
pub(crate) async fn enter_async<F: Future>(layer: Layer, future: F) -> F::Output {
    let mut future = pin!(future);
    let mut alone = None;
    std::future::poll_fn(move |task| {
        let _entered = Entered::again(&layer, &mut alone);
        future.as_mut().poll(task)
    })
    .await
}

/// What was in force somewhere, to be put in force elsewhere.
pub(crate) struct Taken(Option<Here>);

impl Taken {
    /// From this thread. What guards hold stays in force in it, also when they are dropped.
    pub(crate) fn here() -> Self {
        let here = current();
        let guarded = |layer: &Layer| matches!(layer, Layer::Guarded(..));
        Self(match here {
            Some(here) if here.layers().any(guarded) => here.rebuilt(|link| match &link.layer {
                Layer::Guarded(_, ended) if ended.load(Ordering::Relaxed) => None,
                Layer::Guarded(overrides, _) => Some(Layer::Overrides(Arc::clone(overrides))),
                other => Some(other.clone()),
            }),
            here => here,
        })
    }

    /// Runs `f` with this in force and nothing else. What it leaves behind is kept for the next time.
    pub(crate) fn run<R>(&mut self, f: impl FnOnce() -> R) -> R {
        let _restore = Restore {
            thread: replace(self.0.take()),
            taken: self,
        };
        f()
    }
}

/// Gives the thread back what it had, also when a panic passes.
struct Restore<'t> {
    thread: Option<Here>,
    taken: &'t mut Taken,
}

impl Drop for Restore<'_> {
    fn drop(&mut self) {
        self.taken.0 = replace(self.thread.take());
    }
}

/// A number that nobody else of this process gets. Each thread takes many at once, so that threads do
/// not meet each time.
fn next_id() -> u64 {
    const MANY: u64 = 1_024;
    static FREE: AtomicU64 = AtomicU64::new(0);
    thread_local! {
        static NEXT: Cell<u64> = const { Cell::new(0) };
    }
    let mut id = NEXT.get();
    if id.is_multiple_of(MANY) {
        id = FREE.fetch_add(MANY, Ordering::Relaxed);
    }
    NEXT.set(id + 1);
    id
}
