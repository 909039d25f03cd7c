//! The tables of messages and enums.

use crate::schema::{Encoding, Enum, Field, Message, Shape};

/// Generates the static that describes a message.
pub(super) fn message(message: &Message) -> String {
    let Message {
        table,
        full_name,
        rust_path,
        ..
    } = message;
    let fields: String = message.fields.iter().map(field).collect();
    format!(
        "pub static {table}: ::gateway::MessageDescriptor = ::gateway::MessageDescriptor::new({full_name:?}, \
         &[\n{fields}]).sized(::core::mem::size_of::<{rust_path}>());\n"
    )
}

fn field(field: &Field) -> String {
    let Field {
        name,
        json_name,
        number,
        value,
        shape,
        is_boxed,
        ..
    } = field;
    let cardinality = match shape {
        Shape::Singular => "Singular".to_owned(),
        Shape::Required { .. } => "Required".to_owned(),
        Shape::Optional | Shape::Oneof { .. } => "Optional".to_owned(),
        Shape::Repeated { .. } => "Repeated".to_owned(),
        Shape::Map { key, .. } => format!("Map(::gateway::MapKey::{key})"),
    };
    let special = match shape {
        Shape::Oneof { name, .. } => format!(".in_oneof({name:?})"),
        Shape::Required {
            default: Some(json),
        } => format!(".with_default({json:?})"),
        Shape::Repeated { is_unpacked: true } => ".unpacked()".to_owned(),
        Shape::Map { encoding, .. } => encoded("key_encoded", *encoding),
        _ => String::new(),
    };
    let kind = &value.kind;
    let encoded = encoded("encoded", value.encoding);
    let boxed = if *is_boxed { ".boxed()" } else { "" };
    format!(
        "    ::gateway::Field::new({name:?}, {json_name:?}, {number}, ::gateway::FieldKind::{kind}, \
         ::gateway::Cardinality::{cardinality}){special}{encoded}{boxed},\n"
    )
}

/// Generates the call that sets the encoding of values, unless it is the usual one.
fn encoded(function: &str, encoding: Encoding) -> String {
    match encoding {
        Encoding::Usual => String::new(),
        encoding => format!(".{function}(::gateway::json::__private::WireEncoding::{encoding:?})"),
    }
}

/// Generates the static that describes an enum.
pub(super) fn enumeration(proto: &Enum) -> String {
    let Enum {
        table,
        full_name,
        values,
        ..
    } = proto;
    format!(
        "pub static {table}: ::gateway::EnumDescriptor = ::gateway::EnumDescriptor::new({full_name:?}, \
         &{values:?});\n"
    )
}
