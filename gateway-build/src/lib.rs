//! Compiles .proto files for the `gateway` crate: prost messages, tonic clients and servers, and the tables that
//! `gateway` needs to serve them as JSON. It needs neither `protoc` nor a checkout of googleapis.
//!
//! ```no_run
//! // build.rs
//! fn main() -> std::io::Result<()> {
//!     gateway_build::compile_protos(&["proto/chat.proto"])
//! }
//! ```
//!
//! The code is written to `$OUT_DIR/{package}.rs`, so that `tonic::include_proto!("chat.v1")` includes it. Its only
//! dependencies are `gateway` and `tonic`. Each package contains:
//!
//! - the code that prost and tonic generate;
//! - `impl gateway::Message` for every message, with a table of its fields;
//! - `impl gateway::DescribedService` for every server type, such as `ChatServer<T>`, with the bindings from the .proto
//!   file, which `#[gateway(proto)]` serves;
//! - `TYPES`, the messages of the package, for `Any`;
//! - `FILE_DESCRIPTOR_SET`, the encoded descriptors of the package's files and all their imports, with their options,
//!   for server reflection. They are also written to `$OUT_DIR/{package}.bin`;
//!   [`file_descriptor_set_path`](Builder::file_descriptor_set_path) writes the descriptors of the whole build.
//!
//! ```ignore
//! let reflection = tonic_reflection::server::Builder::configure()
//!     .register_encoded_file_descriptor_set(chat::FILE_DESCRIPTOR_SET)
//!     .build_v1()?;
//! ```
//!
//! Definitions without a package are written to `$OUT_DIR/_.rs`. Names that are keywords are spelled as prost spells
//! them: `r#type`, `self_`; the file of such a package is available under its plain name as well.
//!
//! proto2 and proto3 are supported; editions are not, because prost does not support them. In JSON, required fields are
//! always present, and groups are messages. JSON contains only the values that are set; what a default value stands for
//! is up to the program.
//!
//! `google/api/{annotations,http,httpbody}.proto` and `google/rpc/status.proto` are bundled and can always be imported;
//! files of these names in the include paths take precedence. Other packages of annotations, such as `buf/validate`,
//! `gogoproto` or the rest of `google/api`, are ordinary packages, which are compiled from the include paths.
//!
//! `google.api.HttpBody` is `gateway::HttpBody`, and `google.rpc.Status` is `gateway::RpcStatus`. Fields and methods
//! can use all types of `google.protobuf` except those of `descriptor.proto`. Of the latter, only
//! `FieldDescriptorProto.Type` and `Label` are supported; a message or a method that uses any other is an error.
//!
//! The option `google.api.http` binds a method, and so does `meshapi.gateway.http` of
//! `meshapi/gateway/annotations.proto`. The latter also has `query_params`, `disable_query_param_discovery` and
//! `stream` for aliases, ignored fields and disabled forms, like `query(..)` and `stream(..)` of `#[http]`. In that
//! option `{x=*}` captures all segments, as in its own gateway; here it becomes `{x=**}`. A method with both options is
//! bound by `meshapi.gateway.http` alone, the only one that the gateway of that option reads; the other may be there
//! for other tools.
//!
//! A mistake in a rule is an error: invalid path syntax, a variable or a body that is not a field of the message, a
//! body on GET, or a path that the service has already bound. The rules are those of `#[http]`, except that `body` may
//! always be left out, and that a rule repeated in one method counts once. To ignore rules in files that cannot be
//! changed, use [`without_http`](Builder::without_http).
//!
//! Names that become the same in Rust, such as those of the messages `FooBar` and `foo_bar`, are errors as well, and so
//! are methods named like a function of tonic's client.
//!
//! The generated code does not trigger lints that a crate denies, except a few of clippy's pedantic lints on prost's
//! enums, and `unreachable_pub` on its modules.
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
// The path parser is shared with gateway-macros; this crate does not use all of it.
#[allow(dead_code)]
mod template;
mod unreadable;
mod variant;
mod watch;

use std::io;
use std::path::Path;

pub use builder::{Builder, configure};

/// Compiles the files and all their imports with the default settings.
///
/// Imports are looked up in the root folder of each file: the folder that contains the file, without a trailing part
/// that repeats the file's package. It is `proto` for `proto/chat.proto`, and also for `proto/chat/v1/chat.proto` of
/// the package `chat.v1`. The root of the crate is searched last. Use [`configure`] to name other folders.
///
/// # Errors
///
/// Returns an error if a file cannot be read or written, or is not a valid .proto file; if an import is not found; if a
/// message uses a type without a JSON form, such as a message of descriptor.proto; if two names are the same in Rust;
/// or if a rule that binds a method is wrong.
///
/// A mistake in a file is reported with its file, line and column. All files and imports that cannot be read are
/// reported together; if there are none, all mistakes in the first file that does not compile; and if all files
/// compile, all other mistakes.
pub fn compile_protos(protos: &[impl AsRef<Path>]) -> io::Result<()> {
    let includes = include::default_includes(protos)?;
    let protos: Vec<_> = protos
        .iter()
        .map(|proto| proto.as_ref().to_owned())
        .collect();
    configure().compile_protos(&protos, &includes)
}
