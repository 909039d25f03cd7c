//! Services and their methods.

use std::io;

use prost_types::{MethodDescriptorProto, ServiceDescriptorProto};

use crate::error::error;
use crate::name::{server_module, snake, upper_camel};
use crate::rule::Rules;

use super::binding::{Binding, Rpc};
use super::scope::{Scope, unsupported};
use super::{Method, Service};

/// Numbers of fields in the descriptors of descriptors, of which paths in a file consist.
const SERVICE: i32 = 6;
const METHOD: i32 = 2;
const OPTIONS: i32 = 4;

impl Scope<'_> {
    pub(super) fn service(
        &self,
        index: usize,
        proto: &ServiceDescriptorProto,
    ) -> io::Result<Service> {
        let name = upper_camel(proto.name());
        let mut methods: Vec<Method> = Vec::new();
        for (at, method) in proto.method.iter().enumerate() {
            let context = MethodContext {
                scope: self,
                service: proto,
                proto: method,
                path: [index, at],
            };
            methods.push(context.method(&methods)?);
        }
        Ok(Service {
            full_name: self.full_name(proto.name()),
            server: format!("{}::{name}Server", server_module(&name)),
            table: format!("__service_{name}"),
            methods,
        })
    }
}

struct MethodContext<'a> {
    scope: &'a Scope<'a>,
    service: &'a ServiceDescriptorProto,
    proto: &'a MethodDescriptorProto,
    /// The indices of the service in the file and of the method in the service.
    path: [usize; 2],
}

impl MethodContext<'_> {
    fn method(&self, earlier: &[Method]) -> io::Result<Method> {
        let proto = self.proto;
        let (input, output) = (
            self.table(proto.input_type())?,
            self.table(proto.output_type())?,
        );
        Ok(Method {
            name: proto.name().to_owned(),
            rust_name: snake(proto.name()),
            kind: match (proto.client_streaming(), proto.server_streaming()) {
                (false, false) => "Unary",
                (false, true) => "ServerStreaming",
                (true, false) => "ClientStreaming",
                (true, true) => "BidiStreaming",
            },
            input,
            output,
            bindings: self.bindings(earlier).map_err(|what| self.wrong(&what))?,
        })
    }

    /// An expression for the table of a message.
    fn table(&self, type_name: &str) -> io::Result<String> {
        let (scope, types) = (self.scope, self.scope.types);
        if types.is_unsupported(type_name) {
            return Err(self.wrong(&unsupported(type_name)));
        }
        Ok(types.table(scope.file.package(), type_name, "::gateway::Message"))
    }

    /// `chat.v1.Chat/GetRoom`
    fn full_name(&self) -> String {
        let service = self.scope.full_name(self.service.name());
        format!("{service}/{}", self.proto.name())
    }

    fn bindings(&self, earlier: &[Method]) -> Result<Vec<Binding>, String> {
        let [service, method] = self.path;
        let (compiled, file) = (self.scope.compiled, self.scope.file);
        let Some(rule) = compiled.rules.of(file.name(), service, method) else {
            return Ok(Vec::new());
        };
        let rpc = Rpc {
            types: self.scope.types,
            input: self.proto.input_type(),
            output: self.proto.output_type(),
            streams_requests: self.proto.client_streaming(),
        };
        let bindings = rpc.bindings(rule)?;
        self.check_clashes(&bindings, earlier)?;
        Ok(bindings)
    }

    /// No two bindings of a service take the same requests.
    fn check_clashes(&self, bindings: &[Binding], earlier: &[Method]) -> Result<(), String> {
        let own = |index| {
            bindings
                .iter()
                .take(index)
                .map(|other| (other, self.proto.name()))
        };
        let others = earlier.iter().flat_map(|method| {
            method
                .bindings
                .iter()
                .map(|other| (other, method.name.as_str()))
        });
        for (index, binding) in bindings.iter().enumerate() {
            let mut known = others.clone().chain(own(index));
            if let Some((_, method)) = known.find(|(other, _)| binding.clashes(other)) {
                return Err(format!(
                    "`{}` is already bound to `{method}`\n\
                     help: end one of them with a verb, such as \":{}\"",
                    binding.shape(),
                    self.proto.name()
                ));
            }
        }
        Ok(())
    }

    fn wrong(&self, what: &str) -> io::Error {
        let [service, method] = self
            .path
            .map(|index| i32::try_from(index).unwrap_or_default());
        let path = [SERVICE, service, METHOD, method, OPTIONS, Rules::OPTION];
        let scope = self.scope;
        let place = scope.compiled.places.of(scope.file, &[&path, &path[..4]]);
        error(format!("{place}: method `{}`: {what}", self.full_name()))
    }
}
