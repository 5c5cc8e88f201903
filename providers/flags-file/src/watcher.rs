//! The thread that looks at a file again and again.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

use crate::source::{Content, Signature};
use crate::watched::Watched;

#[cfg(test)]
mod tests;

/// Two looks that far apart must agree before a new content is taken: a save may be under way.
const SETTLE: Duration = Duration::from_millis(20);
/// So often is a file looked at before that is left to the next interval.
const SETTLE_LOOKS: u32 = 10;
/// Coarse clocks give two saves the same time; so long after it the content is compared too.
const RECENT: Duration = Duration::from_secs(3);
/// The content is compared this often, whatever the metadata say.
const REREAD: Duration = Duration::from_secs(10);
/// Longest wait for the thread to end.
const SHUTDOWN: Duration = Duration::from_secs(2);

/// Ends the thread when it is dropped.
#[derive(Debug)]
pub(crate) struct Watcher {
    end: Arc<End>,
    thread: ThreadId,
}

/// Whether a thread is to end, and whether it has.
#[derive(Debug, Default)]
struct End {
    state: Mutex<EndState>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct EndState {
    wanted: bool,
    reached: bool,
}

impl Watcher {
    /// Watches from now on; `look` is what has been seen so far.
    pub(crate) fn start(
        path: PathBuf,
        interval: Duration,
        watched: Arc<Watched>,
        look: Look,
    ) -> std::io::Result<Self> {
        let end = Arc::new(End::default());
        let thread = {
            let end = Arc::clone(&end);
            thread::Builder::new()
                .name("flags-file".to_owned())
                .spawn(move || {
                    let _reached = Reached(Arc::clone(&end), Arc::clone(&watched));
                    run(&path, interval, &watched, look, &end);
                })?
        };
        Ok(Self {
            end,
            thread: thread.thread().id(),
        })
    }

    /// Ends the thread, and waits for it up to 2 s; unless the thread itself calls, as from within a
    /// listener.
    pub(crate) fn shutdown(&self) {
        self.end.lock().wanted = true;
        self.end.changed.notify_all();
        if thread::current().id() == self.thread {
            return;
        }
        // Whether the thread has ended in time makes no difference to the caller.
        let _ = self
            .end
            .changed
            .wait_timeout_while(self.end.lock(), SHUTDOWN, |end| !end.reached);
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        self.shutdown();
    }
}

impl End {
    fn lock(&self) -> MutexGuard<'_, EndState> {
        // Two booleans cannot be half-made; and waiting must not end early for a panic.
        self.state.lock().unwrap_or_else(|poisoned| {
            self.state.clear_poison();
            poisoned.into_inner()
        })
    }

    /// Waits this long, or until the end is wanted. Returns whether it is.
    fn wait(&self, time: Duration) -> bool {
        self.changed
            .wait_timeout_while(self.lock(), time, |end| !end.wanted)
            .unwrap_or_else(PoisonError::into_inner)
            .0
            .wanted
    }
}

/// Says that the thread has ended, also when a panic ended it.
struct Reached(Arc<End>, Arc<Watched>);

impl Drop for Reached {
    fn drop(&mut self) {
        self.0.lock().reached = true;
        self.0.changed.notify_all();
        self.1.end();
    }
}

fn run(path: &Path, interval: Duration, watched: &Watched, mut look: Look, end: &End) {
    let gap = SETTLE.min(interval);
    while !end.wait(interval) {
        let pause = |time| !end.wait(time);
        // Nothing in here is expected to panic; if it does, the last good answers stay, and the next
        // look may go well.
        let changed = catch_unwind(AssertUnwindSafe(|| look.again(path, gap, watched, pause)))
            .unwrap_or_else(|payload| {
                // A payload may panic when it is dropped.
                std::mem::forget(payload);
                watched.fail("bug in typed-flags: reading the file panicked")
            });
        if changed {
            announce(watched);
        }
    }
}

fn announce(watched: &Watched) {
    // Listeners are other people's code, and the file has to be watched whatever they do.
    if let Err(payload) = catch_unwind(AssertUnwindSafe(|| watched.listeners.announce())) {
        std::mem::forget(payload);
    }
}

/// What was seen of a file when it was last looked at.
#[derive(Debug)]
pub(crate) struct Look {
    signature: Option<Signature>,
    content: Seen,
    read_at: Instant,
}

/// A content, without its text.
#[derive(Debug, PartialEq, Eq)]
enum Seen {
    Text(u64),
    Missing,
    Unusable(String),
}

impl Seen {
    fn of(content: &Content) -> Self {
        match content {
            Content::Text { hash, .. } | Content::NotUtf8 { hash, .. } => Self::Text(*hash),
            Content::Missing => Self::Missing,
            Content::Unusable(reason) => Self::Unusable(reason.clone()),
        }
    }
}

impl Look {
    /// The first look, which waits only for a file that was modified just now.
    pub(crate) fn first(path: &Path) -> (Self, Content) {
        let mut signature = Signature::of(path);
        let mut content = Content::read(path);
        let is_settled = match &signature {
            Some(signature) => !signature.is_recent(2 * SETTLE),
            None => true,
        };
        if !is_settled {
            let pause = |time| {
                thread::sleep(time);
                true
            };
            match settle(path, content, SETTLE, pause) {
                Ok(settled) => (signature, content) = settled,
                // There is nothing else to serve.
                Err(last) => (signature, content) = (None, last),
            }
        }
        let look = Self {
            signature,
            content: Seen::of(&content),
            read_at: Instant::now(),
        };
        (look, content)
    }

    /// Looks again, and if the file has changed once more: after `gap` where another file has taken
    /// its place, which is whole most often. Returns whether anything is different for the listeners.
    /// `pause` waits, and returns whether to go on.
    fn again(
        &mut self,
        path: &Path,
        gap: Duration,
        watched: &Watched,
        pause: impl Fn(Duration) -> bool,
    ) -> bool {
        let signature = Signature::of(path);
        let is_same = signature == self.signature
            && signature.as_ref().is_none_or(|s| !s.is_recent(RECENT))
            && self.read_at.elapsed() < REREAD;
        if is_same {
            watched.confirm();
            return false;
        }
        let content = Content::read(path);
        self.read_at = Instant::now();
        if Seen::of(&content) == self.content {
            self.signature = signature;
            watched.confirm();
            return false;
        }
        let is_replaced = match (&signature, &self.signature) {
            (Some(now), Some(before)) => now.is_another_file(before),
            _ => false,
        };
        let gap = if is_replaced { gap } else { SETTLE };
        // While somebody writes, what is served stays; the next look may find the file at rest.
        let Ok((signature, content)) = settle(path, content, gap, pause) else {
            return false;
        };
        let seen = Seen::of(&content);
        self.read_at = Instant::now();
        self.signature = signature;
        if seen == self.content {
            watched.confirm();
            return false;
        }
        let (changed, _) = watched.take(content);
        self.content = seen;
        changed
    }
}

/// Looks until two looks agree; gives the last one if they never do. No two contents are in memory at
/// one time.
fn settle(
    path: &Path,
    mut content: Content,
    gap: Duration,
    pause: impl Fn(Duration) -> bool,
) -> Result<(Option<Signature>, Content), Content> {
    let mut signature = Signature::of(path);
    for _ in 0..SETTLE_LOOKS {
        if !pause(gap) {
            break;
        }
        let seen = Seen::of(&content);
        drop(content);
        let before = Signature::of(path);
        content = Content::read(path);
        let is_same = seen == Seen::of(&content) && before == signature;
        signature = before;
        if is_same {
            return Ok((signature, content));
        }
    }
    Err(content)
}
