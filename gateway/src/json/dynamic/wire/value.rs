//! One value in the binary form.

use bytes::{Buf, BufMut};
use prost::DecodeError;
use prost::encoding::{self, DecodeContext, WireType, group};

use crate::json::dynamic::value::{EnumNumber, Value};
use crate::schema::{Field, WireEncoding};

use super::entry::{KEY, VALUE};

/// The place of a value in the binary form: the field number before it, and its encoding.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) number: u32,
    encoding: WireEncoding,
}

impl Place {
    pub(super) fn of(field: &Field) -> Self {
        Self {
            number: field.number(),
            encoding: field.encoding(),
        }
    }

    /// Returns the same place with another number.
    pub(super) fn numbered(self, number: u32) -> Self {
        Self { number, ..self }
    }

    /// Returns the place of the key in an entry.
    pub(super) fn key(field: &Field) -> Self {
        Self {
            number: KEY,
            encoding: field.key_encoding(),
        }
    }

    /// Returns the place of the value in an entry.
    pub(super) fn value(field: &Field) -> Self {
        Self {
            number: VALUE,
            encoding: field.encoding(),
        }
    }
}

/// Evaluates the same expression for a value of any type, with prost's module for the type. Groups are handled before.
macro_rules! with_module {
    ($self:expr, $encoding:expr, $value:ident: $module:ident => $result:expr) => {
        with_module!(@each $self, $encoding, $value, $module, $result,
            Wrapped Double message, Wrapped Float message, Wrapped Int32 message, Wrapped Int64 message,
            Wrapped Uint32 message, Wrapped Uint64 message, Wrapped Bool message, Wrapped String message,
            Wrapped Bytes message, Zigzag Int32 sint32, Zigzag Int64 sint64, Fixed Int32 sfixed32,
            Fixed Int64 sfixed64, Fixed Uint32 fixed32, Fixed Uint64 fixed64;
            Double double, Float float, Int32 int32, Int64 int64, Uint32 uint32, Uint64 uint64, Bool bool,
            String string, Bytes bytes, Null int32, Message message)
    };
    (@each $self:expr, $encoding:expr, $value:ident, $module:ident, $result:expr,
        $($special:ident $type:ident $its:ident),*; $($variant:ident $usual:ident),*) => {
        match ($self, $encoding) {
            $((Value::$type($value), WireEncoding::$special) => { use encoding::$its as $module; $result })*
            $((Value::$variant($value), _) => { use encoding::$usual as $module; $result })*
            (Value::Enum(EnumNumber { number: $value, .. }), _) => { use encoding::int32 as $module; $result }
        }
    };
}

impl Value {
    pub(super) fn merge(
        &mut self,
        place: Place,
        wire_type: WireType,
        buf: &mut impl Buf,
        context: DecodeContext,
    ) -> Result<(), DecodeError> {
        if let (Self::Message(group), WireEncoding::Group) = (&mut *self, place.encoding) {
            return group::merge(place.number, wire_type, group, buf, context);
        }
        with_module!(self, place.encoding, value: module => module::merge(wire_type, value, buf, context))
    }

    pub(super) fn encode(&self, place: Place, buf: &mut impl BufMut) {
        if let (Self::Message(group), WireEncoding::Group) = (self, place.encoding) {
            return group::encode(place.number, group, buf);
        }
        with_module!(self, place.encoding, value: module => module::encode(place.number, value, buf));
    }

    pub(super) fn encoded_len(&self, place: Place) -> usize {
        if let (Self::Message(group), WireEncoding::Group) = (self, place.encoding) {
            return group::encoded_len(place.number, group);
        }
        with_module!(self, place.encoding, value: module => module::encoded_len(place.number, value))
    }
}
