//! From the descriptors of a file to what is generated for them.

use std::io;

use prost_types::{DescriptorProto, EnumDescriptorProto, FileDescriptorProto};

use crate::compile::Compiled;
use crate::error::error;
use crate::path::in_package;

use super::types::{Types, full_name, is_map_entry, table};
use super::{Enum, Message, Package};

/// Where in a file the names that are being read are.
pub(super) struct Scope<'a> {
    pub(super) types: &'a Types,
    pub(super) compiled: &'a Compiled,
    pub(super) file: &'a FileDescriptorProto,
    outer: Vec<String>,
}

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
    ) -> io::Result<()> {
        for proto in protos.iter().filter(|proto| !is_map_entry(proto)) {
            if self.is_extern(proto.name()) {
                continue;
            }
            package.messages.push(self.message(proto)?);
            self.outer.push(proto.name().to_owned());
            package.enums.extend(
                proto
                    .enum_type
                    .iter()
                    .filter_map(|proto| self.enumeration(proto)),
            );
            self.messages(&proto.nested_type, package)?;
            self.outer.pop();
        }
        Ok(())
    }

    fn message(&self, proto: &DescriptorProto) -> io::Result<Message> {
        let names = self.names(proto.name());
        Ok(Message {
            full_name: self.full_name(proto.name()),
            rust_path: in_package(&names),
            table: table(&names),
            fields: proto
                .field
                .iter()
                .map(|field| self.field(proto, field))
                .collect::<io::Result<_>>()?,
        })
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

    pub(super) fn unsupported(&self, user: &str, type_name: &str) -> io::Error {
        let type_name = type_name.trim_start_matches('.');
        error(format!(
            "{}: {user} uses `{type_name}`, which gateway has no JSON form for",
            self.file.name()
        ))
    }
}
