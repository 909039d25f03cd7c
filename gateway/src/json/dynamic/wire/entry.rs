//! The entries of a map, each of which is a message with the fields `key` and `value`.

use bytes::{Buf, BufMut};
use prost::DecodeError;
use prost::encoding::{
    DecodeContext, WireType, check_wire_type, decode_key, encode_key, encode_varint, merge_loop,
    skip_field,
};

use crate::json::dynamic::key::Key;
use crate::json::dynamic::value::Value;
use crate::schema::{Field, MapKey};

use super::value::Place;

pub(super) const KEY: u32 = 1;
pub(super) const VALUE: u32 = 2;

pub(super) fn merge(
    field: &Field,
    key: MapKey,
    wire_type: WireType,
    buf: &mut impl Buf,
    context: DecodeContext,
) -> Result<(Key, Value), DecodeError> {
    check_wire_type(WireType::LengthDelimited, wire_type)?;
    let mut entry = (Key::new(key), Value::new(field.kind()));
    merge_loop(&mut entry, buf, context, |(key, value), buf, context| {
        let (number, wire_type) = decode_key(buf)?;
        match number {
            KEY => key.0.merge(Place::key(field), wire_type, buf, context),
            VALUE => value.merge(Place::value(field), wire_type, buf, context),
            _ => skip_field(wire_type, number, buf, context),
        }
    })?;
    Ok(entry)
}

pub(super) fn encode(field: &Field, key: &Key, value: &Value, buf: &mut impl BufMut) {
    encode_key(field.number(), WireType::LengthDelimited, buf);
    encode_varint(content_len(field, key, value) as u64, buf);
    key.0.encode(Place::key(field), buf);
    value.encode(Place::value(field), buf);
}

pub(super) fn encoded_len(field: &Field, key: &Key, value: &Value) -> usize {
    super::delimited_len(field, content_len(field, key, value))
}

fn content_len(field: &Field, key: &Key, value: &Value) -> usize {
    key.0.encoded_len(Place::key(field)) + value.encoded_len(Place::value(field))
}
