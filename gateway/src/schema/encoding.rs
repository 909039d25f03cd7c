//! Describes the part of a value's binary form that does not follow from its type in JSON.

use prost::encoding::WireType;

use super::field::{Field, FieldKind};

/// The encoding of a field's values, of the several that a kind may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WireEncoding {
    /// The most common encoding of the kind.
    Usual,
    /// `sint32`, `sint64`
    Zigzag,
    /// `fixed32`, `fixed64`, `sfixed32`, `sfixed64`
    Fixed,
    /// A message that holds the value, such as `google.protobuf.Int64Value`.
    Wrapped,
    /// A group.
    Group,
}

impl Field {
    /// Returns the wire type of one value, or of one element of a list.
    pub(crate) fn wire_type(&self) -> WireType {
        match (self.encoding(), self.kind()) {
            (WireEncoding::Group, _) => WireType::StartGroup,
            (WireEncoding::Wrapped, _) => WireType::LengthDelimited,
            (WireEncoding::Fixed, FieldKind::Int32 | FieldKind::Uint32) | (_, FieldKind::Float) => {
                WireType::ThirtyTwoBit
            }
            (WireEncoding::Fixed, _) | (_, FieldKind::Double) => WireType::SixtyFourBit,
            (_, FieldKind::String | FieldKind::Bytes | FieldKind::Message(_)) => {
                WireType::LengthDelimited
            }
            _ => WireType::Varint,
        }
    }

    /// Returns whether several elements may follow one key.
    pub(crate) fn is_packable(&self) -> bool {
        matches!(
            self.wire_type(),
            WireType::Varint | WireType::ThirtyTwoBit | WireType::SixtyFourBit
        )
    }

    /// Returns whether several elements follow a key with this wire type.
    pub(crate) fn is_packed_by(&self, wire_type: WireType) -> bool {
        wire_type == WireType::LengthDelimited && self.is_packable()
    }
}
