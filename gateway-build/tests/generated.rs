//! What the gateway crate has of `gateway-build`, checked in. With `UPDATE_GENERATED=1` it is written anew.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

const GATEWAY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../gateway");

/// What the code of a package begins its descriptor set with, which nobody needs here, and ends it with.
const DESCRIPTOR_SET: (&str, &str) = ("/// The encoded descriptors", ".bin\");\n");

#[test]
fn the_error_details_are_what_their_proto_says() {
    let generated = rustfmt(&without_descriptor_set(&compile()));
    let path = Path::new(GATEWAY).join("src/json/well_known/rpc/generated.rs");
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        fs::write(path, generated).expect("the file can be written");
        return;
    }
    let checked_in = fs::read_to_string(&path).expect("a file");
    assert!(
        checked_in == generated,
        "{} is not what gateway-build makes: set UPDATE_GENERATED=1",
        path.display()
    );
}

fn compile() -> String {
    let out_dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("generated");
    fs::create_dir_all(&out_dir).expect("a folder");
    let protos = Path::new(GATEWAY).join("proto");
    gateway_build::configure()
        .build_client(false)
        .build_server(false)
        // So that the JSON of a detail is always the same.
        .btree_map(".")
        .out_dir(&out_dir)
        .compile_protos(&[protos.join("google/rpc/error_details.proto")], &[protos])
        .expect("a valid proto");
    fs::read_to_string(out_dir.join("google.rpc.rs")).expect("a file")
}

fn without_descriptor_set(code: &str) -> String {
    let (start, end) = DESCRIPTOR_SET;
    let (before, rest) = code.split_once(start).expect("a descriptor set");
    let (_, after) = rest.split_once(end).expect("its file");
    format!("{before}{after}")
}

fn rustfmt(code: &str) -> String {
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("rustfmt");
    let mut input = rustfmt.stdin.take().expect("a pipe");
    input
        .write_all(code.as_bytes())
        .expect("rustfmt reads to the end");
    drop(input);
    let output = rustfmt.wait_with_output().expect("rustfmt");
    assert!(output.status.success(), "rustfmt: {}", output.status);
    String::from_utf8(output.stdout).expect("text")
}
