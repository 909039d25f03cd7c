//! Compiles every file in `proto/`.

use std::io;
use std::path::PathBuf;

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=proto");
    let files = std::fs::read_dir("proto")?.map(|entry| Ok(entry?.path()));
    let mut protos = files.collect::<io::Result<Vec<PathBuf>>>()?;
    protos.sort();
    gateway_build::compile_protos(&protos)
}
