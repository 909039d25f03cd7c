//! Services and their methods.

use prost_types::{MethodDescriptorProto, ServiceDescriptorProto};

use crate::error::Mistakes;
use crate::left_out::LeftOut;
use crate::name::{server_module, snake, upper_camel};
use crate::rule::{Annotation, Rule};

use super::binding::{Binding, Rpc};
use super::scope::{Scope, unsupported};
use super::{Method, Service};

/// Field numbers in descriptor.proto, which make up the paths in a file.
const SERVICE: i32 = 6;
const METHOD: i32 = 2;
const OPTIONS: i32 = 4;

impl Scope<'_> {
    pub(super) fn service(
        &self,
        index: usize,
        proto: &ServiceDescriptorProto,
        left_out: &LeftOut<'_>,
        mistakes: &mut Mistakes,
    ) -> Service {
        let name = upper_camel(proto.name());
        let mut methods: Vec<Method> = Vec::new();
        for (at, method) in proto.method.iter().enumerate() {
            let context = MethodContext {
                scope: self,
                service: proto,
                proto: method,
                path: [index, at],
            };
            methods.extend(context.method(&methods, left_out, mistakes));
        }
        Service {
            full_name: self.full_name(proto.name()),
            server: format!("{}::{name}Server", server_module(&name)),
            table: format!("__service_{name}"),
            methods,
        }
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
    fn method(
        &self,
        earlier: &[Method],
        left_out: &LeftOut<'_>,
        mistakes: &mut Mistakes,
    ) -> Option<Method> {
        let proto = self.proto;
        let input = mistakes.keep(self.table(proto.input_type()));
        let output = mistakes.keep(self.table(proto.output_type()));
        Some(Method {
            name: proto.name().to_owned(),
            rust_name: snake(proto.name()),
            kind: match (proto.client_streaming(), proto.server_streaming()) {
                (false, false) => "Unary",
                (false, true) => "ServerStreaming",
                (true, false) => "ClientStreaming",
                (true, true) => "BidiStreaming",
            },
            bindings: self.bindings(earlier, left_out, mistakes),
            input: input?,
            output: output?,
        })
    }

    /// Returns an expression for the table of a message.
    fn table(&self, type_name: &str) -> Result<String, String> {
        let (scope, types) = (self.scope, self.scope.types);
        if types.is_unsupported(type_name) {
            return Err(self.wrong(&unsupported(type_name)));
        }
        Ok(types.table(scope.file.package(), type_name, "::gateway::Message"))
    }

    /// `chat.v1.Chat`
    fn service_name(&self) -> String {
        self.scope.full_name(self.service.name())
    }

    /// `chat.v1.Chat.GetRoom`
    fn full_name(&self) -> String {
        format!("{}.{}", self.service_name(), self.proto.name())
    }

    fn annotation(&self) -> Option<&Annotation> {
        self.scope.compiled.rules.of(&self.full_name())
    }

    /// Returns the bindings of the rules that are not left out. A repeated rule counts once.
    fn bindings(
        &self,
        earlier: &[Method],
        left_out: &LeftOut<'_>,
        mistakes: &mut Mistakes,
    ) -> Vec<Binding> {
        let rpc = Rpc {
            types: self.scope.types,
            input: self.proto.input_type(),
            output: self.proto.output_type(),
            streams_requests: self.proto.client_streaming(),
            streams_responses: self.proto.server_streaming(),
        };
        let name = self.full_name();
        let mut bindings = Vec::new();
        let rules = self.annotation().into_iter().flat_map(Annotation::rules);
        for (index, rule) in rules.clone().enumerate() {
            let earlier_rules = rules.clone().take(index);
            let is_repeated = earlier_rules.into_iter().any(|other| other == rule);
            if left_out.has(&name, rule) || is_repeated {
                continue;
            }
            let binding = rpc.binding(rule, index > 0).and_then(|binding| {
                self.check_clashes(&binding, &bindings, earlier)?;
                Ok(binding)
            });
            bindings.extend(mistakes.keep(binding.map_err(|what| self.wrong_rule(rule, &what))));
        }
        bindings
    }

    /// Checks that no earlier binding of the service takes the same requests.
    fn check_clashes(
        &self,
        binding: &Binding,
        own: &[Binding],
        earlier: &[Method],
    ) -> Result<(), String> {
        let own = own.iter().map(|other| (other, self.proto.name()));
        let others = earlier.iter().flat_map(|method| {
            let bindings = method.bindings.iter();
            bindings.map(|other| (other, method.name.as_str()))
        });
        match others.chain(own).find(|(other, _)| binding.clashes(other)) {
            None => Ok(()),
            Some((_, method)) => Err(format!(
                "`{}` is already bound to `{method}`\n\
                 help: end one of them with a verb, such as \":{}\"",
                binding.shape(),
                self.proto.name()
            )),
        }
    }

    /// Formats a mistake in a rule, with help for users who cannot change the file: they can leave the rule out.
    fn wrong_rule(&self, rule: &Rule, what: &str) -> String {
        let mut name = self.full_name();
        let is_one_of_several = self.annotation().is_some_and(|it| it.rules().count() > 1);
        if is_one_of_several && rule.pattern.is_some() {
            name = format!("{name} {}", rule.name());
        }
        self.wrong(&format!(
            "{what}\nhelp: to build without this rule, add `.without_http({name:?})` to `gateway_build::configure()`"
        ))
    }

    fn wrong(&self, what: &str) -> String {
        let [service, method] = self
            .path
            .map(|index| i32::try_from(index).unwrap_or_default());
        let option = self.annotation().map_or(0, |annotation| annotation.number);
        let path = [SERVICE, service, METHOD, method, OPTIONS, option];
        let scope = self.scope;
        let place = scope.compiled.places.of(scope.file, &[&path, &path[..4]]);
        format!(
            "{place}: method `{}/{}`: {what}",
            self.service_name(),
            self.proto.name()
        )
    }
}
