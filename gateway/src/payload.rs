//! [`Payload`]: what of a response message is sent, and how.

use std::any::Any;

use bytes::{Buf as _, Bytes, BytesMut};
use prost::Message as _;
use prost::encoding::{DecodeContext, WireType, decode_key, decode_varint, skip_field};
use tonic::Status;

use crate::error;
use crate::json::{self, JsonOptions};
use crate::message::{Field, Message};
use crate::raw_body::HttpBody;

/// What of a response message is sent.
#[derive(Clone, Debug)]
pub(crate) struct Payload {
    /// The field that stands for the message, where the binding has a `response_body`.
    pub(crate) field: Option<usize>,
    pub(crate) options: JsonOptions,
    is_raw: bool,
}

impl Payload {
    /// JSON of the message, or of the field that stands for it.
    pub(crate) fn json(field: Option<usize>, options: JsonOptions) -> Self {
        Self {
            field,
            options,
            is_raw: false,
        }
    }

    /// The data of a `google.api.HttpBody` in place of its JSON.
    pub(crate) fn raw_if(mut self, is_raw: bool) -> Self {
        self.is_raw = is_raw;
        self
    }

    /// Writes a message. Nothing is written of one that has no JSON form.
    pub(crate) fn write<M: Message>(&self, message: &M, out: &mut BytesMut) -> Result<(), Status> {
        if self.is_raw {
            out.extend_from_slice(&self.raw(message).data);
            return Ok(());
        }
        let written = match self.field {
            None => json::write(message, out, &self.options),
            Some(field) => json::write_field(message, field, out, &self.options),
        };
        written.map_err(|error| error::no_json_form(&error))
    }

    /// The `google.api.HttpBody` that the message is or has.
    pub(crate) fn raw<M: Message>(&self, message: &M) -> HttpBody {
        let found = match self.field {
            None => (message as &dyn Any).downcast_ref::<HttpBody>().cloned(),
            Some(field) => field_of(message, field),
        };
        found.unwrap_or_default()
    }
}

/// A field that is an `HttpBody`, found in the encoded message: its type is not known here.
fn field_of<M: Message>(message: &M, field: usize) -> Option<HttpBody> {
    let number = M::DESCRIPTOR.fields().get(field).map(Field::number)?;
    let mut encoded = Bytes::from(message.encode_to_vec());
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
