//! An allocator that counts: how often it is asked, the bytes that are alive, and the most that were.

#![allow(dead_code, reason = "each benchmark reads a part of what is counted")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicBool, AtomicIsize, AtomicUsize, Ordering};

/// Counting costs time, so it is off where time is measured.
static COUNTS: AtomicBool = AtomicBool::new(false);
static CALLS: AtomicUsize = AtomicUsize::new(0);
static ALIVE: AtomicIsize = AtomicIsize::new(0);
static PEAK: AtomicIsize = AtomicIsize::new(0);

/// Counts what programs ask for, not what the system's allocator makes of it.
pub(crate) struct Counting;

/// What was counted while something ran, in bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Counted {
    /// How often something was allocated.
    pub(crate) calls: usize,
    /// What is alive afterwards, its result included.
    pub(crate) kept: usize,
    /// The most that was alive at one time.
    pub(crate) peak: usize,
}

/// Counts while `work` runs.
pub(crate) fn count<R>(work: impl FnOnce() -> R) -> (R, Counted) {
    CALLS.store(0, Ordering::Relaxed);
    ALIVE.store(0, Ordering::Relaxed);
    PEAK.store(0, Ordering::Relaxed);
    COUNTS.store(true, Ordering::Relaxed);
    let result = work();
    let counted = Counted {
        calls: CALLS.load(Ordering::Relaxed),
        kept: alive().unsigned_abs(),
        peak: PEAK.load(Ordering::Relaxed).unsigned_abs(),
    };
    COUNTS.store(false, Ordering::Relaxed);
    (result, counted)
}

/// Bytes more than when the counting began.
pub(crate) fn alive() -> isize {
    ALIVE.load(Ordering::Relaxed)
}

fn more(bytes: usize) {
    if COUNTS.load(Ordering::Relaxed) {
        CALLS.fetch_add(1, Ordering::Relaxed);
        let bytes = bytes.cast_signed();
        let alive = ALIVE.fetch_add(bytes, Ordering::Relaxed) + bytes;
        PEAK.fetch_max(alive, Ordering::Relaxed);
    }
}

fn less(bytes: usize) {
    if COUNTS.load(Ordering::Relaxed) {
        ALIVE.fetch_sub(bytes.cast_signed(), Ordering::Relaxed);
    }
}

// SAFETY: every call is passed on to the system's allocator as it is, and what is counted is in
// atomics, which do not allocate.
#[expect(
    unsafe_code,
    reason = "an allocator that counts has to be an allocator"
)]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        more(layout.size());
        // SAFETY: the caller's promises are the same.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        more(layout.size());
        // SAFETY: the caller's promises are the same.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // The old place lives until its content has been moved.
        more(size);
        // SAFETY: the caller's promises are the same.
        let moved = unsafe { System.realloc(pointer, layout, size) };
        less(layout.size());
        moved
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        less(layout.size());
        // SAFETY: the caller's promises are the same.
        unsafe { System.dealloc(pointer, layout) }
    }
}
