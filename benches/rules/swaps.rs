//! Row 7: evaluations on three threads while 100 features are swapped each millisecond.
//!
//! An evaluation takes less than reading the clock does, so the floor is two readings of the clock with
//! nothing in between. A round lets three threads do that, then evaluate while nothing changes, then
//! evaluate while another thread swaps: 200,000 times each. The figure of a round is the 99.9th
//! percentile over its threads; that of the row, as in the other rows, the 10th percentile of 60
//! rounds, which take turns. So a swap, or a thread that is put off by another process, falls on less
//! than one evaluation in a thousand, and what remains is what readers pay for being swapped under.

use std::error::Error;
use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use flags_bench::crowd::{self, Folder};
use flags_bench::peers::unleash::{self, Unleash};
use flags_bench::ruled::KEY;
use flags_bench::table::{Record, Table};
use flags_file::{FileProvider, Format};
use flags_runtime::__private::ContextData;
use flags_runtime::{
    Answer, Answers, EvaluationContext, Feature, FeatureInfo, Listener, Listeners, NoopProvider,
    Provider, Reason, Registry, Resolution, ResolveError,
};
use typed_flags::set_provider;

use crate::counting;

const FEATURES: u32 = 100;
const THREADS: usize = 3;
const ROUNDS: usize = 60;
const EVALUATIONS: usize = 200_000;

/// Answers for all features but the last with the same value, which it then turns round.
#[derive(Clone, Default)]
struct Turning {
    on: Arc<AtomicBool>,
    listeners: Arc<Listeners>,
}

impl Turning {
    fn turn(&self) {
        self.on.fetch_not(Ordering::Relaxed);
        self.listeners.announce();
    }
}

impl Provider for Turning {
    fn name(&self) -> &str {
        "turning"
    }

    fn resolve(
        &self,
        _: &FeatureInfo,
        _: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        Ok(None)
    }

    fn answers(&self, registry: &'static Registry, _: &str) -> Answers {
        let on = self.on.load(Ordering::Relaxed);
        let mut answers: Vec<_> = registry
            .features()
            .iter()
            .map(|_| Answer::Fixed(Ok(Some(Resolution::new(on, Reason::Static)))))
            .collect();
        if let Some(last) = answers.last_mut() {
            *last = Answer::Fixed(Ok(None));
        }
        Answers::new(answers)
    }

    fn subscribe(&self, listener: Arc<dyn Listener>) {
        self.listeners.add(listener);
    }
}

/// Both of ours, and the peer that swaps.
pub(crate) fn measure(table: &mut Table) -> Result<(), Box<dyn Error>> {
    let compiled_in = compiled_in();
    let state_file = state_file()?;
    let peer = Some(("unleash-yggdrasil", unleash().busy));
    table.push(compiled_in.record("compiled in", peer));
    table.push(state_file.record("state file", peer));
    Ok(())
}

/// The rule is declared; what is swapped is what a provider says of the others.
fn compiled_in() -> Times {
    let feature = crowd::registry("turning", FEATURES);
    let turning = Turning::default();
    set_provider(turning.clone());
    let times = Times::measure(&evaluation(feature), &mut || turning.turn());
    set_provider(NoopProvider);
    times
}

/// The rule is in a file that is written anew, and read, each millisecond. It is not watched, because a
/// file that is being written is waited for, some tens of milliseconds.
fn state_file() -> Result<Times, Box<dyn Error>> {
    let feature = crowd::registry("rewritten", FEATURES);
    let folder = Folder::new()?;
    let texts = [false, true].map(|on| crowd::state_of(FEATURES, on));
    let mut turn = 0;
    let mut failed = None;
    let mut swap = || -> Result<(), Box<dyn Error>> {
        turn += 1;
        let path = folder.write("swaps.toml", &texts[turn % 2])?;
        let text = std::fs::read_to_string(&path)?;
        let name = path.display().to_string();
        set_provider(FileProvider::from_text(name, text, Format::Toml)?);
        Ok(())
    };
    swap()?;
    let times = Times::measure(&evaluation(feature), &mut || {
        if let Err(error) = swap() {
            failed = Some(error);
        }
    });
    set_provider(NoopProvider);
    failed.map_or(Ok(times), Err)
}

/// The peer that swaps: its engine takes new toggles while it answers.
fn unleash() -> Times {
    let engine = Unleash::with_others(FEATURES);
    let evaluation = || -> Box<dyn FnMut() + '_> {
        let context = unleash::visitor(KEY, "FR", "ada@example.com");
        let engine = &engine;
        Box::new(move || {
            _ = black_box(engine.is_enabled(black_box("staff_only"), black_box(&context)));
        })
    };
    Times::measure(&evaluation, &mut || engine.swap(FEATURES))
}

/// For each thread, an evaluation with a context of its own.
fn evaluation(feature: Feature<bool>) -> impl Fn() -> Box<dyn FnMut()> + Sync {
    move || {
        let mut visitor = ContextData::<6>::of(feature.registry(), KEY);
        visitor.set_boolean(0, false);
        Box::new(move || _ = black_box(feature.is_enabled_for(black_box(&visitor))))
    }
}

/// Nanoseconds at the 99.9th percentile.
struct Times {
    stamps: f64,
    quiet: f64,
    busy: f64,
    swaps: u32,
    /// How long there were swaps.
    seconds: f64,
    /// How often an evaluation allocates.
    allocations: usize,
}

impl Times {
    fn measure<'e>(
        evaluation: &(dyn Fn() -> Box<dyn FnMut() + 'e> + Sync),
        swap: &mut dyn FnMut(),
    ) -> Self {
        let allocations = allocations(&mut *evaluation());
        let nothing = || -> Box<dyn FnMut() + 'e> { Box::new(|| ()) };
        let mut rounds: [Vec<f64>; 3] = Default::default();
        let (mut swaps, mut seconds) = (0, 0.0);
        for _ in 0..ROUNDS {
            rounds[0].push(phase(&nothing, &mut || ()));
            rounds[1].push(phase(evaluation, &mut || ()));
            let start = Instant::now();
            rounds[2].push(phase(evaluation, &mut || {
                swap();
                swaps += 1;
            }));
            seconds += start.elapsed().as_secs_f64();
        }
        let [stamps, quiet, busy] = rounds.map(|mut times| {
            times.sort_by(f64::total_cmp);
            times[ROUNDS / 10]
        });
        Self {
            stamps,
            quiet,
            busy,
            swaps,
            seconds,
            allocations,
        }
    }

    fn record(&self, place: &'static str, peer: Option<(&'static str, f64)>) -> Record {
        let ratio = self.busy / self.quiet;
        Record {
            row: "7",
            work: "row 2 while 100 features are swapped, p99.9 with time stamps",
            place,
            floor: self.stamps,
            ours: self.busy,
            peer,
            floors: 3.0,
            peers: None,
            besides: Some((
                format!(
                    "busy / quiet {ratio:.2} (at most 1.5); {:.2} swaps a millisecond",
                    f64::from(self.swaps) / self.seconds / 1e3
                ),
                ratio <= 1.5,
            )),
            allocations: self.allocations,
        }
    }
}

/// How often an evaluation allocates, once the thread has seen the snapshot.
fn allocations(evaluate: &mut dyn FnMut()) -> usize {
    const CALLS: usize = 1_000;
    evaluate();
    let mut count = || {
        counting::count(|| (0..CALLS).for_each(|_| evaluate()))
            .1
            .calls
    };
    // Something else may allocate at the same time; the least is what the evaluation itself does.
    (0..5).map(|_| count()).min().unwrap_or(0) / CALLS
}

/// The 99.9th percentile over threads that evaluate, while `swap` is called each millisecond.
fn phase<'e>(
    evaluation: &(dyn Fn() -> Box<dyn FnMut() + 'e> + Sync),
    swap: &mut dyn FnMut(),
) -> f64 {
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..THREADS)
            .map(|_| scope.spawn(|| sample(&mut *evaluation())))
            .collect();
        let mut next = Instant::now();
        while !readers.iter().all(|reader| reader.is_finished()) {
            swap();
            // One that took longer is not made up for.
            next = Instant::now().max(next + Duration::from_millis(1));
            std::thread::sleep(next.saturating_duration_since(Instant::now()));
        }
        let mut all = Histogram::new();
        for reader in readers {
            all.add(&reader.join().expect("a reader does not panic"));
        }
        all.percentile()
    })
}

fn sample(evaluate: &mut dyn FnMut()) -> Histogram {
    let mut times = Histogram::new();
    for _ in 0..EVALUATIONS {
        let start = Instant::now();
        evaluate();
        times.count(start.elapsed());
    }
    times
}

/// How many took so many nanoseconds. It is small, so that counting does not push out of the caches
/// what is measured.
struct Histogram(Vec<u32>);

impl Histogram {
    fn new() -> Self {
        Self(vec![0; 4_096])
    }

    fn count(&mut self, time: Duration) {
        let nanoseconds = usize::try_from(time.as_nanos()).unwrap_or(usize::MAX);
        let last = self.0.len() - 1;
        self.0[nanoseconds.min(last)] += 1;
    }

    fn add(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            *mine += theirs;
        }
    }

    fn percentile(&self) -> f64 {
        let all: u64 = self.0.iter().copied().map(u64::from).sum();
        let mut below = 0;
        let slow = self.0.iter().position(|count| {
            below += u64::from(*count);
            below * 1_000 >= all * 999
        });
        slow.and_then(|time| u32::try_from(time).ok())
            .map_or(f64::NAN, f64::from)
    }
}
