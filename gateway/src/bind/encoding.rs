//! What a request body is written in.

use bytes::{Bytes, BytesMut};
use prost::Message as _;
use prost::encoding::{WireType, encode_key, encode_varint};

use super::plan::BodyTarget;
use crate::json::{self, ReadOptions};
use crate::message::{Field, Message};
use crate::raw_body::HttpBody;

/// What a field's number, its wire type and its length take at most.
const MAX_HEAD_BYTES: usize = 15;

/// What a request body is written in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Json,
    Protobuf,
    /// Bytes of this type, which are what a `google.api.HttpBody` holds.
    Raw(String),
}

/// Why a body, or a value of one, does not fit.
pub(crate) type Unreadable = Box<dyn std::error::Error>;

/// Reads a body into the message, or into the field that it fills.
pub(super) fn read<M: Message>(
    message: &mut M,
    body: &Bytes,
    encoding: &Encoding,
    target: BodyTarget,
    options: &ReadOptions,
) -> Result<(), Unreadable> {
    match (encoding, target) {
        (_, BodyTarget::Nothing) => Ok(()),
        (Encoding::Json, BodyTarget::Message) => Ok(json::read(message, body, options)?),
        (Encoding::Json, BodyTarget::Field(field)) => {
            let (field, path) = field.split();
            Ok(json::read_field_at(message, field, path, body, options)?)
        }
        (Encoding::Protobuf, target) => merge(message, target, body.clone()),
        (Encoding::Raw(content_type), target) => {
            let raw = HttpBody {
                content_type: content_type.clone(),
                data: body.clone(),
                extensions: Vec::new(),
            };
            merge(message, target, raw.encode_to_vec().into())
        }
    }
}

fn merge<M: Message>(
    message: &mut M,
    target: BodyTarget,
    encoded: Bytes,
) -> Result<(), Unreadable> {
    match target {
        BodyTarget::Field(field) => merge_fields(message, field.fields(M::DESCRIPTOR), encoded)?,
        _ => message.merge(encoded)?,
    }
    Ok(())
}

/// Merges an encoded message into a field of this message.
pub(super) fn merge_field<M: Message>(
    message: &mut M,
    field: usize,
    encoded: &[u8],
) -> Result<(), prost::DecodeError> {
    let field = M::DESCRIPTOR.fields().get(field);
    merge_fields(message, field.into_iter(), Bytes::copy_from_slice(encoded))
}

/// Merges an encoded message into the last of these fields, of which each is in the one before, as if it stood there in an
/// encoding of the whole.
fn merge_fields<M: Message>(
    message: &mut M,
    fields: impl Iterator<Item = &'static Field>,
    encoded: Bytes,
) -> Result<(), prost::DecodeError> {
    let fields: Vec<_> = fields.collect();
    let inner = fields.iter().rev();
    let whole = inner.fold(encoded, |encoded, field| {
        // One buffer, though it takes a copy: prost's code would be compiled once more for two.
        let mut outer = BytesMut::with_capacity(MAX_HEAD_BYTES + encoded.len());
        encode_key(field.number(), WireType::LengthDelimited, &mut outer);
        encode_varint(encoded.len() as u64, &mut outer);
        outer.extend_from_slice(&encoded);
        outer.freeze()
    });
    message.merge(whole)
}
