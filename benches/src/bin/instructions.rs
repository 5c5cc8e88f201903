//! For counting instructions: repeats one kind of work as often as it is told.
//!
//! ```text
//! cargo build --release -p flags-bench
//! valgrind --tool=callgrind --callgrind-out-file=/dev/null target/release/instructions plain 0
//! valgrind --tool=callgrind --callgrind-out-file=/dev/null target/release/instructions plain 1000000
//! ```
//!
//! The difference of the two totals, divided by a million, is what one round costs, the loop included;
//! `floor` is the same loop around `AtomicBool::load`, `empty` the loop alone.

use std::hint::black_box;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use flags_bench::features::{COLOR, DEPENDENT, LIMIT, PLAIN};
use flags_bench::ruled::{BUTTON, ByHand, Context, HALF, KEY, Plan, STAFF_ONLY, visitor};

static FLOOR: AtomicBool = AtomicBool::new(false);

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let work = arguments.next().unwrap_or_default();
    let Some(rounds) = arguments
        .next()
        .and_then(|rounds| rounds.parse::<u32>().ok())
    else {
        return usage();
    };
    // A static that nobody writes would be a constant.
    FLOOR.store(black_box(false), Ordering::Relaxed);
    // Attached before anything is counted.
    black_box((PLAIN.get(), DEPENDENT.get(), COLOR.get(), LIMIT.get()));
    let (visitor, by_hand) = (visitor(), ByHand::visitor());
    black_box((STAFF_ONLY.get(), HALF.get(), BUTTON.get()));
    let (visitor, by_hand) = (black_box(&visitor), black_box(&by_hand));
    match work.as_str() {
        "empty" => (0..rounds).for_each(|round| _ = black_box(round)),
        "floor" => (0..rounds).for_each(|_| _ = black_box(FLOOR.load(Ordering::Relaxed))),
        "plain" => (0..rounds).for_each(|_| _ = black_box(PLAIN.is_enabled())),
        "dependent" => (0..rounds).for_each(|_| _ = black_box(DEPENDENT.is_enabled())),
        "variants" => (0..rounds).for_each(|_| _ = black_box(COLOR.get())),
        "integer" => (0..rounds).for_each(|_| _ = black_box(LIMIT.get())),
        "staff" => (0..rounds).for_each(|_| _ = black_box(STAFF_ONLY.get_for(visitor))),
        "staff-by-hand" => (0..rounds).for_each(|_| _ = black_box(by_hand.staff_only())),
        "half" => (0..rounds).for_each(|_| _ = black_box(HALF.get_for(visitor))),
        "half-by-hand" => (0..rounds).for_each(|_| _ = black_box(by_hand.half())),
        "button" => (0..rounds).for_each(|_| _ = black_box(BUTTON.get_for(visitor))),
        "context" => (0..rounds).for_each(|_| _ = black_box(arriving())),
        "button-by-hand" => (0..rounds).for_each(|_| _ = black_box(by_hand.button())),
        _ => return usage(),
    }
    ExitCode::SUCCESS
}

/// A context out of what is not known before.
fn arriving() -> Context<'static> {
    Context::new(black_box(KEY))
        .is_staff(black_box(false))
        .country(black_box("FR"))
        .plan(black_box(Plan::Pro))
        .app_version(black_box("2.1.0"))
        .seats(black_box(12))
        .email(black_box("ada@example.com"))
}

#[expect(clippy::print_stderr, reason = "this is a command")]
fn usage() -> ExitCode {
    eprintln!(
        "usage: instructions empty|floor|plain|dependent|variants|integer|staff|half|button|context|\
         staff-by-hand|half-by-hand|button-by-hand ROUNDS"
    );
    ExitCode::from(2)
}
