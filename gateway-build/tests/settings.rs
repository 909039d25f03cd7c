//! Settings that show in the text of the code alone, and where it is written.

use std::fs;
use std::path::{Path, PathBuf};

use gateway_build::Builder;
use prost::Message as _;
use prost_types::{FileDescriptorProto, FileDescriptorSet};

const SOURCE: &str = "syntax = \"proto3\";
// About A.
message A {
  // About b.
  string b = 1;
}
service S {
  // About get.
  rpc Get(A) returns (A);
}
";

fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("test.proto"), SOURCE).unwrap();
    folder
}

/// The code of the file with these settings, and with descriptors in `test.bin`.
fn code(test: &str, change: impl FnOnce(Builder) -> Builder) -> String {
    let folder = folder(test);
    let builder = gateway_build::configure()
        .out_dir(&folder)
        .file_descriptor_set_path(folder.join("test.bin"));
    let protos = [folder.join("test.proto")];
    change(builder)
        .compile_protos(&protos, std::slice::from_ref(&folder))
        .unwrap();
    fs::read_to_string(folder.join("_.rs")).unwrap()
}

fn comments(code: &str) -> Vec<&str> {
    let lines = code.lines().map(str::trim);
    lines.filter(|line| line.starts_with("/// About")).collect()
}

#[test]
fn comments_are_left_out_where_it_is_said() {
    let code = |paths: &[&str]| code("comments", |builder| builder.disable_comments(paths));
    assert_eq!(
        comments(&code(&[])),
        [
            "/// About A.",
            "/// About b.",
            "/// About get.",
            "/// About get."
        ]
    );
    assert_eq!(comments(&code(&[".A", "S.Get"])), [""; 0]);
    assert_eq!(
        comments(&code(&["A.b"])),
        ["/// About A.", "/// About get.", "/// About get."]
    );
    let without = self::code("no_comments", Builder::skip_source_info);
    assert_eq!(comments(&without), [""; 0]);
}

#[test]
fn a_package_may_be_in_several_crates() {
    let folder = folder("several_crates");
    let shared = "syntax = \"proto3\"; package shared; message A {} message B {} message C {}";
    fs::write(folder.join("shared.proto"), shared).unwrap();
    let user = "syntax = \"proto3\"; package user; import \"shared.proto\";
        message User { shared.A a = 1; shared.B b = 2; repeated shared.C c = 3; }";
    fs::write(folder.join("user.proto"), user).unwrap();
    gateway_build::configure()
        .out_dir(&folder)
        .extern_path(".shared", "::most")
        .extern_path(".shared.B", "::special::B")
        .compile_protos(&[folder.join("user.proto")], std::slice::from_ref(&folder))
        .unwrap();
    let code = fs::read_to_string(folder.join("user.rs")).unwrap();
    let types = code.lines().find(|line| line.starts_with("] }, &["));
    assert_eq!(
        types.expect("the packages that it uses"),
        "] }, &[::gateway::json::__private::types_of::<::most::C>, ::gateway::json::__private::types_of::<::special::B>, ]);"
    );
}

#[test]
fn descriptors_of_other_tools_give_the_same_code() {
    let compiled = code("descriptors", Builder::skip_source_info);
    let written = code("descriptors", Builder::skip_protoc_run);
    assert!(written == compiled);

    let folder = folder("descriptors");
    let descriptors = fs::read(folder.join("test.bin")).unwrap();
    let mut descriptors = FileDescriptorSet::decode(&descriptors[..]).unwrap();
    descriptors.file[0].message_type[0].field[0].json_name = None;
    let builder = gateway_build::configure()
        .out_dir(&folder)
        .default_package_filename("other");
    builder.clone().compile_fds(descriptors.clone()).unwrap();
    let other = fs::read_to_string(folder.join("other.rs")).unwrap();
    assert!(other == compiled.replace("\"_.bin\"", "\"other.bin\""));

    descriptors.file[0].message_type.clear();
    let error = builder.compile_fds(descriptors).unwrap_err();
    assert_eq!(error.to_string(), "name '.A' is not defined");
}

/// Each package has what server reflection needs of it, and not the whole build.
#[test]
fn a_package_has_the_descriptors_of_its_files_and_their_imports() {
    let folder = folder("of_packages");
    for (name, package, import) in [
        ("a.proto", "a", "google/api/annotations.proto"),
        ("a2.proto", "a", "b.proto"),
        ("b.proto", "b", "c.proto"),
        ("c.proto", "c", "google/protobuf/empty.proto"),
    ] {
        let source = format!(
            "syntax = \"proto3\"; package {package}; import \"{import}\"; message M{} {{}}",
            name.len()
        );
        fs::write(folder.join(name), source).unwrap();
    }
    gateway_build::configure()
        .out_dir(&folder)
        .compile_protos(
            &[folder.join("a.proto"), folder.join("a2.proto")],
            std::slice::from_ref(&folder),
        )
        .unwrap();
    for (package, expected) in [
        (
            "a",
            &[
                "google/protobuf/descriptor.proto",
                "google/api/http.proto",
                "google/api/annotations.proto",
                "a.proto",
                "google/protobuf/empty.proto",
                "c.proto",
                "b.proto",
                "a2.proto",
            ][..],
        ),
        ("b", &["google/protobuf/empty.proto", "c.proto", "b.proto"]),
        ("c", &["google/protobuf/empty.proto", "c.proto"]),
    ] {
        let descriptors = fs::read(folder.join(format!("{package}.bin"))).unwrap();
        let descriptors = FileDescriptorSet::decode(&descriptors[..]).unwrap();
        let mut names: Vec<_> = descriptors
            .file
            .iter()
            .map(FileDescriptorProto::name)
            .collect();
        let mut expected = expected.to_vec();
        names.sort();
        expected.sort();
        assert_eq!(names, expected, "{package}");
    }
}
