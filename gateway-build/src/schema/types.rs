//! The places of the types of a build, in protobuf and in Rust.

use std::collections::HashMap;

use prost_types::{DescriptorProto, FileDescriptorProto, FileDescriptorSet};

use crate::name::upper_camel;
use crate::path::{ExternPaths, between_packages, in_package};

use super::well_known;

/// The place of every type of the build.
#[derive(Debug)]
pub(super) struct Types {
    pub(super) externs: ExternPaths,
    /// The paths of the fields that settings box.
    pub(super) boxed: Vec<String>,
    places: HashMap<String, Place>,
    messages: HashMap<String, DescriptorProto>,
}

#[derive(Debug)]
struct Place {
    is_google: bool,
    package: String,
    names: Vec<String>,
}

impl Types {
    pub(super) fn new(files: &FileDescriptorSet, externs: ExternPaths, boxed: &[String]) -> Self {
        let mut types = Self {
            externs,
            boxed: boxed.to_vec(),
            places: HashMap::new(),
            messages: HashMap::new(),
        };
        files.file.iter().for_each(|file| types.add_file(file));
        types
    }

    fn add_file(&mut self, file: &FileDescriptorProto) {
        for proto in &file.enum_type {
            self.add(file, &[], proto.name());
        }
        for proto in &file.message_type {
            self.add_message(file, &[], proto);
        }
    }

    fn add_message(
        &mut self,
        file: &FileDescriptorProto,
        outer: &[String],
        proto: &DescriptorProto,
    ) {
        let names = [outer, &[proto.name().to_owned()]].concat();
        self.add(file, outer, proto.name());
        let type_name = format!(".{}", full_name(file.package(), &names));
        self.messages.insert(type_name, proto.clone());
        for proto in &proto.enum_type {
            self.add(file, &names, proto.name());
        }
        for proto in &proto.nested_type {
            self.add_message(file, &names, proto);
        }
    }

    fn add(&mut self, file: &FileDescriptorProto, outer: &[String], name: &str) {
        let names = [outer, &[name.to_owned()]].concat();
        let full_name = format!(".{}", full_name(file.package(), &names));
        let place = Place {
            is_google: is_google(file),
            package: file.package().to_owned(),
            names,
        };
        self.places.insert(full_name, place);
    }

    /// Returns the descriptor of a message.
    pub(super) fn message(&self, type_name: &str) -> Option<&DescriptorProto> {
        self.messages.get(type_name)
    }

    /// Returns the Rust path of a type, relative to a package.
    pub(super) fn rust_path(&self, from: &str, type_name: &str) -> String {
        match (self.externs.resolve(type_name), self.places.get(type_name)) {
            (Some(path), _) => path,
            (None, Some(place)) => {
                between_packages(from, &place.package) + &in_package(&place.names)
            }
            (None, None) => type_name.to_owned(),
        }
    }

    /// Returns an expression for the table of a message or an enum, relative to a package. `owner` is the trait that
    /// provides the table if the type is generated elsewhere.
    pub(super) fn table(&self, from: &str, type_name: &str, owner: &str) -> String {
        match (self.externs.resolve(type_name), self.places.get(type_name)) {
            (None, Some(place)) => format!(
                "&{}{}",
                between_packages(from, &place.package),
                table(&place.names)
            ),
            _ => format!(
                "<{} as {owner}>::DESCRIPTOR",
                self.rust_path(from, type_name)
            ),
        }
    }

    /// Returns the package of a type, if the type is generated here.
    pub(super) fn package(&self, type_name: &str) -> Option<&str> {
        let place = self
            .places
            .get(type_name)
            .filter(|place| !place.is_google)?;
        let is_extern = self.externs.resolve(type_name).is_some();
        (!is_extern).then_some(&place.package)
    }

    /// Returns the extern path, the package and the Rust path of a message, if it is generated elsewhere.
    pub(super) fn extern_message(&self, type_name: &str) -> Option<((String, String), String)> {
        let path = self.externs.resolve(type_name)?;
        let matched = self.externs.matching(type_name)?.to_owned();
        let place = self.places.get(type_name)?;
        let is_message = !place.is_google && self.messages.contains_key(type_name);
        is_message.then(|| ((matched, place.package.clone()), path))
    }

    /// Returns whether the type has no JSON form.
    pub(super) fn is_unsupported(&self, type_name: &str) -> bool {
        !well_known::is_implemented(type_name)
            && self
                .places
                .get(type_name)
                .is_some_and(|place| place.is_google)
    }
}

pub(crate) fn is_map_entry(proto: &DescriptorProto) -> bool {
    let options = proto.options.as_ref();
    options.is_some_and(prost_types::MessageOptions::map_entry)
}

pub(super) fn full_name(package: &str, names: &[String]) -> String {
    let package = Some(package).filter(|package| !package.is_empty());
    package
        .into_iter()
        .chain(names.iter().map(String::as_str))
        .collect::<Vec<_>>()
        .join(".")
}

/// Returns the name of the static with the table of a type. Rust names of types have no underscores, so no two types
/// share a table.
pub(super) fn table(names: &[String]) -> String {
    names
        .iter()
        .map(|name| upper_camel(name))
        .fold("_".to_owned(), |table, name| table + "_" + &name)
}

/// Returns whether gateway itself defines the JSON form of the file's messages.
pub(super) fn is_google(file: &FileDescriptorProto) -> bool {
    file.package() == "google.protobuf"
}
