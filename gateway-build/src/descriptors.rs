//! The encoded descriptors that a package needs: those of its files and all their imports.

use std::collections::{HashMap, HashSet};
use std::io;

use prost::Message;
use prost::bytes::Bytes;
use prost_types::FileDescriptorSet;

/// A `FileDescriptorSet` whose files stay encoded, as prost's types would drop the extensions of options.
#[derive(Clone, PartialEq, Message)]
struct Encoded {
    #[prost(bytes = "bytes", repeated, tag = "1")]
    files: Vec<Bytes>,
}

/// The descriptors of a build.
#[derive(Debug)]
pub(crate) struct Descriptors<'a> {
    files: &'a FileDescriptorSet,
    encoded: Encoded,
    /// The index of each file, by its name.
    places: HashMap<&'a str, usize>,
}

impl<'a> Descriptors<'a> {
    /// Takes the same descriptors twice: decoded, and encoded with the extensions of options.
    pub(crate) fn new(files: &'a FileDescriptorSet, encoded: &[u8]) -> io::Result<Self> {
        let names = files
            .file
            .iter()
            .map(prost_types::FileDescriptorProto::name);
        Ok(Self {
            files,
            encoded: Encoded::decode(encoded)?,
            places: names.zip(0..).collect(),
        })
    }

    /// Returns the encoded `FileDescriptorSet` of a package, in which imports come first.
    pub(crate) fn of(&self, package: &str) -> Vec<u8> {
        let mut needed = HashSet::new();
        for file in &self.files.file {
            if file.package() == package {
                self.add(file.name(), &mut needed);
            }
        }
        let files = self.encoded.files.iter().enumerate();
        let files = files.filter(|(place, _)| needed.contains(place));
        let files = files.map(|(_, file)| file.clone()).collect();
        Encoded { files }.encode_to_vec()
    }

    fn add(&self, name: &str, needed: &mut HashSet<usize>) {
        let Some(place) = self.places.get(name) else {
            return;
        };
        if needed.insert(*place) {
            let imports = &self.files.file[*place].dependency;
            imports.iter().for_each(|import| self.add(import, needed));
        }
    }
}
