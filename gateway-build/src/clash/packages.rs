//! Finds packages inside other packages whose module is also that of a message.

use std::collections::{BTreeMap, BTreeSet};

use prost_types::{DescriptorProto, FileDescriptorProto};

use crate::name::snake;
use crate::schema::Schema;

use super::messages::{has_module, rust_module};
use super::{FILE_MESSAGES, Named, Names};

impl Names<'_> {
    /// Reports the modules of messages that clash with those of packages.
    ///
    /// They clash only if both packages are in one tree of modules, which they must be if one uses types of the other.
    pub(super) fn packages(&mut self, schema: &Schema) {
        let compiled = self.compiled;
        let packages = schema.packages.keys();
        let modules: BTreeMap<_, _> = packages.map(|name| (rust_module(name), &**name)).collect();
        for file in &compiled.files.file {
            for (index, message) in (0..).zip(&file.message_type) {
                let module = rust_module(&join(file.package(), &snake(message.name())));
                let Some(package) = package_inside(&modules, &module) else {
                    continue;
                };
                let is_one_tree =
                    || self.generated.one_tree || tree(schema, file.package()).contains(package);
                if self.is_module(file, message) && is_one_tree() {
                    self.refuse_module(file, index, message, package);
                }
            }
        }
    }

    fn is_module(&self, file: &FileDescriptorProto, message: &DescriptorProto) -> bool {
        let full_name = format!(".{}", join(file.package(), message.name()));
        has_module(message) && self.externs.matching(&full_name).is_none()
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

/// Returns the package whose module is this one or inside it.
fn package_inside<'a>(modules: &BTreeMap<String, &'a str>, module: &str) -> Option<&'a str> {
    let mut from = modules.range(module.to_owned()..);
    let (found, package) = from.next()?;
    let rest = found.strip_prefix(module)?;
    (rest.is_empty() || rest.starts_with('.')).then_some(*package)
}

/// Returns the packages that must be in one tree of modules with this one.
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
