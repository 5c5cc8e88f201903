use std::time::Duration;

use super::Schedule;
use crate::{FetchError, FetchErrorKind, Settings};

const MINUTE: Duration = Duration::from_secs(60);

fn schedule(settings: &Settings, seed: u64) -> Schedule {
    Schedule::new(settings, fastrand::Rng::with_seed(seed))
}

fn error(kind: FetchErrorKind) -> FetchError {
    FetchError::new(kind, "it failed")
}

/// Largest count of a bucket over the mean.
fn peak_over_mean(arrivals: impl Iterator<Item = f64>, from: f64, to: f64, buckets: usize) -> f64 {
    let mut counts = vec![0_u32; buckets];
    for arrival in arrivals.filter(|at| (from..to).contains(at)) {
        counts[((arrival - from) / (to - from) * buckets as f64) as usize] += 1;
    }
    let mean = f64::from(counts.iter().sum::<u32>()) / buckets as f64;
    f64::from(counts.into_iter().max().unwrap()) / mean
}

#[test]
fn f34_ten_thousand_instances_that_restart_together_arrive_apart() {
    let settings = Settings::new()
        .interval(MINUTE)
        .spread(Duration::from_secs(2));
    let fleet: Vec<Vec<f64>> = (0..10_000)
        .map(|seed| {
            let mut schedule = schedule(&settings, seed);
            let mut at = schedule.first().as_secs_f64();
            let mut arrivals = vec![at];
            while at < 600.0 {
                at += schedule.after_success().as_secs_f64();
                arrivals.push(at);
            }
            arrivals
        })
        .collect();
    let starts = fleet.iter().map(|arrivals| arrivals[0]);
    let peak = peak_over_mean(starts, 0.0, 2.0, 20);
    assert!(peak < 2.0, "the first fetches: {peak}");
    // From the second fetch on, second by second, over ten minutes.
    let later = fleet
        .iter()
        .flat_map(|arrivals| arrivals[1..].iter().copied());
    let peak = peak_over_mean(later, 2.0, 600.0, 598);
    assert!(peak < 2.0, "the later fetches: {peak}");
}

#[test]
fn f34_a_fleet_that_comes_back_together_is_spread_again() {
    let settings = Settings::new().interval(MINUTE);
    let second = (0..10_000).map(|seed| {
        let mut schedule = schedule(&settings, seed);
        schedule.after_success();
        schedule.after_success();
        schedule.after_failure(&error(FetchErrorKind::Unreachable));
        schedule.after_success().as_secs_f64()
    });
    assert!(peak_over_mean(second, 0.0, 60.0, 60) < 2.0);
}

#[test]
fn f34_the_first_fetch_leaves_time_to_whoever_waits_for_it() {
    let settings = Settings::new().wait(Duration::from_secs(2)).spread(MINUTE);
    for seed in 0..1_000 {
        assert!(schedule(&settings, seed).first() <= Duration::from_millis(500));
    }
}

#[test]
fn an_interval_varies_by_a_tenth() {
    let mut schedule = schedule(&Settings::new().interval(MINUTE), 1);
    schedule.after_success();
    for _ in 0..1_000 {
        let next = schedule.after_success().as_secs_f64();
        assert!((54.0..=66.0).contains(&next), "{next}");
    }
}

/// 1, 2, 4 … up to 60 s, each between half and whole.
#[test]
fn f32_pauses_grow_to_a_limit() {
    let mut schedule = schedule(&Settings::new().interval(Duration::from_secs(20)), 2);
    for limit in [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0, 60.0] {
        let pause = schedule
            .after_failure(&error(FetchErrorKind::Status))
            .as_secs_f64();
        assert!((limit / 2.0..=limit).contains(&pause), "{pause} of {limit}");
    }
}

#[test]
fn f30_ten_thousand_failures_later_it_still_tries() {
    let mut schedule = schedule(&Settings::new(), 3);
    for _ in 0..10_000 {
        let pause = schedule.after_failure(&error(FetchErrorKind::Unreachable));
        assert!(pause <= MINUTE);
    }
}

/// 60, 120, 240 … up to an hour.
#[test]
fn f31_denied_access_has_longer_pauses_and_no_end() {
    let mut schedule = schedule(&Settings::new(), 4);
    for minutes in [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0, 60.0] {
        let pause = schedule
            .after_failure(&error(FetchErrorKind::Denied))
            .as_secs_f64()
            / 60.0;
        assert!(
            (minutes / 2.0..=minutes).contains(&pause),
            "{pause} of {minutes}"
        );
    }
}

#[test]
fn f32_the_service_decides_how_long_at_least() {
    let mut schedule = schedule(&Settings::new(), 5);
    let wait = Duration::from_secs(1_000);
    let limited = error(FetchErrorKind::RateLimited).after(Some(wait));
    for _ in 0..100 {
        let pause = schedule.after_failure(&limited);
        assert!(
            (wait..=wait + Duration::from_secs(30)).contains(&pause),
            "{pause:?}"
        );
    }
}

#[test]
fn a_success_starts_over() {
    let mut schedule = schedule(&Settings::new(), 6);
    for _ in 0..10 {
        schedule.after_failure(&error(FetchErrorKind::Status));
    }
    schedule.after_success();
    let pause = schedule.after_failure(&error(FetchErrorKind::Status));
    assert!(pause <= Duration::from_secs(1), "{pause:?}");
}

#[test]
fn settings_that_mean_never() {
    let max = Duration::MAX;
    let settings = Settings::new().interval(max).spread(max).wait(max);
    let mut schedule = schedule(&settings.backoff(max, max).extended(max, max), 7);
    schedule.first();
    schedule.after_success();
    schedule.after_success();
    for _ in 0..100 {
        schedule.after_failure(&error(FetchErrorKind::Denied));
        schedule.after_failure(&error(FetchErrorKind::Status));
    }
}
