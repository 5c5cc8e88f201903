//! One connection: a request, and what becomes of it.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::Received;
use crate::reply::{Body, Manner, Reply};
use crate::server::Shared;

/// As much of a request is looked at before it is read.
const LOOK: usize = 1 << 16;

/// Serves one request. Whatever fails here is the client's to notice.
pub(crate) fn serve(mut stream: TcpStream, shared: &Shared) -> io::Result<()> {
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let Some(Arrived {
        mut received,
        head,
        unread,
    }) = peek(&stream, shared)?
    else {
        return Ok(());
    };
    if unread {
        // It is too long to be looked at and left where it is.
        stream.read_exact(&mut vec![0; head])?;
        received.body = vec![0; received.body_length()];
        stream.read_exact(&mut received.body)?;
    }
    let reply = shared.reply_to(&received);
    if reply.manner == Manner::Reset {
        // A connection that is closed while data waits to be read is reset.
        shared.log(received);
        return Ok(());
    }
    if !unread {
        stream.read_exact(&mut vec![0; head + received.body.len()])?;
    }
    let is_current =
        reply.etag.is_some() && received.header("if-none-match") == reply.etag.as_deref();
    shared.log(received);
    if reply.manner == Manner::Silent {
        shared.wait(Duration::MAX);
        return Ok(());
    }
    if !reply.delay.is_zero() && shared.wait(reply.delay) {
        return Ok(());
    }
    if is_current {
        let etag = reply.etag.clone().unwrap_or_default();
        return answer(
            &mut stream,
            &Reply::not_modified().header("ETag", etag),
            shared,
        );
    }
    answer(&mut stream, &reply, shared)
}

/// A request, as far as it was looked at.
struct Arrived {
    received: Received,
    /// Length of its head.
    head: usize,
    /// Whether its body has still to be read.
    unread: bool,
}

/// Looks at a request, and leaves it where it is.
fn peek(stream: &TcpStream, shared: &Shared) -> io::Result<Option<Arrived>> {
    let mut buffer = vec![0; LOOK];
    let at = Instant::now();
    loop {
        let length = stream.peek(&mut buffer)?;
        let head = String::from_utf8_lossy(&buffer[..length]);
        if let Some(end) = head.find("\r\n\r\n") {
            let end = end + 4;
            let Some(mut received) = Received::parse(&head, at) else {
                return Ok(None);
            };
            let body = received.body_length();
            if end + body <= length {
                received.body = buffer[end..end + body].to_vec();
            }
            if end + body <= length || end + body > LOOK {
                return Ok(Some(Arrived {
                    received,
                    head: end,
                    unread: end + body > length,
                }));
            }
        }
        if length == 0 || length == LOOK || shared.wait(Duration::from_millis(1)) {
            return Ok(None);
        }
    }
}

fn answer(stream: &mut TcpStream, reply: &Reply, shared: &Shared) -> io::Result<()> {
    let mut head = format!(
        "HTTP/1.1 {} Whatever\r\nConnection: close\r\n",
        reply.status
    );
    for (name, value) in &reply.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    match &reply.body {
        Body::Bytes(bytes) => {
            if reply.status != 304 {
                head.push_str(&format!("Content-Length: {}\r\n", bytes.len()));
            }
            stream.write_all(format!("{head}\r\n").as_bytes())?;
            let bytes = &bytes[..reply.truncated.unwrap_or(usize::MAX).min(bytes.len())];
            match reply.trickle {
                None => stream.write_all(bytes),
                Some((size, pause)) => {
                    for piece in bytes.chunks(size.max(1)) {
                        stream.write_all(piece)?;
                        if shared.wait(pause) {
                            break;
                        }
                    }
                    Ok(())
                }
            }
        }
        Body::Oversized(length) => {
            const CHUNK: u64 = 1 << 16;
            stream.write_all(format!("{head}Transfer-Encoding: chunked\r\n\r\n").as_bytes())?;
            let chunk = [
                format!("{CHUNK:x}\r\n").into_bytes(),
                vec![b' '; CHUNK as usize],
                b"\r\n".to_vec(),
            ]
            .concat();
            for _ in 0..length.div_ceil(CHUNK) {
                stream.write_all(&chunk)?;
            }
            stream.write_all(b"0\r\n\r\n")
        }
        Body::Events(events) => {
            stream.write_all(format!("{head}\r\n").as_bytes())?;
            for event in events {
                stream.write_all(event.as_bytes())?;
                if let Some((_, pause)) = reply.trickle
                    && shared.wait(pause)
                {
                    return Ok(());
                }
            }
            shared.wait(Duration::MAX);
            Ok(())
        }
    }
}
