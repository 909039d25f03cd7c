//! Compiles the messages of the tests.

use std::io;

fn main() -> io::Result<()> {
    gateway_build::configure()
        .build_client(false)
        .build_server(false)
        // So that the JSON of a message is always the same.
        .btree_map(".")
        .compile_protos(
            &["../tests/proto/all.proto", "../tests/proto/any.proto"],
            &["../tests/proto"],
        )
}
