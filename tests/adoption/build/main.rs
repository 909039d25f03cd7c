//! Compiles a folder of .proto files, leaves out what is refused, and writes a service for each that can be served.

mod calls;
mod compile;
// Rust names and paths, as gateway-build derives them.
#[allow(dead_code)]
#[path = "../../../gateway-build/src/name.rs"]
mod name;
#[allow(dead_code)]
#[path = "../../../gateway-build/src/path.rs"]
mod path;
mod services;
mod tree;

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use prost::Message as _;
use prost_types::FileDescriptorSet;

/// With this variable nothing is compiled by rustc, nor called.
const DRY: &str = "ADOPTION_DRY";

fn main() -> io::Result<()> {
    let out_dir = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    clean(&out_dir)?;
    let tree = tree::Tree::from_environment()?;
    let compiled = compile::compile(&tree, &out_dir)?;
    let descriptors = FileDescriptorSet::decode(&*fs::read(out_dir.join("all.bin"))?)?;
    let mut calls = calls::of_generated_code(&out_dir)?;
    println!("cargo:rerun-if-env-changed={DRY}");
    if env::var_os(DRY).is_some() {
        fs::write(out_dir.join("all.rs"), "")?;
        calls.clear();
    }
    fs::write(
        out_dir.join("services.rs"),
        services::code(&descriptors, &calls, &compiled),
    )
}

/// What another folder has left here.
fn clean(out_dir: &Path) -> io::Result<()> {
    for entry in fs::read_dir(out_dir)? {
        fs::remove_file(entry?.path())?;
    }
    Ok(())
}
