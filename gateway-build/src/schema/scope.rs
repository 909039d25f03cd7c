//! Reads the descriptors of a file into the schema.

use prost_types::{DescriptorProto, EnumDescriptorProto, FileDescriptorProto};

use crate::compile::Compiled;
use crate::error::Mistakes;
use crate::path::in_package;

use super::types::{Types, full_name, is_map_entry, table};
use super::{Enum, Message, Package};

/// The position in a file of the definitions that are being read.
pub(super) struct Scope<'a> {
    pub(super) types: &'a Types,
    pub(super) compiled: &'a Compiled,
    pub(super) file: &'a FileDescriptorProto,
    outer: Vec<String>,
    /// The path of the outer messages in the descriptor of the file.
    path: Vec<i32>,
}

/// Field numbers in descriptor.proto, which make up the paths in a file.
const FILE_MESSAGES: i32 = 4;
const NESTED_MESSAGES: i32 = 3;
const FIELDS: i32 = 2;

impl<'a> Scope<'a> {
    pub(super) fn new(
        types: &'a Types,
        compiled: &'a Compiled,
        file: &'a FileDescriptorProto,
    ) -> Self {
        Self {
            types,
            compiled,
            file,
            outer: Vec::new(),
            path: Vec::new(),
        }
    }

    pub(super) fn names(&self, name: &str) -> Vec<String> {
        [&self.outer[..], &[name.to_owned()]].concat()
    }

    pub(super) fn full_name(&self, name: &str) -> String {
        full_name(self.file.package(), &self.names(name))
    }

    fn is_extern(&self, name: &str) -> bool {
        self.types
            .externs
            .resolve(&format!(".{}", self.full_name(name)))
            .is_some()
    }

    pub(super) fn messages(
        &mut self,
        protos: &[DescriptorProto],
        package: &mut Package,
        mistakes: &mut Mistakes,
    ) {
        let depth = self.path.len();
        for (index, proto) in (0..).zip(protos) {
            if is_map_entry(proto) || self.is_extern(proto.name()) {
                continue;
            }
            let list = if depth == 0 {
                FILE_MESSAGES
            } else {
                NESTED_MESSAGES
            };
            self.path.extend([list, index]);
            package.messages.push(self.message(proto, mistakes));
            self.outer.push(proto.name().to_owned());
            package.enums.extend(
                proto
                    .enum_type
                    .iter()
                    .filter_map(|proto| self.enumeration(proto)),
            );
            self.messages(&proto.nested_type, package, mistakes);
            self.outer.pop();
            self.path.truncate(depth);
        }
    }

    fn message(&self, proto: &DescriptorProto, mistakes: &mut Mistakes) -> Message {
        let names = self.names(proto.name());
        let fields = (0..).zip(&proto.field);
        let fields = fields.filter_map(|(index, field)| {
            let field = self.field(proto, field);
            mistakes.keep(field.map_err(|what| self.wrong_field(proto, index, &what)))
        });
        Message {
            full_name: self.full_name(proto.name()),
            rust_path: in_package(&names),
            table: table(&names),
            fields: fields.collect(),
        }
    }

    pub(super) fn enumeration(&self, proto: &EnumDescriptorProto) -> Option<Enum> {
        let names = self.names(proto.name());
        (!self.is_extern(proto.name())).then(|| Enum {
            full_name: self.full_name(proto.name()),
            rust_path: in_package(&names),
            table: table(&names),
            values: proto
                .value
                .iter()
                .map(|value| (value.name().to_owned(), value.number()))
                .collect(),
        })
    }

    fn wrong_field(&self, message: &DescriptorProto, index: i32, what: &str) -> String {
        let path = [&self.path[..], &[FIELDS, index]].concat();
        let place = self.compiled.places.of(self.file, &[&path]);
        let fields = usize::try_from(index)
            .ok()
            .and_then(|index| message.field.get(index));
        let name = fields.map_or("", |field| field.name());
        format!(
            "{place}: field `{}.{name}`: {what}",
            self.full_name(message.name())
        )
    }
}

/// Returns the error for a field or a method that uses this type.
pub(super) fn unsupported(type_name: &str) -> String {
    let type_name = type_name.trim_start_matches('.');
    format!(
        "gateway has no JSON form for `{type_name}`; hold it as `bytes` in a message of yours, or compile the file \
         with tonic-prost-build, for gRPC only"
    )
}
