//! Flags that answer for the constants, in tests that run beside each other.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Barrier;
use std::task::{Context as Task, Poll, Waker};
use std::thread;

use flags_runtime::{
    Anonymous, EvaluationContext as _, Flags, MemoryProvider, MockProvider, NoopProvider, Reason,
    Scope, StagedProvider, carry,
};

#[path = "fixtures/club.rs"]
mod club;
#[path = "fixtures/shop.rs"]
mod shop;

use shop::{AWESOME, CHECKOUT_BUTTON, CRAZY, CheckoutButton, GREETING, MAINTENANCE, MAX_UPLOAD_MB};

fn uploads(megabytes: i64) -> Flags {
    let memory = MemoryProvider::new();
    memory.set(MAX_UPLOAD_MB, megabytes);
    Flags::new(memory)
}

#[test]
fn constants_answer_from_the_flags_until_the_guard_is_dropped() {
    let memory = MemoryProvider::new();
    memory.set(MAX_UPLOAD_MB, 7);
    memory.set(GREETING, "ahoy".into());
    memory.set(CHECKOUT_BUTTON, CheckoutButton::Blue);
    let standing = Flags::new(memory).stand_in();
    assert_eq!(MAX_UPLOAD_MB.get(), 7);
    assert_eq!(MAX_UPLOAD_MB.get_for(&Anonymous), 7);
    assert_eq!(GREETING.get(), "ahoy");
    assert_eq!(CHECKOUT_BUTTON.get(), CheckoutButton::Blue);
    assert_eq!(MAX_UPLOAD_MB.evaluate().provider(), "memory");
    assert_eq!(*MAX_UPLOAD_MB.info().evaluate().value(), 7_i64.into());
    let explained = MAX_UPLOAD_MB.explain().to_string();
    assert!(explained.contains("provider `memory`"), "{explained}");
    drop(standing);
    assert_eq!(MAX_UPLOAD_MB.get(), 25);
    assert_eq!(GREETING.get(), "hello");
    assert_eq!(MAX_UPLOAD_MB.evaluate().provider(), "noop");
}

#[test]
fn code_runs_as_any_stage() {
    // Declared: `environments.development = true`.
    let stages = ["development", "testing", "staging", "production"];
    let declared = stages.map(|stage| {
        let flags = Flags::new(NoopProvider).in_environment(stage);
        flags.run(|| AWESOME.is_enabled())
    });
    assert_eq!(declared, [true, false, false, false]);

    let staged = StagedProvider::otherwise(NoopProvider).stage("staging", {
        let memory = MemoryProvider::new();
        memory.set(MAX_UPLOAD_MB, 7);
        memory
    });
    let staged = std::sync::Arc::new(staged);
    let uploads = stages.map(|stage| {
        let flags = Flags::new(std::sync::Arc::clone(&staged)).in_environment(stage);
        flags.run(|| MAX_UPLOAD_MB.get())
    });
    assert_eq!(uploads, [25, 25, 7, 25]);
}

#[test]
fn a_mock_hears_of_constants() {
    let mock = MockProvider::new().with(AWESOME, true);
    mock.expect(AWESOME).once();
    Flags::new(mock.clone()).run(|| {
        let ann = club::Context::new("ann");
        ann.scope(|| assert!(AWESOME.is_enabled()));
    });
    assert_eq!(mock.asked()[0].targeting_key(), Some("ann"));
}

#[test]
fn each_thread_has_its_own() {
    const THREADS: i64 = 4;
    let together = Barrier::new(usize::try_from(THREADS).expect("it is small") + 1);
    thread::scope(|scope| {
        for number in 1..=THREADS {
            let together = &together;
            scope.spawn(move || {
                together.wait();
                for round in 0..50 {
                    let flags = uploads(number * 100 + round);
                    let standing = flags.stand_in();
                    assert_eq!(MAX_UPLOAD_MB.get(), number * 100 + round);
                    drop(standing);
                    assert_eq!(MAX_UPLOAD_MB.get(), 25);
                }
            });
        }
        together.wait();
        for _ in 0..1000 {
            assert_eq!(MAX_UPLOAD_MB.get(), 25);
        }
    });
}

#[test]
fn the_innermost_answers_and_guards_go_in_any_order() {
    let outer = uploads(1).stand_in();
    let inner = uploads(2).stand_in();
    assert_eq!(MAX_UPLOAD_MB.get(), 2);
    drop(outer);
    assert_eq!(MAX_UPLOAD_MB.get(), 2);
    drop(inner);
    assert_eq!(MAX_UPLOAD_MB.get(), 25);
    let within = uploads(3).run(|| uploads(4).run(|| MAX_UPLOAD_MB.get()) + MAX_UPLOAD_MB.get());
    assert_eq!(within, 7);
}

#[test]
fn an_override_goes_before_the_flags_wherever_it_was_made() {
    let _seven = MAX_UPLOAD_MB.override_with(7);
    let _closed = MAINTENANCE.override_with(true);
    uploads(1).run(|| {
        assert_eq!(MAX_UPLOAD_MB.get(), 7);
        assert!(!CRAZY.is_enabled()); // it needs `!maintenance`
        MAX_UPLOAD_MB.overridden(8, || assert_eq!(MAX_UPLOAD_MB.get(), 8));
        assert_eq!(MAX_UPLOAD_MB.evaluate().reason(), Reason::Override);
    });
}

#[test]
fn another_thread_has_it_by_carry_alone() {
    let flags = uploads(1);
    let (plain, carried) = flags.run(|| {
        let ask = || MAX_UPLOAD_MB.get();
        (thread::spawn(ask), thread::spawn(carry(ask)))
    });
    assert_eq!(plain.join().expect("it does not panic"), 25);
    assert_eq!(carried.join().expect("it does not panic"), 1);
}

/// Is ready when it is polled for the second time.
struct Later(bool);

impl Future for Later {
    type Output = ();

    fn poll(mut self: std::pin::Pin<&mut Self>, _: &mut Task<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.0, true) {
            return Poll::Ready(());
        }
        Poll::Pending
    }
}

#[test]
fn a_future_has_it_while_it_is_polled() {
    let mut task = Task::from_waker(Waker::noop());
    let mut future = pin!(uploads(1).run_async(async {
        let before = MAX_UPLOAD_MB.get();
        Later(false).await;
        (before, MAX_UPLOAD_MB.get())
    }));
    assert!(future.as_mut().poll(&mut task).is_pending());
    assert_eq!(MAX_UPLOAD_MB.get(), 25);
    assert_eq!(future.as_mut().poll(&mut task), Poll::Ready((1, 1)));
    assert_eq!(MAX_UPLOAD_MB.get(), 25);
}

#[test]
fn a_scope_keeps_what_the_flags_answered_when_it_began() {
    let memory = MemoryProvider::new();
    memory.set(MAX_UPLOAD_MB, 1);
    Flags::new(memory.clone()).run(|| {
        assert_eq!(MAX_UPLOAD_MB.get(), 1);
        Scope::new(Anonymous).run(|| {
            memory.set(MAX_UPLOAD_MB, 2);
            assert_eq!(MAX_UPLOAD_MB.get(), 1);
            Scope::new(Anonymous).run(|| assert_eq!(MAX_UPLOAD_MB.get(), 1));
        });
        assert_eq!(MAX_UPLOAD_MB.get(), 2);
    });
}

#[test]
fn a_panic_leaves_nothing_behind() {
    let run = || uploads(1).run(|| panic!("{}", MAX_UPLOAD_MB.get()));
    assert!(catch_unwind(AssertUnwindSafe(run)).is_err());
    assert_eq!(MAX_UPLOAD_MB.get(), 25);
}
