//! What the process-wide functions and [`Flags`](crate::Flags) have in common: one provider, and
//! the registries that it answers for.

mod evaluate;

use std::cell::Cell;
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use arc_swap::{ArcSwap, ArcSwapOption};

use crate::attached::{Attached, Coming};
use crate::compile::{Stage, compile};
use crate::generation::Generation;
use crate::hook::{self, Hooks};
use crate::installed::Installed;
use crate::snapshot::Snapshot;
use crate::variable::Variables;
use crate::{
    Change, FeatureInfo, Health, Hook, Listener, NoopProvider, Notice, NoticeKind, Provider,
    Registry, Status, Timestamp, process,
};

thread_local! {
    /// Whether this thread holds a writer lock, and so is inside a provider's `answers`, `notices`
    /// or `subscribe`. What it calls of ours then must not wait for that lock.
    static WRITING: Cell<bool> = const { Cell::new(false) };
}

/// A provider, the registries it answers for, and who wants to hear of it.
///
/// There is one writer at a time, behind `writer`. Evaluations never take that lock: they read the
/// slots, and snapshots through `arc-swap`.
pub(crate) struct Engine {
    me: Weak<Self>,
    kind: EngineKind,
    writer: Mutex<Writer>,
    /// The registries, for evaluations in an isolated engine; the process-wide one finds its own
    /// in [`Registry::attached`].
    attached: ArcSwap<Vec<Arc<Attached>>>,
    /// The present snapshots, for scopes that begin.
    generation: ArcSwap<Generation>,
    /// Odd while snapshots and generation are being exchanged, which is done under `exchange`.
    exchanges: AtomicU64,
    exchange: Mutex<()>,
    /// How many recorders there are, and flags that stand in for the process-wide ones.
    askers: AtomicUsize,
    /// The provider and what is wrong, for whoever asks without being a writer.
    view: ArcSwap<View>,
    hooks: ArcSwapOption<Hooks>,
    callbacks: Mutex<Vec<(u64, Callback)>>,
    next_id: AtomicU64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum EngineKind {
    ProcessWide,
    Isolated,
}

pub(crate) type Callback = Arc<dyn Fn(&Change) + Send + Sync>;

/// What the last change left.
struct View {
    installed: Arc<Installed>,
    notices: Vec<Notice>,
}

struct Writer {
    installed: Arc<Installed>,
    environment: Option<String>,
    moment: Option<Timestamp>,
    variables: Option<Variables>,
    variables_everywhere: bool,
    /// Whether `attach` was called: from then on, a key that no registry knows is worth a notice.
    attached_explicitly: bool,
    /// What is wrong at present.
    notices: Vec<Notice>,
    /// Generations that scopes kept when they were replaced.
    older: Vec<Weak<Generation>>,
}

impl Engine {
    pub(crate) fn new(
        kind: EngineKind,
        environment: Option<String>,
        variables: Option<Variables>,
    ) -> Arc<Self> {
        let installed = Arc::new(Installed::new(Arc::new(NoopProvider)));
        Arc::new_cyclic(|me| Self {
            me: Weak::clone(me),
            kind,
            view: ArcSwap::from_pointee(View {
                installed: Arc::clone(&installed),
                notices: Vec::new(),
            }),
            writer: Mutex::new(Writer {
                installed,
                environment,
                moment: None,
                variables,
                variables_everywhere: false,
                attached_explicitly: false,
                notices: Vec::new(),
                older: Vec::new(),
            }),
            attached: ArcSwap::from_pointee(Vec::new()),
            generation: ArcSwap::from_pointee(Generation::default()),
            exchanges: AtomicU64::new(0),
            exchange: Mutex::new(()),
            askers: AtomicUsize::new(0),
            hooks: ArcSwapOption::const_empty(),
            callbacks: Mutex::new(Vec::new()),
            next_id: AtomicU64::new(0),
        })
    }

    /// The present snapshots, for a scope that begins. It is never an older one than this thread has
    /// seen in an evaluation.
    pub(crate) fn generation(&self) -> Arc<Generation> {
        if !self.exchanges.load(Ordering::Acquire).is_multiple_of(2) {
            // No more than pointers are exchanged under this lock.
            drop(self.exchange.lock().unwrap_or_else(PoisonError::into_inner));
        }
        self.generation.load_full()
    }

    /// Compiles what the provider holds for a registry, unless that has been done.
    pub(crate) fn attach(&self, registry: &'static Registry, explicitly: bool) {
        self.change(|writer| {
            writer.attached_explicitly |= explicitly;
            if self.find(registry, |_| ()).is_some() {
                return None;
            }
            let has_slots = self.kind == EngineKind::ProcessWide;
            let place = has_slots.then(|| self.attached.load().len());
            let attached = Arc::new(Attached::new(writer.compile(registry, None), place));
            attached.publish_all(|| self.all_ask());
            self.generation.load().add(&attached);
            for older in writer.older.iter().filter_map(Weak::upgrade) {
                older.add(&attached);
            }
            let mut all = Vec::clone(&self.attached.load());
            all.push(Arc::clone(&attached));
            self.attached.store(Arc::new(all));
            if attached.snapshot.is_observed() != self.all_ask() {
                // A recorder, say, has come or gone since, and may not have found it.
                attached.publish_all(|| self.all_ask());
            }
            if let Some(place) = place {
                // Under the writer lock nobody else can have set it.
                let _ = registry.attached().set(Box::new(attached));
                registry.place().set(place);
            }
            None
        });
    }

    /// Makes this the provider. Returns the one before.
    pub(crate) fn set_provider(&self, provider: Arc<dyn Provider>) -> Arc<dyn Provider> {
        let installed = Arc::new(Installed::new(provider));
        // Subscribed before it is asked, so that no change falls in between.
        installed.subscribe(Arc::new(Subscriber {
            engine: Weak::clone(&self.me),
            installed: Arc::downgrade(&installed),
        }));
        let mut old = None;
        self.change(|writer| {
            old = Some(std::mem::replace(&mut writer.installed, installed).provider());
            Some(self.recompile(writer))
        });
        old.expect("`change` calls its closure")
    }

    pub(crate) fn set_environment(&self, environment: Option<String>) {
        self.change(|writer| {
            writer.environment = environment;
            Some(self.recompile(writer))
        });
    }

    pub(crate) fn set_moment(&self, moment: Option<Timestamp>) {
        self.change(|writer| {
            writer.moment = moment;
            Some(self.recompile(writer))
        });
    }

    pub(crate) fn allow_variables(&self, everywhere: bool) {
        self.change(|writer| {
            writer.variables_everywhere = everywhere;
            Some(self.recompile(writer))
        });
    }

    pub(crate) fn health(&self) -> Health {
        // Whoever has seen a change's answers is to see its notices too, so a change under way is
        // waited for; but not by a provider that asks in the middle of it.
        if !WRITING.get() {
            let writer = self.lock();
            // Who asks has time to clear away what threads have let go of since the last change.
            for attached in self.attached.load().iter() {
                attached.snapshot.free_replaced();
            }
            drop(writer);
        }
        let view = self.view.load_full();
        Health {
            provider: view.installed.name().clone(),
            status: view.installed.status(),
            notices: view.notices.clone(),
        }
    }

    pub(crate) fn ready(&self, timeout: Duration) -> Status {
        self.view.load_full().installed.ready(timeout)
    }

    /// The installed hooks, if there are any.
    pub(crate) fn hooks(&self) -> arc_swap::Guard<Option<Arc<Hooks>>> {
        self.hooks.load()
    }

    pub(crate) fn add_hook(&self, hook: Arc<dyn Hook>) -> u64 {
        let id = self.next_id.fetch_add(1, Ordering::Relaxed);
        self.change_hooks(|hooks| hooks.push((id, Arc::clone(&hook))));
        // What came up before it was there is news to it.
        for notice in &self.view.load_full().notices {
            hook::each([(id, Arc::clone(&hook))].iter(), |hook| hook.notice(notice));
        }
        id
    }

    pub(crate) fn remove_hook(&self, id: u64) {
        self.change_hooks(|hooks| hooks.retain(|(other, _)| *other != id));
    }

    fn change_hooks(&self, change: impl FnOnce(&mut Hooks)) {
        self.write(|_| {
            let mut hooks = self.hooks.load().as_deref().cloned().unwrap_or_default();
            change(&mut hooks);
            self.hooks
                .store((!hooks.is_empty()).then(|| Arc::new(hooks)));
            if self.kind == EngineKind::ProcessWide {
                process::set_hooked(self.hooks.load().is_some());
            }
            self.publish_all();
        });
    }

    /// Whether every slot has to say *ask*: evaluations have to pass the hooks, or are recorded, or
    /// other flags answer on some thread.
    fn all_ask(&self) -> bool {
        self.hooks.load().is_some() || self.askers.load(Ordering::SeqCst) > 0
    }

    pub(crate) fn add_callback(&self, callback: Callback) -> u64 {
        let id = self.next_id.fetch_add(1, Ordering::Relaxed);
        self.callbacks
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push((id, callback));
        id
    }

    pub(crate) fn remove_callback(&self, id: u64) {
        self.callbacks
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .retain(|(other, _)| *other != id);
    }

    /// Makes a feature, and whatever needs it, say *ask* until [`Engine::release`].
    pub(crate) fn hold(&self, feature: &'static FeatureInfo) {
        if self.find(feature.registry(), |_| ()).is_none() {
            self.attach(feature.registry(), false);
        }
        self.find(feature.registry(), |attached| {
            attached.hold(&attached.with_dependents(feature));
        });
    }

    pub(crate) fn release(&self, feature: &'static FeatureInfo) {
        self.find(feature.registry(), |attached| {
            attached.release(&attached.with_dependents(feature));
        });
    }

    /// Makes every slot say *ask* until [`Engine::slots_answer_again`].
    pub(crate) fn all_slots_ask(&self) {
        self.askers.fetch_add(1, Ordering::SeqCst);
        self.publish_all();
    }

    pub(crate) fn slots_answer_again(&self) {
        self.askers.fetch_sub(1, Ordering::SeqCst);
        self.publish_all();
    }

    fn publish_all(&self) {
        for attached in self.attached.load().iter() {
            attached.publish_all(|| self.all_ask());
        }
    }

    pub(crate) const fn kind(&self) -> EngineKind {
        self.kind
    }

    /// Asks the provider anew for every registry.
    fn recompile(&self, writer: &mut Writer) -> Vec<&'static FeatureInfo> {
        let attached = self.attached.load_full();
        let new = attached.iter().map(|attached| {
            attached.snapshot.free_replaced();
            writer.compile(attached.registry, Some(&attached.snapshot.load()))
        });
        // All are there before one is shown.
        let new: Vec<_> = new.collect();
        let coming = attached.iter().zip(new);
        let coming: Vec<_> = coming
            .map(|(attached, snapshot)| (attached, attached.prepare(snapshot)))
            .collect();
        self.exchange(writer, &attached, &coming);
        let mut changed = Vec::new();
        for (attached, coming) in coming {
            changed.extend(attached.finish(coming));
            attached.snapshot.free_replaced_soon();
        }
        changed
    }

    /// Shows new snapshots to everybody but the scopes that have begun.
    fn exchange(
        &self,
        writer: &mut Writer,
        attached: &[Arc<Attached>],
        coming: &[(&Arc<Attached>, Coming)],
    ) {
        let old = {
            // Who has seen a new snapshot and begins a scope is to find it there too.
            let _exchange = self.exchange.lock().unwrap_or_else(PoisonError::into_inner);
            self.exchanges.fetch_add(1, Ordering::AcqRel);
            for (attached, coming) in coming {
                attached.exchange(coming);
            }
            let old = self.generation.swap(Arc::new(Generation::new(attached)));
            self.exchanges.fetch_add(1, Ordering::AcqRel);
            old
        };
        writer.older.retain(|older| older.strong_count() > 0);
        if Arc::strong_count(&old) > 1 {
            writer.older.push(Arc::downgrade(&old));
        }
        drop(old);
        for older in writer.older.iter().filter_map(Weak::upgrade) {
            for (attached, coming) in coming {
                older.hold(attached, &coming.changed);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Writer> {
        // A panic under the lock cannot leave a half-made state: snapshots are swapped whole.
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `write` as the only writer.
    ///
    /// # Panics
    ///
    /// If a provider calls it while it is being asked; the panic stops at the provider.
    fn write<R>(&self, write: impl FnOnce(&mut Writer) -> R) -> R {
        assert!(
            !WRITING.get(),
            "a provider must not install providers, hooks or registries while it is being asked"
        );
        let mut writer = self.lock();
        WRITING.set(true);
        let writing = Writing;
        let result = write(&mut writer);
        drop(writing);
        result
    }

    /// Changes something, then tells of it: of what has come up, and (where `change` gives them) of
    /// the features that it changed.
    fn change(&self, change: impl FnOnce(&mut Writer) -> Option<Vec<&'static FeatureInfo>>) {
        let (features, notices, installed) = self.write(|writer| {
            let features = change(writer);
            let fresh = self.refresh_notices(writer);
            (features, fresh, Arc::clone(&writer.installed))
        });
        if let Some(hooks) = &*self.hooks() {
            for notice in &notices {
                hook::each(hooks.iter(), |hook| hook.notice(notice));
            }
        }
        if features.is_none() && notices.is_empty() {
            return;
        }
        // The callbacks are called without the lock, so that they may do whatever they want.
        let callbacks = self
            .callbacks
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if callbacks.is_empty() {
            return;
        }
        let change = Change {
            features: features.unwrap_or_default(),
            notices,
            status: installed.status(),
            provider: installed.name().clone(),
        };
        for (_, callback) in callbacks {
            // One that panics keeps neither the others nor the provider's thread from going on.
            if let Err(payload) = catch_unwind(AssertUnwindSafe(|| callback(&change))) {
                std::mem::forget(payload);
            }
        }
    }

    /// Takes stock of what is wrong at present. Returns what was not so before.
    fn refresh_notices(&self, writer: &mut Writer) -> Vec<Notice> {
        let attached = self.attached.load();
        let registries: Vec<_> = attached.iter().map(|attached| attached.registry).collect();
        let mut current = Vec::new();
        for attached in attached.iter() {
            current.extend_from_slice(&attached.snapshot.load().notices);
        }
        current.extend(
            writer
                .installed
                .notices(&registries)
                .into_iter()
                .filter(|notice| {
                    writer.attached_explicitly || notice.kind() != NoticeKind::UnknownFeature
                }),
        );
        let known: HashSet<_> = writer.notices.iter().collect();
        let fresh = current
            .iter()
            .filter(|notice| !known.contains(notice))
            .cloned()
            .collect();
        self.view.store(Arc::new(View {
            installed: Arc::clone(&writer.installed),
            notices: current.clone(),
        }));
        writer.notices = current;
        fresh
    }
}

impl Writer {
    fn compile(&self, registry: &'static Registry, previous: Option<&Snapshot>) -> Snapshot {
        let stage = Stage {
            environment: self.environment.as_deref(),
            moment: self.moment,
            variables: self.variables.as_ref(),
            variables_everywhere: self.variables_everywhere,
        };
        compile(registry, &self.installed, &stage, previous)
    }
}

/// Ends the thread's time as a writer, also when a panic passes.
struct Writing;

impl Drop for Writing {
    fn drop(&mut self) {
        WRITING.set(false);
    }
}

/// What an engine gives to its provider, to hear of changes.
struct Subscriber {
    engine: Weak<Engine>,
    installed: Weak<Installed>,
}

impl Listener for Subscriber {
    fn changed(&self) -> bool {
        let (Some(engine), Some(installed)) = (self.engine.upgrade(), self.installed.upgrade())
        else {
            return false;
        };
        if WRITING.get() {
            // The provider announces a change while it is being asked: its answer is the new one.
            return true;
        }
        let mut current = false;
        engine.change(|writer| {
            current = Arc::ptr_eq(&writer.installed, &installed);
            current.then(|| engine.recompile(writer))
        });
        current
    }
}
