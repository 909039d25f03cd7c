//! The names of messages and enums, and those inside them.

use prost_types::field_descriptor_proto::{Label, Type};
use prost_types::{
    DescriptorProto, EnumDescriptorProto, FieldDescriptorProto, FileDescriptorProto,
};

use crate::name::{is_raw, snake, upper_camel};
use crate::schema::is_map_entry;

use super::{
    FILE_ENUMS, FILE_MESSAGES, MESSAGE_FIELDS, NESTED_ENUMS, NESTED_MESSAGES, Named, Names, ONEOFS,
};

/// A Rust module, and the part of the file that it is generated from.
#[derive(Clone)]
struct Module<'a> {
    file: &'a FileDescriptorProto,
    /// `.chat.v1`, or the full name of a message.
    proto: String,
    /// `chat.v1`, with the names as spelled in Rust.
    rust: String,
    path: Vec<i32>,
}

impl Names<'_> {
    pub(super) fn messages(&mut self, file: &FileDescriptorProto) {
        let package = file.package();
        let dot = if package.is_empty() { "" } else { "." };
        let module = Module {
            file,
            proto: format!("{dot}{package}"),
            rust: rust_module(package),
            path: Vec::new(),
        };
        self.enums(&module, FILE_ENUMS, &file.enum_type);
        self.module(&module, FILE_MESSAGES, &file.message_type);
    }

    fn enums(&mut self, module: &Module<'_>, list: i32, protos: &[EnumDescriptorProto]) {
        for (index, proto) in (0..).zip(protos) {
            self.r#type(module, &[list, index], "enum", proto.name());
        }
    }

    fn module(&mut self, module: &Module<'_>, list: i32, protos: &[DescriptorProto]) {
        for (index, proto) in (0..).zip(protos) {
            if is_map_entry(proto) || !self.r#type(module, &[list, index], "message", proto.name())
            {
                continue;
            }
            let inner = Module {
                file: module.file,
                proto: format!("{}.{}", module.proto, proto.name()),
                rust: format!("{}.{}", module.rust, snake(proto.name())),
                path: [&module.path[..], &[list, index]].concat(),
            };
            self.message(module, &inner, proto);
        }
    }

    /// Takes the name of a type and returns `true`, unless the type is generated elsewhere.
    fn r#type(&mut self, module: &Module<'_>, at: &[i32], kind: &str, name: &str) -> bool {
        let full_name = format!("{}.{name}", module.proto);
        if self.externs.matching(&full_name).is_some() {
            return false;
        }
        let named = Named {
            file: module.file,
            path: &[&module.path[..], at].concat(),
            what: &format!("{kind} `{}`", full_name.trim_start_matches('.')),
        };
        self.take(named, &module.rust, &upper_camel(name));
        true
    }

    fn message(&mut self, outer: &Module<'_>, inner: &Module<'_>, proto: &DescriptorProto) {
        if has_module(proto) {
            let what = format!(
                "the module of message `{}`",
                inner.proto.trim_start_matches('.')
            );
            let named = Named {
                file: inner.file,
                path: &inner.path,
                what: &what,
            };
            self.take(named, &outer.rust, &snake(proto.name()));
        }
        for (index, field) in (0..).zip(&proto.field) {
            self.field(inner, proto, index, field);
        }
        for (index, oneof) in (0..).zip(&proto.oneof_decl) {
            if has_arms(proto, index) {
                let what = format!("oneof `{}`", oneof.name());
                self.member(inner, &[ONEOFS, index], &what, oneof.name());
            }
        }
        self.enums(inner, NESTED_ENUMS, &proto.enum_type);
        self.module(inner, NESTED_MESSAGES, &proto.nested_type);
    }

    fn field(
        &mut self,
        module: &Module<'_>,
        message: &DescriptorProto,
        index: i32,
        field: &FieldDescriptorProto,
    ) {
        let at = [MESSAGE_FIELDS, index];
        let what = format!("field `{}`", field.name());
        let named = Named {
            file: module.file,
            path: &[&module.path[..], &at].concat(),
            what: &what,
        };
        match field.oneof_index.filter(|_| !field.proto3_optional()) {
            Some(oneof) => {
                let variants = format!("{} oneof {oneof}", module.proto);
                self.take(named, &variants, &upper_camel(field.name()));
            }
            None => {
                self.member(module, &at, &what, field.name());
                self.accessors(named, &module.proto, message, field);
            }
        }
    }

    /// Takes the name of a field of the struct.
    fn member(&mut self, module: &Module<'_>, at: &[i32], what: &str, name: &str) {
        let named = Named {
            file: module.file,
            path: &[&module.path[..], at].concat(),
            what,
        };
        self.take(named, &format!("{} fields", module.proto), &snake(name));
    }

    /// Takes the names of the functions that prost adds to the struct for a field.
    fn accessors(
        &mut self,
        named: Named<'_>,
        struct_name: &str,
        message: &DescriptorProto,
        field: &FieldDescriptorProto,
    ) {
        let name = snake(field.name());
        let plain = name.trim_start_matches("r#");
        let is_map = map_value(message, field).is_some();
        if is_map && is_raw(&name) && is_enum(message, field) {
            let what = format!(
                "{} is a map of enums under a keyword of Rust, of which prost makes invalid names\nhelp: rename it",
                named.what
            );
            return self.refuse(named, &what);
        }
        let functions = match (is_enum(message, field), field.label()) {
            (true, _) if is_map => vec![format!("get_{plain}"), format!("insert_{plain}")],
            (true, Label::Repeated) => vec![name.clone(), format!("push_{plain}")],
            (true, _) => vec![name.clone(), format!("set_{plain}")],
            (false, Label::Optional) if has_getter(named.file, field) => vec![name.clone()],
            (false, _) => Vec::new(),
        };
        let functions_of = format!("{struct_name} functions");
        let what = format!("a function of {}", named.what);
        let named = Named {
            what: &what,
            ..named
        };
        functions
            .iter()
            .for_each(|function| self.take(named, &functions_of, function));
    }
}

/// Returns the module of a package, with the names as spelled in Rust.
pub(super) fn rust_module(package: &str) -> String {
    let names: Vec<_> = package.split('.').map(snake).collect();
    names.join(".")
}

/// Returns whether prost generates a module for the items inside the message.
pub(super) fn has_module(proto: &DescriptorProto) -> bool {
    let mut oneofs = (0..).zip(&proto.oneof_decl);
    !proto.enum_type.is_empty()
        || proto.nested_type.iter().any(|nested| !is_map_entry(nested))
        || oneofs.any(|(index, _)| has_arms(proto, index))
}

/// Returns whether the oneof is written in the .proto file, rather than made for an `optional` field.
fn has_arms(proto: &DescriptorProto, oneof: i32) -> bool {
    let mut fields = proto.field.iter();
    fields.any(|field| field.oneof_index == Some(oneof) && !field.proto3_optional())
}

fn map_value<'a>(
    message: &'a DescriptorProto,
    field: &FieldDescriptorProto,
) -> Option<&'a FieldDescriptorProto> {
    let base = field.type_name().rsplit('.').next()?;
    let mut nested = message.nested_type.iter();
    let entry = nested.find(|nested| {
        is_map_entry(nested) && nested.name() == base && field.r#type() == Type::Message
    })?;
    entry.field.iter().find(|field| field.number() == 2)
}

fn is_enum(message: &DescriptorProto, field: &FieldDescriptorProto) -> bool {
    let value = map_value(message, field).unwrap_or(field);
    value.r#type() == Type::Enum
}

/// Returns whether prost holds a scalar in an `Option`, with a function that returns the default for `None`.
fn has_getter(file: &FileDescriptorProto, field: &FieldDescriptorProto) -> bool {
    let is_scalar = !matches!(field.r#type(), Type::Message | Type::Group);
    is_scalar && (field.proto3_optional() || file.syntax() != "proto3")
}
