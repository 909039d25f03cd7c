//! Finds names that differ in .proto files but are the same in Rust. prost and tonic cannot report them, and rustc
//! would report them in generated code.

mod messages;
mod packages;
mod services;

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use prost_types::FileDescriptorProto;

use crate::compile::Compiled;
use crate::error::Mistakes;
use crate::path::ExternPaths;
use crate::schema::Schema;

/// Field numbers in descriptor.proto, which make up the paths in a file.
const FILE_MESSAGES: i32 = 4;
const FILE_ENUMS: i32 = 5;
const FILE_SERVICES: i32 = 6;
const MESSAGE_FIELDS: i32 = 2;
const NESTED_MESSAGES: i32 = 3;
const NESTED_ENUMS: i32 = 4;
const ONEOFS: i32 = 8;
const METHODS: i32 = 2;

/// The settings that affect which names are generated.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Generated {
    pub(crate) clients: bool,
    pub(crate) servers: bool,
    /// Whether clients have a `connect` function.
    pub(crate) transport: bool,
    /// Whether all packages are in one tree of modules.
    pub(crate) one_tree: bool,
}

/// Reports names that are already taken.
pub(crate) fn check_names(
    compiled: &Compiled,
    schema: &Schema,
    externs: &ExternPaths,
    generated: Generated,
    mistakes: &mut Mistakes,
) {
    let mut names = Names {
        compiled,
        externs,
        generated,
        taken: HashMap::new(),
        mistakes,
    };
    let files = compiled.files.file.iter();
    for file in files.filter(|file| file.package() != "google.protobuf") {
        names.messages(file);
        names.services(file);
    }
    names.packages(schema);
}

/// The names that are taken so far.
struct Names<'a> {
    compiled: &'a Compiled,
    externs: &'a ExternPaths,
    generated: Generated,
    /// The description of each named item, by its place in Rust and its name.
    taken: HashMap<(String, String), String>,
    mistakes: &'a mut Mistakes,
}

/// An item in a .proto file.
#[derive(Clone, Copy)]
struct Named<'a> {
    file: &'a FileDescriptorProto,
    path: &'a [i32],
    /// `` message `Room` ``
    what: &'a str,
}

impl Names<'_> {
    /// Takes a name in a place in Rust, such as a module, or reports that it is taken.
    fn take(&mut self, named: Named<'_>, place: &str, name: &str) {
        match self.taken.entry((place.to_owned(), name.to_owned())) {
            Entry::Vacant(free) => {
                free.insert(named.what.to_owned());
            }
            Entry::Occupied(other) => {
                let what = format!(
                    "{} has the name `{name}` in Rust, as {} does\nhelp: rename one of them",
                    named.what,
                    other.get()
                );
                self.refuse(named, &what);
            }
        }
    }

    fn refuse(&mut self, named: Named<'_>, what: &str) {
        let place = self.compiled.places.of(named.file, &[named.path]);
        self.mistakes.add(format!("{place}: {what}"));
    }
}
