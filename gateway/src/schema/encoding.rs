//! What of a value's binary form its type in JSON does not tell.

use prost::encoding::WireType;

use super::field::{Field, FieldKind};

/// Which of several encodings the values of a field have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WireEncoding {
    /// That of most values of the kind.
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
    /// The wire type of one value, of a list one element.
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

    /// Whether several elements may come after one key.
    pub(crate) fn is_packable(&self) -> bool {
        matches!(
            self.wire_type(),
            WireType::Varint | WireType::ThirtyTwoBit | WireType::SixtyFourBit
        )
    }

    /// Whether several elements come after a key with this wire type.
    pub(crate) fn is_packed_by(&self, wire_type: WireType) -> bool {
        wire_type == WireType::LengthDelimited && self.is_packable()
    }
}
