//! Snapshots that are swapped while rules are evaluated: nobody goes back, nothing is torn.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use flags_runtime::{
    Answer, Answers, EvaluationContext, FeatureInfo, Listener, Listeners, NoopProvider, Provider,
    Reason, Registry, Resolution, ResolveError, Rule, RuleSet, Scope, Serve, Value, carry,
    set_provider,
};

#[path = "fixtures/club.rs"]
mod club;

use club::{Context, LIMIT, STAFF_ONLY};

/// Its rules serve its generation; so does its version.
#[derive(Default)]
struct Generations {
    generation: AtomicU64,
    listeners: Listeners,
    /// Dropped with the answers that it was put in, as far as threads let go of them.
    alive: Mutex<Vec<Weak<str>>>,
}

impl Provider for Generations {
    fn name(&self) -> &str {
        "generations"
    }

    fn resolve(
        &self,
        feature: &FeatureInfo,
        _: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        // An evaluation inside an evaluation: of what is being read just now.
        let value = i64::from(feature.key() == "quarter");
        let _ = LIMIT.get_for(&Context::new("ada"));
        Ok((value == 1).then(|| Resolution::new(true, Reason::Static)))
    }

    fn answers(&self, registry: &'static Registry, _: &str) -> Answers {
        let generation = self.generation.load(Ordering::Relaxed);
        let version: Arc<str> = generation.to_string().into();
        let mut alive = self.alive.lock().unwrap_or_else(PoisonError::into_inner);
        alive.push(Arc::downgrade(&version));
        let serve =
            |when, value: i64| Rule::new(when, Serve::Value(Value::Integer(value)), None, None, 0);
        let anybody = flags_runtime::Condition::new(
            vec![flags_runtime::Test::Attribute(
                1,
                flags_runtime::Matcher::Operators(
                    vec![flags_runtime::Operator::Exists(false)].into(),
                ),
            )]
            .into(),
        );
        let answers = registry
            .features()
            .iter()
            .map(|feature| match feature.key() {
                "limit" => {
                    let value = i64::try_from(generation).unwrap_or(-1);
                    Answer::Rules(RuleSet::new(
                        vec![serve(Some(anybody.clone()), value)].into(),
                    ))
                }
                "quarter" => Answer::Ask,
                _ => Answer::Fixed(Ok(None)),
            });
        Answers::new(answers.collect()).with_version(version)
    }

    fn subscribe(&self, listener: Arc<dyn Listener>) {
        self.listeners.add(listener);
    }
}

/// The tests share the process-wide provider, so they take turns.
fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

fn staff() -> Context<'static> {
    Context::new("ada").is_staff(true)
}

#[test]
fn nobody_sees_an_older_snapshot_than_somebody_saw_before() {
    let _turn = turn();
    let generations = Arc::new(Generations::default());
    set_provider(Arc::clone(&generations));
    let newest = AtomicU64::new(0);
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let staff = staff();
                while !done.load(Ordering::Relaxed) {
                    let seen = newest.load(Ordering::Acquire);
                    let found = u64::try_from(LIMIT.get_for(&staff)).unwrap();
                    assert!(found >= seen, "{found} after {seen}");
                    newest.fetch_max(found, Ordering::AcqRel);
                    let answer = LIMIT.evaluate_for(&staff);
                    assert_eq!(answer.version(), Some(&*answer.value().to_string()));
                }
            });
        }
        for generation in 1..=1_000 {
            generations.generation.store(generation, Ordering::Relaxed);
            generations.listeners.announce();
        }
        done.store(true, Ordering::Relaxed);
    });
    assert_eq!(LIMIT.get_for(&staff()), 1_000);
    set_provider(NoopProvider);
}

/// The thread that makes the changes may never evaluate again.
#[test]
fn whoever_makes_a_change_keeps_nothing_of_what_it_replaced() {
    let _turn = turn();
    let generations = Arc::new(Generations::default());
    set_provider(Arc::clone(&generations));
    for generation in 1..=100 {
        generations.generation.store(generation, Ordering::Relaxed);
        generations.listeners.announce();
        let alive = generations.alive.lock().unwrap();
        let alive = alive.iter().filter(|version| version.upgrade().is_some());
        assert_eq!(alive.count(), 1, "after {generation} swaps");
        assert_eq!(LIMIT.get_for(&staff()), i64::try_from(generation).unwrap());
    }
    set_provider(NoopProvider);
}

#[test]
fn what_was_replaced_is_freed_but_for_what_a_thread_saw_last() {
    let _turn = turn();
    let generations = Arc::new(Generations::default());
    set_provider(Arc::clone(&generations));
    for generation in 1..=1_000 {
        generations.generation.store(generation, Ordering::Relaxed);
        generations.listeners.announce();
        assert_eq!(LIMIT.get_for(&staff()), i64::try_from(generation).unwrap());
        let alive = generations.alive.lock().unwrap();
        let alive = alive
            .iter()
            .filter(|version| version.upgrade().is_some())
            .count();
        assert!(
            alive <= 2,
            "{alive} snapshots are alive after {generation} swaps"
        );
    }
    set_provider(NoopProvider);
}

/// Which of the versions that were handed out are kept, but for the newest and the one before that,
/// which a thread may have seen last.
fn kept(generations: &Generations) -> Vec<u64> {
    let alive = generations
        .alive
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    let older = alive.iter().rev().skip(2).rev();
    older
        .filter_map(Weak::upgrade)
        .map(|version| version.parse().expect("versions are numbers"))
        .collect()
}

#[test]
fn a_scope_keeps_one_snapshot_and_frees_it_when_it_ends() {
    let _turn = turn();
    let generations = Arc::new(Generations::default());
    set_provider(Arc::clone(&generations));
    let next = |generation| {
        generations.generation.store(generation, Ordering::Relaxed);
        generations.listeners.announce();
        // So that this thread keeps the newest and no other.
        assert_eq!(LIMIT.get_for(&staff()), i64::try_from(generation).unwrap());
    };
    let limit = |scope: &Scope| scope.run(|| LIMIT.get());
    // Attached from here on, whichever test is the first.
    assert_eq!(LIMIT.get_for(&staff()), 0);

    let early = Scope::new(staff());
    let twin = early.clone();
    (1..=10).for_each(next);
    let late = Scope::new(staff());
    (11..=20).for_each(next);
    assert_eq!(kept(&generations), [0, 10]);
    assert_eq!((limit(&early), limit(&late), limit(&twin)), (0, 10, 0));
    drop(late);
    assert_eq!(kept(&generations), [0]);
    drop(early);
    assert_eq!(kept(&generations), [0]);
    let carried = twin.run(|| carry(|| LIMIT.get()));
    drop(twin);
    assert_eq!(std::thread::spawn(carried).join().unwrap(), 0);
    assert_eq!(kept(&generations), []);
    set_provider(NoopProvider);
}

#[test]
fn scopes_on_many_threads_are_each_of_one_piece_while_snapshots_are_swapped() {
    let _turn = turn();
    let generations = Arc::new(Generations::default());
    set_provider(Arc::clone(&generations));
    let newest = AtomicU64::new(0);
    let done = AtomicBool::new(false);
    std::thread::scope(|threads| {
        for number in 0..4 {
            let (newest, done) = (&newest, &done);
            threads.spawn(move || {
                let mut kept = Vec::new();
                while !done.load(Ordering::Relaxed) {
                    let seen = newest.load(Ordering::Acquire);
                    let scope = Scope::new(staff());
                    let found = scope.run(|| LIMIT.get());
                    assert!(
                        u64::try_from(found).unwrap() >= seen,
                        "{found} after {seen}"
                    );
                    newest.fetch_max(u64::try_from(found).unwrap(), Ordering::AcqRel);
                    kept.push((scope, found));
                    if kept.len() > number {
                        kept.remove(0);
                    }
                    for (scope, found) in &kept {
                        scope.run(|| {
                            let answer = LIMIT.evaluate();
                            assert_eq!(answer.value(), found);
                            assert_eq!(answer.version(), Some(&*found.to_string()));
                            assert_eq!(LIMIT.get_for(&staff()), *found);
                        });
                    }
                }
            });
        }
        for generation in 1..=1_000 {
            generations.generation.store(generation, Ordering::Relaxed);
            generations.listeners.announce();
        }
        done.store(true, Ordering::Relaxed);
    });
    set_provider(NoopProvider);
}

#[test]
fn a_provider_may_evaluate_while_it_is_asked() {
    let _turn = turn();
    let generations = Arc::new(Generations::default());
    set_provider(Arc::clone(&generations));
    assert!(club::QUARTER.is_enabled_for(&staff()));
    generations.generation.store(7, Ordering::Relaxed);
    generations.listeners.announce();
    assert!(club::QUARTER.is_enabled_for(&staff()));
    assert_eq!(LIMIT.get_for(&staff()), 7);
    assert!(STAFF_ONLY.is_enabled_for(&staff()));
    set_provider(NoopProvider);
}
