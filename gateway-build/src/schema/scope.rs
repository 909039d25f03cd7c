//! From the descriptors of a file to what is generated for them.

use std::io;

use prost_types::{
    DescriptorProto, EnumDescriptorProto, FileDescriptorProto, MethodDescriptorProto,
    ServiceDescriptorProto,
};

use crate::error::error;
use crate::name::{server_module, snake, upper_camel};
use crate::path::in_package;

use super::types::{Types, full_name, table};
use super::{Enum, Message, Method, Package, Service};

/// Where in a file the names that are being read are.
pub(super) struct Scope<'a> {
    pub(super) types: &'a Types,
    pub(super) file: &'a FileDescriptorProto,
    outer: Vec<String>,
}

impl<'a> Scope<'a> {
    pub(super) fn new(types: &'a Types, file: &'a FileDescriptorProto) -> Self {
        Self {
            types,
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
        for proto in protos.iter().filter(|proto| {
            !proto
                .options
                .as_ref()
                .is_some_and(prost_types::MessageOptions::map_entry)
        }) {
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

    pub(super) fn service(&self, proto: &ServiceDescriptorProto) -> io::Result<Service> {
        let name = upper_camel(proto.name());
        Ok(Service {
            full_name: self.full_name(proto.name()),
            server: format!("{}::{name}Server", server_module(&name)),
            table: format!("__service_{name}"),
            methods: proto
                .method
                .iter()
                .map(|method| self.method(proto, method))
                .collect::<io::Result<_>>()?,
        })
    }

    fn method(
        &self,
        service: &ServiceDescriptorProto,
        proto: &MethodDescriptorProto,
    ) -> io::Result<Method> {
        Ok(Method {
            name: proto.name().to_owned(),
            rust_name: snake(proto.name()),
            kind: match (proto.client_streaming(), proto.server_streaming()) {
                (false, false) => "Unary",
                (false, true) => "ServerStreaming",
                (true, false) => "ClientStreaming",
                (true, true) => "BidiStreaming",
            },
            input: self.method_type(service, proto, proto.input_type())?,
            output: self.method_type(service, proto, proto.output_type())?,
        })
    }

    fn method_type(
        &self,
        service: &ServiceDescriptorProto,
        method: &MethodDescriptorProto,
        type_name: &str,
    ) -> io::Result<String> {
        if self.types.is_unsupported(type_name) {
            let method = format!("{}/{}", self.full_name(service.name()), method.name());
            return Err(self.unsupported(&format!("method `{method}`"), type_name));
        }
        Ok(self
            .types
            .table(self.file.package(), type_name, "::gateway::Message"))
    }

    pub(super) fn unsupported(&self, user: &str, type_name: &str) -> io::Error {
        let type_name = type_name.trim_start_matches('.');
        error(format!(
            "{}: {user} uses `{type_name}`, which gateway has no JSON form for",
            self.file.name()
        ))
    }
}
