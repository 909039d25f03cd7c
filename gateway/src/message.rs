//! [`Message`], what `gateway-build` implements for every protobuf message, and the field tables that
//! compile-time checks and request binding read.

use crate::json::{ReadError, Reader, Writer};

/// A protobuf message that has a JSON form.
///
/// `gateway-build` implements it for every message that it compiles; there is no reason to implement it by
/// hand. Use it as a bound where a function takes any message, with the functions of [`json`](crate::json).
///
/// Fields are named by their index in [`DESCRIPTOR`](Message::DESCRIPTOR), so that body, query, path and
/// response share one mechanism.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no JSON form",
    label = "compile its .proto with `gateway_build::compile_protos`"
)]
pub trait Message: prost::Message + Default + 'static {
    /// The message's name and fields.
    const DESCRIPTOR: &'static MessageDescriptor;

    /// Writes the message as one JSON value.
    fn write(&self, writer: &mut Writer<'_>);

    /// Writes the value of one field, also where it holds its default: `[]`, `""`, `0`, and `null` for an absent
    /// message.
    fn write_field(&self, field: usize, writer: &mut Writer<'_>);

    /// The index of the field with this proto or JSON name.
    fn field_index(name: &str) -> Option<usize>;

    /// Reads one field's value into the message.
    ///
    /// # Errors
    ///
    /// The value does not fit the field.
    fn read_field(&mut self, field: usize, reader: &mut Reader<'_>) -> Result<(), ReadError>;

    /// Reads one JSON value into the message. Fields that the value does not name keep what they hold.
    ///
    /// # Errors
    ///
    /// The text is no JSON, or does not fit the message.
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        reader.object(self)
    }
}

/// A message's name and fields, in the order of their declaration.
#[derive(Debug)]
pub struct MessageDescriptor {
    name: &'static str,
    fields: &'static [Field],
    form: Form,
}

/// What a message is in JSON.
#[derive(Clone, Copy, Debug)]
enum Form {
    /// An object of its fields.
    Object,
    /// A string or a number.
    Text,
    /// Any JSON, or any of some kind.
    Json,
}

impl MessageDescriptor {
    /// Describes the message of this full proto name, such as `chat.v1.Room`.
    pub const fn new(name: &'static str, fields: &'static [Field]) -> Self {
        Self {
            name,
            fields,
            form: Form::Object,
        }
    }

    /// The same message with a JSON form that is a string, as `google.protobuf.Timestamp` has it.
    #[must_use]
    pub const fn as_text(mut self) -> Self {
        self.form = Form::Text;
        self
    }

    /// The same message with a JSON form that is any JSON, as `google.protobuf.Value` has it.
    #[must_use]
    pub const fn as_json(mut self) -> Self {
        self.form = Form::Json;
        self
    }

    /// Whether the JSON form is a string, so that path and query can set the message as a whole.
    pub const fn is_text(&self) -> bool {
        matches!(self.form, Form::Text)
    }

    /// Whether the JSON form is any JSON, whose text the query can set the message from as a whole.
    pub const fn is_json(&self) -> bool {
        matches!(self.form, Form::Json)
    }

    /// Whether the JSON form is an object of the fields.
    pub const fn is_object(&self) -> bool {
        matches!(self.form, Form::Object)
    }

    /// Whether the message is `google.api.HttpBody`, which a body holds as it is.
    pub const fn is_http_body(&self) -> bool {
        matches!(self.name.as_bytes(), b"google.api.HttpBody")
    }

    /// Whether `null` is a value of the message, and not its absence.
    pub(crate) const fn takes_null(&self) -> bool {
        matches!(self.name.as_bytes(), b"google.protobuf.Value")
    }

    /// The full proto name, such as `chat.v1.Room`.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The fields, in the order of their declaration.
    pub const fn fields(&self) -> &'static [Field] {
        self.fields
    }

    /// The field with this JSON or proto name. JSON names come first, as one field's may be the proto name of another.
    pub(crate) fn field(&self, name: &str) -> Option<&'static Field> {
        let mut fields = self.fields.iter();
        let by_json_name = fields.clone().find(|field| field.json_name == name);
        by_json_name.or_else(|| fields.find(|field| field.name == name))
    }
}

/// One field of a message.
#[derive(Debug)]
pub struct Field {
    name: &'static str,
    json_name: &'static str,
    number: u32,
    kind: FieldKind,
    cardinality: Cardinality,
    oneof: Option<&'static str>,
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
        }
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

    /// The field number.
    pub const fn number(&self) -> u32 {
        self.number
    }

    /// The type of the value; of a map, the type of the map's values.
    pub const fn kind(&self) -> &FieldKind {
        &self.kind
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
        match self.cardinality {
            Cardinality::Repeated | Cardinality::Map(_) => false,
            _ => self.kind.takes_null(),
        }
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
    /// string in JSON, and those such as Struct whose JSON is the text. A path cannot hold the last ones.
    pub const fn has_text_form(&self) -> bool {
        match self {
            Self::Message(message) => !message.is_object(),
            _ => true,
        }
    }

    const fn takes_null(&self) -> bool {
        match self {
            Self::Message(message) => message.takes_null(),
            Self::Enum(proto) => matches!(proto.name.as_bytes(), b"google.protobuf.NullValue"),
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

/// An enum's name and values.
#[derive(Debug)]
pub struct EnumDescriptor {
    name: &'static str,
    values: &'static [(&'static str, i32)],
}

impl EnumDescriptor {
    /// Describes the enum of this full proto name. Aliases follow the name that is written for their number.
    pub const fn new(name: &'static str, values: &'static [(&'static str, i32)]) -> Self {
        Self { name, values }
    }

    /// The full proto name, such as `chat.v1.Kind`.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The names and numbers, in the order of their declaration.
    pub const fn values(&self) -> &'static [(&'static str, i32)] {
        self.values
    }

    /// The name that is written for this number: the first that is declared for it.
    pub fn name_of(&self, number: i32) -> Option<&'static str> {
        self.values
            .iter()
            .find(|value| value.1 == number)
            .map(|value| value.0)
    }

    /// The number of the value with this name.
    pub fn number_of(&self, name: &str) -> Option<i32> {
        self.values
            .iter()
            .find(|value| value.0 == name)
            .map(|value| value.1)
    }
}

// prost boxes the fields of recursive messages, so that generated code meets messages of both shapes.
impl<M: Message> Message for Box<M> {
    const DESCRIPTOR: &'static MessageDescriptor = M::DESCRIPTOR;

    fn write(&self, writer: &mut Writer<'_>) {
        M::write(self, writer);
    }

    fn write_field(&self, field: usize, writer: &mut Writer<'_>) {
        M::write_field(self, field, writer);
    }

    fn field_index(name: &str) -> Option<usize> {
        M::field_index(name)
    }

    fn read_field(&mut self, field: usize, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        M::read_field(self, field, reader)
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        M::read(self, reader)
    }
}
