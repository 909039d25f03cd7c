//! Reads request bodies in each of their encodings.

use std::fmt;

use bytes::{Bytes, BytesMut};
use prost::Message as _;
use prost::encoding::{WireType, encode_key, encode_varint};
use tonic::Status;

use super::target::BodyTarget;
use crate::error;
use crate::json::{self, HttpBody, Message, ReadError, ReadOptions};
use crate::memory::{Exhausted, Memory};
use crate::schema::Field;

/// The maximum number of bytes that a field's number, wire type and length take.
const MAX_HEAD_BYTES: usize = 15;

/// The encoding of a request body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum BodyEncoding {
    Json,
    Protobuf,
    /// Bytes of this content type, which become the data of a `google.api.HttpBody`.
    Raw(String),
}

/// The reason why a body, or a value of it, cannot be read.
#[derive(Debug)]
pub(super) enum Unreadable {
    Json(ReadError),
    Protobuf(prost::DecodeError),
    /// It takes more memory than a message may.
    Large(Exhausted),
}

impl Unreadable {
    /// Returns the status for unreadable data in this part of the request.
    pub(super) fn status(self, part: impl fmt::Display) -> Status {
        match self {
            Self::Json(why) => json_status(&why, part),
            Self::Protobuf(why) => Status::invalid_argument(format!("{part}: {why}")),
            Self::Large(exhausted) => error::too_large_in_memory(exhausted.limit),
        }
    }
}

/// Returns the status for a value that cannot be read from this part of the request.
pub(super) fn json_status(why: &ReadError, part: impl fmt::Display) -> Status {
    match why.exceeds() {
        Some(exhausted) => error::too_large_in_memory(exhausted.limit),
        None => Status::invalid_argument(format!("{part}: {why}")),
    }
}

impl From<ReadError> for Unreadable {
    fn from(why: ReadError) -> Self {
        Self::Json(why)
    }
}

impl From<prost::DecodeError> for Unreadable {
    fn from(why: prost::DecodeError) -> Self {
        Self::Protobuf(why)
    }
}

impl From<Exhausted> for Unreadable {
    fn from(exhausted: Exhausted) -> Self {
        Self::Large(exhausted)
    }
}

/// Reads a body into the message, or into the field that it fills.
pub(super) fn read<M: Message>(
    message: &mut M,
    body: &Bytes,
    encoding: &BodyEncoding,
    target: BodyTarget,
    options: &ReadOptions,
    memory: &mut Memory,
) -> Result<(), Unreadable> {
    match (encoding, target) {
        (_, BodyTarget::Nothing) => Ok(()),
        (BodyEncoding::Json, BodyTarget::Message) => {
            Ok(json::read_within(message, body, options, memory)?)
        }
        (BodyEncoding::Json, BodyTarget::Field(field)) => {
            let (field, path) = field.split();
            Ok(json::read_field_at(
                message, field, path, body, options, memory,
            )?)
        }
        (BodyEncoding::Protobuf, target) => merge(message, target, body.clone(), memory),
        (BodyEncoding::Raw(content_type), target) => {
            let raw = HttpBody {
                content_type: content_type.clone(),
                data: body.clone(),
                extensions: Vec::new(),
            };
            merge(message, target, raw.encode_to_vec().into(), memory)
        }
    }
}

fn merge<M: Message>(
    message: &mut M,
    target: BodyTarget,
    encoded: Bytes,
    memory: &mut Memory,
) -> Result<(), Unreadable> {
    let encoded = match target {
        BodyTarget::Field(field) => in_fields(field.fields(M::DESCRIPTOR), encoded),
        _ => encoded,
    };
    memory.decoded(M::DESCRIPTOR, &encoded)?;
    Ok(message.merge(encoded)?)
}

/// Merges an encoded message into a field of this message.
pub(super) fn merge_field<M: Message>(
    message: &mut M,
    field: usize,
    encoded: &[u8],
) -> Result<(), prost::DecodeError> {
    let field = M::DESCRIPTOR.fields().get(field);
    let encoded = Bytes::copy_from_slice(encoded);
    message.merge(in_fields(field.into_iter(), encoded))
}

/// Returns an encoding of the whole message, in which this encoded message is the last of the fields. Each field is
/// inside the one before.
fn in_fields(fields: impl Iterator<Item = &'static Field>, encoded: Bytes) -> Bytes {
    let fields: Vec<_> = fields.collect();
    let inner = fields.iter().rev();
    inner.fold(encoded, |encoded, field| {
        // One buffer, although it takes a copy: with two, prost's code would be compiled once more.
        let mut outer = BytesMut::with_capacity(MAX_HEAD_BYTES + encoded.len());
        encode_key(field.number(), WireType::LengthDelimited, &mut outer);
        encode_varint(encoded.len() as u64, &mut outer);
        outer.extend_from_slice(&encoded);
        outer.freeze()
    })
}
