//! What a build refuses, and in which words.

mod project;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use project::{compile_with, error_with};

fn compile(test: &str, files: &[(&str, &str)]) -> (PathBuf, io::Result<()>) {
    compile_with(test, files, |builder| builder)
}

/// The error of a file with these lines from line 3 on, without the folder of the test.
fn error(test: &str, source: &str) -> String {
    let source = format!("syntax = \"proto3\";\npackage t;\n{source}");
    error_with(test, &[("test.proto", &source)], |builder| builder)
}

#[test]
fn mistakes_are_shown_with_their_place_and_line() {
    for (name, source, expected) in [
        (
            "undefined",
            "message A {\n\tstring a = 1; B b = 2;\n}",
            "test.proto:4:16: name 'B' is not defined\n\tstring a = 1; B b = 2;\n\t              ^",
        ),
        (
            "syntax",
            "message A {\n  /* ä */ string 123;\n}",
            "test.proto:4:18: expected an identifier, but found '123'\n  /* ä */ string 123;\n                 ^^^",
        ),
        (
            "end",
            "message A {\n  string b = 1;\n\n",
            "test.proto:4:16: expected a message field, oneof, reserved range, enum, message, option or '}', but reached end of file\n  \
             string b = 1;\n               ^",
        ),
        (
            "import",
            "import \"missing.proto\";",
            "test.proto:3:1: import 'missing.proto' not found\nimport \"missing.proto\";\n^^^^^^^^^^^^^^^^^^^^^^^\n\
             help: name the folder that the import begins in as an include folder; searched were\n  .",
        ),
        (
            "several",
            "message A {\n  string a = 1;\n  string b = 1;\n  C c = 2;\n}",
            "test.proto:5:14: field number '1' is already used\n  string b = 1;\n             ^\n\
             test.proto:4:14: first defined here\n\
             test.proto:6:3: name 'C' is not defined\n  C c = 2;\n  ^",
        ),
        (
            "twice",
            "message A {}\nmessage A {}",
            "test.proto:4:9: name 't.A' is defined twice\nmessage A {}\n        ^\ntest.proto:3:9: first defined here",
        ),
    ] {
        assert_eq!(error(name, source), expected);
    }
    let missing = gateway_build::compile_protos(&["no/such.proto"]).unwrap_err();
    assert!(
        missing.to_string().starts_with("no/such.proto: "),
        "{missing}"
    );
}

#[test]
fn cargo_shows_mistakes_on_lines_of_their_own() {
    let source = "syntax = \"proto3\"; message A { B b = 1; }";
    let (folder, compiled) = compile("shown", &[("test.proto", source)]);
    // This is what Rust prints of what `main` returns.
    let shown = format!("Error: {:?}", compiled.unwrap_err());
    let expected = "Error: Custom { kind: Other, error: \n\
                    test.proto:1:32: name 'B' is not defined\n\
                    syntax = \"proto3\"; message A { B b = 1; }\n                               ^\n }";
    assert_eq!(
        shown.replace(&format!("{}/", folder.display()), ""),
        expected
    );
}

#[test]
fn types_without_a_json_form_are_named() {
    assert_eq!(
        error(
            "descriptor",
            "import \"google/protobuf/descriptor.proto\";\nmessage A {\n  message B {\n    map<string, google.protobuf.DescriptorProto> c = 1;\n  }\n}"
        ),
        "test.proto:6:5: field `t.A.B.c`: gateway has no JSON form for `google.protobuf.DescriptorProto`; \
         hold it as `bytes` in a message of yours, or compile the file with tonic-prost-build, for gRPC only"
    );
    // All that a file has of them is reported.
    assert_eq!(
        error(
            "descriptors",
            "import \"google/protobuf/descriptor.proto\";\nmessage A { google.protobuf.FileOptions b = 1; }\n\
             service S {\n  rpc Get(A) returns (google.protobuf.FileDescriptorSet);\n}"
        ),
        "test.proto:4:13: field `t.A.b`: gateway has no JSON form for `google.protobuf.FileOptions`; \
         hold it as `bytes` in a message of yours, or compile the file with tonic-prost-build, for gRPC only\n\
         test.proto:6:3: method `t.S/Get`: gateway has no JSON form for `google.protobuf.FileDescriptorSet`; \
         hold it as `bytes` in a message of yours, or compile the file with tonic-prost-build, for gRPC only"
    );
}

#[test]
fn what_is_no_utf8_is_shown_with_its_place() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("no_utf8");
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("test.proto");
    fs::write(&file, b"syntax = \"proto3\";\n// \xe4\n").unwrap();
    let text = gateway_build::compile_protos(&[&file]).unwrap_err();
    let text = text.to_string();
    assert_eq!(
        text.replace(&format!("{}/", folder.display()), ""),
        "test.proto:2:4: file 'test.proto' is not valid utf-8\n// \u{fffd}\n   ^"
    );
}

#[test]
fn editions_are_not_known() {
    let source = "edition = \"2023\";";
    let (folder, compiled) = compile("edition", &[("test.proto", source)]);
    let text = compiled.unwrap_err().to_string();
    let text = text.replace(&format!("{}/", folder.display()), "");
    assert!(
        text.starts_with("test.proto:1:1: expected ")
            && text.ends_with(
                "\nedition = \"2023\";\n^^^^^^^\nhelp: prost knows no editions: write `syntax = \"proto3\";`"
            ),
        "{text}"
    );
}

/// protoc skips it as well.
#[test]
fn a_byte_order_mark_is_skipped() {
    let import = ("other.proto", "\u{feff}syntax = \"proto3\"; message B {}");
    let source = "\u{feff}syntax = \"proto3\"; import \"other.proto\"; message A { B b = 1; }";
    let (folder, compiled) = compile("byte_order_mark", &[("test.proto", source), import]);
    compiled.unwrap();
    assert!(
        fs::read_to_string(folder.join("_.rs"))
            .unwrap()
            .contains("struct B")
    );

    let source = "\u{feff}syntax = \"proto3\"; message A { B b = 1; }";
    let expected = "test.proto:1:32: name 'B' is not defined\n\
                    syntax = \"proto3\"; message A { B b = 1; }\n                               ^";
    let files = [("test.proto", source)];
    assert_eq!(error_with("marked", &files, |builder| builder), expected);

    // Where imports begin is seen from the package, behind the mark.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("marked_root");
    let source = "\u{feff}syntax = \"proto3\"; package a.v1; import \"a/v1/b.proto\";";
    fs::create_dir_all(folder.join("a/v1")).unwrap();
    fs::write(folder.join("a/v1/a.proto"), source).unwrap();
    fs::write(
        folder.join("a/v1/b.proto"),
        "syntax = \"proto3\"; import \"c.proto\";",
    )
    .unwrap();
    let error = gateway_build::compile_protos(&[folder.join("a/v1/a.proto")]).unwrap_err();
    let error = error.to_string();
    assert!(error.contains("import 'c.proto' not found") && !error.contains("b.proto' not"));
}

/// Newer ones have syntax that the compiler does not know, and their types are those of prost in any case.
#[test]
fn a_descriptor_file_that_is_newer_than_the_compiler_is_not_needed() {
    let newer = "syntax = \"proto2\"; package google.protobuf; message FileOptions { extensions 1000 [declaration = { number: 1000 }]; }";
    let source = "syntax = \"proto3\"; package t; import \"google/protobuf/descriptor.proto\";
        extend google.protobuf.MethodOptions { string note = 50000; } message A {}";
    let files = [
        ("test.proto", source),
        ("google/protobuf/descriptor.proto", newer),
    ];
    compile("newer_descriptor", &files).1.unwrap();
}

/// The compiler stops at the first.
#[test]
fn all_files_that_cannot_be_read_are_named() {
    let source =
        "syntax = \"proto3\";\nimport \"a.proto\"; import \"none.proto\";\nimport \"b.proto\";";
    let files = [
        ("test.proto", source),
        (
            "a.proto",
            "syntax = \"proto3\";\n import \"c.proto\"; message A {",
        ),
        ("b.proto", "syntax = \"proto3\";\n import \"c.proto\";"),
    ];
    assert_eq!(
        error_with("unreadable", &files, |builder| builder),
        "a.proto:2:31: expected a message field, oneof, reserved range, enum, message, option or '}', but reached end of file\n \
         import \"c.proto\"; message A {\n                              ^\n\
         test.proto:2:19: import 'none.proto' not found\nimport \"a.proto\"; import \"none.proto\";\n                  ^^^^^^^^^^^^^^^^^^^^\n\
         b.proto:2:2: import 'c.proto' not found\n import \"c.proto\";\n ^^^^^^^^^^^^^^^^^\n\
         help: name the folder that the import begins in as an include folder; searched were\n  ."
    );
}

#[test]
fn enum_values_have_names_of_their_own_in_rust() {
    for (name, source, expected) in [
        (
            "prefix",
            "enum E { E_RED = 0; RED = 1; }",
            "test.proto:3:21: value `RED` has the name `Red` in Rust, as `E_RED` does\nhelp: rename one of them",
        ),
        (
            "spelling",
            "message A { message B {\nenum E { A_B = 0; AB = 1; a_b = 2; }\n} }",
            "test.proto:4:27: value `a_b` has the name `AB` in Rust, as `A_B` does\nhelp: rename one of them",
        ),
    ] {
        assert_eq!(error(name, source), expected);
    }
    let source = "syntax = \"proto3\"; enum E { option allow_alias = true; E_A = 0; A = 0; E_AB = 1; Eab = 2; }";
    compile("distinct", &[("test.proto", source)]).1.unwrap();
}

#[test]
fn the_users_own_google_files_come_first() {
    let http = "syntax = \"proto3\"; package google.api; message Own {}";
    let source = "syntax = \"proto3\"; package t; import \"google/api/http.proto\"; message A { google.api.Own own = 1; }";
    let (folder, compiled) = compile(
        "own_google",
        &[("test.proto", source), ("google/api/http.proto", http)],
    );
    compiled.unwrap();
    let code = fs::read_to_string(folder.join("google.api.rs")).unwrap();
    assert!(code.contains("struct Own") && !code.contains("HttpRule"));
}

#[test]
fn files_of_one_package_become_one_module() {
    let source = "syntax = \"proto3\"; package t; import \"other.proto\"; import \"u.proto\"; message A { B b = 1; u.C c = 2; }";
    let other = "syntax = \"proto3\"; package t; import \"u.proto\"; message B { u.C c = 1; }";
    let third = "syntax = \"proto3\"; package u; message C {}";
    let (folder, compiled) = compile(
        "one_module",
        &[
            ("test.proto", source),
            ("other.proto", other),
            ("u.proto", third),
        ],
    );
    compiled.unwrap();
    let code = fs::read_to_string(folder.join("t.rs")).unwrap();
    assert!(code.contains("::gateway::FieldKind::Message(&__B)"));
    assert!(code.contains("::gateway::FieldKind::Message(&super::u::__C)"));
    assert_eq!(code.matches("FILE_DESCRIPTOR_SET").count(), 1);
}
