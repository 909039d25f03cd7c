//! Compiles every file in `proto/`, and the messages of protobuf's conformance suite where `CONFORMANCE_PROTOS` says
//! where they are.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

const PROTO2: &str = "conformance/messages/test_messages_proto2.proto";

/// The other files that `src/bin/conformance` is made of.
const CONFORMANCE: [&str; 2] = [
    "conformance/conformance.proto",
    "conformance/messages/test_messages_proto3.proto",
];

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=proto");
    let files = fs::read_dir("proto")?.map(|entry| Ok(entry?.path()));
    let mut protos = files.collect::<io::Result<Vec<PathBuf>>>()?;
    protos.sort();
    gateway_build::compile_protos(&protos)?;
    println!("cargo:rerun-if-env-changed=CONFORMANCE_PROTOS");
    println!("cargo:rustc-check-cfg=cfg(conformance)");
    match env::var_os("CONFORMANCE_PROTOS") {
        Some(folder) => compile_conformance(Path::new(&folder)),
        None => Ok(()),
    }
}

fn compile_conformance(folder: &Path) -> io::Result<()> {
    println!("cargo:rustc-cfg=conformance");
    let own = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let proto2 = own.join(PROTO2);
    fs::create_dir_all(proto2.parent().unwrap_or(&own))?;
    let source = fs::read_to_string(folder.join(PROTO2))?;
    fs::write(&proto2, without_groups(&source))?;
    let mut protos = CONFORMANCE.map(|name| folder.join(name)).to_vec();
    protos.push(proto2);
    gateway_build::configure().compile_protos(&protos, &[own.as_path(), folder])
}

/// Groups are refused. Each begins and ends on a line of its own.
fn without_groups(source: &str) -> String {
    let mut is_inside = false;
    let lines = source.lines().filter(|line| {
        let was_inside = is_inside;
        is_inside = line.contains(" group ") || (is_inside && line.trim() != "}");
        !was_inside && !is_inside
    });
    lines.flat_map(|line| [line, "\n"]).collect()
}
