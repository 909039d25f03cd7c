//! [`Frames`]: how messages stand in the frames of a WebSocket.

use bytes::{Bytes, BytesMut};
use tonic::Status;

use super::{envelope, raw};
use crate::bind::BodyEncoding;
use crate::json::{JsonOptions, ReadOptions};
use crate::schema::FrameFormat;
use crate::websocket::connection::Data;

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
    Message(Bytes, BodyEncoding),
    /// No more messages will come.
    HalfClose,
    Cancel,
    /// Answer with this text frame.
    Answer(Bytes),
    Nothing,
}

/// The frames of a message form. Binary frames of the raw form hold messages in this encoding, if they can.
pub(crate) fn frames(
    form: FrameFormat,
    binary: Option<BodyEncoding>,
    options: &ReadOptions,
) -> Box<dyn Frames> {
    match form {
        FrameFormat::Raw => Box::new(raw::Raw::new(binary)),
        FrameFormat::Envelope => Box::new(envelope::Envelope::new(options)),
    }
}
