//! The build, again and again without what the last error names, until there is none.

use std::io;
use std::path::{Path, PathBuf};

use crate::tree::Tree;

/// What is compiled, and what is not and why.
pub(crate) struct Compiled {
    pub(crate) files: usize,
    /// Names of rules that were left out.
    pub(crate) rules: Vec<String>,
    pub(crate) refused: Vec<String>,
}

pub(crate) fn compile(tree: &Tree, out_dir: &Path) -> io::Result<Compiled> {
    let mut files = tree.files.clone();
    let mut compiled = Compiled {
        files: 0,
        rules: Vec::new(),
        refused: Vec::new(),
    };
    while let Err(error) = build(&files, &compiled.rules, tree, out_dir) {
        let text = error.to_string();
        compiled.refused.push(text.clone());
        let rules = rules(&text);
        let before = files.len();
        if rules.is_empty() {
            let named = |file: &PathBuf| text.contains(&*file.to_string_lossy());
            files.retain(|file| !named(file));
        }
        if files.len() == before && rules.is_empty() {
            return Err(error);
        }
        compiled.rules.extend(rules);
    }
    compiled.files = files.len();
    Ok(compiled)
}

fn build(files: &[PathBuf], rules: &[String], tree: &Tree, out_dir: &Path) -> io::Result<()> {
    let builder = gateway_build::configure()
        .build_client(false)
        .emit_rerun_if_changed(false)
        .include_file("all.rs")
        .file_descriptor_set_path(out_dir.join("all.bin"));
    let builder = rules
        .iter()
        .fold(builder, |builder, rule| builder.without_http(rule));
    builder.compile_protos(files, &tree.folders)
}

/// The settings that an error shows.
fn rules(text: &str) -> Vec<String> {
    let shown = text.split(".without_http(\"").skip(1);
    let names = shown.filter_map(|rest| rest.split_once("\")"));
    names.map(|(name, _)| name.to_owned()).collect()
}
