//! A call over a WebSocket (RFC 6455, RFC 8441).
//!
//! One future owns the socket and drives the call: it reads frames for the handler's request stream while there is
//! room, polls the handler, and writes what comes of it.

mod alarm;
mod batch;
mod close;
mod connecting;
mod connection;
mod counted;
mod envelope;
mod handler_call;
mod http;
mod inbox;
mod keepalive;
mod raw;
mod refusal;
mod session;
mod socket;
mod tail;
mod unheard;
mod upgrade;

use bytes::{Bytes, BytesMut};
use tonic::Status;

use crate::bind::Encoding;
use crate::binding::MessageForm;
use crate::json::{JsonOptions, ReadOptions};

use self::inbox::Taken;

pub use self::connection::{Connection, Data, Lost, Outgoing, Received};
pub(crate) use self::handler_call::Call;
pub use self::http::HttpUpgrader;
pub(crate) use self::inbox::{Inbox, InboxInlet, Inlet, asked, inbox};
pub(crate) use self::refusal::Refusal;
pub(crate) use self::session::Session;
pub use self::upgrade::{Upgrade, Upgrader};

/// How messages stand in frames.
pub(crate) trait Frames: Send + Sync {
    /// What a data frame says.
    fn read(&mut self, frame: Data) -> Result<Incoming, Status>;

    /// Whether messages are answered in binary frames.
    fn is_binary(&self) -> bool {
        false
    }

    /// Writes what comes before a message's JSON.
    fn before(&self, _out: &mut BytesMut) {}

    /// Writes what comes after a message's JSON.
    fn after(&self, _out: &mut BytesMut) {}

    /// The text frame that says that the messages are complete.
    fn end(&self) -> Option<Bytes> {
        None
    }

    /// The text frame that says why the call has ended.
    fn error(&self, status: &Status, json: &JsonOptions) -> String;

    /// The text frame that goes along with a ping.
    fn ping(&mut self) -> Option<Bytes> {
        None
    }
}

/// What a frame of the client says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Incoming {
    Message(Bytes, Encoding),
    /// No more messages will come.
    HalfClose,
    Cancel,
    /// Answer with this text frame.
    Answer(Bytes),
    Nothing,
}

/// The frames of a message form. Binary frames of the raw form hold messages in this encoding, if they can.
pub(crate) fn frames(
    form: MessageForm,
    binary: Option<Encoding>,
    options: &ReadOptions,
) -> Box<dyn Frames> {
    match form {
        MessageForm::Raw => Box::new(raw::Raw::new(binary)),
        MessageForm::Envelope => Box::new(envelope::Envelope::new(options)),
    }
}
