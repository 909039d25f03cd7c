//! The fields of messages as constant data.

use super::encoding::WireEncoding;
use super::message::{EnumDescriptor, MessageDescriptor};
#[cfg(feature = "server")]
use super::names::same;

/// One field of a message.
#[derive(Debug)]
pub struct Field {
    name: &'static str,
    json_name: &'static str,
    number: u32,
    kind: FieldKind,
    cardinality: Cardinality,
    oneof: Option<&'static str>,
    has_plain_json_name: bool,
    encoding: WireEncoding,
    key_encoding: WireEncoding,
    is_packed: bool,
    is_boxed: bool,
    default: Option<&'static str>,
}

/// Whether one of the fields has this name, holds one scalar or enum, and is in no oneof. Without calls, for constants
/// that ask it of every path of a service.
#[cfg(feature = "server")]
pub(crate) const fn has_scalar(mut fields: &[Field], name: &str) -> bool {
    while let [field, others @ ..] = fields {
        if same(field.name, name) {
            return field.oneof.is_none()
                && !matches!(field.kind, FieldKind::Message(_))
                && !matches!(
                    field.cardinality,
                    Cardinality::Repeated | Cardinality::Map(_)
                );
        }
        fields = others;
    }
    false
}

impl Field {
    /// Describes a field that is in no oneof.
    pub const fn new(
        name: &'static str,
        json_name: &'static str,
        number: u32,
        kind: FieldKind,
        cardinality: Cardinality,
    ) -> Self {
        Self {
            name,
            json_name,
            number,
            kind,
            cardinality,
            oneof: None,
            has_plain_json_name: is_plain(json_name),
            encoding: WireEncoding::Usual,
            key_encoding: WireEncoding::Usual,
            is_packed: true,
            is_boxed: false,
            default: None,
        }
    }

    /// The same field with another encoding of its values.
    #[doc(hidden)]
    #[must_use]
    pub const fn encoded(mut self, encoding: WireEncoding) -> Self {
        self.encoding = encoding;
        self
    }

    /// The same map with another encoding of its keys.
    #[doc(hidden)]
    #[must_use]
    pub const fn key_encoded(mut self, encoding: WireEncoding) -> Self {
        self.key_encoding = encoding;
        self
    }

    /// The same field with a default of its own, in JSON.
    #[doc(hidden)]
    #[must_use]
    pub const fn with_default(mut self, json: &'static str) -> Self {
        self.default = Some(json);
        self
    }

    /// The same list with a key before each element in the binary form.
    #[doc(hidden)]
    #[must_use]
    pub const fn unpacked(mut self) -> Self {
        self.is_packed = false;
        self
    }

    /// The same field with its message in a box.
    #[doc(hidden)]
    #[must_use]
    pub const fn boxed(mut self) -> Self {
        self.is_boxed = true;
        self
    }

    /// The same field as a member of the oneof of this name.
    #[must_use]
    pub const fn in_oneof(mut self, oneof: &'static str) -> Self {
        self.oneof = Some(oneof);
        self
    }

    /// The name in the .proto file.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The name in JSON, `lowerCamelCase` unless the .proto file sets another.
    pub const fn json_name(&self) -> &'static str {
        self.json_name
    }

    /// Whether JSON has the name as it is, without escapes, and it is nothing but this field's.
    pub(crate) const fn has_plain_json_name(&self) -> bool {
        self.has_plain_json_name
    }

    /// The field number.
    pub const fn number(&self) -> u32 {
        self.number
    }

    /// The type of the value; of a map, the type of the map's values.
    pub const fn kind(&self) -> &FieldKind {
        &self.kind
    }

    pub(crate) const fn encoding(&self) -> WireEncoding {
        self.encoding
    }

    pub(crate) const fn key_encoding(&self) -> WireEncoding {
        self.key_encoding
    }

    /// The default, if it is not that of the field's type, in JSON.
    pub(crate) const fn default(&self) -> Option<&'static str> {
        self.default
    }

    /// Whether a list of numbers has one key for all of them in the binary form.
    pub(crate) const fn is_packed(&self) -> bool {
        self.is_packed
    }

    /// Whether the message has a block of memory of its own.
    pub(crate) const fn is_boxed(&self) -> bool {
        self.is_boxed
    }

    /// The message that the value is, where it is one.
    pub const fn message(&self) -> Option<&'static MessageDescriptor> {
        match self.kind {
            FieldKind::Message(message) => Some(message),
            _ => None,
        }
    }

    /// Whether `null` is a value of the field, and not its absence.
    pub(crate) const fn takes_null(&self) -> bool {
        self.is_single() && self.kind.takes_null()
    }

    /// Whether the field is no list and no map.
    pub(crate) const fn is_single(&self) -> bool {
        !matches!(
            self.cardinality,
            Cardinality::Repeated | Cardinality::Map(_)
        )
    }

    /// How many values the field holds.
    pub const fn cardinality(&self) -> Cardinality {
        self.cardinality
    }

    /// The oneof that the field is a member of. The oneof that protobuf makes of an `optional` field does not count.
    pub const fn oneof(&self) -> Option<&'static str> {
        self.oneof
    }
}

/// Whether a name stands in JSON as it is, and names a field wherever it stands, which `@type` does not.
const fn is_plain(name: &str) -> bool {
    let bytes = name.as_bytes();
    if let [b'@', ..] = bytes {
        return false;
    }
    let mut index = 0;
    while index < bytes.len() {
        if matches!(bytes[index], ..0x20 | b'"' | b'\\') {
            return false;
        }
        index += 1;
    }
    true
}

/// The type of a field's value.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum FieldKind {
    /// `double`
    Double,
    /// `float`
    Float,
    /// `int32`, `sint32`, `sfixed32`
    Int32,
    /// `int64`, `sint64`, `sfixed64`
    Int64,
    /// `uint32`, `fixed32`
    Uint32,
    /// `uint64`, `fixed64`
    Uint64,
    /// `bool`
    Bool,
    /// `string`
    String,
    /// `bytes`
    Bytes,
    /// An enum.
    Enum(&'static EnumDescriptor),
    /// A message.
    Message(&'static MessageDescriptor),
}

impl FieldKind {
    /// Whether one value can be written as plain text in a query: scalars, enums, messages such as Timestamp that are a
    /// string or number in JSON, and those such as Struct whose JSON is the text. A path cannot hold the last ones.
    pub const fn has_text_form(&self) -> bool {
        match self {
            Self::Message(message) => !message.is_object(),
            _ => true,
        }
    }

    pub(crate) const fn takes_null(&self) -> bool {
        match self {
            Self::Message(message) => message.takes_null(),
            Self::Enum(proto) => matches!(proto.name().as_bytes(), b"google.protobuf.NullValue"),
            _ => false,
        }
    }
}

/// How many values a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cardinality {
    /// One; its default is the same as its absence.
    Singular,
    /// One, or none: `optional`, a message, a member of a oneof.
    Optional,
    /// Exactly one: proto2's `required`.
    Required,
    /// A list.
    Repeated,
    /// A map with keys of this type.
    Map(MapKey),
}

/// The type of a map's keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MapKey {
    /// `int32`, `sint32`, `sfixed32`
    Int32,
    /// `int64`, `sint64`, `sfixed64`
    Int64,
    /// `uint32`, `fixed32`
    Uint32,
    /// `uint64`, `fixed64`
    Uint64,
    /// `bool`
    Bool,
    /// `string`
    String,
}
