//! No evaluation allocates, whatever path it takes.

#![expect(
    unsafe_code,
    reason = "an allocator that counts has to be an allocator"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::hint::black_box;
use std::pin::pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context as Task, Poll, Waker};

use flags_runtime::__private::{ContextData, Hold, Slot};
use flags_runtime::{
    Anonymous, Chain, EnvProvider, ErrorKind, EvaluationContext, Feature, FeatureInfo, Flags, Hook,
    List, MemoryProvider, NoopProvider, Overrides, Provider, Reason, Recorder, Registry,
    Resolution, ResolveError, Scope, Shadow, Text, Value, ValueType, add_hook, carry, set_provider,
};

#[path = "fixtures/annex.rs"]
mod annex;
#[path = "fixtures/club.rs"]
mod club;
#[path = "fixtures/shop.rs"]
mod shop;

use shop::{AWESOME, CHECKOUT_BUTTON, CRAZY, GREETING, MAX_UPLOAD_MB, NEW_KERNEL, SEARCH_LIMITS};

thread_local! {
    static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
}

struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: every call is passed on to the system's allocator as it is; the counter is a thread-local
// without a destructor, so that counting neither allocates nor outlives the thread's storage.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count();
        // SAFETY: the caller's promises are the same.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count();
        // SAFETY: the caller's promises are the same.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count();
        // SAFETY: the caller's promises are the same.
        unsafe { System.realloc(pointer, layout, size) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's promises are the same.
        unsafe { System.dealloc(pointer, layout) }
    }
}

fn count() {
    ALLOCATIONS.with(|count| count.set(count.get() + 1));
}

/// How often this thread allocates while this runs.
fn allocations(run: impl FnOnce()) -> u64 {
    let before = ALLOCATIONS.with(Cell::get);
    run();
    ALLOCATIONS.with(Cell::get) - before
}

static SLOTS: [Slot; 1] = [Slot::new()];
static REGISTRY: Registry = Registry::new(
    "prices",
    "prices.toml",
    2,
    &["production"],
    &FEATURES,
    &SLOTS,
    &[],
);
static FEATURES: [FeatureInfo; 1] = [FeatureInfo::new(
    &REGISTRY,
    0,
    1,
    "discount",
    "DISCOUNT",
    ValueType::Float,
    Value::Float(0.25),
)];
const DISCOUNT: Feature<f64> = Feature::new(&SLOTS[0], &FEATURES[0]);

/// The tests share the process-wide provider, so they take turns.
fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Evaluates a feature of every type in every way through the constants; the first round attaches
/// the registries, which may allocate.
#[track_caller]
fn check_constants() {
    let ada = ContextData::new("ada");
    let evaluate = || {
        black_box((AWESOME.is_enabled(), AWESOME.is_enabled_for(&ada)));
        black_box((CRAZY.is_enabled(), CRAZY.is_enabled_for(&ada)));
        black_box((CHECKOUT_BUTTON.get(), CHECKOUT_BUTTON.get_for(&ada)));
        black_box((MAX_UPLOAD_MB.get(), MAX_UPLOAD_MB.get_for(&ada)));
        black_box((DISCOUNT.get(), DISCOUNT.get_for(&ada)));
        black_box((GREETING.get(), GREETING.get_for(&ada)));
        black_box((SEARCH_LIMITS.get(), SEARCH_LIMITS.get_for(&ada)));
        black_box((NEW_KERNEL.is_enabled(), NEW_KERNEL.evaluate()));
        black_box((AWESOME.evaluate(), AWESOME.evaluate_for(&ada)));
        black_box((CRAZY.evaluate(), CHECKOUT_BUTTON.evaluate_for(&ada)));
        black_box((MAX_UPLOAD_MB.evaluate(), DISCOUNT.evaluate_for(&ada)));
        black_box((GREETING.evaluate(), SEARCH_LIMITS.evaluate_for(&ada)));
        black_box(CHECKOUT_BUTTON.info().evaluate_for(&ada));
    };
    evaluate();
    assert_eq!(allocations(evaluate), 0);
}

/// The same through `Flags`.
#[track_caller]
fn check_flags(provider: impl Provider + 'static) {
    let flags = Flags::new(provider);
    let ada = ContextData::new("ada");
    let evaluate = || {
        black_box((
            flags.is_enabled(AWESOME, &ada),
            flags.is_enabled(CRAZY, &ada),
        ));
        black_box((flags.get(CHECKOUT_BUTTON, &ada), flags.get(DISCOUNT, &ada)));
        black_box((flags.get(MAX_UPLOAD_MB, &ada), flags.get(GREETING, &ada)));
        black_box(flags.get(SEARCH_LIMITS, &ada));
        black_box((flags.evaluate(AWESOME, &ada), flags.evaluate(CRAZY, &ada)));
        black_box(flags.evaluate(CHECKOUT_BUTTON, &ada));
        black_box((
            flags.evaluate(DISCOUNT, &ada),
            flags.evaluate(MAX_UPLOAD_MB, &ada),
        ));
        black_box((
            flags.evaluate(GREETING, &ada),
            flags.evaluate(SEARCH_LIMITS, &ada),
        ));
    };
    evaluate();
    assert_eq!(allocations(evaluate), 0);
}

/// Has values for every feature, and without `answers` has to be asked each time.
struct Asking(MemoryProvider);

impl Provider for Asking {
    fn name(&self) -> &str {
        "asking"
    }

    fn resolve(
        &self,
        feature: &FeatureInfo,
        context: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        self.0.resolve(feature, context)
    }
}

fn memory() -> MemoryProvider {
    let memory = MemoryProvider::new();
    memory.replace([
        ("enable_awesome_text_feature", Value::from(true)),
        ("checkout_button", Value::from("blue".to_owned())),
        ("max_upload_mb", Value::from(100)),
        ("discount", Value::from(0.5)),
        ("greeting", Value::from("hi".to_owned())),
    ]);
    memory.set_key(
        "search_limits",
        Value::Table(List::from(vec![
            (Text::from("max_results"), Value::from(5)),
            (Text::from("share"), Value::from(0.75)),
        ])),
    );
    memory
}

/// Fails each time it is asked.
struct Failing(ResolveError);

impl Provider for Failing {
    fn name(&self) -> &str {
        "failing"
    }

    fn resolve(
        &self,
        _: &FeatureInfo,
        _: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        Err(self.0.clone())
    }
}

fn failing() -> Failing {
    Failing(ResolveError::new(
        ErrorKind::General,
        "torn page".to_owned(),
    ))
}

/// Says what no feature can be.
struct Nonsense;

impl Provider for Nonsense {
    fn name(&self) -> &str {
        "nonsense"
    }

    fn resolve(
        &self,
        _: &FeatureInfo,
        _: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        Ok(Some(Resolution::new(
            Value::List(List::literal(&[])),
            Reason::Static,
        )))
    }
}

fn variables() -> EnvProvider {
    EnvProvider::from_vars([
        ("FLAGS_ENABLE_AWESOME_TEXT_FEATURE", "yes"),
        ("FLAGS_CHECKOUT_BUTTON", "green"),
        ("FLAGS_MAX_UPLOAD_MB", "7"),
        ("FLAGS_DISCOUNT", "0.125"),
        ("FLAGS_GREETING", "ho"),
    ])
}

#[test]
fn the_allocator_counts() {
    assert_eq!(allocations(|| drop(black_box(Box::new(1)))), 1);
    assert_eq!(allocations(|| drop(black_box(vec![0_u8; 8]))), 1);
}

#[test]
fn without_a_provider() {
    let _turn = turn();
    set_provider(NoopProvider);
    check_constants();
}

#[test]
fn through_slots_and_snapshots() {
    let _turn = turn();
    set_provider(memory());
    check_constants();
    assert!(!shop::SLOTS[AWESOME.index()].asks());
}

#[test]
fn while_the_slots_say_ask() {
    let _turn = turn();
    set_provider(memory());
    let holds: Vec<_> = shop::FEATURES[..7].iter().map(Hold::new).collect();
    assert!(shop::SLOTS[AWESOME.index()].asks());
    check_constants();
    drop(holds);
}

#[test]
fn with_a_hook_that_does_not_allocate_itself() {
    struct Silent;
    impl Hook for Silent {}

    let _turn = turn();
    set_provider(memory());
    let hook = add_hook(Silent);
    check_constants();
    hook.remove();
}

#[test]
fn with_a_provider_that_is_asked() {
    let _turn = turn();
    set_provider(Asking(memory()));
    check_constants();
    assert!(shop::SLOTS[AWESOME.index()].asks());
}

#[test]
fn with_a_provider_that_fails() {
    let _turn = turn();
    set_provider(failing());
    check_constants();
}

/// Evaluates as the tests without a scope do, and what rules decide.
#[track_caller]
fn check_here() {
    check_constants();
    check_flags(memory());
    let ada = club::Context::new("ada").is_staff(true);
    let evaluate = || {
        black_box((club::STAFF_ONLY.is_enabled(), club::QUARTER.is_enabled()));
        black_box((club::BUTTON.get(), club::LIMIT.get(), club::WINTER.get()));
        black_box((club::STAFF_ONLY.get_for(&ada), club::LIMIT.get_for(&ada)));
        black_box((club::STAFF_ONLY.evaluate(), club::BUTTON.evaluate()));
        black_box(club::LIMIT.info().evaluate());
    };
    evaluate();
    assert_eq!(allocations(evaluate), 0);
}

#[test]
fn outside_of_scopes_with_rules() {
    let _turn = turn();
    set_provider(memory());
    check_here();
}

#[test]
fn in_a_scope_of_whatever_context() {
    let _turn = turn();
    set_provider(memory());
    let own = club::Context::new("user-42").is_staff(true);
    own.scope(check_here);
    // Of another registry, where attributes are found by name.
    annex::Context::new("user-42")
        .is_staff(true)
        .scope(check_here);
    own.scope(|| annex::Context::new("user-7").scope(check_here));
    Scope::new(Anonymous).run(check_here);
}

#[test]
fn in_a_scope_that_keeps_an_older_snapshot() {
    let _turn = turn();
    let provider = memory();
    set_provider(provider.clone());
    check_constants();
    club::Context::new("user-42").scope(|| {
        provider.replace([("maintenance", true)]);
        assert!(shop::SLOTS[AWESOME.index()].asks());
        assert!(AWESOME.is_enabled());
        check_here();
    });
    assert!(!AWESOME.is_enabled());
}

#[test]
fn under_overrides() {
    let _turn = turn();
    set_provider(memory());
    let overrides = || {
        Overrides::new()
            .with(AWESOME, false)
            .with(CHECKOUT_BUTTON, shop::CheckoutButton::Green)
            .with(MAX_UPLOAD_MB, 3)
            .with(GREETING, Text::from("hey".to_owned()))
            .with(SEARCH_LIMITS, SEARCH_LIMITS.get())
            .with(shop::MAINTENANCE, true)
            .with(club::STAFF_ONLY, true)
    };
    let one = DISCOUNT.override_with(0.75);
    check_here();
    let all = overrides().apply();
    check_here();
    club::Context::new("user-42").scope(check_here);
    drop(one);
    carry(check_here)();
    drop(all);
    Scope::new(Anonymous)
        .with_overrides(overrides())
        .run(check_here);
}

#[test]
fn in_a_recorded_scope() {
    let _turn = turn();
    set_provider(memory());
    let recorder = Recorder::new();
    let scope = Scope::new(club::Context::new("user-42")).recorded_by(&recorder);
    scope.run(check_here);
    assert!(scope.evaluated().len() > 10);
    let full = Scope::new(Anonymous).recorded_by(&Recorder::with_limit(2));
    full.run(check_here);
    assert_eq!(full.evaluated().len(), 2);
}

/// What a poll of a future costs that goes on in its scope: nothing after the first.
#[test]
fn being_polled_in_a_scope_again() {
    let _turn = turn();
    set_provider(memory());
    let mut polls = 0;
    let forever = std::future::poll_fn(move |_| {
        polls += 1;
        black_box((club::STAFF_ONLY.is_enabled(), AWESOME.is_enabled(), polls));
        Poll::<()>::Pending
    });
    let mut future = pin!(club::Context::new("user-42").scope_async(forever));
    let mut poll = || {
        let mut task = Task::from_waker(Waker::noop());
        assert!(future.as_mut().poll(&mut task).is_pending());
    };
    poll();
    assert_eq!(allocations(poll), 0);
}

#[test]
fn in_flags() {
    check_flags(NoopProvider);
    check_flags(memory());
    check_flags(Asking(memory()));
    check_flags(failing());
    check_flags(Nonsense);
}

#[test]
fn in_a_chain() {
    check_flags(Chain::first(NoopProvider).then(memory()));
    check_flags(Chain::first(variables()).then(Asking(memory())));
    // Behind one that asks, the variables are read in each evaluation.
    check_flags(Chain::first(Asking(MemoryProvider::new())).then(variables()));
    check_flags(Chain::first(failing()).then(Asking(memory())));
    check_flags(Chain::first(Nonsense).then(failing()));
    check_flags(Chain::first(Nonsense).then(Asking(memory())));
}

#[test]
fn in_a_shadow() {
    check_flags(Shadow::new(memory(), Asking(MemoryProvider::new())));
    check_flags(Shadow::new(Asking(memory()), variables()));
    check_flags(Shadow::new(Asking(memory()), failing()));
    check_flags(Shadow::new(Asking(memory()), Nonsense));
}

#[test]
fn building_a_context_of_borrowed_values() {
    let tags: &[&str] = &["a", "b"];
    let (key, country) = ("user-42".to_owned(), "DE".to_owned());
    let build = || {
        black_box(
            club::Context::new(black_box(&*key))
                .is_staff(true)
                .country(&*country)
                .plan(club::Plan::Pro)
                .app_version("2.1.0-rc.1")
                .seats(12)
                .score(0.5)
                .joined(flags_runtime::Timestamp::from_milliseconds(0))
                .tags(tags)
                .email("ada@example.org"),
        );
    };
    assert_eq!(allocations(build), 0);
}

#[test]
fn evaluating_rules() {
    let _turn = turn();
    set_provider(NoopProvider);
    let own = club::Context::new("user-42")
        .plan(club::Plan::Pro)
        .country("DE")
        .app_version("2.1.0");
    let staff = own.clone().is_staff(true);
    let foreign = annex::Context::new("user-42").is_staff(true);
    let flags = Flags::new(NoopProvider).in_environment("staging");
    let evaluate = || {
        for context in [
            &own as &dyn EvaluationContext,
            &staff,
            &foreign,
            &ContextData::new("a"),
        ] {
            black_box((
                club::STAFF_ONLY.get_for(context),
                club::QUARTER.get_for(context),
            ));
            black_box((club::BUTTON.get_for(context), club::LIMIT.get_for(context)));
            black_box((
                club::WINTER.get_for(context),
                club::VETERAN.get_for(context),
            ));
            black_box((
                club::BUTTON.evaluate_for(context),
                club::LIMIT.evaluate_for(context),
            ));
            black_box((
                flags.get(club::LIMIT, context),
                flags.get(club::BUTTON, context),
            ));
        }
    };
    // The first round attaches the registries, and meets the foreign context.
    evaluate();
    assert_eq!(allocations(evaluate), 0);
    assert!(club::SLOTS[club::STAFF_ONLY.index()].asks());
    assert!(club::STAFF_ONLY.get_for(&staff) && !club::STAFF_ONLY.get_for(&own));
}

/// Where `arc-swap` keeps what a thread is reading is made with the thread's first snapshot.
#[test]
fn rules_in_a_new_thread_allocate_at_their_first_snapshot_only() {
    let _turn = turn();
    set_provider(NoopProvider);
    let staff = club::Context::new("user-42").is_staff(true);
    let evaluate = || _ = black_box(club::STAFF_ONLY.get_for(&staff));
    evaluate();
    std::thread::scope(|scope| {
        let counts = scope.spawn(|| {
            let first = allocations(evaluate);
            let second = allocations(evaluate);
            set_provider(NoopProvider);
            (first, second, allocations(evaluate))
        });
        let (first, second, after_a_swap) = counts.join().unwrap();
        assert!(first <= 1, "{first}");
        assert_eq!((second, after_a_swap), (0, 0));
    });
}
