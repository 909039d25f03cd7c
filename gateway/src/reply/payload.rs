//! [`Payload`]: which part of a response message is sent, and in which encoding.

use std::any::Any;

use bytes::{Buf as _, BytesMut};
use prost::Message as _;
use prost::encoding::{DecodeContext, WireType, decode_key, decode_varint, skip_field};
use tonic::Status;

use crate::error;
use crate::json::{self, HttpBody, JsonOptions, Message};
use crate::schema::Field;

/// The part of a response message that is sent, and its encoding.
#[derive(Clone, Debug)]
pub(crate) struct Payload {
    /// The field that stands for the message, if the binding has a `response_body`.
    pub(crate) field: Option<usize>,
    pub(crate) options: JsonOptions,
    shape: Shape,
    max_bytes: Option<usize>,
}

/// The encoding of a payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Json,
    Protobuf,
    /// The data of a `google.api.HttpBody`.
    Raw,
}

impl Payload {
    /// Creates a payload of JSON: the message, or the field that stands for it.
    pub(crate) fn json(field: Option<usize>, options: JsonOptions) -> Self {
        Self {
            field,
            options,
            shape: Shape::Json,
            max_bytes: None,
        }
    }

    /// If `is_raw`, writes the data of a `google.api.HttpBody` instead of its JSON.
    pub(crate) fn raw_if(mut self, is_raw: bool) -> Self {
        if is_raw {
            self.shape = Shape::Raw;
        }
        self
    }

    /// Switches between binary protobuf and JSON. A field that stands for the message stays JSON, as it need not be a
    /// message.
    pub(crate) fn set_protobuf(&mut self, is_protobuf: bool) {
        if self.shape != Shape::Raw && self.field.is_none() {
            self.shape = if is_protobuf {
                Shape::Protobuf
            } else {
                Shape::Json
            };
        }
    }

    /// Sets the maximum size of a message.
    pub(crate) fn max_bytes(mut self, max_bytes: Option<usize>) -> Self {
        self.max_bytes = max_bytes;
        self
    }

    pub(crate) fn shape(&self) -> Shape {
        self.shape
    }

    /// Writes a message. Writes nothing if the message has no JSON form or is too large.
    pub(crate) fn write<M: Message>(&self, message: &M, out: &mut BytesMut) -> Result<(), Status> {
        let start = out.len();
        self.encode(message, out)?;
        self.check_size(out.len() - start)
            .inspect_err(|_| out.truncate(start))
    }

    /// Returns an error if a message of this size is too large.
    pub(crate) fn check_size(&self, bytes: usize) -> Result<(), Status> {
        match self.max_bytes {
            Some(max_bytes) if bytes > max_bytes => Err(error::response_too_large(max_bytes)),
            _ => Ok(()),
        }
    }

    fn encode<M: Message>(&self, message: &M, out: &mut BytesMut) -> Result<(), Status> {
        let written = match (self.shape, self.field) {
            (Shape::Raw, _) => {
                out.extend_from_slice(&self.raw(message).data);
                return Ok(());
            }
            (Shape::Protobuf, _) => {
                // The buffer grows, so encoding cannot fail.
                let _ = message.encode(out);
                return Ok(());
            }
            (Shape::Json, None) => json::write(message, out, &self.options),
            (Shape::Json, Some(field)) => json::write_field(message, field, out, &self.options),
        };
        written.map_err(|error| error::no_json_form(&error))
    }

    /// Returns the `google.api.HttpBody` that the message is or contains.
    pub(crate) fn raw<M: Message>(&self, message: &M) -> HttpBody {
        let found = match self.field {
            None => (message as &dyn Any).downcast_ref::<HttpBody>().cloned(),
            Some(field) => field_of(message, field),
        };
        found.unwrap_or_default()
    }
}

/// Returns a field that is an `HttpBody`. It is read from the encoded message, as the field's type is not known here.
fn field_of<M: Message>(message: &M, field: usize) -> Option<HttpBody> {
    let number = M::DESCRIPTOR.fields().get(field).map(Field::number)?;
    let mut encoded = BytesMut::with_capacity(message.encoded_len());
    message.encode(&mut encoded).ok()?;
    let mut encoded = encoded.freeze();
    while encoded.has_remaining() {
        let (tag, wire_type) = decode_key(&mut encoded).ok()?;
        if tag == number && wire_type == WireType::LengthDelimited {
            let length = decode_varint(&mut encoded).ok()?;
            let field = encoded.split_to(usize::try_from(length).ok()?.min(encoded.len()));
            return HttpBody::decode(field).ok();
        }
        skip_field(wire_type, tag, &mut encoded, DecodeContext::default()).ok()?;
    }
    None
}
