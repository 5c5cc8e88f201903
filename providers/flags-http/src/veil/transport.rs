//! Where bytes leave the HTTP client, and where they come in.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use ureq::Error;
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, LazyBuffers, NextTimeout, Transport,
};

use super::Veil;

/// So long the rest of what may be a secret is waited for, each time that some more of it has come.
const REST: Duration = Duration::from_millis(100);

/// Puts a [`Veil`] over connections: the last in the chain of connectors.
pub(crate) struct VeilConnector(pub(crate) Arc<Veil>);

impl<In: Transport> Connector<In> for VeilConnector {
    type Out = Veiled<In>;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        chained: Option<In>,
    ) -> Result<Option<Self::Out>, Error> {
        let config = details.config;
        Ok(chained.map(|beneath| Veiled {
            beneath,
            veil: Arc::clone(&self.0),
            received: Vec::new(),
            buffers: LazyBuffers::new(config.input_buffer_size(), config.output_buffer_size()),
        }))
    }
}

impl fmt::Debug for VeilConnector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VeilConnector")
    }
}

/// A connection, in which the HTTP client sees no secret.
pub(crate) struct Veiled<T> {
    beneath: T,
    veil: Arc<Veil>,
    /// Covered, and not in the buffers yet.
    received: Vec<u8>,
    /// Those that the HTTP client sees. What is beneath has its own.
    buffers: LazyBuffers,
}

impl<T: Transport> Transport for Veiled<T> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    /// A line of a head is sent at once, so no stand-in is in two pieces.
    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        let output = self.veil.uncover(&self.buffers.output()[..amount]);
        let mut rest = &*output;
        while !rest.is_empty() {
            let room = self.beneath.buffers().output();
            let (piece, left) = rest.split_at(rest.len().min(room.len()));
            room[..piece.len()].copy_from_slice(piece);
            self.beneath.transmit_output(piece.len(), timeout)?;
            rest = left;
        }
        Ok(())
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        if self.received.is_empty() {
            self.receive(timeout)?;
        }
        let room = self.buffers.input_append_buf();
        let amount = room.len().min(self.received.len());
        room[..amount].copy_from_slice(&self.received[..amount]);
        self.buffers.input_appended(amount);
        self.received.drain(..amount);
        Ok(amount > 0)
    }

    fn is_open(&mut self) -> bool {
        self.received.is_empty() && self.beneath.is_open()
    }

    fn is_tls(&self) -> bool {
        self.beneath.is_tls()
    }
}

impl<T: Transport> Veiled<T> {
    /// Receives something, and the rest of a secret that it may end in.
    fn receive(&mut self, timeout: NextTimeout) -> Result<(), Error> {
        let mut has_more = self.receive_piece(timeout)?;
        let soon = NextTimeout {
            per_read: Some(
                timeout
                    .per_read
                    .map_or(REST.into(), |it| it.min(REST.into())),
            ),
            ..timeout
        };
        while has_more && self.veil.ends_within_secret(&self.received) {
            has_more = match self.receive_piece(soon) {
                // It was none.
                Err(Error::Timeout(_)) => false,
                piece => piece?,
            };
        }
        self.veil.cover_received(&mut self.received);
        Ok(())
    }

    fn receive_piece(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        let has_more = self.beneath.maybe_await_input(timeout)?;
        let buffers = self.beneath.buffers();
        let piece = buffers.input();
        self.received.extend_from_slice(piece);
        let amount = piece.len();
        buffers.input_consume(amount);
        Ok(has_more)
    }
}

impl<T> fmt::Debug for Veiled<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Veiled")
    }
}
