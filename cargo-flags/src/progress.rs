//! How far a long command is.

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// A bar on standard error. It shows on a terminal only, and only once a second has passed; it is
/// gone when this is dropped.
#[derive(Debug)]
pub struct Progress {
    what: &'static str,
    expected: AtomicUsize,
    done: AtomicUsize,
    shown: Option<Mutex<Shown>>,
}

/// When the bar was, or may first be, drawn.
#[derive(Debug)]
struct Shown {
    next: Instant,
    any: bool,
}

/// What nobody notices needs no bar.
const FIRST: Duration = Duration::from_secs(1);
const EACH: Duration = Duration::from_millis(100);
const WIDTH: usize = 30;

impl Progress {
    /// A bar with this before it, such as `reading`.
    #[must_use]
    pub fn new(what: &'static str) -> Self {
        let shown = Shown {
            next: Instant::now() + FIRST,
            any: false,
        };
        Self::with(what, io::stderr().is_terminal().then(|| Mutex::new(shown)))
    }

    fn with(what: &'static str, shown: Option<Mutex<Shown>>) -> Self {
        Self {
            what,
            expected: AtomicUsize::new(0),
            done: AtomicUsize::new(0),
            shown,
        }
    }

    /// So many steps more are to be done.
    pub fn expect(&self, steps: usize) {
        self.expected.fetch_add(steps, Ordering::Relaxed);
    }

    /// One step is done.
    pub fn advance(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
        // Whoever finds somebody else drawing goes on.
        if let Some(Ok(mut shown)) = self.shown.as_ref().map(Mutex::try_lock)
            && Instant::now() >= shown.next
        {
            shown.next = Instant::now() + EACH;
            shown.any = true;
            // A bar that cannot be drawn is missed by nobody.
            let _ = write!(io::stderr(), "\r{}\x1b[K", self.bar());
        }
    }

    fn bar(&self) -> String {
        let expected = self.expected.load(Ordering::Relaxed).max(1);
        let done = self.done.load(Ordering::Relaxed).min(expected);
        let full = done * WIDTH / expected;
        format!(
            "{:>12} [{}{}] {done}/{expected}",
            self.what,
            "=".repeat(full),
            " ".repeat(WIDTH - full)
        )
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(shown) = &self.shown
            && shown.lock().is_ok_and(|shown| shown.any)
        {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Progress;

    #[test]
    fn the_bar_grows_with_what_is_done() {
        let progress = Progress::with("reading", None);
        progress.expect(4);
        progress.advance();
        assert_eq!(
            progress.bar(),
            format!("     reading [{}{}] 1/4", "=".repeat(7), " ".repeat(23))
        );
    }

    #[test]
    fn a_bar_of_nothing_is_no_fault() {
        assert!(Progress::with("reading", None).bar().ends_with("0/1"));
    }
}
