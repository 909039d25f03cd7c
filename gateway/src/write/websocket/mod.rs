//! A call over a WebSocket (RFC 6455, RFC 8441).
//!
//! One future owns the socket and drives the call: it reads frames for the handler's request stream while there is
//! room, polls the handler, and writes what comes of it.

mod close;
mod connection;
mod counted;
mod envelope;
mod inbox;
mod keepalive;
mod raw;
mod session;
mod upgrade;

use bytes::{Bytes, BytesMut};
use tonic::Status;

use crate::binding::MessageForm;
use crate::json::{JsonOptions, ReadOptions};

pub(crate) use self::inbox::{Inlet, asked, inbox};
pub(crate) use self::session::{Call, Session};
pub(crate) use self::upgrade::Upgrade;

/// How messages stand in frames.
pub(crate) trait Frames: Send + Sync {
    /// What a data frame says.
    fn read(&mut self, frame: Data) -> Result<Incoming, Status>;

    /// Writes what comes before a message's JSON.
    fn before(&self, _out: &mut BytesMut) {}

    /// Writes what comes after a message's JSON.
    fn after(&self, _out: &mut BytesMut) {}

    /// The frame that says that the messages are complete.
    fn end(&self) -> Option<Bytes> {
        None
    }

    /// The frame that says why the call has ended.
    fn error(&self, status: &Status, json: &JsonOptions) -> Bytes;

    /// The frame that goes along with a ping.
    fn ping(&mut self) -> Option<Bytes> {
        None
    }
}

/// A data frame as it was received; the bytes of a text frame are UTF-8.
#[derive(Debug)]
pub(crate) enum Data {
    Text(Bytes),
    Binary(Bytes),
}

/// What a frame of the client says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Incoming {
    /// A message as JSON.
    Message(Bytes),
    /// No more messages will come.
    HalfClose,
    Cancel,
    /// Answer with this frame.
    Answer(Bytes),
    Nothing,
}

/// The frames of a message form.
pub(crate) fn frames(form: MessageForm, options: &ReadOptions) -> Box<dyn Frames> {
    match form {
        MessageForm::Raw => Box::new(raw::Raw),
        MessageForm::Envelope => Box::new(envelope::Envelope::new(options)),
    }
}
