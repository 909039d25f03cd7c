//! [`Batch`]: messages on their way into frames.

use std::ops::ControlFlow;

use bytes::BytesMut;
use tonic::Status;

use super::Frames;
use super::close::Ending;
use crate::json::Message;
use crate::observe::Record;
use crate::reply::{Payload, Shape};
use crate::websocket::connection::{Connection, Data, Outgoing};

/// The number of bytes queued before the socket is asked whether it takes more.
const BATCH_BYTES: usize = 16 << 10;

/// The messages that are sent before the socket is asked whether it takes more.
pub(super) struct Batch<'o> {
    pub(super) connection: &'o mut dyn Connection,
    pub(super) frames: &'o dyn Frames,
    pub(super) payload: &'o Payload,
    pub(super) record: &'o Record,
    pub(super) buffer: &'o mut BytesMut,
    pub(super) bytes: usize,
}

impl Batch<'_> {
    pub(super) fn send<M: Message>(
        &mut self,
        item: Option<Result<M, Status>>,
    ) -> ControlFlow<Option<Ending>> {
        let message = match item {
            Some(Ok(message)) => message,
            Some(Err(status)) => return ControlFlow::Break(Some(Ending::Failed(status))),
            None => return ControlFlow::Break(Some(Ending::Complete)),
        };
        let frame = match self.frame(&message) {
            Ok(frame) => frame,
            Err(status) => return ControlFlow::Break(Some(Ending::Failed(status))),
        };
        let bytes = frame.bytes().len();
        self.bytes += bytes.max(1);
        self.record.sent(bytes);
        if self.connection.send(Outgoing::Data(frame)).is_err() {
            return ControlFlow::Break(Some(Ending::Disconnected));
        }
        if self.bytes < BATCH_BYTES {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(None)
        }
    }

    fn frame<M: Message>(&mut self, message: &M) -> Result<Data, Status> {
        if self.payload.shape() != Shape::Json {
            self.payload.write(message, self.buffer)?;
            return Ok(Data::Binary(self.buffer.split().freeze()));
        }
        self.frames.before(self.buffer);
        let written = self.payload.write(message, self.buffer);
        self.frames.after(self.buffer);
        let frame = self.buffer.split().freeze();
        written.map(|()| Data::Text(frame))
    }
}
