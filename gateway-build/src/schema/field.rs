//! Fields: their types, and their representation in prost.

use prost_types::field_descriptor_proto::{Label, Type};
use prost_types::{DescriptorProto, FieldDescriptorProto};

use crate::name::{snake, upper_camel};

use super::default::default;
use super::scope::{Scope, unsupported};
use super::types::is_map_entry;
use super::well_known::{NULL_VALUE, wrapper_kind};

#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) json_name: String,
    pub(crate) number: i32,
    /// The field of the struct. For a member of a oneof, it is the field of the oneof.
    pub(crate) rust_name: String,
    pub(crate) value: Value,
    pub(crate) shape: Shape,
    pub(crate) is_boxed: bool,
}

/// The type of a value.
#[derive(Debug)]
pub(crate) struct Value {
    /// A type of `gateway::json::__private::codec`.
    pub(crate) codec: String,
    /// A variant of `gateway::FieldKind`.
    pub(crate) kind: String,
    pub(crate) encoding: Encoding,
}

/// A variant of `gateway::json::__private::WireEncoding`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Usual,
    Zigzag,
    Fixed,
    Wrapped,
    Group,
}

#[derive(Debug)]
pub(crate) enum Shape {
    Singular,
    Required {
        /// The default that the file sets, in JSON.
        default: Option<String>,
    },
    Optional,
    Repeated {
        /// Whether each element is encoded with its own key, although the elements could share one.
        is_unpacked: bool,
    },
    /// A map, with the name of the key's type, which the codec and `MapKey` share.
    Map {
        key: String,
        encoding: Encoding,
    },
    /// A member of a oneof, with the oneof's name and the path of the variant.
    Oneof {
        name: String,
        variant: String,
    },
}

impl Scope<'_> {
    pub(super) fn field(
        &self,
        message: &DescriptorProto,
        proto: &FieldDescriptorProto,
    ) -> Result<Field, String> {
        let entry = map_entry(message, proto);
        let value = match entry {
            Some((_, value)) => self.value(value)?,
            None => self.value(proto)?,
        };
        let shape = match entry {
            Some((key, _)) => {
                let Value {
                    codec, encoding, ..
                } = self.value(key)?;
                Shape::Map {
                    key: codec,
                    encoding,
                }
            }
            None => self.shape(message, proto),
        };
        Ok(Field {
            is_boxed: self.is_boxed(message, proto, &shape),
            name: proto.name().to_owned(),
            json_name: match &proto.json_name {
                Some(name) => name.clone(),
                None => json_name(proto.name()),
            },
            number: proto.number(),
            rust_name: match &shape {
                Shape::Oneof { name, .. } => snake(name),
                _ => snake(proto.name()),
            },
            value,
            shape,
        })
    }

    fn shape(&self, message: &DescriptorProto, proto: &FieldDescriptorProto) -> Shape {
        match (proto.label(), self.oneof(message, proto)) {
            (_, Some(oneof)) => oneof,
            (Label::Repeated, None) => Shape::Repeated {
                is_unpacked: self.is_unpacked(proto),
            },
            (Label::Required, None) => Shape::Required {
                default: default(proto),
            },
            (Label::Optional, None) if self.has_presence(proto) => Shape::Optional,
            (Label::Optional, None) => Shape::Singular,
        }
    }

    fn is_boxed(
        &self,
        message: &DescriptorProto,
        proto: &FieldDescriptorProto,
        shape: &Shape,
    ) -> bool {
        let name = format!(".{}", self.full_name(message.name()));
        let path = match shape {
            Shape::Oneof { name: oneof, .. } => format!("{name}.{oneof}.{}", proto.name()),
            _ => format!("{name}.{}", proto.name()),
        };
        self.types.is_boxed(&name, &path, proto)
    }

    fn has_presence(&self, proto: &FieldDescriptorProto) -> bool {
        proto.proto3_optional() || proto.r#type() == Type::Message || self.file.syntax() != "proto3"
    }

    fn is_unpacked(&self, proto: &FieldDescriptorProto) -> bool {
        let is_packable = !matches!(
            proto.r#type(),
            Type::String | Type::Bytes | Type::Message | Type::Group
        );
        let option = proto.options.as_ref().and_then(|options| options.packed);
        is_packable && !option.unwrap_or_else(|| self.file.syntax() == "proto3")
    }

    fn oneof(&self, message: &DescriptorProto, proto: &FieldDescriptorProto) -> Option<Shape> {
        let index = proto.oneof_index.filter(|_| !proto.proto3_optional())?;
        let name = message.oneof_decl.get(usize::try_from(index).ok()?)?.name();
        let nested = message.nested_type.iter().map(DescriptorProto::name);
        let mut nested = nested.chain(
            message
                .enum_type
                .iter()
                .map(prost_types::EnumDescriptorProto::name),
        );
        let type_name = upper_camel(name);
        // prost renames a oneof that has the name of a nested type.
        let suffix = if nested.any(|nested| upper_camel(nested) == type_name) {
            "OneOf"
        } else {
            ""
        };
        let modules: String = self
            .names(message.name())
            .iter()
            .map(|name| snake(name) + "::")
            .collect();
        let variant = format!(
            "{modules}{type_name}{suffix}::{}",
            upper_camel(proto.name())
        );
        Some(Shape::Oneof {
            name: name.to_owned(),
            variant,
        })
    }

    /// Returns the type of a field, or of the key or the value of a map.
    fn value(&self, value: &FieldDescriptorProto) -> Result<Value, String> {
        match value.r#type() {
            Type::Enum | Type::Message if self.types.is_unsupported(value.type_name()) => {
                Err(unsupported(value.type_name()))
            }
            Type::Enum => Ok(self.enum_value(value.type_name())),
            Type::Message => Ok(self.message_value(value.type_name(), Encoding::Usual)),
            Type::Group => Ok(self.message_value(value.type_name(), Encoding::Group)),
            scalar => Ok(Value::scalar(scalar_name(scalar), encoding(scalar))),
        }
    }

    fn enum_value(&self, type_name: &str) -> Value {
        let package = self.file.package();
        let table = self
            .types
            .table(package, type_name, "::gateway::json::__private::Enum");
        Value {
            codec: match type_name {
                NULL_VALUE => "NullValue".to_owned(),
                _ => format!("EnumValue<{}>", self.types.rust_path(package, type_name)),
            },
            kind: format!("Enum({table})"),
            encoding: Encoding::Usual,
        }
    }

    fn message_value(&self, type_name: &str, encoding: Encoding) -> Value {
        let (kind, encoding) = match wrapper_kind(type_name) {
            Some(kind) => (kind.to_owned(), Encoding::Wrapped),
            None => (self.message_kind(type_name), encoding),
        };
        // The codec of messages also takes boxed values, and wrappers may be boxed.
        Value {
            codec: "Message".to_owned(),
            kind,
            encoding,
        }
    }

    fn message_kind(&self, type_name: &str) -> String {
        let package = self.file.package();
        let table = self.types.table(package, type_name, "::gateway::Message");
        format!("Message({table})")
    }
}

impl Value {
    fn scalar(name: &str, encoding: Encoding) -> Self {
        Self {
            codec: name.to_owned(),
            kind: name.to_owned(),
            encoding,
        }
    }
}

/// Derives the JSON name, which descriptors from other tools may leave out.
fn json_name(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| {
        let head = word.chars().next().map(|head| head.to_ascii_uppercase());
        let rest = word.chars().skip(1);
        name + &head.into_iter().chain(rest).collect::<String>()
    })
}

/// Returns the key and the value of a map field.
fn map_entry<'a>(
    message: &'a DescriptorProto,
    field: &FieldDescriptorProto,
) -> Option<(&'a FieldDescriptorProto, &'a FieldDescriptorProto)> {
    let name = field.type_name().rsplit('.').next()?;
    let entry = message
        .nested_type
        .iter()
        .find(|proto| proto.name() == name && is_map_entry(proto))?;
    // The full name of the message's own entry contains the message's name, unlike that of another message's type.
    let is_own = field
        .type_name()
        .ends_with(&format!(".{}.{name}", message.name()));
    match &entry.field[..] {
        [key, value] if is_own && field.r#type() == Type::Message => Some((key, value)),
        _ => None,
    }
}

fn encoding(scalar: Type) -> Encoding {
    match scalar {
        Type::Sint32 | Type::Sint64 => Encoding::Zigzag,
        Type::Fixed32 | Type::Fixed64 | Type::Sfixed32 | Type::Sfixed64 => Encoding::Fixed,
        _ => Encoding::Usual,
    }
}

fn scalar_name(scalar: Type) -> &'static str {
    match scalar {
        Type::Double => "Double",
        Type::Float => "Float",
        Type::Int32 | Type::Sint32 | Type::Sfixed32 => "Int32",
        Type::Int64 | Type::Sint64 | Type::Sfixed64 => "Int64",
        Type::Uint32 | Type::Fixed32 => "Uint32",
        Type::Uint64 | Type::Fixed64 => "Uint64",
        Type::Bool => "Bool",
        Type::String => "String",
        Type::Bytes => "Bytes",
        Type::Enum | Type::Group | Type::Message => "Message",
    }
}
