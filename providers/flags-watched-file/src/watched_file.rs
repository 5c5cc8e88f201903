//! The file and the thread that looks at it.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{self, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use flags_runtime::{Listener, Listeners, Notice, Status};

use crate::OpenError;
use crate::content::{self, Signature};
use crate::health::{Health, Problem};

/// Looks at the text itself this often, whatever the file system says.
const LOOKS: u32 = 10;

/// A new text is taken once two reads, this far apart, agree on it: a save in place is seen half done.
const SETTLE: Duration = Duration::from_millis(20);

/// So many reads may disagree before the last one is taken for what it is.
const SETTLE_READS: u32 = 5;

/// How long a shutdown waits for a text that is being taken.
const PATIENCE: Duration = Duration::from_secs(2);

/// A file that is watched for as long as this lives, or until [`WatchedFile::shutdown`].
pub struct WatchedFile {
    shared: Arc<Shared>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

/// Takes a text, or says why not: a reason that goes on from "the file is refused: ".
type Sink = Box<dyn Fn(&str) -> Result<(), String> + Send + Sync>;

struct Shared {
    /// As given, for messages.
    name: String,
    /// Absolute: a program may change its directory.
    path: PathBuf,
    interval: Duration,
    sink: Sink,
    health: Mutex<Health>,
    listeners: Listeners,
    /// Whether the thread is to end, and whether it has.
    turns: Mutex<(bool, bool)>,
    turned: Condvar,
}

impl WatchedFile {
    /// Reads a file, hands its text to `sink`, and watches it from now on, on a thread that is called
    /// `flags-` and the name of the provider.
    ///
    /// `sink` gets each new text once, parses it and swaps what is served; an error refuses the text,
    /// and goes on from "the file is refused: ". A panic in it is caught, and refuses the text.
    ///
    /// # Errors
    ///
    /// If the file is missing, cannot be read or is refused; if there is no thread to be had.
    pub fn open(
        provider: &str,
        path: impl Into<PathBuf>,
        interval: Duration,
        sink: impl Fn(&str) -> Result<(), String> + Send + Sync + 'static,
    ) -> Result<Self, OpenError> {
        let path = path.into();
        let name = path.display().to_string();
        let path = path::absolute(&path).unwrap_or(path);
        let signature = Signature::of(&path);
        let text = content::read(&path).map_err(|problem| OpenError::Unreadable {
            path: path.clone(),
            problem,
        })?;
        let shared = Shared {
            name,
            path,
            interval: interval.max(Duration::from_millis(1)),
            sink: Box::new(sink),
            health: Mutex::new(Health::good()),
            listeners: Listeners::new(),
            turns: Mutex::default(),
            turned: Condvar::new(),
        };
        if let Err(reason) = shared.offer(&text) {
            return Err(OpenError::Refused {
                path: shared.path,
                reason,
            });
        }
        let shared = Arc::new(shared);
        let watcher = Watcher {
            shared: Arc::clone(&shared),
            signature,
            text,
            looks: 0,
        };
        let thread = thread::Builder::new()
            .name(format!("flags-{provider}"))
            .spawn(move || watcher.run())
            .map_err(OpenError::Thread)?;
        Ok(Self {
            shared,
            thread: Mutex::new(Some(thread)),
        })
    }

    /// Takes somebody to tell of changes: [`Provider::subscribe`](flags_runtime::Provider::subscribe).
    pub fn subscribe(&self, listener: Arc<dyn Listener>) {
        self.shared.listeners.add(listener);
    }

    /// Ready, or Stale with the age of what is served:
    /// [`Provider::status`](flags_runtime::Provider::status).
    #[must_use]
    pub fn status(&self) -> Status {
        self.shared.health().status()
    }

    /// Why what the file holds is not what is served, if that is so:
    /// [`Provider::notices`](flags_runtime::Provider::notices).
    #[must_use]
    pub fn notices(&self) -> Vec<Notice> {
        let notice = self.shared.health().notice(&self.shared.name);
        notice.into_iter().collect()
    }

    /// Ends the thread. Waits for it, but not for long; harmless when repeated, and from a listener.
    pub fn shutdown(&self) {
        let thread = lock(&self.thread).take();
        self.shared.health().shut_down();
        let mut turns = lock(&self.shared.turns);
        turns.0 = true;
        self.shared.turned.notify_all();
        let Some(thread) = thread.filter(|it| it.thread().id() != thread::current().id()) else {
            return;
        };
        let (turns, _) = self
            .shared
            .turned
            .wait_timeout_while(turns, PATIENCE, |(_, ended)| !*ended)
            .unwrap_or_else(PoisonError::into_inner);
        let ended = turns.1;
        drop(turns);
        if ended {
            // A panic of the thread has nothing to tell that its end does not.
            let _ = thread.join();
        }
    }
}

impl Drop for WatchedFile {
    fn drop(&mut self) {
        self.shutdown();
    }
}

impl fmt::Debug for WatchedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WatchedFile")
            .field("name", &self.shared.name)
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}

impl Shared {
    fn offer(&self, text: &str) -> Result<(), String> {
        // What a panic leaves behind is the sink's own.
        catch_unwind(AssertUnwindSafe(|| (self.sink)(text)))
            .unwrap_or_else(|_| Err("the provider panicked over it".to_owned()))
    }

    fn health(&self) -> MutexGuard<'_, Health> {
        lock(&self.health)
    }

    /// Whether the thread is to go on after a pause.
    fn pause(&self, pause: Duration) -> bool {
        let until = Instant::now() + pause;
        let mut turns = lock(&self.turns);
        loop {
            let left = until.saturating_duration_since(Instant::now());
            if turns.0 || left.is_zero() {
                return !turns.0;
            }
            let waited = self.turned.wait_timeout(turns, left);
            turns = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

/// The thread's own.
struct Watcher {
    shared: Arc<Shared>,
    signature: Option<Signature>,
    /// The text that was taken or refused last.
    text: String,
    looks: u32,
}

impl Watcher {
    fn run(mut self) {
        let shared = Arc::clone(&self.shared);
        let _ended = Ended(&shared);
        while shared.pause(shared.interval) {
            self.look();
        }
    }

    fn look(&mut self) {
        let signature = Signature::of(&self.shared.path);
        self.looks += 1;
        let is_new = signature != self.signature || signature.is_none();
        if !is_new && !self.looks.is_multiple_of(LOOKS) {
            self.shared.health().confirm();
            return;
        }
        self.signature = signature;
        let problem = match self.settled() {
            Err(problem) => Some(Problem::Unreadable(problem)),
            Ok(text) if text == self.text && !self.shared.health().is_bad() => {
                self.shared.health().confirm();
                return;
            }
            Ok(text) => {
                let offered = self.shared.offer(&text);
                let is_taken = offered.is_ok();
                self.text = text;
                if is_taken {
                    self.shared.health().set(None);
                    self.shared.listeners.announce();
                    return;
                }
                offered.err().map(Problem::Refused)
            }
        };
        let is_new = self.shared.health().set(problem);
        if is_new {
            self.shared.listeners.announce();
        }
    }
}

impl Watcher {
    /// What the file holds, once that stays the same.
    fn settled(&self) -> Result<String, String> {
        let mut last = content::read(&self.shared.path);
        for _ in 0..SETTLE_READS {
            if last.as_ref() == Ok(&self.text) || !self.shared.pause(SETTLE) {
                break;
            }
            let next = content::read(&self.shared.path);
            let agrees = next == last;
            last = next;
            if agrees {
                break;
            }
        }
        last
    }
}

/// Says that the thread has ended, however it did.
struct Ended<'s>(&'s Shared);

impl Drop for Ended<'_> {
    fn drop(&mut self) {
        lock(&self.0.turns).1 = true;
        self.0.turned.notify_all();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic under one of these locks leaves nothing half-made.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
