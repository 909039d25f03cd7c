//! The descriptions of services.

use crate::schema::{Method, Service};

use super::binding::bindings;

/// Generates the static that describes a service.
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
        "    ::gateway::MethodDescriptor::new({service:?}, {name:?}, {rust_name:?}, ::gateway::RpcKind::{kind}, {input}, \
         {output}){bindings},\n"
    )
}

/// Generates the impl for a server type, under the same conditions as its module.
pub(super) fn described(service: &Service, conditions: &str) -> String {
    let Service { server, table, .. } = service;
    format!(
        "{conditions}#[automatically_derived]\nimpl<T> ::gateway::DescribedService for {server}<T> {{\n    \
         const DESCRIPTOR: &'static ::gateway::ServiceDescriptor = &{table};\n}}\n"
    )
}

/// Returns the `cfg` attributes of a package's server modules.
pub(super) fn conditions(package: &str, attributes: &[(String, String)]) -> String {
    let attributes = attributes
        .iter()
        .filter(|(path, attribute)| attribute.starts_with("#[cfg(") && matches(path, package));
    attributes
        .map(|(_, attribute)| attribute.trim_end().to_owned() + "\n")
        .collect()
}

/// Returns whether a path selects a package, by the rules of tonic.
fn matches(path: &str, package: &str) -> bool {
    let is_suffix = |path: &str| {
        let before = package.strip_suffix(path);
        before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
    };
    path == "." || (!path.is_empty() && is_suffix(path))
}
