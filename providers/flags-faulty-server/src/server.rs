//! The server.

use std::collections::VecDeque;
use std::fmt;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crate::{Received, Reply, connection};

/// Longest wait for requests; the machine may be busy.
const PATIENCE: Duration = Duration::from_secs(60);

/// Answers on a port of 127.0.0.1, on threads of its own, until it is dropped.
pub struct FaultyServer {
    address: SocketAddr,
    shared: Arc<Shared>,
}

pub(crate) struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    plan: Plan,
    received: Vec<Received>,
    ended: bool,
}

enum Plan {
    /// One each; the last one stays.
    Script(VecDeque<Reply>),
    Ask(Arc<dyn Fn(&Received) -> Reply + Send + Sync>),
}

impl FaultyServer {
    /// Starts; until it is told otherwise, it answers 404.
    ///
    /// # Panics
    ///
    /// If there is no port to be had on 127.0.0.1.
    #[must_use]
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
        let address = listener
            .local_addr()
            .expect("a bound socket has an address");
        let shared = Arc::new(Shared {
            state: Mutex::new(State {
                plan: Plan::Script([Reply::status(404)].into()),
                received: Vec::new(),
                ended: false,
            }),
            changed: Condvar::new(),
        });
        thread::spawn({
            let shared = Arc::clone(&shared);
            move || {
                for stream in listener.incoming() {
                    if shared.lock().ended {
                        break;
                    }
                    let (Ok(stream), shared) = (stream, Arc::clone(&shared)) else {
                        continue;
                    };
                    // The client finds out what fails.
                    thread::spawn(move || drop(connection::serve(stream, &shared)));
                }
            }
        });
        Self { address, shared }
    }

    /// Address and port.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// URL of a path here, which begins with `/`.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// URL of a path here under another name of this host: to a client, another host.
    #[must_use]
    pub fn other_host_url(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.address.port())
    }

    /// Answers every request like this from now on.
    pub fn answer(&self, reply: Reply) {
        self.script([reply]);
    }

    /// Answers the next requests like this, one each; the last reply stays.
    pub fn script(&self, replies: impl IntoIterator<Item = Reply>) {
        self.shared.lock().plan = Plan::Script(replies.into_iter().collect());
    }

    /// Answers as it is told, request by request.
    pub fn answer_with(&self, reply: impl Fn(&Received) -> Reply + Send + Sync + 'static) {
        self.shared.lock().plan = Plan::Ask(Arc::new(reply));
    }

    /// What has arrived so far.
    #[must_use]
    pub fn requests(&self) -> Vec<Received> {
        self.shared.lock().received.clone()
    }

    /// Waits until as many requests have arrived, and returns what has.
    ///
    /// # Panics
    ///
    /// If they do not arrive within a minute.
    #[track_caller]
    #[must_use]
    pub fn wait_for_requests(&self, count: usize) -> Vec<Received> {
        let wait = self
            .shared
            .changed
            .wait_timeout_while(self.shared.lock(), PATIENCE, |state| {
                state.received.len() < count
            });
        let received = wait
            .unwrap_or_else(PoisonError::into_inner)
            .0
            .received
            .clone();
        assert!(
            received.len() >= count,
            "{count} requests were to arrive, and these did: {received:#?}"
        );
        received
    }
}

impl Drop for FaultyServer {
    fn drop(&mut self) {
        self.shared.lock().ended = true;
        self.shared.changed.notify_all();
        // Wakes the thread that accepts; if that fails, it ends with the process.
        drop(TcpStream::connect(self.address));
    }
}

impl fmt::Debug for FaultyServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FaultyServer")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn reply_to(&self, received: &Received) -> Reply {
        let ask = match &mut self.lock().plan {
            Plan::Script(replies) => {
                return match replies.len() {
                    0 => Reply::status(404),
                    1 => replies[0].clone(),
                    _ => replies.pop_front().unwrap_or_else(|| Reply::status(404)),
                };
            }
            Plan::Ask(ask) => Arc::clone(ask),
        };
        ask(received)
    }

    pub(crate) fn log(&self, received: Received) {
        self.lock().received.push(received);
        self.changed.notify_all();
    }

    /// Waits this long, or until the server ends. Returns whether it has ended.
    pub(crate) fn wait(&self, time: Duration) -> bool {
        self.changed
            .wait_timeout_while(self.lock(), time, |state| !state.ended)
            .unwrap_or_else(PoisonError::into_inner)
            .0
            .ended
    }
}
