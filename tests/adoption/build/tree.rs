//! The .proto files that are asked for.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Folders in which imports begin, as a list such as `PATH` is.
const FOLDERS: &str = "ADOPTION_PROTOS";
/// Folders or files in the first of them, if not all of it is meant.
const SELECTED: &str = "ADOPTION_ONLY";

pub(crate) struct Tree {
    pub(crate) folders: Vec<PathBuf>,
    pub(crate) files: Vec<PathBuf>,
}

impl Tree {
    pub(crate) fn from_environment() -> io::Result<Self> {
        println!("cargo:rerun-if-env-changed={FOLDERS}");
        println!("cargo:rerun-if-env-changed={SELECTED}");
        let folders = list(FOLDERS);
        let Some(first) = folders.first() else {
            return Err(io::Error::other(format!("name the folders by {FOLDERS}")));
        };
        let mut selected = list(SELECTED);
        if selected.is_empty() {
            selected.push(PathBuf::new());
        }
        let mut files = Vec::new();
        for path in selected {
            find(&first.join(path), &mut files)?;
        }
        if files.is_empty() {
            return Err(io::Error::other(format!(
                "no .proto file is in what {FOLDERS} and {SELECTED} name"
            )));
        }
        files.sort();
        Ok(Self { folders, files })
    }
}

fn list(variable: &str) -> Vec<PathBuf> {
    let value = env::var_os(variable).unwrap_or_default();
    let paths = env::split_paths(&value);
    paths.filter(|path| !path.as_os_str().is_empty()).collect()
}

fn find(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if path.is_dir() {
        return fs::read_dir(path)?.try_for_each(|entry| find(&entry?.path(), files));
    }
    if path
        .extension()
        .is_some_and(|extension| extension == "proto")
    {
        files.push(path.to_owned());
    }
    Ok(())
}
