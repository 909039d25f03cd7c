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

/// Returns whether one of the fields has this name, holds one scalar or enum, and is not in a oneof. Makes few calls,
/// as constants evaluate it for every path of a service.
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
    /// Describes a field that is not in a oneof.
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

    /// Sets another encoding for the values.
    #[doc(hidden)]
    #[must_use]
    pub const fn encoded(mut self, encoding: WireEncoding) -> Self {
        self.encoding = encoding;
        self
    }

    /// Sets another encoding for the keys of a map.
    #[doc(hidden)]
    #[must_use]
    pub const fn key_encoded(mut self, encoding: WireEncoding) -> Self {
        self.key_encoding = encoding;
        self
    }

    /// Sets a default other than that of the field's type, in JSON.
    #[doc(hidden)]
    #[must_use]
    pub const fn with_default(mut self, json: &'static str) -> Self {
        self.default = Some(json);
        self
    }

    /// Gives each element of a list a key of its own in the binary form.
    #[doc(hidden)]
    #[must_use]
    pub const fn unpacked(mut self) -> Self {
        self.is_packed = false;
        self
    }

    /// Marks the field's message as boxed.
    #[doc(hidden)]
    #[must_use]
    pub const fn boxed(mut self) -> Self {
        self.is_boxed = true;
        self
    }

    /// Makes the field a member of the oneof with this name.
    #[must_use]
    pub const fn in_oneof(mut self, oneof: &'static str) -> Self {
        self.oneof = Some(oneof);
        self
    }

    /// Returns the name in the .proto file.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the name in JSON, which is `lowerCamelCase` unless the .proto file sets another.
    pub const fn json_name(&self) -> &'static str {
        self.json_name
    }

    /// Returns whether the JSON name needs no escapes and cannot be anything but a field's name.
    pub(crate) const fn has_plain_json_name(&self) -> bool {
        self.has_plain_json_name
    }

    /// Returns the field number.
    pub const fn number(&self) -> u32 {
        self.number
    }

    /// Returns the type of the value, or for a map, the type of its values.
    pub const fn kind(&self) -> &FieldKind {
        &self.kind
    }

    pub(crate) const fn encoding(&self) -> WireEncoding {
        self.encoding
    }

    pub(crate) const fn key_encoding(&self) -> WireEncoding {
        self.key_encoding
    }

    /// Returns the default in JSON, if it differs from that of the field's type.
    pub(crate) const fn default(&self) -> Option<&'static str> {
        self.default
    }

    /// Returns whether a list of numbers has a single key in the binary form.
    pub(crate) const fn is_packed(&self) -> bool {
        self.is_packed
    }

    /// Returns whether the message is in a separate block of memory.
    pub(crate) const fn is_boxed(&self) -> bool {
        self.is_boxed
    }

    /// Returns the type of the value, if it is a message.
    pub const fn message(&self) -> Option<&'static MessageDescriptor> {
        match self.kind {
            FieldKind::Message(message) => Some(message),
            _ => None,
        }
    }

    /// Returns whether `null` is a value of the field rather than its absence.
    pub(crate) const fn takes_null(&self) -> bool {
        self.is_single() && self.kind.takes_null()
    }

    /// Returns whether the field is neither a list nor a map.
    pub(crate) const fn is_single(&self) -> bool {
        !matches!(
            self.cardinality,
            Cardinality::Repeated | Cardinality::Map(_)
        )
    }

    /// Returns how many values the field holds.
    pub const fn cardinality(&self) -> Cardinality {
        self.cardinality
    }

    /// Returns the oneof that the field is a member of. The oneof that protobuf generates for an `optional` field does
    /// not count.
    pub const fn oneof(&self) -> Option<&'static str> {
        self.oneof
    }
}

/// Returns whether a name needs no escapes in JSON and names a field wherever it occurs, which `@type` does not.
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
    /// Returns `true` if one value can be written as plain text in a query. This holds for scalars, enums, messages
    /// such as Timestamp that are a string or a number in JSON, and messages such as Struct, for which the text is
    /// JSON. A path cannot hold the last of these.
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

/// The number of values that a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cardinality {
    /// One value. The default is the same as absence.
    Singular,
    /// One value or none: `optional`, a message, a member of a oneof.
    Optional,
    /// Exactly one value: proto2's `required`.
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
