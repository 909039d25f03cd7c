//! The impls for messages and enums, with one line per field in each function.

use std::collections::HashSet;

use crate::json::escape;
use crate::schema::{Enum, Field, Message, Shape};

/// Generates the impl for an enum.
pub(super) fn enum_impl(proto: &Enum) -> String {
    let Enum {
        rust_path, table, ..
    } = proto;
    format!(
        "#[automatically_derived]\nimpl __gateway::Enum for {rust_path} {{\n    \
         const DESCRIPTOR: &'static ::gateway::EnumDescriptor = &{table};\n}}\n"
    )
}

/// Generates the impl for a message.
pub(super) fn message_impl(message: &Message) -> String {
    let Message {
        rust_path, table, ..
    } = message;
    let functions = [write(message), write_field(message), read_field(message)].concat();
    format!(
        "#[automatically_derived]\nimpl ::gateway::Message for {rust_path} {{\n    \
         const DESCRIPTOR: &'static ::gateway::MessageDescriptor = &{table};\n    \
         const TYPES: ::gateway::json::PackageTypes = TYPES;\n{functions}}}\n"
    )
}

fn write(message: &Message) -> String {
    let mut written = HashSet::new();
    let mut lines = String::new();
    for field in &message.fields {
        match &field.shape {
            Shape::Oneof { name, .. } if written.insert(name) => {
                lines += &write_oneof(message, name);
            }
            Shape::Oneof { .. } => {}
            shape => lines += &write_member(field, shape),
        }
    }
    format!(
        "    fn write(&self, writer: &mut ::gateway::json::Writer<'_>) {{\n        let start = writer.begin_object();\n{lines}        \
         writer.end_object(start);\n    }}\n"
    )
}

fn write_member(field: &Field, shape: &Shape) -> String {
    let types = types(field);
    let function = match shape {
        Shape::Singular => "singular",
        Shape::Required { .. } | Shape::Oneof { .. } => "member",
        Shape::Optional => "optional",
        Shape::Repeated { .. } => "repeated",
        Shape::Map { .. } => "map",
    };
    let (key, name) = (key(field), &field.rust_name);
    format!("        __gateway::write::{function}::<{types}, _>(writer, {key}, &self.{name});\n")
}

fn write_oneof(message: &Message, oneof: &str) -> String {
    let members = message
        .fields
        .iter()
        .filter_map(|field| match &field.shape {
            Shape::Oneof { name, variant } if name == oneof => Some((field, variant)),
            _ => None,
        });
    let arms = members.clone().map(|(field, variant)| {
        let (types, key) = (types(field), key(field));
        format!("            Some({variant}(value)) => __gateway::write::member::<{types}, _>(writer, {key}, value),\n")
    });
    let arms: String = arms.collect();
    let name = members
        .map(|(field, _)| field.rust_name.as_str())
        .next()
        .unwrap_or_default();
    format!("        match &self.{name} {{\n{arms}            None => {{}}\n        }}\n")
}

fn write_field(message: &Message) -> String {
    let arms: String = message
        .fields
        .iter()
        .enumerate()
        .map(|(index, field)| write_arm(index, field))
        .collect();
    format!(
        "    fn write_field(&self, field: ::core::primitive::usize, writer: &mut ::gateway::json::Writer<'_>) {{\n        \
         match field {{\n{arms}            _ => {{}}\n        }}\n    }}\n"
    )
}

fn write_arm(index: usize, field: &Field) -> String {
    let (types, name) = (types(field), &field.rust_name);
    let (function, value) = match &field.shape {
        Shape::Singular | Shape::Required { .. } => ("value", format!("&self.{name}")),
        Shape::Optional => ("nullable", format!("self.{name}.as_ref()")),
        Shape::Repeated { .. } => ("list", format!("&self.{name}")),
        Shape::Map { .. } => ("entries", format!("&self.{name}")),
        Shape::Oneof { variant, .. } => (
            "nullable",
            format!("match &self.{name} {{ Some({variant}(value)) => Some(value), _ => None }}"),
        ),
    };
    format!("            {index} => __gateway::write::{function}::<{types}, _>(writer, {value}),\n")
}

fn read_field(message: &Message) -> String {
    let arms: String = message
        .fields
        .iter()
        .enumerate()
        .map(|(index, field)| read_arm(index, field))
        .collect();
    format!(
        "    fn read_field(&mut self, field: ::core::primitive::usize, reader: &mut ::gateway::json::Reader<'_>) -> \
         ::core::result::Result<(), ::gateway::json::ReadError> {{\n        \
         match field {{\n{arms}            _ => Ok(()),\n        }}\n    }}\n"
    )
}

fn read_arm(index: usize, field: &Field) -> String {
    let (types, name) = (types(field), &field.rust_name);
    let function = match &field.shape {
        Shape::Singular | Shape::Required { .. } => "singular",
        Shape::Optional => "optional",
        Shape::Repeated { .. } => "repeated",
        Shape::Map { .. } => "map",
        Shape::Oneof { variant, .. } => {
            return format!(
                "            {index} => match &mut self.{name} {{\n                \
                 Some({variant}(value)) => __gateway::read::singular::<{types}, _>(reader, value),\n                \
                 slot => __gateway::read::replace(__gateway::read::member::<{types}, _>(reader, slot.is_some()).map(|value| value.map({variant})), slot),\n            }},\n"
            );
        }
    };
    format!(
        "            {index} => __gateway::read::{function}::<{types}, _>(reader, &mut self.{name}),\n"
    )
}

/// Returns the codecs that a function takes as its first type arguments.
fn types(field: &Field) -> String {
    let value = &field.value.codec;
    match &field.shape {
        Shape::Map { key, .. } => format!("__gateway::codec::{key}, __gateway::codec::{value}"),
        _ => format!("__gateway::codec::{value}"),
    }
}

fn key(field: &Field) -> String {
    let quoted = |name: &str| format!(",\"{}\":", escape(name));
    format!(
        "const {{ &__gateway::Key::new({:?}, {:?}) }}",
        quoted(&field.json_name),
        quoted(&field.name)
    )
}
