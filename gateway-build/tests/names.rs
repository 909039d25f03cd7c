//! Names that differ in .proto files and are the same in Rust: rustc would report them in generated code.

mod project;

use gateway_build::Builder;
use project::{compile_with, error_with};

fn source(lines: &str) -> String {
    format!("syntax = \"proto3\";\npackage t;\nenum Mode {{ OFF = 0; }}\n{lines}")
}

#[track_caller]
fn refused(test: &str, lines: &str, expected: &str) {
    let source = source(lines);
    let error = error_with(test, &[("test.proto", &source)], |builder| builder);
    assert_eq!(error, expected, "{lines}");
}

#[test]
fn of_two_names_that_are_one_in_rust_the_second_is_refused() {
    for (lines, expected) in [
        (
            "message FooBar {}\nmessage foo_bar {}",
            "test.proto:5:1: message `t.foo_bar` has the name `FooBar` in Rust, as message `t.FooBar` does",
        ),
        (
            "message A {\n  message B {}\n  enum b { X = 0; }\n}",
            "test.proto:5:3: message `t.A.B` has the name `B` in Rust, as enum `t.A.b` does",
        ),
        (
            "message A {\n  string x = 1;\n  oneof X { string y = 2; }\n}",
            "test.proto:6:3: oneof `X` has the name `x` in Rust, as field `x` does",
        ),
        (
            "message A {\n  Mode mode = 1;\n  Mode set_mode = 2;\n}",
            "test.proto:6:3: a function of field `set_mode` has the name `set_mode` in Rust, as a function of field `mode` does",
        ),
        (
            "message A {\n  map<string, Mode> mode = 1;\n  optional int32 get_mode = 2;\n}",
            "test.proto:6:3: a function of field `get_mode` has the name `get_mode` in Rust, as a function of field `mode` does",
        ),
        (
            "message fooBar { message X {} }\nmessage foo_bar_ { message Y {} }",
            "test.proto:5:1: message `t.foo_bar_` has the name `FooBar` in Rust, as message `t.fooBar` does\nhelp: rename one of them\n\
             test.proto:5:1: the module of message `t.foo_bar_` has the name `foo_bar` in Rust, as the module of message `t.fooBar` does",
        ),
        (
            "message ChatServer { enum X { Y = 0; } }\nservice Chat {}",
            "test.proto:5:1: the server of service `Chat` has the name `chat_server` in Rust, as the module of message `t.ChatServer` does",
        ),
        (
            "message A {}\nservice S {\n  rpc Get(A) returns (A);\n  rpc get(A) returns (A);\n}",
            "test.proto:7:3: rpc `get` has the name `get` in Rust, as rpc `Get` does",
        ),
    ] {
        refused(
            "same_name",
            lines,
            &format!("{expected}\nhelp: rename one of them"),
        );
    }
}

#[test]
fn a_map_of_enums_under_a_keyword_has_no_names() {
    refused(
        "keyword_map",
        "message A {\n  map<string, Mode> type = 1;\n}",
        "test.proto:5:3: field `type` is a map of enums under a keyword of Rust, of which prost makes invalid names\nhelp: rename it",
    );
    let source =
        source("message A { Mode type = 1; repeated Mode self = 2; map<string, string> if = 3; }");
    let files = [("test.proto", &*source)];
    compile_with("keywords", &files, |builder| builder)
        .1
        .unwrap();
}

/// With these settings what is in the way is not generated.
#[test]
fn the_functions_of_clients_are_taken() {
    let methods = [
        (
            "New",
            "rename it, or leave the clients out by `.build_client(false)`",
        ),
        (
            "WithOrigin",
            "rename it, or leave the clients out by `.build_client(false)`",
        ),
        (
            "Connect",
            "rename it, or leave that function out by `.build_transport(false)`",
        ),
    ];
    for (method, help) in methods {
        let name = match method {
            "WithOrigin" => "with_origin".to_owned(),
            method => method.to_lowercase(),
        };
        let lines = format!("message A {{}}\nservice S {{ rpc {method}(A) returns (A); }}");
        refused(
            "client",
            &lines,
            &format!(
                "test.proto:5:13: rpc `{method}` has the name `{name}` in Rust, as a function of every client that tonic generates does\nhelp: {help}"
            ),
        );
        let source = source(&lines);
        let without = |builder: Builder| match method {
            "Connect" => builder.build_transport(false),
            _ => builder.build_client(false),
        };
        let files = [("test.proto", &*source)];
        compile_with("no_client", &files, without).1.unwrap();
    }
}

const INNER: (&str, &str) = (
    "inner.proto",
    "syntax = \"proto3\"; package t.foo; message C {}",
);

#[test]
fn the_module_of_a_message_is_not_that_of_a_package_beside_it() {
    let lines =
        "message Foo { message B {} }\nimport \"inner.proto\"; message A { t.foo.C c = 1; }";
    let error = "test.proto:4:1: what is in message `t.Foo` is in the module `foo` in Rust, as package `t.foo` is\nhelp: rename one of them";
    let source = source(lines);
    let files = [("test.proto", &*source), INNER];
    assert_eq!(error_with("module", &files, |builder| builder), error);
    // Nothing puts these modules into one tree but the file that includes all.
    let source = self::source("message Foo { message B {} }");
    let other = "syntax = \"proto3\"; package u; import \"test.proto\"; import \"inner.proto\"; message A { t.foo.C c = 1; }";
    let files = [("other.proto", other), ("test.proto", &*source), INNER];
    compile_with("no_tree", &files, |builder| builder)
        .1
        .unwrap();
    let include = |builder: Builder| builder.include_file("mod.rs");
    assert_eq!(error_with("tree", &files, include), error);
}
