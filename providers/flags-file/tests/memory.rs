//! What swaps and evaluations take of memory: a state file whose rules all change, again and again,
//! while four threads read; and millions of subjects.
//!
//! Without optimization there are fewer of each; `cargo test --release --test memory` runs all.
// Says to clippy that `unwrap` is fine outside test functions, too.
#![cfg(test)]
#![expect(
    unsafe_code,
    reason = "an allocator that counts has to be an allocator"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::fmt::Write as _;
use std::hint::black_box;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicIsize, AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use flags_file::{FileProvider, Format, registry_from_text};
use flags_runtime::__private::ContextData;
use flags_runtime::{
    Answer, AnswerSink, Answers, EvaluationContext, Feature, FeatureInfo, Listener, Listeners,
    NoopProvider, Notice, Provider, Registry, Resolution, ResolveError, attach, set_provider,
};

const IS_DEBUG: bool = cfg!(debug_assertions);
const FEATURES: usize = if IS_DEBUG { 1_000 } else { 10_000 };
const SWAPS: i64 = if IS_DEBUG { 20 } else { 1_000 };
const SUBJECTS: u64 = if IS_DEBUG { 200_000 } else { 10_000_000 };
const READERS: usize = 4;
/// What anything else in the process may take meanwhile, such as the test harness.
const SLACK: isize = 64 * 1024;

static ALIVE: AtomicIsize = AtomicIsize::new(0);
static PEAK: AtomicIsize = AtomicIsize::new(0);
static CALLS: AtomicUsize = AtomicUsize::new(0);

struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn more(bytes: usize) {
    CALLS.fetch_add(1, Ordering::Relaxed);
    let bytes = bytes.cast_signed();
    let alive = ALIVE.fetch_add(bytes, Ordering::Relaxed) + bytes;
    PEAK.fetch_max(alive, Ordering::Relaxed);
}

fn less(bytes: usize) {
    ALIVE.fetch_sub(bytes.cast_signed(), Ordering::Relaxed);
}

// SAFETY: every call is passed on to the system's allocator as it is, and what is counted is in
// atomics, which do not allocate.
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

fn alive() -> isize {
    ALIVE.load(Ordering::Relaxed)
}

/// The tests count the same memory, so they take turns.
fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

#[track_caller]
fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_mins(2);
    while !holds() {
        assert!(Instant::now() < deadline, "{what}");
        thread::sleep(Duration::from_micros(200));
    }
}

fn registry(name: &str, count: usize) -> &'static Registry {
    let mut text = format!("[registry]\nname = '{name}'\n[context]\nis_staff = 'bool'\n");
    for index in 0..count {
        writeln!(text, "[features.f_{index}]\ndefault = 0").unwrap();
    }
    registry_from_text("features.toml", &text).unwrap()
}

/// Every feature serves the generation to staff.
fn generation(count: usize, number: i64) -> String {
    let mut text = "{\"features\":{".to_owned();
    for index in 0..count {
        let comma = if index == 0 { "" } else { "," };
        write!(
            text,
            "{comma}\"f_{index}\":{{\"rules\":[{{\"when\":{{\"is_staff\":true}},\"serve\":{number:06}}}]}}"
        )
        .unwrap();
    }
    text.push_str("}}");
    // A number has no leading zeros in JSON; with spaces all generations are of one size.
    let zeros = format!("{number:06}");
    text.replace(&zeros, &format!("{number:6}"))
}

fn staff(registry: &'static Registry) -> ContextData<'static, 1> {
    let mut staff = ContextData::of(registry, "ada");
    staff.set_boolean(0, true);
    staff
}

fn features(registry: &'static Registry) -> Vec<Feature<i64>> {
    let all = registry.features().iter();
    all.map(|info| registry.feature(info.key()).unwrap())
        .collect()
}

/// Reads until it is told to stop: a version always has the same value, and nobody goes back.
fn read(features: &[Feature<i64>], first: usize, seen: &AtomicI64, stop: &AtomicBool) {
    let staff = staff(features[0].registry());
    let (mut version, mut value) = (String::with_capacity(64), 0);
    let mut at = first;
    while !stop.load(Ordering::Relaxed) {
        at = (at + 7) % features.len();
        let found = features[at].evaluate_for(&staff);
        let new = found.version().unwrap_or_default();
        if version == new {
            assert_eq!(*found.value(), value, "torn: two values of version {new}");
        } else {
            assert!(*found.value() > value, "back to {found:?} after {value}");
            // There is room for it, so nothing is allocated.
            version.clear();
            version.push_str(new);
        }
        value = *found.value();
        assert!(features[at / 2].get_for(&staff) >= value, "back again");
        seen.store(value, Ordering::Relaxed);
    }
}

/// The content of a state file, exchanged in place.
#[derive(Default)]
struct Files {
    current: Mutex<Option<FileProvider>>,
    listeners: Listeners,
}

impl Files {
    fn lock(&self) -> MutexGuard<'_, Option<FileProvider>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// As a watched file does it: the new text is read, the old one let go, and then it is told.
    fn swap(&self, text: String) {
        let new = FileProvider::from_text("flags.json", text, Format::Json).unwrap();
        *self.lock() = Some(new);
        self.listeners.announce();
    }
}

impl Provider for Files {
    fn name(&self) -> &str {
        "files"
    }

    fn resolve(
        &self,
        _: &FeatureInfo,
        _: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        Ok(None)
    }

    fn tell_answers(&self, registry: &'static Registry, name: &str, to: &mut dyn AnswerSink) {
        match &*self.lock() {
            Some(current) => current.tell_answers(registry, name, to),
            None => {
                for index in 0..registry.features().len() {
                    to.take(index, None, Answer::Fixed(Ok(None)));
                }
            }
        }
    }

    fn notices(&self, registries: &[&'static Registry]) -> Vec<Notice> {
        let current = self.lock();
        current
            .as_ref()
            .map_or_else(Vec::new, |file| file.notices(registries))
    }

    fn subscribe(&self, listener: Arc<dyn Listener>) {
        self.listeners.add(listener);
    }
}

#[test]
#[expect(
    clippy::print_stdout,
    reason = "with `--nocapture` the figures are seen"
)]
fn swaps_take_twice_the_payload_at_most_and_leave_nothing() {
    let _turn = turn();
    let registry = registry("swapped", FEATURES);
    let features = features(registry);
    attach(registry);
    let files = Arc::new(Files::default());
    set_provider(Arc::clone(&files));
    let stop = AtomicBool::new(false);
    let seen: [AtomicI64; READERS] = std::array::from_fn(|_| AtomicI64::new(-1));
    let all_have_seen = |number: i64| {
        eventually("every reader sees the newest generation", || {
            seen.iter()
                .all(|seen| seen.load(Ordering::Relaxed) >= number)
        });
        // Frees what the readers have let go.
        let _ = flags_runtime::status();
    };
    thread::scope(|scope| {
        for (index, seen) in seen.iter().enumerate() {
            let (features, stop) = (&features, &stop);
            scope.spawn(move || read(features, index, seen, stop));
        }
        // A reader that fails must not leave the others reading.
        let _stop = Stop(&stop);
        all_have_seen(0);
        let nothing = alive();
        let (mut payload, mut peak) = (0, 0);
        for number in 1..=SWAPS {
            let text = generation(FEATURES, number);
            PEAK.store(alive(), Ordering::Relaxed);
            files.swap(text);
            peak = peak.max(PEAK.load(Ordering::Relaxed) - nothing);
            all_have_seen(number);
            let now = alive() - nothing;
            if number == 1 {
                payload = now;
            }
            assert!(
                (now - payload).abs() <= SLACK,
                "{now} after {number} swaps, {payload} at first"
            );
        }
        println!(
            "{FEATURES} rules swapped {SWAPS} times: {payload} bytes of payload, {peak} at the peak"
        );
        let text = generation(FEATURES, 1).len().cast_signed();
        assert!(payload > text, "{payload}, and the text alone has {text}");
        assert!(
            peak <= 2 * payload + SLACK,
            "{peak} at the peak, {payload} otherwise"
        );

        // A thread that evaluates no more keeps what it saw last, and that is all it keeps.
        let barrier = Arc::new(Barrier::new(2));
        let idle = scope.spawn({
            let (barrier, first) = (Arc::clone(&barrier), features[0]);
            move || {
                let _ = first.get_for(&staff(registry));
                barrier.wait();
                // Meanwhile the others go on.
                barrier.wait();
            }
        });
        barrier.wait();
        for number in SWAPS + 1..=SWAPS + 5 {
            files.swap(generation(FEATURES, number));
            all_have_seen(number);
            let now = alive() - nothing;
            assert!(now <= 2 * payload + SLACK, "{now} beside one that is kept");
        }
        barrier.wait();
        idle.join().unwrap();
        files.swap(generation(FEATURES, SWAPS + 6));
        all_have_seen(SWAPS + 6);
        let now = alive() - nothing;
        assert!(
            (now - payload).abs() <= SLACK,
            "{now} in the end, {payload} at first"
        );
    });
    set_provider(NoopProvider);
}

struct Stop<'a>(&'a AtomicBool);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// While the provider tells its answers, which is in the middle of a change, everybody goes on.
#[test]
fn no_reader_waits_for_a_change() {
    let _turn = turn();
    let registry = registry("unhurried", 10);
    let features = features(registry);
    let provider = Arc::new(Slow::default());
    set_provider(Arc::clone(&provider));
    attach(registry);
    thread::scope(|scope| {
        for _ in 0..READERS {
            scope.spawn(|| {
                let staff = staff(registry);
                while !provider.done.load(Ordering::Relaxed) {
                    let _ = features[3].get_for(&staff);
                    provider.evaluations.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        let _stop = Stop(&provider.done);
        provider.is_slow.store(true, Ordering::Relaxed);
        provider.listeners.announce();
    });
    assert_eq!(provider.overtaken.load(Ordering::Relaxed), 1);
    set_provider(NoopProvider);
}

/// Takes as long to answer as many evaluations take.
#[derive(Default)]
struct Slow {
    is_slow: AtomicBool,
    done: AtomicBool,
    evaluations: AtomicUsize,
    /// How often that has come to an end.
    overtaken: AtomicUsize,
    listeners: Listeners,
}

impl Provider for Slow {
    fn name(&self) -> &str {
        "slow"
    }

    fn resolve(
        &self,
        _: &FeatureInfo,
        _: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        Ok(None)
    }

    fn answers(&self, registry: &'static Registry, _: &str) -> Answers {
        if self.is_slow.load(Ordering::Relaxed) && registry.name() == "unhurried" {
            let before = self.evaluations.load(Ordering::Relaxed);
            eventually("evaluations go on", || {
                self.evaluations.load(Ordering::Relaxed) > before + 10_000
            });
            self.overtaken.fetch_add(1, Ordering::Relaxed);
        }
        Answers::new(vec![Answer::Fixed(Ok(None)); registry.features().len()])
    }

    fn subscribe(&self, listener: Arc<dyn Listener>) {
        self.listeners.add(listener);
    }
}

#[test]
fn no_subject_leaves_anything_behind() {
    let _turn = turn();
    let registry = registry_from_text(
        "features.toml",
        "[registry]\nname = 'subjects'\n[context]\nis_staff = 'bool'\n\
         [features.half]\nrules = [{ rollout = 50 }]\n\
         [features.other]\nrules = [{ when = { is_staff = true }, rollout = 25 }]\n",
    )
    .unwrap();
    let text = "[features.other]\nrules = [{ rollout = 30 }]\n";
    let provider = FileProvider::from_text("flags.toml", text, Format::Toml).unwrap();
    set_provider(provider);
    let (half, other) = (
        registry.feature("half").unwrap(),
        registry.feature("other").unwrap(),
    );
    let mut on = [0_u64; 2];
    let mut evaluate = |number: u64| {
        let mut key = *b"subject-0000000000000000";
        let mut rest = number;
        for byte in key.iter_mut().rev().take(16) {
            *byte = b"0123456789abcdef"[usize::try_from(rest % 16).unwrap()];
            rest /= 16;
        }
        let mut subject = ContextData::<1>::of(registry, str::from_utf8(&key).unwrap());
        subject.set_boolean(0, number.is_multiple_of(2));
        let features: [Feature<bool>; 2] = [half, other];
        for (feature, on) in features.iter().zip(&mut on) {
            *on += u64::from(feature.is_enabled_for(black_box(&subject)));
        }
    };
    evaluate(0);
    let (before, calls) = (alive(), CALLS.load(Ordering::Relaxed));
    for number in 1..=SUBJECTS {
        evaluate(number);
    }
    let calls = CALLS.load(Ordering::Relaxed) - calls;
    let more = alive() - before;
    // The harness may say meanwhile that this takes long.
    assert!(calls < 1_000, "{calls} allocations for {SUBJECTS} subjects");
    assert!(
        more.abs() <= SLACK,
        "{more} bytes more after {SUBJECTS} subjects"
    );
    for (on, share) in on.into_iter().zip([50, 30]) {
        let expected = SUBJECTS * share / 100;
        assert!(
            on.abs_diff(expected) < SUBJECTS / 100,
            "{on}, expected about {expected}"
        );
    }
    set_provider(NoopProvider);
}
