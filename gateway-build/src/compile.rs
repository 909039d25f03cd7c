//! From files to descriptors, by protox.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use prost_types::FileDescriptorSet;
use protox::Compiler;
use protox::file::{
    ChainFileResolver, File, FileResolver, GoogleFileResolver, IncludeFileResolver,
};

use crate::error::error;
use crate::place::Places;
use crate::rule::Rules;

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

pub(crate) fn is_bundled(name: &str) -> bool {
    BUNDLED.iter().any(|file| file.0 == name)
}

/// The descriptors of some files and all their imports.
pub(crate) struct Compiled {
    /// With the comments, but without the extensions of options.
    pub(crate) files: FileDescriptorSet,
    /// Without the comments, but with the extensions of options.
    pub(crate) encoded: Vec<u8>,
    /// The options `google.api.http`.
    pub(crate) rules: Rules,
    pub(crate) places: Places,
}

/// Compiles the files, and tells Cargo to run again when one of them or of their imports changes.
pub(crate) fn compile(
    protos: &[impl AsRef<Path>],
    includes: &[impl AsRef<Path>],
) -> io::Result<Compiled> {
    let mut compiler = Compiler::with_file_resolver(resolver(includes));
    compiler.include_imports(true).include_source_info(true);
    compiler
        .open_files(protos)
        .map_err(|failure| error(located(&failure, includes)))?;
    for path in compiler.files().filter_map(|file| file.path()) {
        println!("cargo:rerun-if-changed={}", path.display());
    }
    let files = compiler.file_descriptor_set();
    let encoded = compiler
        .include_source_info(false)
        .encode_file_descriptor_set();
    Ok(Compiled {
        rules: Rules::decode(&encoded)?,
        places: places(&compiler),
        files,
        encoded,
    })
}

fn places(compiler: &Compiler) -> Places {
    let paths = compiler
        .files()
        .filter_map(|file| Some((file.name().to_owned(), file.path()?.to_owned())));
    Places(paths.collect())
}

fn resolver(includes: &[impl AsRef<Path>]) -> ChainFileResolver {
    let mut resolver = ChainFileResolver::new();
    for include in includes {
        resolver.add(IncludeFileResolver::new(include.as_ref().to_owned()));
    }
    resolver.add(Bundled);
    resolver.add(GoogleFileResolver::new());
    resolver
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

/// protox names a file as imports do. The path under which an editor finds it says more.
fn located(failure: &protox::Error, includes: &[impl AsRef<Path>]) -> String {
    // Its `Debug` form is the one with line and column.
    let text = format!("{failure:?}");
    let Some(file) = failure.file() else {
        return text;
    };
    let paths = includes.iter().map(|include| include.as_ref().join(file));
    let path = paths
        .into_iter()
        .find(|path| path.exists())
        .unwrap_or_else(|| file.into());
    match text.strip_prefix(file) {
        Some(rest) => format!("{}{rest}", path.display()),
        None => format!("{}: {text}", path.display()),
    }
}

/// The root folder of each file, outer ones first, and then the current folder, which Cargo makes the crate's root.
pub(crate) fn default_includes(protos: &[impl AsRef<Path>]) -> io::Result<Vec<PathBuf>> {
    let roots: BTreeSet<_> = protos
        .iter()
        .map(|proto| root(proto.as_ref()))
        .collect::<io::Result<_>>()?;
    let mut roots: Vec<_> = roots.into_iter().collect();
    roots.sort_by_key(|root| root.components().count());
    roots.push(PathBuf::from("."));
    Ok(roots)
}

fn root(proto: &Path) -> io::Result<PathBuf> {
    let folder = match proto.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let source = fs::read_to_string(proto)
        .map_err(|failure| error(format!("{}: {failure}", proto.display())))?;
    let package: PathBuf = package(&source).split('.').collect();
    let is_repeated = !package.as_os_str().is_empty() && folder.ends_with(&package);
    let depth = if is_repeated {
        package.components().count()
    } else {
        0
    };
    let root = folder.ancestors().nth(depth).unwrap_or(folder);
    Ok(if root.as_os_str().is_empty() {
        PathBuf::from(".")
    } else {
        root.to_owned()
    })
}

/// The package that the source declares; empty if none, or if the source is invalid, which is reported later.
fn package(source: &str) -> String {
    match File::from_source("package.proto", source) {
        Ok(file) => file.file_descriptor_proto().package().to_owned(),
        Err(_) => String::new(),
    }
}
