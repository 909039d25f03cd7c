//! Lists in the binary form: one element after each key, or all of them packed after one key.

use bytes::{Buf, BufMut};
use prost::DecodeError;
use prost::encoding::{DecodeContext, WireType, encode_key, encode_varint, key_len, merge_loop};

use crate::json::dynamic::value::Value;
use crate::schema::Field;

use super::value::Place;

/// Adds what follows one key: one element, or many if they are packed.
pub(super) fn merge(
    values: &mut Vec<Value>,
    field: &Field,
    wire_type: WireType,
    buf: &mut impl Buf,
    context: DecodeContext,
) -> Result<(), DecodeError> {
    let own = field.wire_type();
    if !field.is_packed_by(wire_type) {
        return merge_element(values, field, wire_type, buf, context);
    }
    merge_loop(values, buf, context, |values, buf, context| {
        merge_element(values, field, own, buf, context)
    })
}

fn merge_element(
    values: &mut Vec<Value>,
    field: &Field,
    wire_type: WireType,
    buf: &mut impl Buf,
    context: DecodeContext,
) -> Result<(), DecodeError> {
    let mut value = Value::new(field.kind());
    value.merge(Place::of(field), wire_type, buf, context)?;
    values.push(value);
    Ok(())
}

pub(super) fn encode(values: &[Value], field: &Field, buf: &mut impl BufMut) {
    if is_packed(field) {
        return encode_packed(values, field, buf);
    }
    let place = Place::of(field);
    values.iter().for_each(|value| value.encode(place, buf));
}

fn encode_packed(values: &[Value], field: &Field, buf: &mut impl BufMut) {
    encode_key(field.number(), WireType::LengthDelimited, buf);
    encode_varint(packed_len(values, field) as u64, buf);
    let place = packed(field);
    let mut keyed = Vec::new();
    for value in values {
        keyed.clear();
        value.encode(place, &mut keyed);
        buf.put_slice(keyed.get(key_len(place.number)..).unwrap_or_default());
    }
}

pub(super) fn encoded_len(values: &[Value], field: &Field) -> usize {
    if is_packed(field) {
        return super::delimited_len(field, packed_len(values, field));
    }
    let place = Place::of(field);
    values.iter().map(|value| value.encoded_len(place)).sum()
}

fn packed_len(values: &[Value], field: &Field) -> usize {
    let place = packed(field);
    let lengths = values.iter().map(|value| value.encoded_len(place));
    lengths.sum::<usize>() - values.len() * key_len(place.number)
}

/// Returns the place of a packed element. prost only encodes a value together with a key; this one is short, and
/// is left out.
fn packed(field: &Field) -> Place {
    Place::of(field).numbered(1)
}

fn is_packed(field: &Field) -> bool {
    field.is_packed() && field.is_packable()
}
