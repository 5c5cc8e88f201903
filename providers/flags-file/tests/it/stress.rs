//! Many saves, many readers.

use std::fmt::Write as _;
use std::fs;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use flags_runtime::{Anonymous, Answer, Flags, Provider, ProviderState, Value};

use crate::world::{World, eventually, registry, replace};

const VERSIONS: i64 = 300;
const FEATURES: usize = 40;

/// Every feature says the same number, so that a mix of two versions would show.
fn version(number: i64) -> String {
    let mut text = String::new();
    for feature in 0..FEATURES {
        let _ = write!(text, "[features.f{feature}]\ndefault = {number}\n");
    }
    text
}

#[test]
fn three_hundred_saves_never_show_a_mix_and_end_at_the_last() {
    let mut manifest = String::new();
    for feature in 0..FEATURES {
        let _ = write!(manifest, "[features.f{feature}]\ndefault = -1\n");
    }
    let registry = registry(&manifest);
    let first = registry.feature::<i64>("f0").unwrap();
    let world = World::with(&version(0));
    let provider = std::sync::Arc::new(world.watch());
    let flags = Flags::new(std::sync::Arc::clone(&provider));
    let done = AtomicBool::new(false);
    let read = AtomicU64::new(0);

    thread::scope(|scope| {
        scope.spawn(|| {
            for number in 1..=VERSIONS {
                let text = version(number);
                if number % 2 == 0 {
                    replace(&world.path(), &text);
                } else {
                    fs::write(world.path(), &text).unwrap();
                }
                // Now and then the reader is given the time to catch up.
                if number % 25 == 0 {
                    eventually("the version arrives", || {
                        flags.get(first, &Anonymous) == number
                    });
                }
            }
            done.store(true, Ordering::SeqCst);
        });
        for _ in 0..2 {
            scope.spawn(|| {
                let mut newest = 0;
                while !done.load(Ordering::SeqCst) {
                    let answers = provider.answers(registry, "production");
                    let mut values = (0..FEATURES).map(|index| match answers.get(index) {
                        Answer::Fixed(Ok(Some(resolution))) => match resolution.value() {
                            Value::Integer(number) => *number,
                            other => panic!("no version says {other}"),
                        },
                        other => panic!("every version has every feature: {other:?}"),
                    });
                    let number = values.next().unwrap();
                    assert!(
                        values.all(|other| other == number),
                        "a mix at version {number}"
                    );
                    assert!(
                        (newest..=VERSIONS).contains(&number),
                        "{number} after {newest}"
                    );
                    newest = number;
                    let seen = flags.get(first, &Anonymous);
                    assert!((0..=VERSIONS).contains(&seen), "{seen} was never saved");
                    read.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    eventually("the last version", || {
        flags.get(first, &Anonymous) == VERSIONS
    });
    eventually("all is well", || {
        provider.status().state() == ProviderState::Ready
    });
    assert!(read.load(Ordering::Relaxed) > 0);
    assert!(flags.status().notices().is_empty());
}
