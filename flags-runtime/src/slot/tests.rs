//! Unit tests, because nothing outside the crate may write a slot.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use super::Slot;

#[test]
fn a_new_slot_asks() {
    let slot = Slot::new();
    assert!(slot.asks());
    assert_eq!(slot.boolean(), None);
    assert_eq!(slot.index(), None);
    assert_eq!(slot.bits(), None);
}

#[test]
fn a_boolean_goes_off_on_and_back_to_ask() {
    let slot = Slot::new();
    slot.set_boolean(true);
    assert_eq!(slot.boolean(), Some(true));
    slot.set_boolean(false);
    assert_eq!(slot.boolean(), Some(false));
    slot.ask();
    assert_eq!(slot.boolean(), None);
    slot.set_boolean(true);
    assert_eq!(slot.boolean(), Some(true));
}

#[test]
fn a_number_of_any_bits() {
    let slot = Slot::new();
    for bits in [
        0,
        1,
        u64::MAX,
        1 << 31,
        i64::MIN.cast_unsigned(),
        f64::NAN.to_bits(),
    ] {
        slot.set_bits(bits);
        assert_eq!(slot.bits(), Some(bits));
        slot.ask();
        assert_eq!(slot.bits(), None);
    }
}

#[test]
fn an_index() {
    let slot = Slot::new();
    slot.set_index(3);
    assert_eq!(slot.index(), Some(3));
    slot.ask();
    assert_eq!(slot.index(), None);
}

/// The writer counts up in both halves of the number; a torn one has halves that differ.
/// The proof is in [`Slot`]'s comment; this would catch a slip in it.
#[test]
fn a_number_is_never_torn_and_never_goes_back() {
    let slot = Slot::new();
    let done = AtomicBool::new(false);
    let writes: u64 = 200_000;
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let mut last = 0;
                while !done.load(Ordering::Relaxed) {
                    if let Some(bits) = slot.bits() {
                        let (high, low) = (bits >> 32, bits & u64::from(u32::MAX));
                        assert_eq!(high, low);
                        assert!(low >= last);
                        last = low;
                    }
                }
            });
        }
        for count in 1..=writes {
            slot.set_bits(count << 32 | count);
            if count % 3 == 0 {
                slot.ask();
            }
        }
        done.store(true, Ordering::Relaxed);
    });
}
