//! Generates the messages once for each library that is measured.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use prost::Message as _;
use prost_types::FileDescriptorSet;

fn main() -> Result<(), Box<dyn Error>> {
    let out_dir = PathBuf::from(std::env::var("OUT_DIR")?);
    gateway_build::compile_protos(&["proto/bench.proto"])?;
    gateway_build::configure()
        .build_client(false)
        .compile_protos(&["proto/feed.proto"], &["proto"])?;
    let descriptors = fs::read(out_dir.join("bench.v1.bin"))?;
    pbjson(&descriptors, &folder(&out_dir, "pbjson")?)?;
    serde(&descriptors, &folder(&out_dir, "serde")?)
}

fn folder(out_dir: &Path, name: &str) -> std::io::Result<PathBuf> {
    let folder = out_dir.join(name);
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

fn pbjson(descriptors: &[u8], out_dir: &Path) -> Result<(), Box<dyn Error>> {
    prost_build::Config::new()
        .out_dir(out_dir)
        .extern_path(".google.protobuf", "::pbjson_types")
        .compile_well_known_types()
        .compile_fds(FileDescriptorSet::decode(descriptors)?)?;
    pbjson_build::Builder::new()
        .out_dir(out_dir)
        .register_descriptors(descriptors)?
        .build(&[".bench"])?;
    Ok(())
}

fn serde(descriptors: &[u8], out_dir: &Path) -> Result<(), Box<dyn Error>> {
    prost_build::Config::new()
        .out_dir(out_dir)
        .message_attribute(".", "#[derive(::serde::Serialize, ::serde::Deserialize)]")
        .message_attribute(".", "#[serde(rename_all = \"camelCase\", default)]")
        .extern_path(".google.protobuf.Timestamp", "super::Timestamp")
        .compile_fds(FileDescriptorSet::decode(descriptors)?)?;
    Ok(())
}
