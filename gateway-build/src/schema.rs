//! The input of the code generator: the messages, enums and services of each package, with all names in Rust.

mod binding;
mod boxes;
mod default;
mod field;
mod scope;
mod service;
mod types;
mod uses;
mod well_known;

use std::collections::{BTreeMap, BTreeSet};

use crate::compile::Compiled;
use crate::error::Mistakes;
use crate::left_out::LeftOut;
use crate::path::ExternPaths;

use scope::Scope;
use types::{Types, is_google};

pub(crate) use binding::{Binding, Body};
pub(crate) use field::{Encoding, Field, Shape};
pub(crate) use types::is_map_entry;

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
    /// The other packages that its types and methods use.
    pub(crate) uses: BTreeSet<String>,
    /// The used packages that are generated elsewhere, each with one of its messages. A package may be in several
    /// places, so the key is the extern path followed by the package's name.
    pub(crate) extern_uses: BTreeMap<(String, String), String>,
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
    /// The bindings from the method's option.
    pub(crate) bindings: Vec<Binding>,
}

impl Schema {
    /// Reads all packages. A mistake in one file does not stop the others from being read.
    pub(crate) fn new(
        compiled: &Compiled,
        externs: ExternPaths,
        boxed: &[String],
        left_out: &LeftOut<'_>,
        mistakes: &mut Mistakes,
    ) -> Self {
        let files = &compiled.files;
        let types = Types::new(files, externs, boxed);
        let mut schema = Self::default();
        for file in files.file.iter().filter(|file| !is_google(file)) {
            let package = schema
                .packages
                .entry(file.package().to_owned())
                .or_default();
            types.add_uses(file, package);
            let mut scope = Scope::new(&types, compiled, file);
            scope.messages(&file.message_type, package, mistakes);
            package.enums.extend(
                file.enum_type
                    .iter()
                    .filter_map(|proto| scope.enumeration(proto)),
            );
            for (index, proto) in file.service.iter().enumerate() {
                let service = scope.service(index, proto, left_out, mistakes);
                package.services.push(service);
            }
        }
        left_out.check(&compiled.rules, mistakes);
        schema
    }
}
