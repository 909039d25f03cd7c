//! The code that is appended to the code from prost and tonic.
//!
//! Tables are statics, because constants of messages that contain each other would form a cycle. They are all in the
//! module of their package; the impls are in a block, where they can import names without adding them to the module.

mod binding;
mod message;
mod serde;
mod service;
mod table;
mod types;

use std::path::Path;

use prost_build::Module;

use crate::schema::{self, Schema};

/// The code that is appended for one package.
pub(crate) struct Package {
    pub(crate) name: String,
    /// The name of the file that prost writes.
    pub(crate) file: String,
    pub(crate) code: String,
}

/// The settings that affect the code.
#[derive(Debug)]
pub(crate) struct Wanted<'a> {
    pub(crate) servers: bool,
    pub(crate) serde: bool,
    pub(crate) server_mod_attributes: &'a [(String, String)],
    /// The name of the file, without `.rs`, for definitions without a package.
    pub(crate) default_filename: &'a str,
}

/// Allows lints that the user's crate may deny, because generated code need not follow them.
pub(crate) const ALLOW: &str = "#[allow(clippy::all, clippy::nursery, clippy::pedantic, dead_code, deprecated, missing_docs, \
    non_camel_case_types, non_upper_case_globals, single_use_lifetimes, trivial_casts, unreachable_patterns, unreachable_pub, \
    unused_imports, \
    unused_qualifications, unused_results, unused_variables)]\n";

/// Generates the code of every package that is not empty.
pub(crate) fn generate(schema: &Schema, wanted: &Wanted<'_>) -> Vec<Package> {
    let packages = schema.packages.iter().map(|(name, package)| {
        let module = Module::from_protobuf_package_name(name);
        let file = module.to_file_name_or(wanted.default_filename);
        let code = generate_package(name, &file, package, wanted);
        let name = name.clone();
        Package { name, file, code }
    });
    packages
        .filter(|package| !package.code.is_empty())
        .collect()
}

fn generate_package(
    name: &str,
    file: &str,
    package: &schema::Package,
    wanted: &Wanted<'_>,
) -> String {
    let no_services: &[schema::Service] = &[];
    let services = if wanted.servers {
        &package.services
    } else {
        no_services
    };
    let tables = package.messages.iter().map(table::message);
    let tables = tables
        .chain(package.enums.iter().map(table::enumeration))
        .chain(services.iter().map(service::table));
    let tables: String = tables
        .map(|table| format!("#[doc(hidden)]\n{ALLOW}{table}"))
        .collect();
    let conditions = service::conditions(name, wanted.server_mod_attributes);
    let impls = package.enums.iter().map(message::enum_impl);
    let impls = impls
        .chain(package.messages.iter().map(message::message_impl))
        .chain(
            services
                .iter()
                .map(|service| service::described(service, &conditions)),
        );
    let mut impls: String = impls.collect();
    if wanted.serde {
        impls += &serde::impls(package);
    }
    if impls.is_empty() {
        return String::new();
    }
    let block = format!(
        "{ALLOW}const _: () = {{\nuse ::gateway::json::__private as __gateway;\n{impls}}};\n"
    );
    let types = types::table(name, package);
    format!("{}{types}{tables}{block}", descriptor_set(file))
}

fn descriptor_set(file: &str) -> String {
    let file = Path::new(file).with_extension("bin");
    format!(
        "/// The encoded descriptors of this package's files and of all that these import, for server reflection.\n\
         #[allow(dead_code, unreachable_pub)]\n\
         pub const FILE_DESCRIPTOR_SET: &[u8] = ::core::include_bytes!({:?});\n",
        file.display().to_string()
    )
}
