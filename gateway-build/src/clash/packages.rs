//! Packages that are inside others, where a message has a module of the same name.

use std::collections::BTreeSet;

use prost_types::{DescriptorProto, FileDescriptorProto};

use crate::name::snake;
use crate::schema::Schema;

use super::messages::{has_module, rust_module};
use super::{FILE_MESSAGES, Named, Names};

impl Names<'_> {
    /// Both modules have one place only if the packages are in one tree of modules, as they are where one leads to types of
    /// the other.
    pub(super) fn packages(&mut self, schema: &Schema) {
        let compiled = self.compiled;
        for file in &compiled.files.file {
            for (index, message) in (0..).zip(&file.message_type) {
                if !self.is_module(file, message) {
                    continue;
                }
                if let Some(package) = self.package_inside(schema, file.package(), message.name()) {
                    self.refuse_module(file, index, message, &package);
                }
            }
        }
    }

    fn is_module(&self, file: &FileDescriptorProto, message: &DescriptorProto) -> bool {
        let full_name = format!(".{}", join(file.package(), message.name()));
        has_module(message) && self.externs.matching(&full_name).is_none()
    }

    /// The package in the tree of another that is in the module of this message.
    fn package_inside(&self, schema: &Schema, package: &str, message: &str) -> Option<String> {
        let module = rust_module(&join(package, &snake(message)));
        let mut inside = schema.packages.keys().filter(|other| {
            let rest = rust_module(other);
            let rest = rest.strip_prefix(&module).map(str::to_owned);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        });
        let tree = match self.generated.one_tree {
            true => schema.packages.keys().map(String::as_str).collect(),
            false => tree(schema, package),
        };
        inside.find(|other| tree.contains(&***other)).cloned()
    }

    fn refuse_module(
        &mut self,
        file: &FileDescriptorProto,
        index: i32,
        message: &DescriptorProto,
        package: &str,
    ) {
        let name = join(file.package(), message.name());
        let named = Named {
            file,
            path: &[FILE_MESSAGES, index],
            what: &name,
        };
        let what = format!(
            "what is in message `{name}` is in the module `{}` in Rust, as package `{package}` is\nhelp: rename one of them",
            snake(message.name()),
        );
        self.refuse(named, &what);
    }
}

/// The packages that must be in one tree of modules with this one.
fn tree<'a>(schema: &'a Schema, package: &'a str) -> BTreeSet<&'a str> {
    let mut tree = BTreeSet::from([package]);
    loop {
        let before = tree.len();
        for (name, package) in &schema.packages {
            let names = || {
                package
                    .uses
                    .iter()
                    .map(String::as_str)
                    .chain([name.as_str()])
            };
            if names().any(|name| tree.contains(name)) {
                tree.extend(names());
            }
        }
        if tree.len() == before {
            return tree;
        }
    }
}

fn join(outer: &str, name: &str) -> String {
    if outer.is_empty() {
        return name.to_owned();
    }
    format!("{outer}.{name}")
}
