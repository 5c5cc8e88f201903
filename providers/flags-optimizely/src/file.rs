//! A datafile on disk, that is looked at.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant, SystemTime};

use flags_http::Taken;
use flags_runtime::{Listeners, Notice, NoticeKind, ProviderState, Status};

use crate::BuildError;
use crate::datafile::limit;
use crate::served::{Order, Served};

/// Looks at a file on a thread of its own.
pub(crate) struct Watcher {
    shared: Arc<Shared>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

struct Shared {
    path: PathBuf,
    served: Arc<Served>,
    listeners: Listeners,
    health: Mutex<Health>,
    /// Told of a shutdown.
    ended: Condvar,
}

struct Health {
    good_at: Instant,
    problem: Option<String>,
    ended: bool,
}

/// What tells that a file is another one, without reading it.
#[derive(PartialEq)]
struct Look {
    modified: Option<SystemTime>,
    length: u64,
    /// Where links lead to.
    target: Option<PathBuf>,
}

impl Watcher {
    /// Reads the file; looks at it this often from then on, if it is given.
    pub(crate) fn start(
        path: PathBuf,
        interval: Option<Duration>,
        served: Arc<Served>,
    ) -> Result<Self, BuildError> {
        let look = Look::at(&path);
        let text = match read(&path) {
            Ok(text) => text,
            Err(error) => return Err(BuildError::Unreadable { path, error }),
        };
        if let Err(refusal) = served.take(&text, Order::Arrival) {
            return Err(BuildError::Invalid {
                name: path.display().to_string(),
                problem: refusal.reason,
            });
        }
        let shared = Arc::new(Shared {
            path,
            served,
            listeners: Listeners::new(),
            health: Mutex::new(Health {
                good_at: Instant::now(),
                problem: None,
                ended: false,
            }),
            ended: Condvar::new(),
        });
        let thread = match interval {
            None => None,
            Some(interval) => {
                let shared = Arc::clone(&shared);
                let thread = thread::Builder::new().name("flags-optimizely".to_owned());
                let watch = move || shared.watch(look, text, interval);
                Some(thread.spawn(watch).map_err(BuildError::Thread)?)
            }
        };
        Ok(Self {
            shared,
            thread: Mutex::new(thread),
        })
    }

    pub(crate) fn listeners(&self) -> &Listeners {
        &self.shared.listeners
    }

    pub(crate) fn status(&self) -> Status {
        let health = self.shared.health();
        let status = match &health.problem {
            Some(problem) => Status::new(ProviderState::Stale).because(problem.clone()),
            None if health.ended => Status::new(ProviderState::Stale)
                .because("it was shut down and does not look at the file any more"),
            None => Status::new(ProviderState::Ready),
        };
        status.good_at(health.good_at)
    }

    pub(crate) fn notice(&self) -> Option<Notice> {
        let health = self.shared.health();
        let problem = health.problem.as_ref()?;
        let path = self.shared.path.display();
        Some(Notice::new(
            NoticeKind::Refused,
            format!("the datafile `{path}`: {problem}; what it said last is served"),
        ))
    }

    /// Ends the thread. What it does in the meantime is a look at a file, so it is not waited for long.
    pub(crate) fn shutdown(&self) {
        let thread = lock(&self.thread).take();
        let Some(thread) = thread else { return };
        self.shared.health().ended = true;
        self.shared.ended.notify_all();
        // A listener may shut down from the thread itself.
        if thread.thread().id() == thread::current().id() {
            return;
        }
        let deadline = Instant::now() + Duration::from_secs(2);
        while !thread.is_finished() && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(1));
        }
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        self.shutdown();
    }
}

impl Shared {
    fn watch(&self, mut look: Option<Look>, mut text: String, interval: Duration) {
        loop {
            let health = self.health();
            let waited = self
                .ended
                .wait_timeout_while(health, interval, |health| !health.ended);
            let (health, _) = waited.unwrap_or_else(PoisonError::into_inner);
            let had_problem = health.problem.is_some();
            if health.ended {
                return;
            }
            drop(health);
            let now = Look::at(&self.path);
            // A file that was written just now may be written again within the same tick of its clock.
            let settled = now.as_ref().is_some_and(Look::is_settled);
            if now == look && settled && !had_problem {
                self.health().good_at = Instant::now();
                continue;
            }
            look = now;
            if self.refresh(&mut text) {
                self.listeners.announce();
            }
        }
    }

    /// Returns whether anything is different now.
    fn refresh(&self, last: &mut String) -> bool {
        let problem = match read(&self.path) {
            Ok(text) if text == *last => None,
            Ok(text) => match self.served.take(&text, Order::Arrival) {
                Ok(taken) => {
                    *last = text;
                    let mut health = self.health();
                    health.problem = None;
                    health.good_at = Instant::now();
                    drop(health);
                    return taken == Taken::Changed;
                }
                Err(refusal) => Some(format!("it is refused: {refusal}")),
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Some("the file is gone".to_owned())
            }
            Err(error) => Some(format!("it cannot be read: {error}")),
        };
        let mut health = self.health();
        if problem.is_none() {
            health.good_at = Instant::now();
        }
        let changed = health.problem != problem;
        health.problem = problem;
        changed
    }

    fn health(&self) -> MutexGuard<'_, Health> {
        lock(&self.health)
    }
}

/// A panic under the lock leaves nothing half-made.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Look {
    fn at(path: &Path) -> Option<Self> {
        let metadata = fs::metadata(path).ok()?;
        Some(Self {
            modified: metadata.modified().ok(),
            length: metadata.len(),
            target: fs::canonicalize(path).ok(),
        })
    }

    fn is_settled(&self) -> bool {
        const LONG: Duration = Duration::from_secs(3);
        // A time in the future tells nothing.
        let age = self.modified.and_then(|modified| modified.elapsed().ok());
        age.is_some_and(|age| age > LONG)
    }
}

/// Reads a file, but no more of it than a datafile may have.
fn read(path: &Path) -> io::Result<String> {
    let mut bytes = Vec::new();
    File::open(path)?
        .take(limit::BYTES + 1)
        .read_to_end(&mut bytes)?;
    String::from_utf8(bytes).map_err(|error| {
        if error.as_bytes().len() as u64 > limit::BYTES {
            return io::Error::new(
                io::ErrorKind::FileTooLarge,
                format!("it has more than {} bytes", limit::BYTES),
            );
        }
        io::Error::new(
            io::ErrorKind::InvalidData,
            format!("it is not UTF-8: {}", error.utf8_error()),
        )
    })
}

impl fmt::Debug for Watcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watcher")
            .field("path", &self.shared.path)
            .finish_non_exhaustive()
    }
}
