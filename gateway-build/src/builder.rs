//! The settings of tonic-prost-build, and what a build writes.

use std::env;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use prost_build::{Config, Module};

use crate::codegen;
use crate::compile::{Compiled, compile};
use crate::error::error;
use crate::path::ExternPaths;
use crate::schema::Schema;

/// The settings of a build.
#[derive(Clone, Debug)]
#[must_use]
pub struct Builder {
    tonic: tonic_prost_build::Builder,
    build_server: bool,
    out_dir: Option<PathBuf>,
    extern_paths: Vec<(String, String)>,
    file_descriptor_set_path: Option<PathBuf>,
}

/// The default settings: clients and servers are built, into `OUT_DIR`.
pub fn configure() -> Builder {
    let tonic = tonic_prost_build::configure()
        .codec_path("::gateway::__private::ProstCodec")
        .client_mod_attribute(".", codegen::ALLOW)
        .server_mod_attribute(".", codegen::ALLOW);
    Builder {
        tonic,
        build_server: true,
        out_dir: None,
        extern_paths: Vec::new(),
        file_descriptor_set_path: None,
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
    pub fn build_client(self, enable: bool) -> Self {
        self.with(|tonic| tonic.build_client(enable))
    }

    /// Whether servers are built, and described for `#[gateway]`.
    pub fn build_server(mut self, enable: bool) -> Self {
        self.build_server = enable;
        self.with(|tonic| tonic.build_server(enable))
    }

    /// Whether clients have a `connect` function, which needs tonic's feature `channel`.
    pub fn build_transport(self, enable: bool) -> Self {
        self.with(|tonic| tonic.build_transport(enable))
    }

    /// The folder to write to, in place of `OUT_DIR`.
    pub fn out_dir(mut self, out_dir: impl AsRef<Path>) -> Self {
        self.out_dir = Some(out_dir.as_ref().to_owned());
        self.with(|tonic| tonic.out_dir(out_dir))
    }

    /// Takes the messages and enums of this path, such as `.chat.v1`, from a Rust module in place of generating them.
    /// They must come from `gateway-build` too.
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

    /// Boxes matching fields.
    pub fn boxed(self, path: impl AsRef<str>) -> Self {
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

    /// Writes the encoded descriptors of the files and their imports to this file as well.
    pub fn file_descriptor_set_path(mut self, path: impl AsRef<Path>) -> Self {
        self.file_descriptor_set_path = Some(path.as_ref().to_owned());
        self
    }

    /// Compiles the files, which lie in the include folders, and all that they import.
    ///
    /// # Errors
    ///
    /// See [`compile_protos`](crate::compile_protos).
    pub fn compile_protos(
        self,
        protos: &[impl AsRef<Path>],
        includes: &[impl AsRef<Path>],
    ) -> io::Result<()> {
        let out_dir = match (&self.out_dir, env::var_os("OUT_DIR")) {
            (Some(out_dir), _) => out_dir.clone(),
            (None, Some(out_dir)) => PathBuf::from(out_dir),
            (None, None) => return Err(error("OUT_DIR is not set: set the folder with `out_dir`")),
        };
        let compiled = compile(protos, includes)?;
        let externs = ExternPaths::new(&self.extern_paths);
        let schema = Schema::new(&compiled, externs.clone())?;
        let packages = codegen::generate(&schema, self.build_server);
        if let Some(path) = &self.file_descriptor_set_path {
            fs::write(path, &compiled.encoded)?;
        }
        let Compiled { files, encoded, .. } = compiled;
        self.tonic
            .compile_fds_with_config(files, prost_config(&externs))?;
        packages
            .iter()
            .try_for_each(|package| append(&out_dir, package, &encoded))
    }
}

/// The generated code reaches prost by way of `gateway`, so that users need no dependency on it.
fn prost_config(externs: &ExternPaths) -> Config {
    let mut config = Config::new();
    config
        .prost_path("::gateway::prost")
        // Or else it adds the extern paths of well-known types itself, and those of the wrappers as tonic misreads them.
        .compile_well_known_types();
    for (proto_path, rust_path) in externs.iter() {
        config.extern_path(proto_path, rust_path);
    }
    config.type_attribute(".", codegen::ALLOW.trim_end());
    config
}

fn append(out_dir: &Path, package: &codegen::Package, descriptors: &[u8]) -> io::Result<()> {
    let file = Module::from_protobuf_package_name(&package.name).to_file_name_or("_");
    let path = out_dir.join(&file);
    let descriptors_path = path.with_extension("bin");
    fs::write(&descriptors_path, descriptors)?;
    let mut code = fs::OpenOptions::new()
        .append(true)
        .create(true)
        .open(&path)?;
    code.write_all(package.code.as_bytes())
}
