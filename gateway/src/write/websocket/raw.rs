//! One frame is one message.

use bytes::{Bytes, BytesMut};
use tonic::Status;

use super::{Data, Frames, Incoming};
use crate::json::JsonOptions;
use crate::write::ndjson::write_error;

/// One frame is one message; an empty text frame is the half-close.
#[derive(Debug)]
pub(super) struct Raw;

impl Frames for Raw {
    fn read(&mut self, frame: Data) -> Result<Incoming, Status> {
        match frame {
            Data::Text(text) if text.is_empty() => Ok(Incoming::HalfClose),
            Data::Text(text) => Ok(Incoming::Message(text)),
            Data::Binary(_) => Err(Status::invalid_argument(
                "a binary frame; send messages as JSON in text frames",
            )),
        }
    }

    fn error(&self, status: &Status, json: &JsonOptions) -> Bytes {
        let mut out = BytesMut::new();
        write_error(status, json, &mut out);
        out.freeze()
    }
}
