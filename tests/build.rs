//! Compiles every file in `proto/`, those in `proto/build/` with settings of their own, and the messages of protobuf's
//! conformance suite where `CONFORMANCE_PROTOS` says where they are.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What `src/bin/conformance` is made of.
const CONFORMANCE: [&str; 3] = [
    "conformance/conformance.proto",
    "conformance/messages/test_messages_proto2.proto",
    "conformance/messages/test_messages_proto3.proto",
];

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=proto");
    gateway_build::compile_protos(&protos("proto")?)?;
    let out_dir = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    languages(&out_dir.join("languages"))?;
    encodings(&out_dir.join("encodings"))?;
    borrower(&out_dir.join("borrower"))?;
    settings(&out_dir.join("settings"))?;
    println!("cargo:rerun-if-env-changed=CONFORMANCE_PROTOS");
    println!("cargo:rustc-check-cfg=cfg(conformance)");
    match env::var_os("CONFORMANCE_PROTOS") {
        Some(folder) => conformance(Path::new(&folder)),
        None => Ok(()),
    }
}

fn conformance(folder: &Path) -> io::Result<()> {
    println!("cargo:rustc-cfg=conformance");
    let protos = CONFORMANCE.map(|name| folder.join(name));
    // The order of maps is always the same, so that texts can be compared.
    gateway_build::configure()
        .btree_map(".")
        .compile_protos(&protos, &[folder])
}

fn protos(folder: &str) -> io::Result<Vec<PathBuf>> {
    let files = fs::read_dir(folder)?.map(|entry| Ok(entry?.path()));
    let mut protos = files.collect::<io::Result<Vec<_>>>()?;
    protos.retain(|path| path.is_file());
    protos.sort();
    Ok(protos)
}

/// proto2, keywords, no package, and a package of nothing but a service.
fn languages(out_dir: &Path) -> io::Result<()> {
    fs::create_dir_all(out_dir)?;
    gateway_build::configure()
        .out_dir(out_dir)
        .include_file("mod.rs")
        .compile_protos(
            &["proto/build/nowhere.proto", "proto/build/remote.proto"],
            &["proto/build"],
        )
}

/// What the binary form has several ways for, with maps whose order is always the same.
fn encodings(out_dir: &Path) -> io::Result<()> {
    fs::create_dir_all(out_dir)?;
    gateway_build::configure()
        .out_dir(out_dir)
        .btree_map(".")
        .compile_protos(&["proto/build/encodings.proto"], &["proto/build"])
}

/// Messages of the library of this package, as another crate that has its .proto files sees them.
fn borrower(out_dir: &Path) -> io::Result<()> {
    fs::create_dir_all(out_dir)?;
    gateway_build::configure()
        .out_dir(out_dir)
        .extern_path(".all.v1", "::tests::all")
        .serde(true)
        .compile_protos(&["proto/build/borrower.proto"], &["proto/build", "proto"])
}

/// As many settings as can be together.
fn settings(out_dir: &Path) -> io::Result<()> {
    fs::create_dir_all(out_dir)?;
    gateway_build::configure()
        .out_dir(out_dir)
        .bytes(".")
        .btree_map(".")
        .boxed("Optionals.scalars")
        .boxed("Choice.kind.scalars")
        .boxed("WellKnown.timestamp")
        .boxed("Anything.value")
        .boxed("Wrappers.int32")
        .boxed("Wrappers.string")
        .boxed("Wrappers.bytes")
        .type_attribute("Scalars", "#[derive(PartialOrd)]")
        .message_attribute("Tree", "#[derive(PartialOrd)]")
        .message_attribute("Branch", "#[derive(PartialOrd)]")
        .enum_attribute("Tree.graft", "#[derive(PartialOrd)]")
        .field_attribute("Names.type", "#[cfg(not(any()))]")
        .skip_debug(["Empty"])
        .retain_enum_prefix()
        .enable_type_names()
        .type_name_domain(["."], "example.com")
        .disable_comments(["Tree"])
        .skip_source_info()
        .serde(true)
        .build_transport(false)
        .use_arc_self(true)
        .generate_default_stubs(true)
        .codec_path("crate::build::settings::Codec")
        .server_mod_attribute("all.v1", "#[cfg(not(any()))]")
        .server_attribute("all.v1.Everything", "#[must_use]")
        .trait_attribute(
            "Everything",
            "#[diagnostic::on_unimplemented(message = \"no\")]",
        )
        .client_mod_attribute("all.v1", "#[cfg(not(any()))]")
        .client_attribute("all.v1.Everything", "#[must_use]")
        .file_descriptor_set_path(out_dir.join("all.bin"))
        .compile_protos(&["proto/all.proto"], &["proto"])?;
    absent_server(out_dir)
}

/// The same file from its descriptors, without a server in this build.
fn absent_server(out_dir: &Path) -> io::Result<()> {
    let folder = out_dir.join("absent");
    fs::create_dir_all(&folder)?;
    gateway_build::configure()
        .file_descriptor_set_path(out_dir.join("all.bin"))
        .skip_protoc_run()
        .out_dir(&folder)
        .build_client(false)
        .server_mod_attribute("v1", "#[cfg(any())]")
        .compile_protos(&[] as &[&str], &[] as &[&str])
}
