//! Turns the settings and the files into the code of each package.

use std::env;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use prost::Message as _;
use prost_build::Config;
use prost_types::FileDescriptorSet;

use crate::builder::{Builder, Messages};
use crate::clash::check_names;
use crate::codegen::{self, Wanted};
use crate::compile::{Compiled, compile, decode, read};
use crate::descriptors::Descriptors;
use crate::error::{Mistakes, error};
use crate::left_out::LeftOut;
use crate::path::ExternPaths;
use crate::schema::Schema;
use crate::variant::check_variants;
use crate::watch::watch;

impl Builder {
    /// Compiles the files, which must be in the include folders, and all their imports.
    ///
    /// # Errors
    ///
    /// See [`compile_protos`](crate::compile_protos).
    pub fn compile_protos(
        self,
        protos: &[impl AsRef<Path>],
        includes: &[impl AsRef<Path>],
    ) -> io::Result<()> {
        if self.skip_protoc_run {
            return self.compile_written();
        }
        let compiled = compile(protos, includes)?;
        if self.emit_rerun_if_changed {
            let files = compiled.places.0.values().map(PathBuf::as_path);
            watch(files, includes, self.written()?);
        }
        if let Some(path) = &self.file_descriptor_set_path {
            fs::write(path, &compiled.encoded)?;
        }
        self.generate(compiled)
    }

    /// Generates code from descriptors instead of files. They must include those of all imports.
    ///
    /// prost's types drop the options that bind methods, so the services have no bindings. To keep them, use
    /// [`skip_protoc_run`](Self::skip_protoc_run).
    ///
    /// # Errors
    ///
    /// Returns an error if the descriptors are inconsistent, or for the reasons that
    /// [`compile_protos`](crate::compile_protos) lists.
    pub fn compile_fds(self, fds: FileDescriptorSet) -> io::Result<()> {
        let compiled = decode(fds.encode_to_vec())?;
        drop(fds);
        self.generate(compiled)
    }

    fn compile_written(self) -> io::Result<()> {
        let Some(path) = self.file_descriptor_set_path.clone() else {
            return Err(error(
                "`skip_protoc_run` takes the descriptors from a file: name it with `file_descriptor_set_path`",
            ));
        };
        let compiled = read(&path)?;
        if self.emit_rerun_if_changed {
            watch([&*path].into_iter(), &[] as &[&Path], Vec::new());
        }
        self.generate(compiled)
    }

    /// Returns the folders that the build writes to.
    fn written(&self) -> io::Result<Vec<PathBuf>> {
        let descriptors = self.file_descriptor_set_path.as_deref();
        let folder = descriptors.map(|path| Path::new(".").join(path.parent().unwrap_or(path)));
        Ok(folder.into_iter().chain([self.folder()?]).collect())
    }

    fn folder(&self) -> io::Result<PathBuf> {
        let out_dir = self.out_dir.clone();
        let out_dir = out_dir.or_else(|| env::var_os("OUT_DIR").map(PathBuf::from));
        out_dir.ok_or_else(|| error("OUT_DIR is not set: set the folder with `out_dir`"))
    }

    fn generate(self, compiled: Compiled) -> io::Result<()> {
        let out_dir = self.folder()?;
        let externs = ExternPaths::new(&self.extern_paths);
        let mut mistakes = Mistakes::default();
        let left_out = LeftOut::new(&self.without_http);
        let schema = Schema::new(
            &compiled,
            externs.clone(),
            &self.boxed,
            &left_out,
            &mut mistakes,
        );
        check_variants(&compiled, self.messages.retain_enum_prefix, &mut mistakes);
        check_names(&compiled, &schema, &externs, self.generated, &mut mistakes);
        mistakes.check()?;
        let config = self.messages.config(&externs);
        let filename = &self.messages.default_package_filename;
        let packages = codegen::generate(
            &schema,
            &Wanted {
                servers: self.generated.servers,
                serde: self.serde,
                server_mod_attributes: &self.server_mod_attributes,
                default_filename: filename,
            },
        );
        let Compiled {
            mut files, encoded, ..
        } = compiled;
        let descriptors = Descriptors::new(&files, &encoded)?;
        let descriptors: Vec<_> = packages
            .iter()
            .map(|package| descriptors.of(&package.name))
            .collect();
        if self.messages.skip_source_info {
            files
                .file
                .iter_mut()
                .for_each(|file| file.source_code_info = None);
        }
        self.tonic.compile_fds_with_config(files, config)?;
        let mut packages = packages.iter().zip(&descriptors);
        packages.try_for_each(|(package, descriptors)| {
            append(&out_dir.join(&package.file), package, descriptors)
        })
    }
}

impl Messages {
    /// Returns the settings for prost. The generated code reaches prost through `gateway`, so that users need not
    /// depend on it.
    fn config(&self, externs: &ExternPaths) -> Config {
        let mut config = Config::new();
        config
            .prost_path("::gateway::prost")
            // Otherwise it adds the extern paths of well-known types itself, and tonic misreads those of the wrappers.
            .compile_well_known_types()
            .type_attribute(".", codegen::ALLOW.trim_end())
            .disable_comments(&self.disable_comments)
            .default_package_filename(&self.default_package_filename);
        for (proto_path, rust_path) in externs.iter() {
            config.extern_path(proto_path, rust_path);
        }
        for (path, domain) in &self.type_name_domains {
            config.type_name_domain([path], domain);
        }
        if self.enable_type_names {
            config.enable_type_names();
        }
        if self.retain_enum_prefix {
            config.retain_enum_prefix();
        }
        config
    }
}

fn append(path: &Path, package: &codegen::Package, descriptors: &[u8]) -> io::Result<()> {
    fs::write(path.with_extension("bin"), descriptors)?;
    let mut code = fs::OpenOptions::new()
        .append(true)
        .create(true)
        .open(path)?;
    code.write_all(package.code.as_bytes())?;
    match plain_name(path, &package.name) {
        Some(plain) => fs::write(plain, include(path)),
        None => Ok(()),
    }
}

/// Returns the file named after the package as the .proto file writes it, if prost spells it differently: prost writes
/// `type.v1` to `r#type.v1.rs`. Case is ignored, because a file system may do so too.
fn plain_name(path: &Path, package: &str) -> Option<PathBuf> {
    let plain = path.with_file_name(format!("{package}.rs"));
    let is_same = plain.as_os_str().eq_ignore_ascii_case(path.as_os_str());
    (!is_same && !package.is_empty()).then_some(plain)
}

fn include(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    format!("::core::include!({name:?});\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptors_are_written_beside_the_code_or_elsewhere() {
        for (path, expected) in [
            (None, &["out"][..]),
            (Some("proto/all.bin"), &["./proto", "out"]),
            (Some("all.bin"), &["./", "out"]),
            (Some("/tmp/all.bin"), &["/tmp", "out"]),
        ] {
            let builder = crate::configure().out_dir("out");
            let builder = match path {
                Some(path) => builder.file_descriptor_set_path(path),
                None => builder,
            };
            let expected: Vec<_> = expected.iter().map(PathBuf::from).collect();
            assert_eq!(builder.written().unwrap(), expected);
        }
    }
}
