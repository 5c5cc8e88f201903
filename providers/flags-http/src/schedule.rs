//! When the next fetch is. A pure function of what happened, and of random numbers.

use std::time::Duration;

use crate::failure::Class;
use crate::{FetchError, Settings};

/// Whoever asks for longer means never, and arithmetic with more may overflow.
const FOR_EVER: Duration = Duration::from_secs(10 * 366 * 86_400);

/// Plans the fetches of one poller.
#[derive(Debug)]
pub(crate) struct Schedule {
    interval: Duration,
    spread: Duration,
    backoff: Backoff,
    extended: Backoff,
    /// Whether this poller has its own place within the interval.
    is_placed: bool,
    random: fastrand::Rng,
}

#[derive(Debug)]
struct Backoff {
    first: Duration,
    max: Duration,
    failures: u32,
}

impl Schedule {
    pub(crate) fn new(settings: &Settings, random: fastrand::Rng) -> Self {
        let interval = settings.interval.min(FOR_EVER);
        let backoff = |(first, max): (Duration, Duration)| Backoff {
            first: first.min(FOR_EVER),
            max: max.max(interval).max(first).min(FOR_EVER),
            failures: 0,
        };
        let spread = if settings.wait.is_zero() {
            settings.spread.min(FOR_EVER)
        } else {
            settings.spread.min(settings.wait / 4).min(FOR_EVER)
        };
        Self {
            interval,
            spread,
            backoff: backoff(settings.backoff),
            extended: backoff(settings.extended),
            is_placed: false,
            random,
        }
    }

    /// From the start to the first fetch.
    pub(crate) fn first(&mut self) -> Duration {
        self.spread.mul_f64(self.random.f64())
    }

    /// From a success to the next fetch.
    pub(crate) fn after_success(&mut self) -> Duration {
        self.backoff.failures = 0;
        self.extended.failures = 0;
        if self.is_placed {
            self.interval.mul_f64(0.9 + 0.2 * self.random.f64())
        } else {
            // A fleet that started, or came back, together is spread over the whole interval.
            self.is_placed = true;
            self.interval.mul_f64(1.0 - self.random.f64())
        }
    }

    /// From a failure to the next attempt.
    pub(crate) fn after_failure(&mut self, error: &FetchError) -> Duration {
        self.is_placed = false;
        let backoff = match error.kind().class() {
            Class::Denied => &mut self.extended,
            Class::Away | Class::Refused => &mut self.backoff,
        };
        let factor = 1_u32.checked_shl(backoff.failures).unwrap_or(u32::MAX);
        backoff.failures = backoff.failures.saturating_add(1);
        let pause = backoff.first.saturating_mul(factor).min(backoff.max);
        let pause = pause.mul_f64(0.5 + 0.5 * self.random.f64());
        match error.retry_after() {
            None => pause,
            // Not all who were asked to wait come back in the same moment.
            Some(wait) => pause.max(
                wait + (wait / 10)
                    .min(Duration::from_secs(30))
                    .mul_f64(self.random.f64()),
            ),
        }
    }
}

#[cfg(test)]
mod tests;
