//! [`MessageDescriptor`] and [`EnumDescriptor`]: messages and enums as constant data.

use super::field::Field;

/// A message's name and fields, in the order of their declaration.
#[derive(Debug)]
pub struct MessageDescriptor {
    name: &'static str,
    fields: &'static [Field],
    shape: JsonShape,
    size: usize,
    /// The fields that have no names in the JSON form of the message.
    unnamed_fields: &'static [Field],
}

/// The JSON form of a message.
#[derive(Clone, Copy, Debug)]
enum JsonShape {
    /// An object with the message's fields.
    Object,
    /// A string or a number.
    Text,
    /// Any JSON value, or any of one kind.
    Json,
}

impl MessageDescriptor {
    /// Describes the message with this full proto name, such as `chat.v1.Room`.
    pub const fn new(name: &'static str, fields: &'static [Field]) -> Self {
        Self {
            name,
            fields,
            shape: JsonShape::Object,
            size: 0,
            unnamed_fields: &[],
        }
    }

    /// Sets the size of the message in memory, without its separate allocations.
    #[must_use]
    pub const fn sized(mut self, size: usize) -> Self {
        self.size = size;
        self
    }

    /// Sets the fields that have no names in the JSON form.
    pub(crate) const fn unnamed(mut self, fields: &'static [Field]) -> Self {
        self.unnamed_fields = fields;
        self
    }

    /// Makes the JSON form a string or a number, as that of `google.protobuf.Timestamp`.
    #[must_use]
    pub const fn as_text(mut self) -> Self {
        self.shape = JsonShape::Text;
        self
    }

    /// Makes the JSON form any JSON value, as that of `google.protobuf.Value`.
    #[must_use]
    pub const fn as_json(mut self) -> Self {
        self.shape = JsonShape::Json;
        self
    }

    /// Returns `true` if the JSON form is a string or a number, so that path and query can set the message as a whole.
    pub const fn is_text(&self) -> bool {
        matches!(self.shape, JsonShape::Text)
    }

    /// Returns `true` if the JSON form is any JSON value, so that the query can set the message as a whole from JSON
    /// text.
    pub const fn is_json(&self) -> bool {
        matches!(self.shape, JsonShape::Json)
    }

    /// Returns `true` if the JSON form is an object with the message's fields.
    pub const fn is_object(&self) -> bool {
        matches!(self.shape, JsonShape::Object)
    }

    /// Returns `true` if the message is `google.api.HttpBody`, whose data is a body as it is.
    pub const fn is_http_body(&self) -> bool {
        matches!(self.name.as_bytes(), b"google.api.HttpBody")
    }

    /// Returns whether `null` is a value of the message rather than its absence.
    pub(crate) const fn takes_null(&self) -> bool {
        matches!(self.name.as_bytes(), b"google.protobuf.Value")
    }

    /// Returns the full proto name, such as `chat.v1.Room`.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the fields, in the order of their declaration.
    pub const fn fields(&self) -> &'static [Field] {
        self.fields
    }

    /// Returns the index of the field with this JSON or proto name. JSON names take precedence, as the JSON name of one
    /// field may be the proto name of another.
    pub fn field_index(&self, name: &str) -> Option<usize> {
        self.field_index_from(0, name)
    }

    /// Returns the index of the field with this proto or JSON name. Proto names take precedence: bindings use them, and
    /// a JSON name may be the proto name of another field.
    #[cfg(feature = "server")]
    pub(crate) fn bound_index(&self, name: &str) -> Option<usize> {
        let by_name = self.fields.iter().position(|field| field.name() == name);
        by_name.or_else(|| {
            self.fields
                .iter()
                .position(|field| field.json_name() == name)
        })
    }

    /// Like [`field_index`](Self::field_index), for a field that is likely to be at this index or soon after it.
    pub(crate) fn field_index_from(&self, likely: usize, name: &str) -> Option<usize> {
        let (before, after) = self.fields.split_at_checked(likely)?;
        let by_json_name = |field: &Field| field.json_name() == name;
        let ahead = after.iter().position(by_json_name);
        ahead
            .map(|index| likely + index)
            .or_else(|| before.iter().position(by_json_name))
            .or_else(|| self.fields.iter().position(|field| field.name() == name))
    }

    /// Returns whether only one of two fields can be set, because they are the same or members of one oneof.
    #[cfg(feature = "server")]
    pub(crate) fn excludes(&self, one: usize, other: usize) -> bool {
        let oneof = |index: usize| self.fields.get(index).and_then(Field::oneof);
        one == other || (oneof(one).is_some() && oneof(one) == oneof(other))
    }

    /// Returns the index of the field with this number, and the field.
    pub(crate) fn numbered(&self, number: u32) -> Option<(usize, &'static Field)> {
        numbered(self.fields, number)
    }

    /// Returns the field with this number, whether or not it has a name in JSON.
    pub(crate) fn encoded_field(&self, number: u32) -> Option<&'static Field> {
        let field = numbered(self.fields, number).or_else(|| numbered(self.unnamed_fields, number));
        field.map(|(_, field)| field)
    }

    /// Returns the size of the message in memory, without its separate allocations.
    pub(crate) const fn size(&self) -> usize {
        self.size
    }

    /// Returns the field with this JSON or proto name.
    pub(crate) fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.get(self.field_index(name)?)
    }
}

fn numbered(fields: &'static [Field], number: u32) -> Option<(usize, &'static Field)> {
    let has_number = |field: &&Field| field.number() == number;
    // Most field numbers match the field's position.
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
    /// `true` if each number is the position of its value, as in most enums.
    is_counted: bool,
}

impl EnumDescriptor {
    /// Describes the enum with this full proto name. Aliases follow the name that is written for their number.
    pub const fn new(name: &'static str, values: &'static [(&'static str, i32)]) -> Self {
        Self {
            name,
            values,
            is_counted: is_counted(values),
        }
    }

    /// Returns the full proto name, such as `chat.v1.Kind`.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the names and numbers, in the order of their declaration.
    pub const fn values(&self) -> &'static [(&'static str, i32)] {
        self.values
    }

    /// Returns the name that is written for this number: the first one that is declared for it.
    pub fn name_of(&self, number: i32) -> Option<&'static str> {
        let value = if self.is_counted {
            self.values.get(usize::try_from(number).ok()?)
        } else {
            self.values.iter().find(|value| value.1 == number)
        };
        value.map(|value| value.0)
    }

    /// Returns the number of the value with this name.
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

#[cfg(all(test, feature = "server"))]
mod tests {
    use super::*;
    use crate::schema::{Cardinality, FieldKind};

    #[test]
    fn a_proto_name_wins_over_the_json_name_of_a_field_before() {
        const fn field(name: &'static str, json_name: &'static str, number: u32) -> Field {
            let (kind, cardinality) = (FieldKind::String, Cardinality::Singular);
            Field::new(name, json_name, number, kind, cardinality)
        }
        const FIELDS: &[Field] = &[field("this", "that", 1), field("that", "other", 2)];
        let message = MessageDescriptor::new("test.Names", FIELDS);
        for (name, expected) in [("this", Some(0)), ("that", Some(1)), ("other", Some(1))] {
            assert_eq!(message.bound_index(name), expected, "{name}");
        }
        assert_eq!(message.bound_index("none"), None);
    }
}
