//! Compiles the .proto files of the tests, and copies the documentation of the attributes with its examples as tests:
//! where they are published, there is no code of a .proto file to compile them against.

use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    gateway_build::configure()
        .build_client(false)
        .compile_protos(
            &["proto/rooms.proto", "proto/bound.proto", "proto/chat.proto"],
            &["proto"],
        )?;
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    for page in [
        "crate.md",
        "gateway.md",
        "http.md",
        "recipes.md",
        "migration/servicekit.md",
    ] {
        let source = Path::new("../gateway/src/docs").join(page);
        let page = page.replace('/', "_");
        println!("cargo::rerun-if-changed={}", source.display());
        let text = fs::read_to_string(source)?.replace("```rust,ignore", "```rust");
        fs::write(Path::new(&out).join(page), text)?;
    }
    Ok(())
}
