//! [`Frames`]: the format of messages in the frames of a WebSocket.

use bytes::{Bytes, BytesMut};
use tonic::Status;

use super::{envelope, raw};
use crate::bind::BodyEncoding;
use crate::json::{JsonOptions, ReadOptions};
use crate::schema::FrameFormat;
use crate::websocket::connection::Data;

/// The format of messages in frames.
pub(crate) trait Frames: Send + Sync {
    /// Reads a data frame.
    fn read(&mut self, frame: Data) -> Result<Incoming, Status>;

    /// Returns whether responses are sent in binary frames.
    fn is_binary(&self) -> bool {
        false
    }

    /// Writes what comes before a message's JSON.
    fn before(&self, _out: &mut BytesMut) {}

    /// Writes what comes after a message's JSON.
    fn after(&self, _out: &mut BytesMut) {}

    /// Returns the text frame that marks the messages as complete.
    fn end(&self) -> Option<Bytes> {
        None
    }

    /// Returns the text frame that reports why the call has ended.
    fn error(&self, status: &Status, json: &JsonOptions) -> String;

    /// Returns the text frame that accompanies a ping.
    fn ping(&mut self) -> Option<Bytes> {
        None
    }
}

/// The content of a frame from the client.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Incoming {
    Message(Bytes, BodyEncoding),
    /// No more messages will come.
    HalfClose,
    Cancel,
    /// A request to answer with this text frame.
    Answer(Bytes),
    Nothing,
}

/// Returns the frames of a message form. Binary frames of the raw form hold messages in the encoding `binary`; without
/// one they are refused.
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
