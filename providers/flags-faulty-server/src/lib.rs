//! HTTP server on loopback that misbehaves as it is told: slow, trickling, truncating, redirecting,
//! resetting, silent, wrong, too large. For the tests of providers; it keeps what it was asked. And
//! a recorder of the process' log, for what must not be in it.
//!
//! ```
//! use std::io::{Read, Write};
//! use std::net::TcpStream;
//! use flags_faulty_server::{FaultyServer, Reply};
//!
//! let server = FaultyServer::start();
//! server.script([Reply::status(503), Reply::json("{}")]);
//!
//! let mut stream = TcpStream::connect(server.address())?;
//! stream.write_all(b"GET /flags.json HTTP/1.1\r\nHost: localhost\r\n\r\n")?;
//! let mut answer = String::new();
//! stream.read_to_string(&mut answer)?;
//! assert!(answer.starts_with("HTTP/1.1 503 "));
//! assert_eq!(server.requests()[0].target(), "/flags.json");
//! # Ok::<(), std::io::Error>(())
//! ```
#![forbid(unsafe_code)]

mod connection;
mod log_recorder;
mod received;
mod reply;
mod server;

pub use log_recorder::LogRecorder;
pub use received::Received;
pub use reply::Reply;
pub use server::FaultyServer;
