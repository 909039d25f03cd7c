//! The code of services that answer every call by its method's name and what it got.

use prost_types::{
    DescriptorProto, FileDescriptorProto, FileDescriptorSet, MethodDescriptorProto,
    ServiceDescriptorProto,
};

use crate::calls::{Call, Calls};
use crate::compile::Compiled;
use crate::name::{server_module, snake, upper_camel};
use crate::path::{ExternPaths, between_packages, in_package};

mod value;

use value::path_of;

/// The module of all packages, and the services.
pub(crate) fn code(files: &FileDescriptorSet, calls: &Calls, compiled: &Compiled) -> String {
    let types = Types::new(files);
    let mut code = String::new();
    let (mut services, mut methods, mut run) = (0, 0, String::new());
    for file in &files.file {
        for service in &file.service {
            (services, methods) = (services + 1, methods + service.method.len());
            let full_name = join(file.package(), service.name());
            let is_bound = |method: &MethodDescriptorProto| {
                calls.contains_key(&format!("{full_name}/{}", method.name()))
            };
            if service.method.iter().any(is_bound) {
                let name = format!("Service{services}");
                code += &types.service(&name, file, service);
                let rows = types.rows(&full_name, service, calls);
                run += &format!(
                    "    crate::call(report, gateway::router({name}), &[{rows}]).await;\n"
                );
            }
        }
    }
    let refused = &compiled.refused;
    let left_out = &compiled.rules;
    format!(
        "{code}pub(crate) const FILES: usize = {};\npub(crate) const SERVICES: usize = {services};\n\
         pub(crate) const METHODS: usize = {methods};\npub(crate) const LEFT_OUT: &[&str] = &{left_out:?};\n\
         pub(crate) const REFUSED: &[&str] = &{refused:?};\n\
         pub(crate) async fn run(report: &mut crate::Report) {{\n{run}}}\n",
        compiled.files
    )
}

/// The messages of a build.
pub(crate) struct Types<'a> {
    externs: ExternPaths,
    /// Full names with a dot in front, with the package and the names inside it.
    messages: Vec<(String, String, Vec<String>, &'a DescriptorProto)>,
    files: &'a FileDescriptorSet,
}

impl<'a> Types<'a> {
    fn new(files: &'a FileDescriptorSet) -> Self {
        let mut types = Self {
            externs: ExternPaths::new(&[]),
            messages: Vec::new(),
            files,
        };
        for file in &files.file {
            types.add(file.package(), &[], &file.message_type);
        }
        types
    }

    fn add(&mut self, package: &str, outer: &[String], messages: &'a [DescriptorProto]) {
        for proto in messages {
            let names = [outer, &[proto.name().to_owned()]].concat();
            let full_name = format!(".{}", join(package, &names.join(".")));
            self.messages
                .push((full_name, package.to_owned(), names.clone(), proto));
            self.add(package, &names, &proto.nested_type);
        }
    }

    pub(crate) fn message(&self, type_name: &str) -> Option<&'a DescriptorProto> {
        let mut messages = self.messages.iter();
        messages.find(|it| it.0 == type_name).map(|it| it.3)
    }

    fn rust_path(&self, type_name: &str) -> String {
        if let Some(path) = self.externs.resolve(type_name) {
            return path;
        }
        let found = self.messages.iter().find(|it| it.0 == type_name);
        found.map_or(String::new(), |(_, package, names, _)| {
            format!(
                "crate::{}{}",
                between_packages("", package),
                in_package(names)
            )
        })
    }

    fn service(
        &self,
        name: &str,
        file: &FileDescriptorProto,
        service: &ServiceDescriptorProto,
    ) -> String {
        let r#trait = upper_camel(service.name());
        let module = between_packages("", file.package());
        let full_name = join(file.package(), service.name());
        let methods = service.method.iter();
        let methods: String = methods.map(|it| self.method(&full_name, it)).collect();
        format!(
            "struct {name};\n#[gateway::gateway(proto)]\n#[tonic::async_trait]\n\
             impl crate::{module}{}::{trait} for {name} {{\n{methods}}}\n",
            server_module(&r#trait)
        )
    }

    fn method(&self, service: &str, method: &MethodDescriptorProto) -> String {
        let (input, output) = (
            self.rust_path(method.input_type()),
            self.rust_path(method.output_type()),
        );
        let stream = format!("{}Stream", upper_camel(method.name()));
        let (stream_type, answer) = match method.server_streaming() {
            true => (
                format!("    type {stream} = crate::Answers<{output}>;\n"),
                format!("Self::{stream}"),
            ),
            false => (String::new(), output),
        };
        let full_name = format!("{service}/{}", method.name());
        let (request, error) = match method.client_streaming() {
            true => (
                format!("tonic::Streaming<{input}>"),
                format!("crate::ran({full_name:?})"),
            ),
            false => (
                input,
                format!("crate::ran_with({full_name:?}, &request.into_inner())"),
            ),
        };
        format!(
            "{stream_type}    async fn {}(&self, request: tonic::Request<{request}>) \
             -> Result<tonic::Response<{answer}>, tonic::Status> {{ Err({error}) }}\n",
            snake(method.name())
        )
    }

    fn rows(&self, service: &str, proto: &ServiceDescriptorProto, calls: &Calls) -> String {
        let rows = proto.method.iter().flat_map(|method| {
            let name = format!("{service}/{}", method.name());
            let calls = calls.get(&name).into_iter().flatten();
            calls.map(move |call| self.row(&name, method, call))
        });
        rows.collect()
    }

    fn row(&self, name: &str, method: &MethodDescriptorProto, call: &Call) -> String {
        let (path, values) = path_of(self, method.input_type(), &call.template);
        let values = if method.client_streaming() {
            Vec::new()
        } else {
            values
        };
        format!(
            "\n        crate::Row {{ method: {name:?}, http_method: {:?}, template: {:?}, path: {path:?}, values: &{values:?}, streams: {} }},",
            call.http_method,
            call.template,
            method.client_streaming()
        )
    }
}

fn join(outer: &str, name: &str) -> String {
    if outer.is_empty() {
        return name.to_owned();
    }
    format!("{outer}.{name}")
}
