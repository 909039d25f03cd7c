//! `google.protobuf.Value`, `Struct` and `ListValue`: any JSON. In a URL they are JSON text.

use prost_types::value::Kind;
use prost_types::{ListValue, NullValue, Struct, Value};

use crate::json::codec::{self, Codec};
use crate::json::{Message, ReadError, Reader, Writer, read, write};
use crate::schema::{Cardinality, EnumDescriptor, Field, FieldKind, MapKey, MessageDescriptor};

// These are statics, as constants for messages that contain each other would be a cycle.
static VALUE: MessageDescriptor = table::<Value>(
    "google.protobuf.Value",
    &[
        field("string_value", 3, FieldKind::String, Cardinality::Optional),
        field(
            "struct_value",
            5,
            FieldKind::Message(&STRUCT),
            Cardinality::Optional,
        ),
        field(
            "list_value",
            6,
            FieldKind::Message(&LIST),
            Cardinality::Optional,
        ),
    ],
);
static STRUCT: MessageDescriptor = table::<Struct>(
    "google.protobuf.Struct",
    &[field(
        "fields",
        1,
        FieldKind::Message(&VALUE),
        Cardinality::Map(MapKey::String),
    )],
);
static LIST: MessageDescriptor = table::<ListValue>(
    "google.protobuf.ListValue",
    &[field(
        "values",
        1,
        FieldKind::Message(&VALUE),
        Cardinality::Repeated,
    )],
);

super::message!(Value, VALUE, write_value, read_value);
super::message!(Struct, STRUCT, write_struct, read_struct);
super::message!(ListValue, LIST, write_list, read_list);

const fn field(
    name: &'static str,
    number: u32,
    kind: FieldKind,
    cardinality: Cardinality,
) -> Field {
    Field::new(name, name, number, kind, cardinality)
}

const fn table<M: Message>(name: &'static str, fields: &'static [Field]) -> MessageDescriptor {
    MessageDescriptor::new(name, &[])
        .sized(size_of::<M>())
        .unnamed(fields)
        .as_json()
}

impl codec::Enum for NullValue {
    const DESCRIPTOR: &'static EnumDescriptor =
        &EnumDescriptor::new("google.protobuf.NullValue", &[("NULL_VALUE", 0)]);
}

fn write_value(value: &Value, writer: &mut Writer<'_>) {
    match &value.kind {
        Some(Kind::NullValue(_)) => writer.null(),
        Some(Kind::BoolValue(value)) => writer.boolean(*value),
        Some(Kind::NumberValue(value)) if value.is_finite() => writer.float(*value),
        Some(Kind::NumberValue(_)) => {
            writer.fail("a number of a `google.protobuf.Value` is not finite");
        }
        Some(Kind::StringValue(value)) => writer.string(value),
        Some(Kind::StructValue(value)) => write_struct(value, writer),
        Some(Kind::ListValue(value)) => write_list(value, writer),
        None => writer.fail("a `google.protobuf.Value` holds nothing"),
    }
}

fn write_struct(value: &Struct, writer: &mut Writer<'_>) {
    if writer.may_nest() {
        write::entries::<codec::String, codec::Message, _>(writer, &value.fields);
    }
}

fn write_list(list: &ListValue, writer: &mut Writer<'_>) {
    if writer.may_nest() {
        write::list::<codec::Message, _>(writer, &list.values);
    }
}

fn read_value(value: &mut Value, reader: &mut Reader<'_>) -> Result<(), ReadError> {
    value.kind = Some(super::json(reader, kind)?);
    Ok(())
}

fn read_struct(value: &mut Struct, reader: &mut Reader<'_>) -> Result<(), ReadError> {
    *value = super::json(reader, object)?;
    Ok(())
}

fn read_list(value: &mut ListValue, reader: &mut Reader<'_>) -> Result<(), ReadError> {
    *value = super::json(reader, array)?;
    Ok(())
}

fn kind(reader: &mut Reader<'_>) -> Result<Kind, ReadError> {
    Ok(match reader.peek() {
        Some(b'{') => Kind::StructValue(object(reader)?),
        Some(b'[') => Kind::ListValue(array(reader)?),
        Some(b'"') => {
            let mut text = String::new();
            codec::String::read(&mut text, reader)?;
            Kind::StringValue(text)
        }
        Some(b't' | b'f') => Kind::BoolValue(reader.boolean()?),
        Some(b'-' | b'0'..=b'9') => {
            let mut number = 0.0;
            codec::Double::read(&mut number, reader)?;
            Kind::NumberValue(number)
        }
        _ if reader.take_null() => Kind::NullValue(NullValue::NullValue.into()),
        _ => return Err(reader.expected("a value")),
    })
}

fn object(reader: &mut Reader<'_>) -> Result<Struct, ReadError> {
    let mut value = Struct::default();
    read::entries::<codec::String, codec::Message, _>(reader, &mut value.fields)?;
    Ok(value)
}

fn array(reader: &mut Reader<'_>) -> Result<ListValue, ReadError> {
    let mut list = ListValue::default();
    read::elements::<codec::Message, _>(reader, &mut list.values, Default::default)?;
    Ok(list)
}
