//! Places in the user's files.

use std::collections::BTreeMap;
use std::path::PathBuf;

use prost_types::FileDescriptorProto;
use prost_types::source_code_info::Location;

/// The paths of the files, by the names that imports use.
#[derive(Debug, Default)]
pub(crate) struct Places(pub(crate) BTreeMap<String, PathBuf>);

impl Places {
    /// Returns `proto/chat.proto:12:5` for the first of these descriptor paths that has a place in the file. Lines and
    /// columns count from 1, so that editors can open it.
    pub(crate) fn of(&self, file: &FileDescriptorProto, paths: &[&[i32]]) -> String {
        let path = self.0.get(file.name());
        let name = path.map_or(file.name().to_owned(), |path| path.display().to_string());
        let mut spans = paths.iter().filter_map(|path| span(file, path));
        match spans.next() {
            Some([line, column]) => format!("{name}:{}:{}", line + 1, column + 1),
            None => name,
        }
    }
}

/// Returns where the item with this path, or the first part of it, begins.
fn span(file: &FileDescriptorProto, path: &[i32]) -> Option<[i32; 2]> {
    let mut locations = file.source_code_info.iter().flat_map(|info| &info.location);
    let location: &Location = locations.find(|location| location.path.starts_with(path))?;
    location.span.first_chunk().copied()
}
