//! A feature whose answer does not depend on the context, against a bare `AtomicBool`.
//!
//! `cargo bench -p flags-bench --bench fast_path`

use std::hint::black_box;
use std::sync::atomic::{AtomicBool, Ordering};

use flags_bench::features::{BOUNDS, COLOR, Context, DEPENDENT, GREETING, LIMIT, PLAIN};
use flags_bench::{Contender, race};
use typed_flags::{MemoryProvider, set_provider};

static FLOOR: AtomicBool = AtomicBool::new(false);

/// A contender that evaluates an expression and keeps its value from being optimised away.
macro_rules! contender {
    ($name:expr, $work:expr) => {
        Contender::new($name, |calls| {
            for _ in 0..calls {
                black_box($work);
            }
        })
    };
}

fn contenders() -> Vec<Contender> {
    let visitor = Context::new("user-42");
    vec![
        contender!("AtomicBool::load(Relaxed)", FLOOR.load(Ordering::Relaxed)),
        contender!("boolean: is_enabled()", PLAIN.is_enabled()),
        Contender::new("boolean: is_enabled_for(&context)", move |calls| {
            for _ in 0..calls {
                black_box(PLAIN.is_enabled_for(&visitor));
            }
        }),
        contender!("boolean with a need: is_enabled()", DEPENDENT.is_enabled()),
        contender!("variants: get()", COLOR.get()),
        contender!("integer: get()", LIMIT.get()),
        contender!("string: get() (from the snapshot)", GREETING.get()),
        contender!("table: get() (from the snapshot)", BOUNDS.get()),
        contender!("boolean: evaluate()", PLAIN.evaluate()),
    ]
}

fn main() {
    const CALLS: u32 = 20_000;
    // A static that nobody writes would be a constant.
    FLOOR.store(black_box(false), Ordering::Relaxed);
    race("before any provider", CALLS, contenders());
    let memory = MemoryProvider::new();
    memory.set(PLAIN, true);
    memory.set(LIMIT, 30);
    set_provider(memory);
    race(
        "with a provider that answers for two of them",
        CALLS,
        contenders(),
    );
}
