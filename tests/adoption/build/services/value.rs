//! A path that a template matches, with values that the fields of its variables take.

use prost_types::field_descriptor_proto::Type;
use prost_types::{EnumDescriptorProto, FieldDescriptorProto};

use super::Types;

/// The path, and the texts that must reach the fields.
pub(super) fn path_of(types: &Types<'_>, message: &str, template: &str) -> (String, Vec<String>) {
    let (mut path, mut values, mut rest) = (String::new(), Vec::new(), template);
    while let Some((before, after)) = rest.split_once('{') {
        let (variable, after) = after.split_once('}').unwrap_or((after, ""));
        let (name, pattern) = variable.split_once('=').unwrap_or((variable, "*"));
        let (value, is_text) = value(types, message, name, values.len());
        let value = filled(pattern, &value);
        path += &filled(before, "any");
        path += &value;
        if is_text {
            values.push(value);
        }
        rest = after;
    }
    (path + &filled(rest, "any"), values)
}

/// The segments, with a value for `*` and two of them for `**`.
fn filled(pattern: &str, value: &str) -> String {
    let segments = pattern.split('/').map(|segment| match segment {
        "*" => value.to_owned(),
        "**" => format!("{value}/more"),
        _ => match segment.strip_prefix("*:") {
            Some(verb) => format!("{value}:{verb}"),
            None => segment.replace("**:", &format!("{value}/more:")),
        },
    });
    segments.collect::<Vec<_>>().join("/")
}

/// A text that the field takes, and whether it is seen as it is in the field.
fn value(types: &Types<'_>, message: &str, name: &str, number: usize) -> (String, bool) {
    let Some(field) = field(types, message, name) else {
        return (format!("value{number}"), false);
    };
    let text = match (field.r#type(), field.type_name()) {
        (Type::String, _) | (_, ".google.protobuf.StringValue") => {
            return (format!("value{number}"), true);
        }
        (Type::Bytes, _) | (_, ".google.protobuf.BytesValue") => "YWJj".to_owned(),
        (Type::Bool, _) | (_, ".google.protobuf.BoolValue") => "true".to_owned(),
        (Type::Enum, name) => enum_value(types, name).unwrap_or_else(|| "0".to_owned()),
        (_, ".google.protobuf.Timestamp") => "2001-02-03T04:05:06Z".to_owned(),
        (_, ".google.protobuf.Duration") => "7s".to_owned(),
        (_, ".google.protobuf.FieldMask") => "a".to_owned(),
        _ => "7".to_owned(),
    };
    (text, false)
}

fn field<'a>(types: &Types<'a>, message: &str, name: &str) -> Option<&'a FieldDescriptorProto> {
    let (mut message, mut found) = (message.to_owned(), None);
    for name in name.split('.') {
        let mut fields = types.message(&message)?.field.iter();
        let field = fields.find(|field| field.name() == name)?;
        message = field.type_name().to_owned();
        found = Some(field);
    }
    found
}

fn enum_value(types: &Types<'_>, name: &str) -> Option<String> {
    let (outer, base) = name.rsplit_once('.')?;
    let nested = types.message(outer).map(|message| &message.enum_type);
    let of_package = || {
        let mut files = types.files.file.iter();
        let file = files.find(|file| {
            let is_here = |it: &EnumDescriptorProto| it.name() == base;
            file.package() == &outer[1..] && file.enum_type.iter().any(is_here)
        });
        file.map(|file| &file.enum_type)
    };
    let mut enums = nested.or_else(of_package)?.iter();
    let found = enums.find(|it| it.name() == base)?;
    Some(found.value.last()?.name().to_owned())
}
