//! Scopes and overrides: what it costs to enter one, and to evaluate in one.
//!
//! `cargo bench -p flags-bench --bench scopes`

use std::future::{Future, ready};
use std::hint::black_box;
use std::pin::pin;
use std::task::{Context as Task, Waker};

use flags_bench::features::{LIMIT, PLAIN};
use flags_bench::ruled::{STAFF_ONLY, visitor};
use flags_bench::{Contender, race};
use typed_flags::{MemoryProvider, Recorder, Scope, carry, set_provider};

/// A contender that runs in a scope of its own.
fn inside(name: &'static str, run: impl Fn() + 'static) -> Contender {
    let scope = Scope::new(visitor());
    Contender::new(name, move |calls| {
        scope.run(|| {
            for _ in 0..calls {
                run();
            }
        });
    })
}

fn outside(name: &'static str, run: impl Fn() + 'static) -> Contender {
    Contender::new(name, move |calls| {
        for _ in 0..calls {
            run();
        }
    })
}

fn evaluations() -> Vec<Contender> {
    let (one, two) = (visitor(), visitor());
    vec![
        outside("boolean outside a scope", || {
            _ = black_box(PLAIN.is_enabled());
        }),
        inside("boolean in a scope", || _ = black_box(PLAIN.is_enabled())),
        outside("rule outside, for a context", move || {
            black_box(STAFF_ONLY.is_enabled_for(black_box(&one)));
        }),
        inside("rule in a scope, for a context", move || {
            black_box(STAFF_ONLY.is_enabled_for(black_box(&two)));
        }),
        inside("rule in a scope, for its subject", || {
            black_box(STAFF_ONLY.is_enabled());
        }),
    ]
}

fn main() {
    const CALLS: u32 = 10_000;
    let memory = MemoryProvider::new();
    set_provider(memory.clone());
    let _ = (LIMIT.get(), STAFF_ONLY.is_enabled());
    race("evaluations", CALLS, evaluations());

    let again = Scope::new(visitor());
    let subject = visitor();
    let other = visitor();
    race(
        "entering and leaving",
        1_000,
        vec![
            outside("a copy of the context alone", move || {
                black_box(other.clone());
            }),
            outside("context.scope(|| …)", move || subject.scope(|| ())),
            outside("scope.run(|| …) of one that is there", move || {
                again.run(|| ());
            }),
            inside("the same within a scope", || {
                if let Some(scope) = Scope::current() {
                    scope.run(|| ());
                }
            }),
            {
                let scope = Scope::new(visitor());
                outside("scope.run_async(future), polled once", move || {
                    let mut future = pin!(scope.run_async(ready(())));
                    let _ = future.as_mut().poll(&mut Task::from_waker(Waker::noop()));
                })
            },
            inside("carry(|| …) and run it", || carry(|| ())()),
            outside("override_with(…) and its end", || {
                drop(PLAIN.override_with(true));
            }),
        ],
    );

    memory.set(PLAIN, true);
    let older = Scope::new(visitor());
    memory.set(PLAIN, false);
    race(
        "while a scope is alive that began before a change",
        CALLS,
        vec![
            outside("boolean that changed, outside", || {
                black_box(PLAIN.is_enabled());
            }),
            {
                let older = older.clone();
                Contender::new("boolean that changed, in the scope", move |calls| {
                    older.run(|| {
                        for _ in 0..calls {
                            black_box(PLAIN.is_enabled());
                        }
                    });
                })
            },
            outside("integer that did not", || _ = black_box(LIMIT.get())),
        ],
    );
    drop(older);

    let on = PLAIN.override_with(true);
    race(
        "while an override is alive",
        CALLS,
        vec![
            outside("boolean that is overridden", || {
                black_box(PLAIN.is_enabled());
            }),
            outside("integer that is not", || _ = black_box(LIMIT.get())),
        ],
    );
    drop(on);

    let recorder = Recorder::new();
    let scope = Scope::new(visitor()).recorded_by(&recorder);
    race(
        "while scopes are recorded",
        CALLS,
        vec![
            outside("boolean outside", || _ = black_box(PLAIN.is_enabled())),
            Contender::new("boolean in a recorded scope", move |calls| {
                scope.run(|| {
                    for _ in 0..calls {
                        black_box(PLAIN.is_enabled());
                    }
                });
            }),
        ],
    );
}
