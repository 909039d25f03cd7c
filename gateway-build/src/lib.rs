//! Compiles .proto files for the `gateway` crate: prost messages, tonic clients and servers, and what `gateway` needs
//! to serve them as JSON. No `protoc` and no checkout of googleapis is needed.
//!
//! ```no_run
//! // build.rs
//! fn main() -> std::io::Result<()> {
//!     gateway_build::compile_protos(&["proto/chat.proto"])
//! }
//! ```
//!
//! The code is in `$OUT_DIR/{package}.rs`, so that `tonic::include_proto!("chat.v1")` includes it. It names `gateway`
//! and `tonic`, which are all the dependencies that it needs. For each package there is:
//!
//! - what prost and tonic generate;
//! - `impl gateway::Message` for every message, with a table of its fields;
//! - `impl gateway::DescribedService` for every server type, such as `ChatServer<T>`, with the bindings that
//!   `google.api.http` gives its methods, which `#[gateway(proto)]` serves;
//! - `TYPES`, the messages of the package, for `Any`;
//! - `FILE_DESCRIPTOR_SET`, the encoded descriptors of the whole build with their imports and options, for server
//!   reflection. They are also in `$OUT_DIR/{package}.bin`.
//!
//! `google/api/{annotations,http,httpbody}.proto` and `google/rpc/status.proto` can be imported without being there;
//! files of these names in the include paths come first.
//!
//! `google.api.HttpBody` is `gateway::HttpBody`. Of the types of `google.protobuf`, `Any`, `Timestamp`, `Duration`,
//! `Empty`, `FieldMask`, `Struct`, `Value`, `ListValue`, `NullValue` and the wrappers can be used, in fields and as the
//! messages of methods. A message or a method that uses another one, such as `Api`, is refused.
//!
//! What is wrong in a rule of `google.api.http` is an error too: the syntax of a path, a variable or a body that is no field
//! of the message, a body on GET, or a path that the service has bound already. The rules are those of `#[http]`, but for
//! `body`, which may be left out everywhere.
//!
//! Lints that a crate denies stay quiet about the generated code, but for a few of clippy's pedantic ones about prost's
//! enums.
//!
//! [`configure`] has the settings of tonic-prost-build under the same names.

mod builder;
mod codegen;
mod compile;
mod error;
mod name;
mod path;
mod place;
mod rule;
mod schema;
// The parser of paths is the one of gateway-macros; not all that it offers is used here.
#[allow(dead_code)]
mod template;

use std::io;
use std::path::Path;

pub use builder::{Builder, configure};

/// Compiles the files and all that they import, with the default settings.
///
/// Imports are looked for in the root folder of each file, which is the folder that the file lies in, less the part of
/// it that repeats the file's package: `proto` for `proto/chat.proto`, and for `proto/chat/v1/chat.proto` of the
/// package `chat.v1`. After these comes the root of the crate. Use [`configure`] to name other folders.
///
/// # Errors
///
/// A file cannot be read or written, or is no valid .proto file; the error names file, line and column. Or a message
/// uses a type that has no JSON form. Or a rule of `google.api.http` is wrong; the error names file, line and column.
pub fn compile_protos(protos: &[impl AsRef<Path>]) -> io::Result<()> {
    let includes = compile::default_includes(protos)?;
    let protos: Vec<_> = protos
        .iter()
        .map(|proto| proto.as_ref().to_owned())
        .collect();
    configure().compile_protos(&protos, &includes)
}
