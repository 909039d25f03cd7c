//! The binary form. The encoding of each type's values is left to prost.

mod entry;
mod list;
mod value;

use bytes::{Buf, BufMut};
use prost::DecodeError;
use prost::encoding::{DecodeContext, WireType, encoded_len_varint, key_len, skip_field};

use crate::schema::{Cardinality, Field};

use super::DynamicMessage;
use super::object::Object;
use super::slot::Slot;

use self::value::Place;

impl prost::Message for DynamicMessage {
    fn encode_raw(&self, buf: &mut impl BufMut) {
        match self {
            Self::Object(object) => object
                .slots()
                .for_each(|(field, slot)| slot.encode(field, buf)),
            Self::Typed(message) => buf.put_slice(&message.encode()),
        }
    }

    fn merge_field(
        &mut self,
        number: u32,
        wire_type: WireType,
        buf: &mut impl Buf,
        context: DecodeContext,
    ) -> Result<(), DecodeError> {
        match self {
            Self::Object(object) => object.merge_field(number, wire_type, buf, context),
            Self::Typed(message) => message.merge_field(number, wire_type, buf, context),
        }
    }

    fn encoded_len(&self) -> usize {
        match self {
            Self::Object(object) => {
                let slots = object.slots();
                slots.map(|(field, slot)| slot.encoded_len(field)).sum()
            }
            Self::Typed(message) => message.encoded_len(),
        }
    }

    fn clear(&mut self) {
        match self {
            Self::Object(object) => object.clear(),
            Self::Typed(message) => message.clear(),
        }
    }
}

impl Object {
    fn merge_field(
        &mut self,
        number: u32,
        wire_type: WireType,
        buf: &mut impl Buf,
        context: DecodeContext,
    ) -> Result<(), DecodeError> {
        let Some((index, field)) = self.descriptor.numbered(number) else {
            return skip_field(wire_type, number, buf, context);
        };
        self.slot(index, field)
            .merge(field, wire_type, buf, context)
    }
}

impl Slot {
    /// Adds the content of one occurrence of the field.
    fn merge(
        &mut self,
        field: &Field,
        wire_type: WireType,
        buf: &mut impl Buf,
        context: DecodeContext,
    ) -> Result<(), DecodeError> {
        match (self, field.cardinality()) {
            (Self::One(value), _) => value.merge(Place::of(field), wire_type, buf, context),
            (Self::List(values), _) => list::merge(values, field, wire_type, buf, context),
            (Self::Map(entries), Cardinality::Map(key)) => {
                entries.extend([entry::merge(field, key, wire_type, buf, context)?]);
                Ok(())
            }
            // A field that is a map always has a key type.
            (Self::Map(_), _) => skip_field(wire_type, field.number(), buf, context),
        }
    }

    fn encode(&self, field: &Field, buf: &mut impl BufMut) {
        match self {
            _ if self.is_default(field) => {}
            Self::One(value) => value.encode(Place::of(field), buf),
            Self::List(values) => list::encode(values, field, buf),
            Self::Map(entries) => entries
                .iter()
                .for_each(|(key, value)| entry::encode(field, key, value, buf)),
        }
    }

    fn encoded_len(&self, field: &Field) -> usize {
        match self {
            _ if self.is_default(field) => 0,
            Self::One(value) => value.encoded_len(Place::of(field)),
            Self::List(values) => list::encoded_len(values, field),
            Self::Map(entries) => entries
                .iter()
                .map(|(key, value)| entry::encoded_len(field, key, value))
                .sum(),
        }
    }
}

/// Returns the length of a field with this many bytes of content.
fn delimited_len(field: &Field, length: usize) -> usize {
    key_len(field.number()) + encoded_len_varint(length as u64) + length
}
