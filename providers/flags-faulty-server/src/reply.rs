//! What is answered, and how badly.

use std::io::Write;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;

/// An answer, and what is wrong with the way in which it is given.
#[derive(Clone, Debug)]
#[must_use]
pub struct Reply {
    pub(crate) manner: Manner,
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Body,
    pub(crate) etag: Option<String>,
    pub(crate) delay: Duration,
    pub(crate) trickle: Option<(usize, Duration)>,
    pub(crate) truncated: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    Answer,
    /// Nothing is said, and the connection stays.
    Silent,
    /// The connection is reset, once the request has arrived.
    Reset,
}

#[derive(Clone, Debug)]
pub(crate) enum Body {
    Bytes(Vec<u8>),
    /// As many spaces, in chunks, without a length told beforehand.
    Oversized(u64),
    /// Events of a stream that then stays open, and silent.
    Events(Vec<String>),
}

impl Reply {
    fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let mut headers = Vec::new();
        if !content_type.is_empty() {
            headers.push(("Content-Type".to_owned(), content_type.to_owned()));
        }
        Self {
            manner: Manner::Answer,
            status,
            headers,
            body: Body::Bytes(body.into()),
            etag: None,
            delay: Duration::ZERO,
            trickle: None,
            truncated: None,
        }
    }

    /// 200 with JSON, or with what is called JSON.
    pub fn json(body: impl Into<Vec<u8>>) -> Self {
        Self::new(200, "application/json", body)
    }

    /// 200 with a body of this content type; none is told where it is empty.
    pub fn text(content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self::new(200, content_type, body)
    }

    /// This status, with a body that does not matter.
    pub fn status(status: u16) -> Self {
        Self::new(status, "text/plain", format!("status {status}"))
    }

    /// The same with another status.
    pub const fn with_status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// 304 without a body, asked for or not.
    pub fn not_modified() -> Self {
        Self::new(304, "", "")
    }

    /// 302 to this URL.
    pub fn redirect(url: impl Into<String>) -> Self {
        Self::new(302, "", "").header("Location", url)
    }

    /// 200 with an HTML page, as of a proxy or of a hotel's network.
    pub fn html() -> Self {
        Self::new(
            200,
            "text/html; charset=utf-8",
            "<!doctype html><title>Sign in</title><p>Welcome to the guest network.",
        )
    }

    /// 200 with JSON, compressed.
    ///
    /// # Panics
    ///
    /// Never: a vector takes what is written to it.
    pub fn gzip(body: impl AsRef<[u8]>) -> Self {
        Self::json(compress(body.as_ref())).header("Content-Encoding", "gzip")
    }

    /// A small body that becomes at least as many bytes once it is decompressed.
    ///
    /// # Panics
    ///
    /// Never: a vector takes what is written to it.
    pub fn gzip_bomb(bytes: u64) -> Self {
        const MEMBER: u64 = 1 << 20;
        // Several members make one gzip stream, so one mebibyte of spaces is compressed once.
        let member = compress(&vec![b' '; MEMBER as usize]);
        let members = usize::try_from(bytes.div_ceil(MEMBER)).unwrap_or(usize::MAX);
        Self::json(member.repeat(members)).header("Content-Encoding", "gzip")
    }

    /// As many bytes, in chunks, without a length told beforehand.
    pub fn oversized(bytes: u64) -> Self {
        let mut reply = Self::json("");
        reply.body = Body::Oversized(bytes);
        reply
    }

    /// Takes the request and never answers; the connection stays open.
    pub fn silent() -> Self {
        let mut reply = Self::status(200);
        reply.manner = Manner::Silent;
        reply
    }

    /// Resets the connection once the request has arrived.
    pub fn reset() -> Self {
        let mut reply = Self::status(200);
        reply.manner = Manner::Reset;
        reply
    }

    /// A stream of server-sent events, each written as it stands, with the empty line that ends it;
    /// then the stream stays open, and silent.
    pub fn sse<E: Into<String>>(events: impl IntoIterator<Item = E>) -> Self {
        let mut reply = Self::text("text/event-stream", "");
        reply.body = Body::Events(events.into_iter().map(Into::into).collect());
        reply
    }

    /// Adds a header, or replaces the one of this name.
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers
            .retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// Gives it this `ETag`; a request that names it in `If-None-Match` gets 304.
    pub fn etag(mut self, etag: &str) -> Self {
        self.etag = Some(etag.to_owned());
        self.header("ETag", etag)
    }

    /// Waits before it answers.
    pub const fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Sends the body in pieces of as many bytes, with this pause after each.
    pub const fn trickle(mut self, bytes: usize, pause: Duration) -> Self {
        self.trickle = Some((bytes, pause));
        self
    }

    /// Announces the whole length, and closes the connection after as many bytes of the body.
    pub const fn truncated(mut self, at: usize) -> Self {
        self.truncated = Some(at);
        self
    }
}

fn compress(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder
        .write_all(bytes)
        .and_then(|()| encoder.finish())
        .expect("a vector takes what is written to it")
}
