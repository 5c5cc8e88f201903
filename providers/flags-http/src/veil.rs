//! Between the secrets of requests and the HTTP client, which logs what it sends and receives.
//!
//! `ureq` writes addresses at level `debug` and each byte at level `trace`. So it never sees a secret: in
//! the requests that it gets there are stand-ins, which become secrets beneath it, where the bytes leave
//! for the socket or for TLS. What comes back goes the other way.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use arc_swap::ArcSwap;

use crate::Request;
use crate::secret::HIDDEN;

pub(crate) use transport::VeilConnector;

mod transport;

/// A text of so many random letters and digits is nowhere else.
const RANDOM_ENOUGH: usize = 16;

/// What stands for which secret. Shared by a client and its connections.
#[derive(Default)]
pub(crate) struct Veil {
    /// The longest secrets first: one may be part of another.
    stand_ins: ArcSwap<Vec<StandIn>>,
    /// Whether a service has ever sent a secret back.
    is_told: AtomicBool,
}

#[derive(Clone)]
struct StandIn {
    secret: Vec<u8>,
    text: Vec<u8>,
}

impl StandIn {
    fn new(secret: &str) -> Self {
        let length = match secret.len() {
            long if long >= RANDOM_ENOUGH => long,
            _ => RANDOM_ENOUGH,
        };
        let text = (0..length).map(|_| fastrand::alphanumeric() as u8);
        Self {
            secret: secret.as_bytes().to_vec(),
            text: text.collect(),
        }
    }

    /// Whether one can be put for the other without anybody having to count again.
    fn is_as_long(&self) -> bool {
        self.secret.len() == self.text.len()
    }
}

impl Veil {
    /// Takes note of the secrets of a request that is about to be made.
    pub(crate) fn learn(&self, request: &Request) {
        for secret in request.hidden() {
            let is_known = |all: &[StandIn]| all.iter().any(|it| it.secret == secret.as_bytes());
            if is_known(&self.stand_ins.load()) {
                continue;
            }
            let new = StandIn::new(&secret);
            self.stand_ins.rcu(|known| {
                let mut all = Vec::clone(known);
                // Another thread may have been faster.
                if !is_known(&all) {
                    let is_longer = |it: &StandIn| it.secret.len() >= secret.len();
                    all.insert(all.partition_point(is_longer), new.clone());
                }
                all
            });
        }
    }

    /// Stand-ins for the secrets in what is to be sent.
    pub(crate) fn cover<'b>(&self, bytes: &'b [u8]) -> Cow<'b, [u8]> {
        replace(bytes, &self.known(), |it| (&it.secret, &it.text))
    }

    /// The secrets, in place of what stands for them.
    pub(crate) fn uncover<'b>(&self, bytes: &'b [u8]) -> Cow<'b, [u8]> {
        replace(bytes, &self.known(), |it| (&it.text, &it.secret))
    }

    /// The same for what was received, where a service has sent a secret back.
    pub(crate) fn uncover_received<'b>(&self, bytes: &'b [u8]) -> Cow<'b, [u8]> {
        if self.is_told.load(Ordering::Acquire) {
            self.uncover(bytes)
        } else {
            Cow::Borrowed(bytes)
        }
    }

    /// A message of the HTTP client, without what stands for a secret.
    pub(crate) fn hide(&self, text: &str) -> String {
        let hidden = replace(text.as_bytes(), &self.known(), |it| {
            (&it.text, HIDDEN.as_bytes())
        });
        String::from_utf8_lossy(&hidden).into_owned()
    }

    /// Stand-ins for the secrets in what has been received. Its length stays, because that is told
    /// somewhere.
    fn cover_received(&self, bytes: &mut [u8]) {
        for it in self.known().iter().filter(|it| it.is_as_long()) {
            let mut at = 0;
            while let Some(next) = find(&bytes[at..], &it.secret) {
                let end = at + next + it.secret.len();
                bytes[at + next..end].copy_from_slice(&it.text);
                self.is_told.store(true, Ordering::Release);
                at = end;
            }
        }
    }

    /// Whether more bytes could make a secret of the end of these.
    fn ends_within_secret(&self, bytes: &[u8]) -> bool {
        let known = self.known();
        let mut long = known.iter().filter(|it| it.is_as_long());
        long.any(|it| {
            let longest = bytes.len().min(it.secret.len() - 1);
            (1..=longest).any(|length| bytes.ends_with(&it.secret[..length]))
        })
    }

    fn known(&self) -> arc_swap::Guard<Arc<Vec<StandIn>>> {
        self.stand_ins.load()
    }
}

/// Replaces all at once, so that nothing is replaced within what was put in.
fn replace<'b>(
    bytes: &'b [u8],
    known: &[StandIn],
    pair: impl Fn(&StandIn) -> (&[u8], &[u8]),
) -> Cow<'b, [u8]> {
    let mut replaced: Option<Vec<u8>> = None;
    let mut rest = bytes;
    let mut done = 0;
    while let Some((at, from, to)) = known
        .iter()
        .map(&pair)
        .filter_map(|(from, to)| Some((find(rest, from)?, from, to)))
        // The first one; of several there, the longest, which comes first.
        .min_by_key(|(at, ..)| *at)
    {
        let replaced = replaced.get_or_insert_default();
        replaced.extend_from_slice(&rest[..at]);
        replaced.extend_from_slice(to);
        done += at + from.len();
        rest = &bytes[done..];
    }
    match replaced {
        None => Cow::Borrowed(bytes),
        Some(mut replaced) => {
            replaced.extend_from_slice(rest);
            Cow::Owned(replaced)
        }
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    let first = *what.first()?;
    let mut at = 0;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == first)?;
        if bytes[at..].starts_with(what) {
            return Some(at);
        }
        at += 1;
    }
}
