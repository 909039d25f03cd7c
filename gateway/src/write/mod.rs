//! Writes replies to the wire. Each form has its own file, and none depends on a message type.

mod array;
mod document;
mod error;
pub(crate) mod error_record;
mod heartbeat;
mod ndjson;
mod raw;
mod refusal;
mod sse;
mod stream;

use bytes::BytesMut;
use http::HeaderValue;
use tonic::Status;

pub(crate) use self::array::Array;
pub(crate) use self::document::{Document, is_final};
pub(crate) use self::error::error;
pub(crate) use self::ndjson::Ndjson;
pub(crate) use self::raw::Raw;
pub(crate) use self::refusal::come_back;
pub(crate) use self::sse::Events;
pub(crate) use self::stream::{StreamHead, Trailers, stream, stream_head};

/// The framing of a stream's messages in a response body.
pub(crate) trait Framing: Send {
    fn content_type(&self) -> HeaderValue;

    /// Writes what comes before the first message. It leaves with the first bytes.
    fn open(&mut self, _out: &mut BytesMut) {}

    /// Writes what comes before a message. `field` writes the text of one of the message's fields.
    fn before(&mut self, _field: &FieldText<'_>, _out: &mut BytesMut) {}

    /// Writes what comes after a message.
    fn after(&mut self, out: &mut BytesMut);

    /// Writes the end of a stream that is complete.
    fn end(&mut self, _out: &mut BytesMut) {}

    /// Writes the error that ends a stream.
    fn error(&mut self, status: &Status, out: &mut BytesMut);

    /// Returns whether the body is reset after an error, as nothing in it can express one.
    fn cuts_on_error(&self) -> bool {
        false
    }

    /// Returns the period of silence after which a heartbeat is due, and its text.
    fn heartbeat(&self) -> Option<(std::time::Duration, &'static [u8])> {
        None
    }
}

/// Writes the text of the message's field with this index.
pub(crate) type FieldText<'a> = dyn Fn(usize, &mut BytesMut) + 'a;
