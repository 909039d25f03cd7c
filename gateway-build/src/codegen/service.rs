//! The descriptions of services.

use crate::schema::{Method, Service};

use super::binding::bindings;

/// The static of a service.
pub(super) fn table(service: &Service) -> String {
    let Service {
        table, full_name, ..
    } = service;
    let methods: String = service
        .methods
        .iter()
        .map(|proto| method(full_name, proto))
        .collect();
    format!(
        "pub static {table}: ::gateway::ServiceDescriptor = ::gateway::ServiceDescriptor::new({full_name:?}, \
         &[\n{methods}]);\n"
    )
}

fn method(service: &str, method: &Method) -> String {
    let Method {
        name,
        rust_name,
        kind,
        input,
        output,
        bindings: rules,
    } = method;
    let bindings = bindings(rules);
    format!(
        "    ::gateway::MethodDescriptor::new({service:?}, {name:?}, {rust_name:?}, ::gateway::Kind::{kind}, {input}, \
         {output}){bindings},\n"
    )
}

/// What a server type implements.
pub(super) fn described(service: &Service) -> String {
    let Service { server, table, .. } = service;
    format!(
        "#[automatically_derived]\nimpl<T> ::gateway::DescribedService for {server}<T> {{\n    \
         const DESCRIPTOR: &'static ::gateway::ServiceDescriptor = &{table};\n}}\n"
    )
}
