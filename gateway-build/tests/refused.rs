//! What a build refuses, and in which words.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Writes the files into a folder of their own and compiles the first of them.
fn compile(test: &str, files: &[(&str, &str)]) -> (PathBuf, io::Result<()>) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    for (name, source) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, source).unwrap();
    }
    let compiled = gateway_build::configure()
        .out_dir(&folder)
        .compile_protos(&[folder.join(files[0].0)], std::slice::from_ref(&folder));
    (folder, compiled)
}

/// The error, without the folder of the test.
fn error(test: &str, source: &str) -> String {
    let (folder, compiled) = compile(
        test,
        &[(
            "test.proto",
            &format!("syntax = \"proto3\";\npackage t;\n{source}"),
        )],
    );
    // Cargo shows what a build script returns in this form.
    format!("{:?}", compiled.unwrap_err()).replace(&format!("{}/", folder.display()), "")
}

fn custom(text: &str) -> String {
    format!("Custom {{ kind: Other, error: {text} }}")
}

#[test]
fn mistakes_are_shown_with_their_place() {
    assert_eq!(
        error("undefined", "message A {\n  B b = 1;\n}"),
        custom("test.proto:4:3: name 'B' is not defined")
    );
    assert_eq!(
        error("syntax", "message A {\n  string 1;\n}"),
        custom("test.proto:4:10: expected an identifier, but found '1'")
    );
    assert!(
        error("end", "message A {")
            .starts_with("Custom { kind: Other, error: test.proto: expected")
    );
    assert_eq!(
        error("import", "import \"missing.proto\";"),
        custom("test.proto:3:1: import 'missing.proto' not found")
    );
    let missing = gateway_build::compile_protos(&["no/such.proto"]).unwrap_err();
    assert!(
        missing.to_string().starts_with("no/such.proto: "),
        "{missing}"
    );
}

#[test]
fn types_without_a_json_form_are_named() {
    assert_eq!(
        error(
            "api",
            "import \"google/protobuf/api.proto\";\nmessage A { map<string, google.protobuf.Api> b = 1; }"
        ),
        custom(
            "test.proto: field `t.A.b` uses `google.protobuf.Api`, which gateway has no JSON form for"
        )
    );
    assert_eq!(
        error(
            "status",
            "import \"google/rpc/status.proto\";\nservice S { rpc Get(google.rpc.Status) returns (google.rpc.Status); }"
        ),
        custom(
            "test.proto: method `t.S/Get` uses `google.rpc.Status`, which gateway has no JSON form for"
        )
    );
}

#[test]
fn the_users_own_google_files_come_first() {
    let http = "syntax = \"proto3\"; package google.api; message Own {}";
    let source = "syntax = \"proto3\"; package t; import \"google/api/http.proto\"; message A { google.api.Own own = 1; }";
    let (folder, compiled) = compile(
        "own_google",
        &[("test.proto", source), ("google/api/http.proto", http)],
    );
    // What they are is up to the user, but gateway does not know the JSON form of their messages.
    assert!(
        compiled
            .unwrap_err()
            .to_string()
            .contains("`google.api.Own`")
    );
    assert!(!folder.join("t.rs").exists());
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
    assert!(folder.join("t.bin").exists() && folder.join("u.bin").exists());
}
