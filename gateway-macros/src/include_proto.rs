//! Includes the code that `build.rs` has generated for a package, or reports why it is missing.

use std::env;
use std::fs;
use std::path::Path;

use proc_macro2::TokenStream;
use quote::quote;
use syn::LitStr;

use crate::errors::{list, suggest};
use crate::parse::ungroup;

pub(crate) fn include_proto(input: TokenStream) -> TokenStream {
    let include = package(input).and_then(|package| include(&package));
    include.unwrap_or_else(|error| error.to_compile_error())
}

fn package(input: TokenStream) -> syn::Result<LitStr> {
    syn::parse2(ungroup(input)).map_err(|error| syn::Error::new(error.span(), NO_PACKAGE))
}

const NO_PACKAGE: &str = "write the package of the .proto file in quotes, such as \"chat.v1\"";

/// Generates an `include!`: the compiler includes the file itself, so that it knows all files of the crate.
fn include(package: &LitStr) -> syn::Result<TokenStream> {
    let folder = env::var_os("OUT_DIR");
    let folder = folder.ok_or_else(|| syn::Error::new(package.span(), NO_BUILD_SCRIPT))?;
    let file = format!("/{}.rs", package.value());
    if !Path::new(&folder).join(&file[1..]).is_file() {
        let text = not_compiled(&package.value(), &compiled(Path::new(&folder)));
        return Err(syn::Error::new(package.span(), text));
    }
    Ok(quote!(::core::include!(::core::concat!(::core::env!("OUT_DIR"), #file));))
}

const NO_BUILD_SCRIPT: &str = "this crate has no `build.rs`, which compiles .proto files\n\
    help: add `gateway-build` to the [build-dependencies], and beside Cargo.toml a file `build.rs`:\n\
    \n    fn main() -> std::io::Result<()> {\n        \
    gateway_build::compile_protos(&[\"proto/hello.proto\"])\n    }";

/// Returns the packages in this folder. `gateway-build` writes the descriptors of each next to its code.
fn compiled(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let mut packages: Vec<_> = names
        .filter_map(|name| Some(name.strip_suffix(".bin")?.replace("r#", "")))
        .collect();
    packages.sort();
    packages
}

fn not_compiled(package: &str, compiled: &[String]) -> String {
    let compiled: Vec<_> = compiled.iter().map(String::as_str).collect();
    let help = match (suggest(package, &compiled), &compiled[..]) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, []) => {
            "it has to call `gateway_build::compile_protos(&[..])` with the .proto files".to_owned()
        }
        (None, [only]) => format!("there is `{only}`"),
        (None, several) => format!("there are {}", list(several)),
    };
    format!("`build.rs` has not compiled a package `{package}`\nhelp: {help}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(package: &str, compiled: &[&str], help: &str) {
        let compiled: Vec<_> = compiled.iter().map(|name| (*name).to_owned()).collect();
        let text = not_compiled(package, &compiled);
        let expected = format!("`build.rs` has not compiled a package `{package}`\nhelp: {help}");
        assert_eq!(text, expected);
    }

    #[test]
    fn packages_that_there_are_are_named() {
        check(
            "hello",
            &["chat.v1", "hello.v1"],
            "did you mean `hello.v1`?",
        );
        check("a", &["chat.v1"], "there is `chat.v1`");
        check(
            "a",
            &["chat.v1", "hello.v1"],
            "there are `chat.v1`, `hello.v1`",
        );
        check(
            "a",
            &[],
            "it has to call `gateway_build::compile_protos(&[..])` with the .proto files",
        );
    }

    #[test]
    fn a_package_is_a_text() {
        for input in [quote!(), quote!(chat.v1), quote!("chat.v1", "b")] {
            let output = include_proto(input).to_string();
            assert!(
                output.contains("compile_error") && output.contains("in quotes"),
                "{output}"
            );
        }
    }
}
