//! The word that a context-free feature is read from.

use std::sync::atomic::Ordering;

use crate::sync::{AtomicU32, AtomicU64, fence};

/// From this state on a slot says *ask*: the answer has to be evaluated.
const ASK: u32 = 1 << 31;

/// One per feature, in a private static that `features!` emits.
///
/// A slot holds the answer of a feature whose answer does not depend on the context, or says *ask*:
/// - boolean: 0 is off, 1 is on;
/// - variants: the index of the variant;
/// - integer, float: a sequence number, and the number itself in `bits`;
/// - string, table: always *ask*, because the answer is shared data of a snapshot.
///
/// Slots are written under the engine's writer lock only, so there is one writer at a time.
///
/// # Why a number is never torn
///
/// `set_bits` stores ASK, then (after a release fence) the bits, then a sequence number that it has
/// not used before, with release ordering. `bits` reads the state, the bits, and (after an acquire
/// fence) the state again. Say that it reads the bits of write *n* and twice the sequence number
/// *m*. The first read acquires, so the bits are those of *m* or of a later write: n >= m. The
/// fences pair through the bits: whatever the writer stored before them, ASK of write *n* included,
/// is visible to the second read, so m is not older than *n*: m >= n. Hence m = n. Sequence numbers
/// repeat after 2^31 writes; a reader would have to sleep through exactly so many of them between
/// two loads.
#[derive(Debug)]
pub struct Slot {
    state: AtomicU32,
    bits: AtomicU64,
}

impl Slot {
    /// A slot that says *ask*, as before its registry is attached.
    #[must_use]
    #[expect(
        clippy::new_without_default,
        reason = "only generated statics and tables make slots"
    )]
    #[cfg(not(flags_loom))]
    pub const fn new() -> Self {
        Self {
            state: AtomicU32::new(ASK),
            bits: AtomicU64::new(0),
        }
    }

    #[cfg(flags_loom)]
    pub(crate) fn new() -> Self {
        Self {
            state: AtomicU32::new(ASK),
            bits: AtomicU64::new(0),
        }
    }

    /// The boolean, or `None` for *ask*.
    // Relaxed is enough: the state is the whole answer, and nothing else is read because of it.
    #[inline]
    pub(crate) fn boolean(&self) -> Option<bool> {
        let state = self.state.load(Ordering::Relaxed);
        // The lowest bit, not `== 1`, spares a comparison.
        (state <= 1).then_some(state & 1 != 0)
    }

    /// The index of the variant, or `None` for *ask*.
    #[inline]
    pub(crate) fn index(&self) -> Option<u32> {
        let state = self.state.load(Ordering::Relaxed);
        (state < ASK).then_some(state)
    }

    /// The number's bits, or `None` for *ask*.
    #[inline]
    pub(crate) fn bits(&self) -> Option<u64> {
        let before = self.state.load(Ordering::Acquire);
        let bits = self.bits.load(Ordering::Relaxed);
        fence(Ordering::Acquire);
        let after = self.state.load(Ordering::Relaxed);
        (before == after && before < ASK).then_some(bits)
    }

    /// Whether the slot says *ask*.
    #[must_use]
    pub fn asks(&self) -> bool {
        self.state.load(Ordering::Relaxed) >= ASK
    }

    pub(crate) fn ask(&self) {
        // The sequence number of a numeric slot lives on in the low bits.
        let state = self.state.load(Ordering::Relaxed);
        self.state.store(state | ASK, Ordering::Relaxed);
    }

    pub(crate) fn set_boolean(&self, on: bool) {
        self.state.store(u32::from(on), Ordering::Relaxed);
    }

    pub(crate) fn set_index(&self, index: u32) {
        self.state.store(index & !ASK, Ordering::Relaxed);
    }

    pub(crate) fn set_bits(&self, bits: u64) {
        let state = self.state.load(Ordering::Relaxed);
        self.state.store(state | ASK, Ordering::Relaxed);
        fence(Ordering::Release);
        self.bits.store(bits, Ordering::Relaxed);
        self.state
            .store((state.wrapping_add(1)) & !ASK, Ordering::Release);
    }
}

#[cfg(test)]
#[cfg(not(flags_loom))]
mod tests;
