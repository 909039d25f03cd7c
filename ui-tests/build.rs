//! Compiles the .proto files of the tests.

fn main() -> std::io::Result<()> {
    gateway_build::compile_protos(&["proto/rooms.proto"])
}
