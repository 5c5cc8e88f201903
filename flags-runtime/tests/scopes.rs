//! Scopes: an ambient context, and one snapshot for all answers.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Barrier, Mutex, MutexGuard, PoisonError};
use std::task::{Context as Task, Poll, Waker};
use std::thread;

use expect_test::expect;
use flags_runtime::__private::ContextData;
use flags_runtime::{
    Answer, Answers, ErrorKind, EvaluationContext, FeatureInfo, Flags, Listener, Listeners,
    MemoryProvider, NoopProvider, Overrides, Provider, Reason, Recorder, Registry, Resolution,
    ResolveError, Scope, Value, attach, carry, carry_async, evaluated, set_environment,
    set_provider,
};

#[path = "fixtures/annex.rs"]
mod annex;
#[path = "fixtures/club.rs"]
mod club;
#[path = "fixtures/shop.rs"]
mod shop;

use club::{QUARTER, STAFF_ONLY};
use shop::{AWESOME, CHECKOUT_BUTTON, CRAZY, GREETING, MAINTENANCE, MAX_UPLOAD_MB};

/// The tests of this file share the process-wide provider, so they take turns; each begins without
/// a provider.
fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    let guard = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    set_provider(NoopProvider);
    set_environment("production");
    attach(&shop::REGISTRY);
    attach(&club::REGISTRY);
    guard
}

fn asks(feature: &FeatureInfo) -> bool {
    feature
        .registry()
        .features()
        .iter()
        .any(|other| other == feature)
        && match feature.registry().name() {
            "shop" => shop::SLOTS[feature.index()].asks(),
            _ => club::SLOTS[feature.index()].asks(),
        }
}

fn memory() -> MemoryProvider {
    let memory = MemoryProvider::new();
    set_provider(memory.clone());
    memory
}

fn staff() -> club::Context<'static> {
    club::Context::new("ada").is_staff(true)
}

#[test]
fn evaluations_are_for_the_scopes_subject() {
    let _turn = turn();
    assert!(!STAFF_ONLY.is_enabled());
    staff().scope(|| {
        assert!(STAFF_ONLY.is_enabled());
        assert_eq!(STAFF_ONLY.evaluate().reason(), Reason::TargetingMatch);
        assert_eq!(*STAFF_ONLY.info().evaluate().value(), Value::from(true));
        // One with a context of its own is for that.
        assert!(!STAFF_ONLY.is_enabled_for(&club::Context::new("bob")));
    });
    assert!(!STAFF_ONLY.is_enabled());
}

#[test]
fn a_borrowed_context_is_enough() {
    let _turn = turn();
    let name = "ada".to_owned();
    let key = club::Context::new(&*name).scope(|| {
        let scope = Scope::current().unwrap();
        scope.context().targeting_key().map(str::to_owned)
    });
    assert_eq!(key.as_deref(), Some("ada"));
}

#[test]
fn a_context_of_ones_own_can_be_ambient() {
    struct Host;
    impl EvaluationContext for Host {
        fn targeting_key(&self) -> Option<&str> {
            Some("localhost")
        }

        fn attribute(&self, name: &str) -> Option<flags_runtime::AttributeValue<'_>> {
            (name == "is_staff").then_some(flags_runtime::AttributeValue::Boolean(true))
        }
    }

    let _turn = turn();
    assert!(Scope::new(Host).run(|| STAFF_ONLY.is_enabled()));
}

#[test]
fn a_librarys_feature_follows_the_applications_scope() {
    let _turn = turn();
    // `is_staff` is declared in both, at another place.
    let visitor = annex::Context::new("ada").is_staff(true);
    visitor.scope(|| {
        assert!(STAFF_ONLY.is_enabled());
        assert_eq!(
            QUARTER.is_enabled(),
            QUARTER.is_enabled_for(&club::Context::new("ada"))
        );
        assert!(!AWESOME.is_enabled());
    });
}

#[test]
fn both_registries_are_kept_as_they_were() {
    let _turn = turn();
    let memory = memory();
    annex::Context::new("ada").scope(|| {
        memory.set(AWESOME, true);
        memory.set(STAFF_ONLY, true);
        assert!(!AWESOME.is_enabled());
        assert!(!STAFF_ONLY.is_enabled());
    });
    assert!(AWESOME.is_enabled() && STAFF_ONLY.is_enabled());
}

#[test]
fn the_same_question_has_the_same_answer_while_the_provider_changes() {
    let _turn = turn();
    let memory = memory();
    staff().scope(|| {
        assert!(!AWESOME.is_enabled());
        memory.set(AWESOME, true);
        memory.set(MAX_UPLOAD_MB, 100);
        memory.set(GREETING, "ahoy".into());
        memory.set(STAFF_ONLY, false);
        assert!(!AWESOME.is_enabled());
        assert!(!AWESOME.is_enabled_for(&staff()));
        assert_eq!(AWESOME.evaluate().reason(), Reason::Default);
        assert_eq!(MAX_UPLOAD_MB.get(), 25);
        assert_eq!(GREETING.get(), "hello");
        assert!(STAFF_ONLY.is_enabled());
        // Everybody else gets the new answers.
        thread::spawn(|| {
            assert!(AWESOME.is_enabled());
            assert_eq!(MAX_UPLOAD_MB.get(), 100);
            assert!(!STAFF_ONLY.is_enabled_for(&staff()));
        })
        .join()
        .unwrap();
    });
    assert!(AWESOME.is_enabled());
    assert_eq!(GREETING.get(), "ahoy");
}

#[test]
fn a_slot_asks_only_from_a_change_to_the_end_of_the_scopes_before_it() {
    let _turn = turn();
    let memory = memory();
    let older = Scope::new(staff());
    assert!(!asks(AWESOME.info()));
    memory.set(AWESOME, true);
    assert!(asks(AWESOME.info()));
    // What has not changed stays on the fast path.
    assert!(!asks(MAINTENANCE.info()));
    assert!(!asks(MAX_UPLOAD_MB.info()));

    let newer = Scope::new(staff());
    assert!(newer.run(|| AWESOME.is_enabled()));
    assert!(!older.run(|| AWESOME.is_enabled()));
    memory.set(MAX_UPLOAD_MB, 100);
    assert!(asks(MAX_UPLOAD_MB.info()));
    drop(older);
    // The newer one began after the first change, and before the second.
    assert!(!asks(AWESOME.info()));
    assert!(asks(MAX_UPLOAD_MB.info()));
    drop(newer);
    assert!(!asks(MAX_UPLOAD_MB.info()));
    assert!(AWESOME.is_enabled());
}

#[test]
fn a_change_of_a_need_holds_what_needs_it() {
    let _turn = turn();
    let memory = memory();
    staff().scope(|| {
        assert!(CRAZY.is_enabled());
        memory.set(MAINTENANCE, true);
        assert!(asks(CRAZY.info()));
        // The button needs it too, and is what it was for another reason.
        assert!(!asks(CHECKOUT_BUTTON.info()));
        assert!(CRAZY.is_enabled());
        assert_eq!(CHECKOUT_BUTTON.evaluate().reason(), Reason::Default);
    });
    assert!(!asks(CRAZY.info()) && !CRAZY.is_enabled());
}

#[test]
fn a_scope_within_another_keeps_the_snapshot_of_that() {
    let _turn = turn();
    let memory = memory();
    staff().scope(|| {
        memory.set(AWESOME, true);
        club::Context::new("bob").scope(|| {
            assert!(!STAFF_ONLY.is_enabled());
            assert!(!AWESOME.is_enabled());
        });
        assert!(STAFF_ONLY.is_enabled());
    });
    assert!(Scope::current().is_none());
}

#[test]
fn what_attaches_in_a_scope_is_kept_from_its_first_snapshot_on() {
    static SLOTS: [flags_runtime::__private::Slot; 1] = [flags_runtime::__private::Slot::new()];
    static REGISTRY: Registry = Registry::new(
        "late",
        "late.toml",
        9,
        &["production"],
        &FEATURES,
        &SLOTS,
        &[],
    );
    static FEATURES: [FeatureInfo; 1] = [FeatureInfo::new(
        &REGISTRY,
        0,
        1,
        "late",
        "LATE",
        flags_runtime::ValueType::Boolean,
        Value::Boolean(false),
    )];
    const LATE: flags_runtime::Feature<bool> = flags_runtime::Feature::new(&SLOTS[0], &FEATURES[0]);

    let _turn = turn();
    let memory = memory();
    let older = Scope::new(staff());
    memory.set(AWESOME, true);
    staff().scope(|| {
        assert!(!LATE.is_enabled());
        assert!(!SLOTS[0].asks());
        memory.set(LATE, true);
        assert!(!LATE.is_enabled());
        assert!(!older.run(|| LATE.is_enabled()));
    });
    assert!(LATE.is_enabled());
    assert!(!older.run(|| LATE.is_enabled()));
    drop(older);
    assert!(!SLOTS[0].asks());
}

#[test]
fn a_panic_leaves_nothing_behind() {
    let _turn = turn();
    let memory = memory();
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        staff().scope(|| {
            memory.set(AWESOME, true);
            panic!("on purpose");
        });
    }));
    assert!(panicked.is_err());
    assert!(Scope::current().is_none());
    assert!(!asks(AWESOME.info()) && AWESOME.is_enabled());
}

/// Polls once, as an executor would.
fn poll_once<F: Future>(future: std::pin::Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Task::from_waker(Waker::noop()))
}

#[test]
fn a_scope_is_in_force_only_while_its_future_is_polled() {
    let _turn = turn();
    let mut future = pin!(staff().scope_async(async {
        assert!(STAFF_ONLY.is_enabled());
        let mut waited = false;
        std::future::poll_fn(|_| match std::mem::replace(&mut waited, true) {
            false => Poll::Pending,
            true => Poll::Ready(()),
        })
        .await;
        STAFF_ONLY.is_enabled()
    }));
    assert!(poll_once(future.as_mut()).is_pending());
    assert!(Scope::current().is_none());
    assert!(!STAFF_ONLY.is_enabled());
    assert_eq!(poll_once(future.as_mut()), Poll::Ready(true));
    assert!(Scope::current().is_none());
}

#[test]
fn a_future_that_waits_keeps_nothing_of_where_it_was_polled() {
    let _turn = turn();
    let mut future = Box::pin(staff().scope_async(std::future::pending::<()>()));
    let on = MAX_UPLOAD_MB.override_with(7);
    assert!(poll_once(future.as_mut()).is_pending());
    drop(on);
    assert!(!asks(MAX_UPLOAD_MB.info()));
    assert!(poll_once(future.as_mut()).is_pending());
}

#[test]
fn a_future_that_is_dropped_leaves_nothing_behind() {
    let _turn = turn();
    let memory = memory();
    {
        let mut future = Box::pin(staff().scope_async(std::future::pending::<()>()));
        assert!(poll_once(future.as_mut()).is_pending());
        memory.set(AWESOME, true);
        assert!(asks(AWESOME.info()));
    }
    assert!(!asks(AWESOME.info()));
    let never_polled = staff().scope_async(async {});
    memory.set(AWESOME, false);
    assert!(asks(AWESOME.info()));
    drop(never_polled);
    assert!(!asks(AWESOME.info()));
}

#[test]
fn a_future_may_go_from_thread_to_thread() {
    let _turn = turn();
    let memory = memory();
    let mut future = Box::pin(staff().scope_async(async {
        for _ in 0..3 {
            assert!(STAFF_ONLY.is_enabled() && !AWESOME.is_enabled());
            let mut waited = false;
            std::future::poll_fn(|_| match std::mem::replace(&mut waited, true) {
                false => Poll::Pending,
                true => Poll::Ready(()),
            })
            .await;
        }
    }));
    for round in 0..4 {
        let (poll, back) = thread::spawn(move || {
            let poll = poll_once(future.as_mut());
            assert!(Scope::current().is_none());
            (poll, future)
        })
        .join()
        .unwrap();
        future = back;
        memory.set(AWESOME, true);
        assert_eq!(poll.is_ready(), round == 3);
    }
}

#[test]
fn without_a_scope_rules_say_that_there_was_no_context() {
    let _turn = turn();
    let answer = STAFF_ONLY.evaluate();
    assert_eq!(
        (*answer.value(), answer.reason()),
        (false, Reason::NoContext)
    );
    expect![[r#"
        staff_only = false (NO_CONTEXT, production)
            no request context: this is outside every scope, so the answer is for nobody in particular
            variable FLAGS_STAFF_ONLY is not read in production
            provider `noop` has no opinion
            rules of club.toml
              rule 1 (line 12) does not match: segment `staff`: `is_staff` = true is unknown (the context has no `is_staff`)
         => declared default: false (club.toml:10)"#]]
    .assert_eq(&STAFF_ONLY.explain().to_string());
    // One that is anonymous on purpose is a context, and so is a need of none.
    assert_eq!(
        STAFF_ONLY.evaluate_for(&ContextData::anonymous()).reason(),
        Reason::Default
    );
    assert_eq!(AWESOME.evaluate().reason(), Reason::Default);
}

#[test]
fn a_new_thread_has_no_scope_unless_it_is_carried() {
    let _turn = turn();
    staff().scope(|| {
        let reason = || STAFF_ONLY.evaluate().reason();
        assert_eq!(thread::spawn(reason).join().unwrap(), Reason::NoContext);
        let carried = thread::spawn(carry(reason)).join().unwrap();
        assert_eq!(carried, Reason::TargetingMatch);
    });
}

#[test]
fn what_is_carried_keeps_the_scopes_snapshot_for_as_long_as_it_runs() {
    let _turn = turn();
    let memory = memory();
    let carried = staff().scope(|| carry(|| (STAFF_ONLY.is_enabled(), AWESOME.is_enabled())));
    memory.set(AWESOME, true);
    assert!(asks(AWESOME.info()));
    assert_eq!(thread::spawn(carried).join().unwrap(), (true, false));
    assert!(!asks(AWESOME.info()));
}

#[test]
fn tokio_tasks_and_blocking_threads() {
    let _turn = turn();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(3)
        .build()
        .unwrap();
    let both = || (STAFF_ONLY.is_enabled(), Scope::current().is_some());
    runtime.block_on(async {
        let request = staff().scope_async(async move {
            assert_eq!(both(), (true, true));
            tokio::task::yield_now().await;
            let bare = tokio::spawn(async move { both() });
            assert_eq!(bare.await.unwrap(), (false, false));
            let carried = tokio::spawn(carry_async(async move {
                tokio::task::yield_now().await;
                both()
            }));
            assert_eq!(carried.await.unwrap(), (true, true));
            let bare = tokio::task::spawn_blocking(both);
            assert_eq!(bare.await.unwrap(), (false, false));
            let carried = tokio::task::spawn_blocking(carry(both));
            assert_eq!(carried.await.unwrap(), (true, true));
            both()
        });
        assert_eq!(tokio::spawn(request).await.unwrap(), (true, true));
    });
}

#[test]
fn many_tokio_tasks_with_a_subject_each() {
    let _turn = turn();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(4)
        .build()
        .unwrap();
    runtime.block_on(async {
        let tasks: Vec<_> = (0..200)
            .map(|number| {
                let visitor =
                    club::Context::new(format!("user-{number}")).is_staff(number % 3 == 0);
                tokio::spawn(visitor.scope_async(async move {
                    for _ in 0..20 {
                        assert_eq!(STAFF_ONLY.is_enabled(), number % 3 == 0);
                        tokio::task::yield_now().await;
                    }
                }))
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
    });
}

#[test]
fn smol_tasks() {
    let _turn = turn();
    let executor = Arc::new(smol::Executor::new());
    let request = staff().scope_async({
        let executor = Arc::clone(&executor);
        async move {
            let bare = executor.spawn(async { STAFF_ONLY.is_enabled() }).await;
            smol::future::yield_now().await;
            let carried = carry_async(async {
                smol::future::yield_now().await;
                STAFF_ONLY.is_enabled()
            });
            let carried = executor.spawn(carried).await;
            (
                bare,
                carried,
                smol::unblock(carry(|| STAFF_ONLY.is_enabled())).await,
            )
        }
    });
    let answers = smol::block_on(executor.run(executor.spawn(request)));
    assert_eq!(answers, (false, true, true));
}

#[test]
fn overrides_follow_scopes_and_tasks() {
    let _turn = turn();
    let _on = AWESOME.override_with(true);
    let runtime = tokio::runtime::Builder::new_multi_thread().build().unwrap();
    runtime.block_on(async {
        let request = staff().scope_async(async {
            assert!(AWESOME.is_enabled() && STAFF_ONLY.is_enabled());
            let carried = tokio::spawn(carry_async(async { AWESOME.is_enabled() }));
            assert!(carried.await.unwrap());
            let bare = tokio::spawn(async { AWESOME.is_enabled() });
            assert!(!bare.await.unwrap());
        });
        request.await;
        let own = MAX_UPLOAD_MB.overridden_async(7, async {
            tokio::task::yield_now().await;
            MAX_UPLOAD_MB.get()
        });
        // On a thread of the runtime, where the guard is not.
        let alone = tokio::spawn(carry_async(own));
        assert_eq!(alone.await.unwrap(), 7);
        assert_eq!(MAX_UPLOAD_MB.get(), 25);
    });
}

#[test]
fn overrides_of_a_scope_go_where_it_goes() {
    let _turn = turn();
    let overrides = Overrides::new().with(AWESOME, true).with(STAFF_ONLY, false);
    let scope = Scope::new(staff()).with_overrides(overrides);
    assert!(asks(AWESOME.info()) && !asks(MAX_UPLOAD_MB.info()));
    let check = || {
        assert!(AWESOME.is_enabled() && !STAFF_ONLY.is_enabled());
        assert_eq!(AWESOME.evaluate().reason(), Reason::Override);
    };
    scope.run(check);
    thread::scope(|threads| {
        threads.spawn(|| scope.run(check));
        threads.spawn(|| assert!(!AWESOME.is_enabled()));
    });
    scope.run(|| staff().scope(check));
    drop(scope);
    assert!(!asks(AWESOME.info()) && !AWESOME.is_enabled());
}

#[test]
fn an_override_of_one_feature_leaves_the_others_on_the_fast_path() {
    let _turn = turn();
    let on = CRAZY.override_with(true);
    assert!(asks(CRAZY.info()));
    // It needs the crazy feature.
    assert!(asks(CHECKOUT_BUTTON.info()));
    for other in [AWESOME.info(), MAINTENANCE.info(), MAX_UPLOAD_MB.info()] {
        assert!(!asks(other));
    }
    drop(on);
    assert!(!asks(CRAZY.info()) && !asks(CHECKOUT_BUTTON.info()));
}

#[test]
fn a_guard_outlives_the_scope_that_it_was_made_in() {
    let _turn = turn();
    let on = staff().scope(|| AWESOME.override_with(true));
    assert!(Scope::current().is_none());
    assert!(AWESOME.is_enabled());
    drop(on);
    assert!(!AWESOME.is_enabled());
}

#[test]
fn what_is_read_in_a_scope_can_be_recorded() {
    let _turn = turn();
    assert!(!asks(AWESOME.info()));
    let recorder = Recorder::new();
    assert!(asks(AWESOME.info()));
    let scope = Scope::new(staff()).recorded_by(&recorder);
    scope.run(|| {
        for _ in 0..3 {
            let _ = (AWESOME.is_enabled(), STAFF_ONLY.is_enabled());
        }
        let _ = STAFF_ONLY.is_enabled_for(&club::Context::new("bob"));
        club::Context::new("eve").scope(|| GREETING.get());
        thread::spawn(carry(|| CHECKOUT_BUTTON.evaluate()))
            .join()
            .unwrap();
        let _ = MAX_UPLOAD_MB.info().evaluate();
        assert_eq!(evaluated(), scope.evaluated());
    });
    let _ = MAINTENANCE.is_enabled();
    let lines: Vec<_> = scope.evaluated().iter().map(ToString::to_string).collect();
    expect![[r#"
        enable_awesome_text_feature = false (DEFAULT)
        staff_only = true (TARGETING_MATCH)
        staff_only = false (DEFAULT)
        greeting = "hello" (DEFAULT)
        checkout_button = "red" (DEFAULT)
        max_upload_mb = 25 (DEFAULT)"#]]
    .assert_eq(&lines.join("\n"));
    assert_eq!(Scope::new(staff()).evaluated(), []);
    drop((scope, recorder));
    assert!(!asks(AWESOME.info()));
}

#[test]
fn no_more_is_recorded_than_there_is_room_for() {
    let _turn = turn();
    let recorder = Recorder::with_limit(1);
    let scope = Scope::new(staff()).recorded_by(&recorder);
    scope.run(|| {
        let _ = (AWESOME.is_enabled(), MAX_UPLOAD_MB.get());
    });
    assert_eq!(scope.evaluated().len(), 1);
    assert_eq!(*scope.evaluated()[0].feature(), *AWESOME.info());
}

#[test]
fn flags_of_ones_own_are_kept_where_the_scope_says_so() {
    let _turn = turn();
    let memory = MemoryProvider::new();
    let flags = Flags::new(memory.clone());
    let limit = || flags.get(MAX_UPLOAD_MB, &staff());
    assert_eq!(limit(), 25);
    flags.scope(staff(), || {
        memory.set(MAX_UPLOAD_MB, 100);
        assert_eq!(limit(), 25);
        assert!(STAFF_ONLY.is_enabled());
        club::Context::new("bob").scope(|| assert_eq!(limit(), 25));
        Scope::new(staff())
            .with_flags(&flags)
            .run(|| assert_eq!(limit(), 25));
        assert_eq!(
            thread::scope(|threads| threads.spawn(limit).join().unwrap()),
            100
        );
    });
    assert_eq!(limit(), 100);
    staff().scope(|| {
        memory.set(MAX_UPLOAD_MB, 200);
        assert_eq!(limit(), 200);
    });
}

/// Says something else each time it is asked: how often it has been.
#[derive(Default)]
struct Fickle {
    asked: AtomicI64,
}

impl Provider for Fickle {
    fn name(&self) -> &str {
        "fickle"
    }

    fn resolve(
        &self,
        feature: &FeatureInfo,
        _: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        let asked = self.asked.fetch_add(1, Ordering::Relaxed) + 1;
        match feature.key() {
            "max_upload_mb" => Ok(Some(Resolution::new(asked, Reason::TargetingMatch))),
            "maintenance" => Ok(Some(Resolution::new(asked % 2 == 1, Reason::Split))),
            "enable_awesome_text_feature" => Err(ResolveError::new(
                ErrorKind::General,
                format!("torn page {asked}"),
            )),
            _ => Ok(None),
        }
    }
}

#[test]
fn a_provider_that_is_asked_answers_once_in_a_scope() {
    let _turn = turn();
    let fickle = Arc::new(Fickle::default());
    set_provider(Arc::clone(&fickle));
    assert_eq!((MAX_UPLOAD_MB.get(), MAX_UPLOAD_MB.get()), (1, 2));
    let scope = Scope::new(staff());
    scope.run(|| {
        for _ in 0..3 {
            assert_eq!(MAX_UPLOAD_MB.get(), 3);
            let answer = MAX_UPLOAD_MB.evaluate();
            assert_eq!(
                (*answer.value(), answer.reason()),
                (3, Reason::TargetingMatch)
            );
            assert_eq!(*MAX_UPLOAD_MB.explain().value(), Value::from(3));
            assert_eq!(*MAX_UPLOAD_MB.info().evaluate().value(), Value::from(3));
        }
        // Another subject is another question, and so is another scope.
        assert_eq!(MAX_UPLOAD_MB.get_for(&club::Context::new("bob")), 4);
        club::Context::new("bob")
            .scope(|| assert_eq!((MAX_UPLOAD_MB.get(), MAX_UPLOAD_MB.get()), (5, 5)));
        assert_eq!(
            thread::spawn(carry(|| MAX_UPLOAD_MB.get())).join().unwrap(),
            3
        );
        assert_eq!(fickle.asked.load(Ordering::Relaxed), 5);
    });
    // Of needs as well: `enable_crazy_feature` needs `maintenance` to be off.
    Scope::new(staff()).run(|| {
        let (crazy, maintenance) = (CRAZY.is_enabled(), MAINTENANCE.is_enabled());
        assert_ne!(crazy, maintenance);
        for _ in 0..3 {
            assert_eq!(
                (CRAZY.is_enabled(), MAINTENANCE.is_enabled()),
                (crazy, maintenance)
            );
        }
        let error = || AWESOME.evaluate().error().map(ToString::to_string);
        assert!(error().is_some());
        assert_eq!(error(), error());
    });
    assert_eq!(scope.run(|| MAX_UPLOAD_MB.get()), 3);
    set_provider(NoopProvider);
    assert_eq!(scope.run(|| MAX_UPLOAD_MB.get()), 3);
}

#[test]
fn flags_that_stand_in_for_others_in_a_scope_are_asked_for_themselves() {
    let _turn = turn();
    Scope::new(staff()).run(|| {
        for _ in 0..3 {
            let flags = Flags::new(Fickle::default());
            // Not kept by the scope, which began before they were there.
            flags.run(|| assert_eq!((MAX_UPLOAD_MB.get(), MAX_UPLOAD_MB.get()), (1, 2)));
            flags.run(|| {
                staff().scope(|| assert_eq!((MAX_UPLOAD_MB.get(), MAX_UPLOAD_MB.get()), (3, 3)));
            });
        }
        assert_eq!(MAX_UPLOAD_MB.get(), 25);
    });
}

/// A provider that enters scopes and overrides features while it is asked.
#[derive(Default)]
struct Busy {
    listeners: Listeners,
}

impl Provider for Busy {
    fn name(&self) -> &str {
        "busy"
    }

    fn resolve(
        &self,
        _: &FeatureInfo,
        _: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        let _on = MAX_UPLOAD_MB.override_with(9);
        let limit = club::Context::new("eve").scope(|| MAX_UPLOAD_MB.get());
        Ok(Some(Resolution::new(limit == 9, Reason::Static)))
    }

    fn answers(&self, registry: &'static Registry, _: &str) -> Answers {
        let all = registry
            .features()
            .iter()
            .map(|feature| match feature.key() {
                "enable_awesome_text_feature" => Answer::Ask,
                _ => Answer::Fixed(Ok(None)),
            });
        // Scopes come and go while a snapshot is made.
        drop(Scope::new(staff()));
        Answers::new(all.collect())
    }

    fn subscribe(&self, listener: Arc<dyn Listener>) {
        self.listeners.add(listener);
    }
}

#[test]
fn a_provider_may_enter_scopes_and_override_while_it_is_asked() {
    let _turn = turn();
    let busy = Arc::new(Busy::default());
    set_provider(Arc::clone(&busy));
    staff().scope(|| {
        assert!(AWESOME.is_enabled());
        busy.listeners.announce();
        assert!(AWESOME.is_enabled());
        assert_eq!(MAX_UPLOAD_MB.get(), 25);
    });
    assert!(!asks(MAX_UPLOAD_MB.info()));
}

#[test]
fn scopes_begin_and_end_while_the_provider_changes() {
    let _turn = turn();
    let memory = memory();
    let (start, rounds) = (Barrier::new(5), 2_000_i64);
    thread::scope(|threads| {
        for _ in 0..4 {
            threads.spawn(|| {
                start.wait();
                loop {
                    // Outside, inside and outside again: nobody goes back.
                    let before = MAX_UPLOAD_MB.get();
                    let inside = staff().scope(|| {
                        let limit = MAX_UPLOAD_MB.get();
                        for _ in 0..20 {
                            assert_eq!(MAX_UPLOAD_MB.get(), limit);
                            assert_eq!(*MAX_UPLOAD_MB.evaluate().value(), limit);
                            // Set at the same time.
                            let pair = club::LIMIT.get();
                            assert_eq!(pair, limit, "of two registries");
                        }
                        limit
                    });
                    let after = MAX_UPLOAD_MB.get();
                    assert!(
                        before <= inside && inside <= after,
                        "{before} {inside} {after}"
                    );
                    if after >= 400 {
                        break;
                    }
                }
            });
        }
        memory.replace([
            ("max_upload_mb", Value::from(26)),
            ("limit", Value::from(26)),
        ]);
        memory.set(STAFF_ONLY, true);
        start.wait();
        for round in 0..=rounds {
            let value = 26 + round * 374 / rounds;
            memory.replace([
                ("max_upload_mb", Value::from(value)),
                ("limit", Value::from(value)),
                ("staff_only", Value::from(true)),
            ]);
        }
    });
    assert!(!asks(MAX_UPLOAD_MB.info()));
}

#[test]
fn overrides_come_and_go_while_the_provider_changes() {
    let _turn = turn();
    let memory = memory();
    memory.set(MAX_UPLOAD_MB, 30);
    let done = AtomicBool::new(false);
    thread::scope(|threads| {
        for _ in 0..2 {
            threads.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    let on = MAX_UPLOAD_MB.override_with(7);
                    assert_eq!((MAX_UPLOAD_MB.get(), CRAZY.is_enabled()), (7, true));
                    staff().scope(|| assert_eq!(MAX_UPLOAD_MB.get(), 7));
                    drop(on);
                    assert!(MAX_UPLOAD_MB.get() >= 30);
                }
            });
            threads.spawn(|| {
                let mut last = 0;
                while !done.load(Ordering::Relaxed) {
                    let limit = MAX_UPLOAD_MB.get();
                    assert!(limit >= 30 && limit >= last, "{limit} after {last}");
                    last = limit;
                }
            });
        }
        for limit in 31..=400 {
            memory.set(MAX_UPLOAD_MB, limit);
        }
        done.store(true, Ordering::Relaxed);
    });
    assert_eq!(MAX_UPLOAD_MB.get(), 400);
    assert!(!asks(MAX_UPLOAD_MB.info()));
}
