//! Between the network and the vendor's crate.
//!
//! The vendor's crate keeps to itself how its stream is: what goes wrong is a line in the log. It waits
//! for ever for a stream that is silent, takes events of any size, follows redirects, and refuses all
//! flags for the sake of one. So its requests go through here.

use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use launchdarkly_sdk_transport::{
    ByteStream, HttpTransport, Request, Response, ResponseFuture, TransportError,
};
use tokio::sync::Notify;
use tokio::time::timeout;

use crate::event::{Event, Verdict};
use crate::health::{Health, Problem};
use crate::served::Served;

/// Nobody is left alone for longer, whatever the service asks for.
const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(3600);

/// The vendor's crate opens a stream again within half a minute.
const ABANDONED: Duration = Duration::from_secs(120);

/// A transport that is watched.
#[derive(Clone)]
pub(crate) struct Guarded<T> {
    pub(crate) transport: T,
    pub(crate) guard: Arc<Guard>,
}

/// What is watched for, and who is told.
pub(crate) struct Guard {
    pub(crate) health: Arc<Health>,
    pub(crate) served: Arc<Served>,
    /// Told where the vendor's crate gives up.
    pub(crate) given_up: Notify,
    /// Until the answer begins.
    pub(crate) timeout: Duration,
    /// Silence within the stream.
    pub(crate) silence: Duration,
    /// Of one event.
    pub(crate) max_size: usize,
    /// When the vendor's crate let go of a stream that had not ended, and has not asked for another.
    pub(crate) let_go: Mutex<Option<Instant>>,
}

impl<T: HttpTransport> HttpTransport for Guarded<T> {
    fn request(&self, request: Request<Option<Bytes>>) -> ResponseFuture {
        let answer = self.transport.request(request);
        let guard = Arc::clone(&self.guard);
        *guard.let_go() = None;
        Box::pin(async move {
            let response = match timeout(guard.timeout, answer).await {
                Err(_) => return Err(guard.away("it did not answer in time")),
                // The vendor's text may hold the address, but no key.
                Ok(Err(error)) => return Err(guard.away(&cause(&error))),
                Ok(Ok(response)) => response,
            };
            let status = response.status();
            if status.is_redirection() {
                return Err(guard.away("it redirects, which is not followed with an SDK key"));
            }
            if !status.is_success() {
                let is_lasting =
                    status.is_client_error() && ![400, 408, 429].contains(&status.as_u16());
                let problem = format!("LaunchDarkly's stream answered {}", status.as_u16());
                if is_lasting {
                    guard.health.bad(Problem::Denied(problem));
                    guard.given_up.notify_one();
                } else {
                    guard.health.bad(Problem::Away(problem));
                    // The vendor's crate asks again soon after it has this answer.
                    tokio::time::sleep(retry_after(&response, SystemTime::now())).await;
                }
                return Ok(response);
            }
            Ok(guard.watch(response))
        })
    }
}

impl Guard {
    /// Whether the vendor's crate has let go of the stream for so long that it will not ask again: as
    /// after a panic in its task, which nobody is told of.
    pub(crate) fn is_abandoned(&self, now: Instant) -> bool {
        let let_go = *self.let_go();
        let_go.is_some_and(|then| now.saturating_duration_since(then) > ABANDONED)
    }

    fn let_go(&self) -> MutexGuard<'_, Option<Instant>> {
        self.let_go.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn away(&self, why: &str) -> TransportError {
        let problem = format!("LaunchDarkly's stream cannot be read: {why}");
        self.health.bad(Problem::Away(problem));
        TransportError::new(io::Error::other(why.to_owned()))
    }

    fn silent(&self) -> TransportError {
        let why = "it was silent for too long";
        let problem = format!("LaunchDarkly's stream cannot be read: {why}");
        self.health.silent(Problem::Away(problem));
        TransportError::new(io::Error::other(why))
    }

    fn watch(self: Arc<Self>, response: Response<ByteStream>) -> Response<ByteStream> {
        response.map(|body| {
            let flow = Flow {
                body,
                buffer: Vec::new(),
                known: 0,
                has_ended: false,
                guard: self,
            };
            let events = stream::unfold(Some(flow), |flow| async {
                let mut flow = flow?;
                let next = flow.next().await;
                flow.has_ended = !matches!(next, Some(Ok(_)));
                match next? {
                    Ok(bytes) => Some((Ok(bytes), Some(flow))),
                    Err(error) => Some((Err(error), None)),
                }
            });
            Box::pin(events) as ByteStream
        })
    }
}

/// A stream on its way through.
struct Flow {
    body: ByteStream,
    /// What has arrived of the event that is not whole yet.
    buffer: Vec<u8>,
    /// So much of it is known to hold no end of an event.
    known: usize,
    has_ended: bool,
    guard: Arc<Guard>,
}

impl Drop for Flow {
    fn drop(&mut self) {
        if !self.has_ended {
            *self.guard.let_go() = Some(Instant::now());
            let problem = "LaunchDarkly's stream was let go and is opened again";
            self.guard.health.bad(Problem::Away(problem.to_owned()));
        }
    }
}

impl Flow {
    /// The next whole event that is good, or the end.
    async fn next(&mut self) -> Option<Result<Bytes, TransportError>> {
        loop {
            while let Some(event) = Event::take(&mut self.buffer, &mut self.known) {
                if let Some(bytes) = self.judge(event) {
                    return Some(Ok(bytes));
                }
            }
            if self.buffer.len() > self.guard.max_size {
                let size = self.guard.max_size;
                return Some(Err(self
                    .guard
                    .away(&format!("an event is larger than {size} bytes"))));
            }
            match timeout(self.guard.silence, self.body.next()).await {
                Err(_) => return Some(Err(self.guard.silent())),
                Ok(Some(Ok(bytes))) => self.buffer.extend_from_slice(&bytes),
                Ok(Some(Err(error))) => return Some(Err(self.guard.away(&cause(&error)))),
                Ok(None) => {
                    let problem = "LaunchDarkly's stream has ended and is opened again";
                    self.guard.health.bad(Problem::Away(problem.to_owned()));
                    return None;
                }
            }
        }
    }

    /// What the vendor's crate is to see of an event.
    fn judge(&self, event: Event) -> Option<Bytes> {
        match event.judge(&self.guard.served) {
            Verdict::Pass(bytes) => Some(bytes.into()),
            Verdict::Alive(bytes) => {
                self.guard.health.alive();
                Some(bytes.into())
            }
            Verdict::SetAside(what, reason) => {
                let patch = crate::snapshot::Patch::SetAside(what, reason);
                let is_news = self.guard.served.patch(patch);
                self.guard.health.good(is_news);
                None
            }
            Verdict::Refuse(reason) => {
                let problem = format!("an event of LaunchDarkly's stream is refused: {reason}");
                self.guard.health.bad(Problem::Refused(problem));
                None
            }
        }
    }
}

/// How long the service asks to be left alone, an hour at most.
fn retry_after<B>(response: &Response<B>, now: SystemTime) -> Duration {
    let header = response.headers().get("retry-after");
    let Some(text) = header.and_then(|value| value.to_str().ok()).map(str::trim) else {
        return Duration::ZERO;
    };
    let asked = match text.parse() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => httpdate::parse_http_date(text)
            .ok()
            .and_then(|until| until.duration_since(now).ok())
            .unwrap_or_default(),
    };
    asked.min(LONGEST_RETRY_AFTER)
}

/// The innermost cause, which says most.
fn cause(error: &(dyn std::error::Error + 'static)) -> String {
    let mut error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    error.to_string()
}

impl fmt::Debug for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guard").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
