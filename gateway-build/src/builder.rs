//! The settings of tonic-prost-build and prost-build, under their names.

use std::path::{Path, PathBuf};

use crate::clash::Generated;
use crate::codegen;

/// The settings of a build.
///
/// They are those of `tonic_prost_build::Builder` and `prost_build::Config` under the same names, and
/// [`serde`](Self::serde) and [`without_http`](Self::without_http).
/// A path in protobuf selects as it does there: `.` is everything, `.chat.v1` a package, `.chat.v1.Room` a type with all
/// its fields, `Room.name` every field that ends so.
///
/// These are not here, as there is nothing for them to do:
///
/// - `protoc_arg`, `protoc_executable`, and `compile_with_config`, as a `Config` does not tell which types it takes from
///   elsewhere: all that it could set has a method here;
/// - `prost_path`, `prost_types_path`: generated code uses the prost of `gateway`, so that the versions always fit;
/// - `compile_well_known_types`, `with_extended_rust_types`: `gateway` implements the types of `google.protobuf` as prost
///   has them, and all of them can be messages of methods;
/// - `emit_package`, which tonic-prost-build ignores;
/// - `service_generator`, which is tonic's, and `format`: what tonic generates is formatted, the rest is not.
#[derive(Clone, Debug)]
#[must_use]
pub struct Builder {
    pub(crate) tonic: tonic_prost_build::Builder,
    pub(crate) messages: Messages,
    pub(crate) generated: Generated,
    pub(crate) serde: bool,
    pub(crate) server_mod_attributes: Vec<(String, String)>,
    pub(crate) without_http: Vec<String>,
    pub(crate) out_dir: Option<PathBuf>,
    pub(crate) extern_paths: Vec<(String, String)>,
    pub(crate) boxed: Vec<String>,
    pub(crate) file_descriptor_set_path: Option<PathBuf>,
    pub(crate) skip_protoc_run: bool,
    pub(crate) emit_rerun_if_changed: bool,
}

/// What prost-build can set and tonic-prost-build cannot.
#[derive(Clone, Debug)]
pub(crate) struct Messages {
    pub(crate) disable_comments: Vec<String>,
    pub(crate) retain_enum_prefix: bool,
    pub(crate) enable_type_names: bool,
    pub(crate) type_name_domains: Vec<(String, String)>,
    pub(crate) default_package_filename: String,
    pub(crate) skip_source_info: bool,
}

/// The default settings: clients and servers are built, into `OUT_DIR`.
pub fn configure() -> Builder {
    let tonic = tonic_prost_build::configure()
        .codec_path("::gateway::__private::ProstCodec")
        .client_mod_attribute(".", codegen::ALLOW)
        .server_mod_attribute(".", codegen::ALLOW);
    Builder {
        tonic,
        messages: Messages {
            disable_comments: Vec::new(),
            retain_enum_prefix: false,
            enable_type_names: false,
            type_name_domains: Vec::new(),
            default_package_filename: "_".to_owned(),
            skip_source_info: false,
        },
        generated: Generated {
            clients: true,
            servers: true,
            transport: true,
            one_tree: false,
        },
        serde: false,
        server_mod_attributes: Vec::new(),
        without_http: Vec::new(),
        out_dir: None,
        extern_paths: Vec::new(),
        boxed: Vec::new(),
        file_descriptor_set_path: None,
        skip_protoc_run: false,
        emit_rerun_if_changed: true,
    }
}

impl Builder {
    fn with(
        mut self,
        change: impl FnOnce(tonic_prost_build::Builder) -> tonic_prost_build::Builder,
    ) -> Self {
        self.tonic = change(self.tonic);
        self
    }

    /// Whether clients are built.
    pub fn build_client(mut self, enable: bool) -> Self {
        self.generated.clients = enable;
        self.with(|tonic| tonic.build_client(enable))
    }

    /// Whether servers are built, and described for `#[gateway]`.
    pub fn build_server(mut self, enable: bool) -> Self {
        self.generated.servers = enable;
        self.with(|tonic| tonic.build_server(enable))
    }

    /// Whether clients have a `connect` function, which needs tonic's feature `channel`.
    pub fn build_transport(mut self, enable: bool) -> Self {
        self.generated.transport = enable;
        self.with(|tonic| tonic.build_transport(enable))
    }

    /// The folder to write to, in place of `OUT_DIR`.
    pub fn out_dir(mut self, out_dir: impl AsRef<Path>) -> Self {
        self.out_dir = Some(out_dir.as_ref().to_owned());
        self.with(|tonic| tonic.out_dir(out_dir))
    }

    /// Takes the messages and enums of this path, such as `.chat.v1`, from a Rust module in place of generating them: that
    /// of another crate, or of another build of the same one. The Rust path begins with `::` or `crate::`.
    ///
    /// They must come from `gateway-build` too, as JSON and the checks of bindings go on into them.
    ///
    /// ```no_run
    /// # fn main() -> std::io::Result<()> {
    /// gateway_build::configure()
    ///     .extern_path(".shared.v1", "::shared_types::v1")
    ///     .compile_protos(&["proto/chat.proto"], &["proto", "../shared-types/proto"])
    /// # }
    /// ```
    pub fn extern_path(mut self, proto_path: impl AsRef<str>, rust_path: impl AsRef<str>) -> Self {
        self.extern_paths.push((
            proto_path.as_ref().to_owned(),
            rust_path.as_ref().to_owned(),
        ));
        self
    }

    /// Adds an attribute to matching fields.
    pub fn field_attribute(self, path: impl AsRef<str>, attribute: impl AsRef<str>) -> Self {
        self.with(|tonic| tonic.field_attribute(path, attribute))
    }

    /// Adds an attribute to matching messages, enums and oneofs.
    pub fn type_attribute(self, path: impl AsRef<str>, attribute: impl AsRef<str>) -> Self {
        self.with(|tonic| tonic.type_attribute(path, attribute))
    }

    /// Adds an attribute to matching messages.
    pub fn message_attribute(self, path: impl AsRef<str>, attribute: impl AsRef<str>) -> Self {
        self.with(|tonic| tonic.message_attribute(path, attribute))
    }

    /// Adds an attribute to matching enums and oneofs.
    pub fn enum_attribute(self, path: impl AsRef<str>, attribute: impl AsRef<str>) -> Self {
        self.with(|tonic| tonic.enum_attribute(path, attribute))
    }

    /// Boxes matching fields, which must be messages.
    pub fn boxed(mut self, path: impl AsRef<str>) -> Self {
        self.boxed.push(path.as_ref().to_owned());
        self.with(|tonic| tonic.boxed(path))
    }

    /// Generates `BTreeMap` in place of `HashMap` for matching map fields.
    pub fn btree_map(self, path: impl AsRef<str>) -> Self {
        self.with(|tonic| tonic.btree_map(path))
    }

    /// Generates `bytes::Bytes` in place of `Vec<u8>` for matching `bytes` fields.
    pub fn bytes(self, path: impl AsRef<str>) -> Self {
        self.with(|tonic| tonic.bytes(path))
    }

    /// Adds an attribute to the module of matching packages' servers.
    pub fn server_mod_attribute(
        mut self,
        path: impl AsRef<str>,
        attribute: impl AsRef<str>,
    ) -> Self {
        let (path, attribute) = (path.as_ref(), attribute.as_ref());
        self.server_mod_attributes
            .push((path.to_owned(), attribute.to_owned()));
        self.with(|tonic| tonic.server_mod_attribute(path, attribute))
    }

    /// Adds an attribute to matching servers, such as `chat.v1.Chat`.
    pub fn server_attribute(self, path: impl AsRef<str>, attribute: impl AsRef<str>) -> Self {
        self.with(|tonic| tonic.server_attribute(path, attribute))
    }

    /// Adds an attribute to matching traits of servers, such as `Chat`.
    pub fn trait_attribute(self, path: impl AsRef<str>, attribute: impl AsRef<str>) -> Self {
        self.with(|tonic| tonic.trait_attribute(path, attribute))
    }

    /// Adds an attribute to the module of matching packages' clients.
    pub fn client_mod_attribute(self, path: impl AsRef<str>, attribute: impl AsRef<str>) -> Self {
        self.with(|tonic| tonic.client_mod_attribute(path, attribute))
    }

    /// Adds an attribute to matching clients, such as `chat.v1.Chat`.
    pub fn client_attribute(self, path: impl AsRef<str>, attribute: impl AsRef<str>) -> Self {
        self.with(|tonic| tonic.client_attribute(path, attribute))
    }

    /// Where clients and servers find the messages of their own package; `super` by default.
    pub fn proto_path(self, proto_path: impl AsRef<str>) -> Self {
        self.with(|tonic| tonic.proto_path(proto_path))
    }

    /// The codec of clients and servers; tonic's for prost by default, by way of `gateway`.
    pub fn codec_path(self, path: impl AsRef<str>) -> Self {
        self.with(|tonic| tonic.codec_path(path))
    }

    /// Whether the methods of servers take `Arc<Self>` in place of `&self`.
    pub fn use_arc_self(self, enable: bool) -> Self {
        self.with(|tonic| tonic.use_arc_self(enable))
    }

    /// Whether the methods of servers have bodies that answer `UNIMPLEMENTED`.
    pub fn generate_default_stubs(self, enable: bool) -> Self {
        self.with(|tonic| tonic.generate_default_stubs(enable))
    }

    /// Leaves out `Debug` of matching messages, for the user to implement.
    pub fn skip_debug<S: AsRef<str>>(self, paths: impl IntoIterator<Item = S>) -> Self {
        self.with(|tonic| tonic.skip_debug(paths))
    }

    /// Leaves out the comments of what matches: messages, their fields, enums, and methods, such as `chat.v1.Chat.GetRoom`.
    pub fn disable_comments<S: AsRef<str>>(mut self, paths: impl IntoIterator<Item = S>) -> Self {
        let paths: Vec<_> = paths
            .into_iter()
            .map(|path| path.as_ref().to_owned())
            .collect();
        self.messages.disable_comments.extend_from_slice(&paths);
        self.with(|tonic| tonic.disable_comments(paths))
    }

    /// Leaves out all comments.
    pub fn skip_source_info(mut self) -> Self {
        self.messages.skip_source_info = true;
        self
    }

    /// Keeps the enum's name in the names of its variants. In JSON they are as in the .proto file anyway.
    pub fn retain_enum_prefix(mut self) -> Self {
        self.messages.retain_enum_prefix = true;
        self
    }

    /// Implements `prost::Name` for all messages.
    pub fn enable_type_names(mut self) -> Self {
        self.messages.enable_type_names = true;
        self
    }

    /// The domain in the type URLs of matching messages, with [`enable_type_names`](Self::enable_type_names).
    pub fn type_name_domain<S: AsRef<str>>(
        mut self,
        paths: impl IntoIterator<Item = S>,
        domain: impl AsRef<str>,
    ) -> Self {
        let paths = paths.into_iter();
        let domains = paths.map(|path| (path.as_ref().to_owned(), domain.as_ref().to_owned()));
        self.messages.type_name_domains.extend(domains);
        self
    }

    /// The name of the file, without `.rs`, for what is in no package; `_` by default.
    pub fn default_package_filename(mut self, filename: impl Into<String>) -> Self {
        self.messages.default_package_filename = filename.into();
        self
    }

    /// Writes a file of this name that includes those of all packages, each in its module.
    pub fn include_file(mut self, path: impl AsRef<Path>) -> Self {
        self.generated.one_tree = true;
        self.with(|tonic| tonic.include_file(path))
    }

    /// Whether messages and enums implement `serde::Serialize` and `serde::Deserialize`, in ProtoJSON whatever the format
    /// is; it must be one that describes itself, such as JSON, YAML or CBOR. No by default.
    ///
    /// It needs the feature `serde` of `gateway`.
    pub fn serde(mut self, enable: bool) -> Self {
        self.serde = enable;
        self
    }

    /// Builds without the HTTP rules of a method, such as `chat.v1.Chat.GetRoom`, or of all methods of a service or a
    /// package. The methods are still there for gRPC, and can be bound by `#[http(..)]`.
    ///
    /// Of a method with several rules, one is named by its HTTP method and its path, as the .proto file writes them.
    /// This is for files of others, which bind one path twice, say, and cannot be changed; errors show the line to add.
    /// A name that leaves out nothing is an error.
    ///
    /// ```no_run
    /// # fn main() -> std::io::Result<()> {
    /// gateway_build::configure()
    ///     .without_http("ibc.v1.Query.ClientStatus")
    ///     .without_http("ibc.v1.Query.Limit GET /limits/{channel}")
    ///     .compile_protos(&["proto/ibc.proto"], &["proto"])
    /// # }
    /// ```
    pub fn without_http(mut self, path: impl AsRef<str>) -> Self {
        self.without_http.push(path.as_ref().to_owned());
        self
    }

    /// Writes the encoded descriptors of the files and their imports to this file as well. With
    /// [`skip_protoc_run`](Self::skip_protoc_run) it is where they are read from.
    pub fn file_descriptor_set_path(mut self, path: impl AsRef<Path>) -> Self {
        self.file_descriptor_set_path = Some(path.as_ref().to_owned());
        self
    }

    /// Takes the descriptors from the file at [`file_descriptor_set_path`](Self::file_descriptor_set_path), which another
    /// tool has written with all imports, in place of compiling .proto files. `compile_protos` uses neither of its
    /// arguments then.
    pub fn skip_protoc_run(mut self) -> Self {
        self.skip_protoc_run = true;
        self
    }

    /// Whether Cargo is told to run the build script again when one of the files has changed that the build has read, or
    /// anything in an include folder, so that a new file is seen that comes before another. Folders that hold the crate or
    /// the output are not watched. Yes by default.
    pub fn emit_rerun_if_changed(mut self, enable: bool) -> Self {
        self.emit_rerun_if_changed = enable;
        self
    }
}
