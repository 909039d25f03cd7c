//! What code is generated from: the messages, enums and services of each package, with every name in Rust.

mod field;
mod scope;
mod types;

use std::collections::BTreeMap;
use std::io;

use prost_types::FileDescriptorSet;

use crate::path::ExternPaths;

use scope::Scope;
use types::{Types, is_google};

pub(crate) use field::{Field, Shape};

/// All packages of a build.
#[derive(Debug, Default)]
pub(crate) struct Schema {
    pub(crate) packages: BTreeMap<String, Package>,
}

#[derive(Debug, Default)]
pub(crate) struct Package {
    pub(crate) messages: Vec<Message>,
    pub(crate) enums: Vec<Enum>,
    pub(crate) services: Vec<Service>,
}

#[derive(Debug)]
pub(crate) struct Message {
    pub(crate) full_name: String,
    pub(crate) rust_path: String,
    pub(crate) table: String,
    pub(crate) fields: Vec<Field>,
}

#[derive(Debug)]
pub(crate) struct Enum {
    pub(crate) full_name: String,
    pub(crate) rust_path: String,
    pub(crate) table: String,
    pub(crate) values: Vec<(String, i32)>,
}

#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) full_name: String,
    /// `chat_server::ChatServer`
    pub(crate) server: String,
    pub(crate) table: String,
    pub(crate) methods: Vec<Method>,
}

#[derive(Debug)]
pub(crate) struct Method {
    pub(crate) name: String,
    pub(crate) rust_name: String,
    pub(crate) kind: &'static str,
    /// Expressions for the tables of the messages.
    pub(crate) input: String,
    pub(crate) output: String,
}

impl Schema {
    pub(crate) fn new(files: &FileDescriptorSet, externs: ExternPaths) -> io::Result<Self> {
        let types = Types::new(files, externs);
        let mut schema = Self::default();
        for file in files.file.iter().filter(|file| !is_google(file)) {
            let package = schema
                .packages
                .entry(file.package().to_owned())
                .or_default();
            let mut scope = Scope::new(&types, file);
            scope.messages(&file.message_type, package)?;
            package.enums.extend(
                file.enum_type
                    .iter()
                    .filter_map(|proto| scope.enumeration(proto)),
            );
            for service in &file.service {
                package.services.push(scope.service(service)?);
            }
        }
        Ok(schema)
    }
}
