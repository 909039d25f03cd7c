//! Compiles the .proto files of the examples.

fn main() -> std::io::Result<()> {
    gateway_build::compile_protos(&[
        "proto/chat.proto",
        "hello/proto/hello.proto",
        "proto/library.proto",
    ])
}
