//! [`Message`], what `gateway-build` implements for every protobuf message, and the field tables that
//! compile-time checks and request binding read.

mod encoding;
mod field;

use crate::json::{PackageTypes, ReadError, Reader, Typed, Writer, empty};

pub use self::encoding::Encoding;
#[cfg(feature = "server")]
pub(crate) use self::field::has_scalar;
pub use self::field::{Cardinality, Field, FieldKind, MapKey};

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

    /// The messages of its package, which an `Any` of a gateway that serves it can hold.
    const TYPES: PackageTypes = PackageTypes::NONE;

    /// Writes the message as one JSON value.
    fn write(&self, writer: &mut Writer<'_>);

    /// Writes the value of one field, also where it holds its default: `[]`, `""`, `0`, and `null` for an absent
    /// message.
    fn write_field(&self, field: usize, writer: &mut Writer<'_>);

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
    size: usize,
    /// The fields of a message in whose JSON form they have no names.
    unnamed_fields: &'static [Field],
    /// Makes a message with a form of its own.
    typed: Option<fn() -> Box<dyn Typed>>,
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
            size: 0,
            unnamed_fields: &[],
            typed: None,
        }
    }

    /// The same message with the size that it has in memory, without what it has elsewhere.
    #[must_use]
    pub const fn sized(mut self, size: usize) -> Self {
        self.size = size;
        self
    }

    /// The same message with fields that have no names in its JSON form.
    pub(crate) const fn unnamed(mut self, fields: &'static [Field]) -> Self {
        self.unnamed_fields = fields;
        self
    }

    /// The same message with a JSON form that is a string or a number, as `google.protobuf.Timestamp` has it. The
    /// message `M` knows the form.
    #[must_use]
    pub const fn as_text<M: Message>(mut self) -> Self {
        self.form = Form::Text;
        self.typed = Some(empty::<M>);
        self
    }

    /// The same message with a JSON form that is any JSON, as `google.protobuf.Value` has it. The message `M` knows the
    /// form.
    #[must_use]
    pub const fn as_json<M: Message>(mut self) -> Self {
        self.form = Form::Json;
        self.typed = Some(empty::<M>);
        self
    }

    /// Whether the JSON form is a string or a number, so that path and query can set the message as a whole.
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

    /// What makes a message with a form of its own.
    pub(crate) const fn typed(&self) -> Option<fn() -> Box<dyn Typed>> {
        self.typed
    }

    /// The full proto name, such as `chat.v1.Room`.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The fields, in the order of their declaration.
    pub const fn fields(&self) -> &'static [Field] {
        self.fields
    }

    /// The index of the field with this JSON or proto name. JSON names come first, as one field's may be the proto name
    /// of another.
    pub fn field_index(&self, name: &str) -> Option<usize> {
        self.field_index_from(0, name)
    }

    /// The same, for a field that is likely to be this one or to come soon after it.
    pub(crate) fn field_index_from(&self, likely: usize, name: &str) -> Option<usize> {
        let (before, after) = self.fields.split_at_checked(likely)?;
        let by_json_name = |field: &Field| field.json_name() == name;
        let ahead = after.iter().position(by_json_name);
        ahead
            .map(|index| likely + index)
            .or_else(|| before.iter().position(by_json_name))
            .or_else(|| self.fields.iter().position(|field| field.name() == name))
    }

    /// Whether only one of two fields can be set: they are the same, or members of one oneof.
    #[cfg(feature = "server")]
    pub(crate) fn excludes(&self, one: usize, other: usize) -> bool {
        let oneof = |index: usize| self.fields.get(index).and_then(Field::oneof);
        one == other || (oneof(one).is_some() && oneof(one) == oneof(other))
    }

    /// The index of the field with this number, and the field.
    pub(crate) fn numbered(&self, number: u32) -> Option<(usize, &'static Field)> {
        numbered(self.fields, number)
    }

    /// The field with this number, whether it has a name in JSON or not.
    #[cfg(feature = "server")]
    pub(crate) fn encoded_field(&self, number: u32) -> Option<&'static Field> {
        let field = numbered(self.fields, number).or_else(|| numbered(self.unnamed_fields, number));
        field.map(|(_, field)| field)
    }

    /// What a message takes in its place.
    #[cfg(feature = "server")]
    pub(crate) const fn size(&self) -> usize {
        self.size
    }

    /// The field with this JSON or proto name.
    pub(crate) fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.get(self.field_index(name)?)
    }
}

fn numbered(fields: &'static [Field], number: u32) -> Option<(usize, &'static Field)> {
    let has_number = |field: &&Field| field.number() == number;
    // Most numbers are those of the places.
    let place = usize::try_from(number).ok()?.checked_sub(1)?;
    if let Some(field) = fields.get(place).filter(has_number) {
        return Some((place, field));
    }
    let mut fields = fields.iter().enumerate();
    fields.find(|(_, field)| has_number(field))
}

/// An enum's name and values.
#[derive(Debug)]
pub struct EnumDescriptor {
    name: &'static str,
    values: &'static [(&'static str, i32)],
    /// Whether the numbers are the values' places, as in most enums.
    is_counted: bool,
}

impl EnumDescriptor {
    /// Describes the enum of this full proto name. Aliases follow the name that is written for their number.
    pub const fn new(name: &'static str, values: &'static [(&'static str, i32)]) -> Self {
        Self {
            name,
            values,
            is_counted: is_counted(values),
        }
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
        let value = if self.is_counted {
            self.values.get(usize::try_from(number).ok()?)
        } else {
            self.values.iter().find(|value| value.1 == number)
        };
        value.map(|value| value.0)
    }

    /// The number of the value with this name.
    pub fn number_of(&self, name: &str) -> Option<i32> {
        self.values
            .iter()
            .find(|value| value.0 == name)
            .map(|value| value.1)
    }
}

const fn is_counted(values: &[(&str, i32)]) -> bool {
    let mut place = 0;
    while place < values.len() {
        if values[place].1 != place as i32 {
            return false;
        }
        place += 1;
    }
    true
}

// prost boxes the fields of recursive messages, so that generated code meets messages of both shapes.
impl<M: Message> Message for Box<M> {
    const DESCRIPTOR: &'static MessageDescriptor = M::DESCRIPTOR;
    const TYPES: PackageTypes = M::TYPES;

    fn write(&self, writer: &mut Writer<'_>) {
        M::write(self, writer);
    }

    fn write_field(&self, field: usize, writer: &mut Writer<'_>) {
        M::write_field(self, field, writer);
    }

    fn read_field(&mut self, field: usize, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        M::read_field(self, field, reader)
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        reader.charge(size_of::<M>())?;
        M::read(self, reader)
    }
}
