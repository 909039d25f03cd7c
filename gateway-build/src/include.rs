//! The default include folders.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use protox::file::File;

use crate::error::error;
use crate::resolve::BYTE_ORDER_MARK;

/// Returns the root folder of each file, outer ones first, and then the current folder, which Cargo sets to the crate's
/// root.
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
    let source =
        fs::read(proto).map_err(|failure| error(format!("{}: {failure}", proto.display())))?;
    let source = String::from_utf8_lossy(&source);
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

/// Returns the package that the source declares. It is empty if there is none, or if the source is invalid, which is
/// reported later.
fn package(source: &str) -> String {
    let source = source.strip_prefix(BYTE_ORDER_MARK).unwrap_or(source);
    match File::from_source("package.proto", source) {
        Ok(file) => file.file_descriptor_proto().package().to_owned(),
        Err(_) => String::new(),
    }
}
