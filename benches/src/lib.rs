//! What the benchmarks have in common: their features, and rounds that take turns.
#![forbid(unsafe_code)]

use std::time::Instant;

/// The features that are measured.
pub mod features {
    typed_flags::features!(pub "features.toml");
}

pub mod crowd;
pub mod peers;
pub mod ruled;
pub mod table;

/// One thing that is measured.
pub struct Contender {
    name: &'static str,
    /// Runs the work this often.
    run: Box<dyn Fn(u32)>,
    /// Nanoseconds a call, by round.
    rounds: Vec<f64>,
}

impl std::fmt::Debug for Contender {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Contender")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl Contender {
    /// `run` repeats the work as often as it is told.
    pub fn new(name: &'static str, run: impl Fn(u32) + 'static) -> Self {
        Self {
            name,
            run: Box::new(run),
            rounds: Vec::new(),
        }
    }

    /// Runs the work so often.
    pub fn run(&self, calls: u32) {
        (self.run)(calls);
    }

    /// What it is called.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Nanoseconds a call: the 10th percentile of the rounds so far.
    #[must_use]
    pub fn time(&self) -> f64 {
        let mut sorted = self.rounds.clone();
        sorted.sort_by(f64::total_cmp);
        sorted.get(sorted.len() / 10).copied().unwrap_or(f64::NAN)
    }
}

/// Lets the contenders take turns, so that whatever else the machine does meets them all, and
/// prints the 10th percentile of each and its ratio to the first. Gives them back with their times.
#[expect(clippy::print_stdout, reason = "the table is what a benchmark is for")]
pub fn race(title: &str, calls: u32, mut contenders: Vec<Contender>) -> Vec<Contender> {
    const ROUNDS: usize = 300;
    for _ in 0..ROUNDS {
        for contender in &mut contenders {
            let start = Instant::now();
            (contender.run)(calls);
            let elapsed = start.elapsed().as_secs_f64() * 1e9 / f64::from(calls);
            contender.rounds.push(elapsed);
        }
    }
    println!("{title}");
    let floor = contenders.first().map_or(f64::NAN, Contender::time);
    for contender in &contenders {
        let time = contender.time();
        println!(
            "  {:<44} {time:>8.2} ns  {:>6.2} x",
            contender.name,
            time / floor
        );
    }
    contenders
}
