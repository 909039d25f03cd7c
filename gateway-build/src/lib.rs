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
//! - `impl gateway::DescribedService` for every server type, such as `ChatServer<T>`, with the bindings that the .proto
//!   file gives its methods, which `#[gateway(proto)]` serves;
//! - `TYPES`, the messages of the package, for `Any`;
//! - `FILE_DESCRIPTOR_SET`, the encoded descriptors of the package's files and of all that these import, with their
//!   options, for server reflection. They are also in `$OUT_DIR/{package}.bin`; those of the whole build are where
//!   [`file_descriptor_set_path`](Builder::file_descriptor_set_path) writes them.
//!
//! ```ignore
//! let reflection = tonic_reflection::server::Builder::configure()
//!     .register_encoded_file_descriptor_set(chat::FILE_DESCRIPTOR_SET)
//!     .build_v1()?;
//! ```
//!
//! What is in no package is in `$OUT_DIR/_.rs`. Names that are keywords are spelled as prost does: `r#type`, `self_`; the
//! file of a package has its plain name as well.
//!
//! proto2 and proto3 are read; editions are not, as prost knows none. Required fields are always in JSON, and groups are
//! messages there. What a default value stands for is for the program to read: JSON has only what is set.
//!
//! `google/api/{annotations,http,httpbody}.proto` and `google/rpc/status.proto` can be imported without being there;
//! files of these names in the include paths come first. Other packages of annotations, such as `buf/validate`, `gogoproto`
//! or the rest of `google/api`, are ordinary packages, which are compiled from the include paths.
//!
//! `google.api.HttpBody` is `gateway::HttpBody`, and `google.rpc.Status` is `gateway::RpcStatus`. All types of
//! `google.protobuf` can be used, in fields and as the messages of methods, but for those of `descriptor.proto`: of these
//! there are `FieldDescriptorProto.Type` and `Label`. A message or a method that uses another one is refused.
//!
//! A method is bound by the option `google.api.http`, or by `meshapi.gateway.http` of `meshapi/gateway/annotations.proto`,
//! which also has `query_params`, `disable_query_param_discovery` and `stream`: aliases, ignored fields and disabled forms, as
//! `query(..)` and `stream(..)` of `#[http]`. `{x=*}` is a variable of all segments there, as its own gateway reads it, and
//! here `{x=**}`. A method with both options is bound by `meshapi.gateway.http` alone, which is all that the gateway of
//! that option reads; the other may be there for other tools.
//!
//! What is wrong in a rule is an error too: the syntax of a path, a variable or a body that is no field of the message, a
//! body on GET, or a path that the service has bound already. The rules are those of `#[http]`, but for `body`, which may be
//! left out everywhere, and for the same rule twice in one method, which is the rule once. Rules in files that cannot be
//! changed are left out by [`without_http`](Builder::without_http).
//!
//! Names that are the same in Rust, such as those of the messages `FooBar` and `foo_bar`, are errors as well, and so are
//! methods with the name of a function that tonic's client has.
//!
//! Lints that a crate denies stay quiet about the generated code, but for a few of clippy's pedantic ones about prost's
//! enums, and `unreachable_pub` about its modules.
//!
//! [`configure`] has the settings of tonic-prost-build and of prost-build under the same names,
//! [`serde`](Builder::serde) for serde's traits in ProtoJSON, and [`without_http`](Builder::without_http).

mod builder;
mod clash;
mod codegen;
mod compile;
mod descriptors;
mod error;
mod include;
mod json;
mod left_out;
mod mistake;
mod name;
mod output;
mod path;
mod place;
mod resolve;
mod rule;
mod schema;
// The parser of paths is the one of gateway-macros; not all that it offers is used here.
#[allow(dead_code)]
mod template;
mod unreadable;
mod variant;
mod watch;

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
/// A file cannot be read or written, or is not a valid .proto file; an import is not found; a message uses a type that has
/// no JSON form, as the messages of descriptor.proto have none; two names are the same in Rust; or a rule that binds a
/// method is wrong. What is wrong in a file comes with file, line and column. All that cannot be read is reported together,
/// then all that is wrong in the first file that does not compile, then all the rest.
pub fn compile_protos(protos: &[impl AsRef<Path>]) -> io::Result<()> {
    let includes = include::default_includes(protos)?;
    let protos: Vec<_> = protos
        .iter()
        .map(|proto| proto.as_ref().to_owned())
        .collect();
    configure().compile_protos(&protos, &includes)
}
