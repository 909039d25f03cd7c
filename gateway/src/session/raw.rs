//! One frame is one message.

use bytes::Bytes;
use tonic::Status;

use super::{Frames, Incoming};
use crate::bind::BodyEncoding;
use crate::json::JsonOptions;
use crate::websocket::Data;
use crate::write::error_record::error_text;

/// One frame is one message: JSON in text, protobuf in binary. Responses use the kind of frame that the client has used
/// last. An empty text frame is the half-close.
#[derive(Debug)]
pub(super) struct Raw {
    /// The encoding of binary frames, if they are accepted.
    binary: Option<BodyEncoding>,
    is_binary: bool,
    is_half_closed: bool,
}

impl Raw {
    pub(super) fn new(binary: Option<BodyEncoding>) -> Self {
        Self {
            binary,
            is_binary: false,
            is_half_closed: false,
        }
    }

    fn binary(&self, bytes: Bytes) -> Result<Incoming, Status> {
        let encoding = self.binary.clone().ok_or_else(|| {
            Status::invalid_argument("a binary frame; send messages as JSON in text frames")
        })?;
        Ok(Incoming::Message(bytes, encoding))
    }
}

impl Frames for Raw {
    fn read(&mut self, frame: Data) -> Result<Incoming, Status> {
        if self.is_half_closed {
            return Ok(Incoming::Nothing);
        }
        self.is_half_closed = frame == Data::Text(Bytes::new());
        if self.is_half_closed {
            return Ok(Incoming::HalfClose);
        }
        self.is_binary = matches!(frame, Data::Binary(_));
        match frame {
            Data::Text(text) => Ok(Incoming::Message(text, BodyEncoding::Json)),
            Data::Binary(bytes) => self.binary(bytes),
        }
    }

    fn is_binary(&self) -> bool {
        self.is_binary
    }

    fn error(&self, status: &Status, json: &JsonOptions) -> String {
        error_text(status, json)
    }
}
