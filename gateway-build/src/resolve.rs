//! Finds the files that others import.

use std::fs;
use std::path::{Path, PathBuf};

use protox::file::{
    ChainFileResolver, File, FileResolver, GoogleFileResolver, IncludeFileResolver,
};

/// The mark that some editors write at the start of files.
pub(crate) const BYTE_ORDER_MARK: char = '\u{feff}';

/// The files that can be imported without being in an include path.
const BUNDLED: [(&str, &str); 4] = [
    (
        "google/api/annotations.proto",
        include_str!("../proto/google/api/annotations.proto"),
    ),
    (
        "google/api/http.proto",
        include_str!("../proto/google/api/http.proto"),
    ),
    (
        "google/api/httpbody.proto",
        include_str!("../proto/google/api/httpbody.proto"),
    ),
    (
        "google/rpc/status.proto",
        include_str!("../proto/google/rpc/status.proto"),
    ),
];

/// Returns the path of a file, given the name that imports use, as protox does.
pub(crate) fn path(name: &str, includes: &[impl AsRef<Path>]) -> Option<PathBuf> {
    let mut paths = includes.iter().map(|include| include.as_ref().join(name));
    paths.find(|path| path.exists())
}

/// Returns a resolver that searches the include folders first, then the bundled files and those of protox.
pub(crate) fn resolver(includes: &[impl AsRef<Path>]) -> ChainFileResolver {
    let mut resolver = ChainFileResolver::new();
    for include in includes {
        resolver.add(Folder(include.as_ref().to_owned()));
    }
    resolver.add(Bundled);
    resolver.add(GoogleFileResolver::new());
    resolver
}

/// An include folder.
struct Folder(PathBuf);

impl FileResolver for Folder {
    fn resolve_path(&self, path: &Path) -> Option<String> {
        self.resolver().resolve_path(path)
    }

    fn open_file(&self, name: &str) -> Result<File, protox::Error> {
        let opened = self.resolver().open_file(name);
        opened.or_else(|failure| match failure.is_parse() {
            true => self.otherwise(name).unwrap_or(Err(failure)),
            false => Err(failure),
        })
    }
}

impl Folder {
    fn resolver(&self) -> IncludeFileResolver {
        IncludeFileResolver::new(self.0.clone())
    }

    /// Returns a replacement for a file that does not parse. A descriptor.proto that is newer than the compiler is
    /// replaced by the compiler's own, because the types of `google.protobuf` are those of prost anyway.
    fn otherwise(&self, name: &str) -> Option<Result<File, protox::Error>> {
        let known = || GoogleFileResolver::new().open_file(name).ok();
        self.without_mark(name).or_else(|| Some(Ok(known()?)))
    }

    /// Returns the file without its byte order mark, if it begins with one. protoc skips the mark as well.
    fn without_mark(&self, name: &str) -> Option<Result<File, protox::Error>> {
        let source = fs::read_to_string(self.0.join(name)).ok()?;
        let source = source.strip_prefix(BYTE_ORDER_MARK)?;
        Some(File::from_source(name, source))
    }
}

struct Bundled;

impl FileResolver for Bundled {
    fn open_file(&self, name: &str) -> Result<File, protox::Error> {
        match BUNDLED.iter().find(|file| file.0 == name) {
            Some((name, source)) => File::from_source(name, source),
            None => Err(protox::Error::file_not_found(name)),
        }
    }
}
