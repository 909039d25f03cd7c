//! The files and folders that make Cargo run the build script again when they change.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// Prints the files and the folders for Cargo. It leaves out folders that contain the crate or a folder that the build
/// writes to, because they change with every build.
pub(crate) fn watch<'a>(
    files: impl Iterator<Item = &'a Path>,
    folders: &'a [impl AsRef<Path>],
    mut written: Vec<PathBuf>,
) {
    written.push(env::var_os("CARGO_MANIFEST_DIR").map_or(".".into(), PathBuf::from));
    for path in watched(files, folders, &written) {
        println!("cargo:rerun-if-changed={}", path.display());
    }
}

fn watched<'a>(
    files: impl Iterator<Item = &'a Path>,
    folders: &'a [impl AsRef<Path>],
    written: &[PathBuf],
) -> Vec<&'a Path> {
    let folders = folders.iter().map(AsRef::as_ref);
    let folders = folders.filter(|folder| can_watch(folder, written));
    files.chain(folders).collect()
}

/// Returns whether Cargo can watch a folder. A missing folder must not be named, or the script would run every time.
fn can_watch(folder: &Path, written: &[PathBuf]) -> bool {
    let Ok(folder) = fs::canonicalize(folder) else {
        return false;
    };
    let mut written = written.iter().map(fs::canonicalize);
    !written.any(|path| path.is_ok_and(|path| path.starts_with(&folder)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_that_hold_what_is_written_are_not_watched() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let written = [root.to_owned(), root.join("src")];
        let file = root.join("proto/a.proto");
        let folders = ["proto", "src/template", "src", "src/..", "..", "none", ""];
        let folders = folders.map(|folder| root.join(folder));
        let expected = [&*file, &root.join("proto"), &root.join("src/template")];
        let files = [&*file].into_iter();
        assert_eq!(watched(files, &folders, &written), expected);
    }
}
