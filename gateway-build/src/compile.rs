//! Compiles files to descriptors with protox.

use std::fs;
use std::io;
use std::path::Path;

use prost::Message as _;
use prost_types::FileDescriptorSet;
use protox::Compiler;
use protox::prost_reflect::DescriptorPool;

use crate::error::error;
use crate::mistake::mistakes;
use crate::place::Places;
use crate::resolve::{self, resolver};
use crate::rule::Rules;
use crate::unreadable::unreadable;

/// The descriptors of some files and all their imports.
pub(crate) struct Compiled {
    /// The decoded descriptors, with comments but without the extensions of options.
    pub(crate) files: FileDescriptorSet,
    /// The encoded descriptors, with the extensions of options.
    pub(crate) encoded: Vec<u8>,
    /// The options that bind methods.
    pub(crate) rules: Rules,
    pub(crate) places: Places,
}

/// Compiles the files.
pub(crate) fn compile(
    protos: &[impl AsRef<Path>],
    includes: &[impl AsRef<Path>],
) -> io::Result<Compiled> {
    let mut compiler = Compiler::with_file_resolver(resolver(includes));
    compiler.include_imports(true).include_source_info(true);
    compiler.open_files(protos).map_err(|failure| {
        let mistakes = || mistakes(&failure, includes);
        error(unreadable(protos, includes).unwrap_or_else(mistakes))
    })?;
    let files = compiler.file_descriptor_set();
    let encoded = compiler
        .include_source_info(false)
        .encode_file_descriptor_set();
    Ok(Compiled {
        rules: Rules::new(&compiler.descriptor_pool()),
        places: places(&compiler, includes),
        files,
        encoded,
    })
}

fn places(compiler: &Compiler, includes: &[impl AsRef<Path>]) -> Places {
    let paths = compiler.files().filter_map(|file| {
        let path = file.path().map(ToOwned::to_owned);
        let path = path.or_else(|| resolve::path(file.name(), includes))?;
        Some((file.name().to_owned(), path))
    });
    Places(paths.collect())
}

/// Reads the descriptors from a file that another tool has written.
pub(crate) fn read(path: &Path) -> io::Result<Compiled> {
    let encoded =
        fs::read(path).map_err(|failure| error(format!("{}: {failure}", path.display())))?;
    let compiled = decode(encoded);
    compiled.map_err(|failure| error(format!("{}: {failure}", path.display())))
}

/// Decodes the descriptors, which must be complete.
pub(crate) fn decode(encoded: Vec<u8>) -> io::Result<Compiled> {
    // prost would panic on inconsistent descriptors.
    let pool =
        DescriptorPool::decode(&encoded[..]).map_err(|failure| error(failure.to_string()))?;
    let files = FileDescriptorSet::decode(&encoded[..]).map_err(io::Error::other)?;
    let is_edition = |syntax: &str| !matches!(syntax, "" | "proto2" | "proto3");
    if let Some(file) = files.file.iter().find(|file| is_edition(file.syntax())) {
        return Err(error(format!(
            "{}: prost knows the syntaxes `proto2` and `proto3`, and no `{}`",
            file.name(),
            file.syntax()
        )));
    }
    Ok(Compiled {
        rules: Rules::new(&pool),
        places: Places::default(),
        files,
        encoded,
    })
}
