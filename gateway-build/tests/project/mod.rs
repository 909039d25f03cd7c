//! A folder of .proto files that is compiled.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use gateway_build::Builder;

/// Writes the files into a folder of their own and compiles the first of them.
pub(crate) fn compile_with(
    test: &str,
    files: &[(&str, &str)],
    change: impl FnOnce(Builder) -> Builder,
) -> (PathBuf, io::Result<()>) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    for (name, source) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, source).unwrap();
    }
    let builder = gateway_build::configure().out_dir(&folder);
    let compiled =
        change(builder).compile_protos(&[folder.join(files[0].0)], std::slice::from_ref(&folder));
    (folder, compiled)
}

/// What is wrong with the files, without the test's folder.
#[track_caller]
pub(crate) fn error_with(
    test: &str,
    files: &[(&str, &str)],
    change: impl FnOnce(Builder) -> Builder,
) -> String {
    let (folder, compiled) = compile_with(test, files, change);
    let text = compiled.expect_err("a refusal").to_string();
    let folder = folder.display().to_string();
    text.replace(&format!("{folder}/"), "")
        .replace(&folder, ".")
}
