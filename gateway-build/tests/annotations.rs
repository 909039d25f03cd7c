//! Options of others: their packages compile, and those that bind methods are read.

mod project;

use std::fs;

use project::{compile_with, error_with};

/// Files that are there compile as any others do, whatever they are for. Each of these has what the packages of its kind
/// have: extensions of options, messages and enums for their values, and fields of the types of descriptor.proto.
#[test]
fn packages_of_annotations_are_ordinary_packages() {
    let source = "syntax = \"proto3\"; package t;
        import \"google/api/annotations.proto\"; import \"google/api/http.proto\"; import \"google/api/field_behavior.proto\"; import \"gogoproto/gogo.proto\";
        import \"buf/validate/validate.proto\";
        message Config {
          google.api.Http http = 1 [(google.api.field_behavior) = REQUIRED];
          google.api.HttpRule rule = 2 [(gogoproto.nullable) = false];
          buf.validate.Rules rules = 3 [(buf.validate.field).required = true];
        }
        service S {
          rpc Get(Config) returns (google.api.Http) { option (google.api.http) = {get: \"/{rule.selector}\"}; }
        }";
    let behavior = "syntax = \"proto3\"; package google.api; import \"google/protobuf/descriptor.proto\";
        extend google.protobuf.FieldOptions { repeated FieldBehavior field_behavior = 1052 [packed = false]; }
        enum FieldBehavior { FIELD_BEHAVIOR_UNSPECIFIED = 0; REQUIRED = 2; }";
    let gogo =
        "syntax = \"proto2\"; package gogoproto; import \"google/protobuf/descriptor.proto\";
        extend google.protobuf.FieldOptions { optional bool nullable = 65001; }";
    let validate = "syntax = \"proto2\"; package buf.validate; import \"google/protobuf/descriptor.proto\";
        extend google.protobuf.FieldOptions { optional Rules field = 1159; }
        message Rules { optional bool required = 1; optional google.protobuf.FieldDescriptorProto.Type type = 2; extensions 1000 to max; }";
    let (folder, compiled) = compile_with(
        "packages",
        &[
            ("test.proto", source),
            ("google/api/field_behavior.proto", behavior),
            ("gogoproto/gogo.proto", gogo),
            ("buf/validate/validate.proto", validate),
        ],
        |builder| builder,
    );
    compiled.unwrap();
    for (package, message) in [
        ("google.api", "HttpRule"),
        ("buf.validate", "Rules"),
        ("t", "Config"),
    ] {
        let code = fs::read_to_string(folder.join(format!("{package}.rs"))).unwrap();
        let message = format!("impl ::gateway::Message for {message} ");
        assert!(code.contains(&message), "{message}");
    }
}

/// The part of the option that there is in the tests, under another number.
const OPTION: &str = "syntax = \"proto3\"; package meshapi.gateway; import \"google/protobuf/descriptor.proto\";
    extend google.protobuf.MethodOptions { Rule http = 1234; }
    message Rule {
      string get = 1; string post = 2; string body = 3; repeated Parameter query_params = 4; Stream stream = 5;
      repeated Rule additional_bindings = 6;
    }
    message Parameter { string selector = 1; string name = 2; bool ignore = 3; }
    message Stream { bool disable_websockets = 1; bool disable_sse = 2; bool disable_chunked_transfer = 3; }";

fn source(signature: &str, rule: &str) -> String {
    format!(
        "syntax = \"proto3\"; package t; import \"meshapi/gateway/annotations.proto\";
        service S {{
rpc Get{signature} {{ option (meshapi.gateway.http) = {{{rule}}}; }}
        }}
        message A {{ string a = 1; B b = 2; repeated B list = 3; map<string, string> texts = 4; map<string, B> map = 5; }}
        message B {{ string c = 1; repeated int32 d = 2; }}"
    )
}

fn files(source: &str) -> [(&str, &str); 2] {
    [
        ("test.proto", source),
        ("meshapi/gateway/annotations.proto", OPTION),
    ]
}

#[test]
fn parameters_and_forms_are_read_by_their_names() {
    let source = source(
        "(A) returns (stream A)",
        "get: \"/x\" query_params: [{selector: \"b.d\" name: \"d\"}, {selector: \"texts\" name: \"t\"}, {selector: \"b\" ignore: true}]
         stream: {disable_websockets: true}
         additional_bindings: [{post: \"/y\" body: \"*\" query_params: {selector: \"none\" name: \"n\"}}]",
    );
    let (folder, compiled) = compile_with("meshapi", &files(&source), |builder| builder);
    compiled.unwrap();
    let code = fs::read_to_string(folder.join("t.rs")).unwrap();
    for part in [
        "QueryFields::ALL.aliases(&[(\"d\", \"b.d\"), (\"t\", \"texts\")]).ignored(&[\"b\"])).forms(::gateway::__private::StreamForms::ALL.disable_websockets()),",
        // Beside such a body no query is read.
        "None)).body(::gateway::__private::BodyBinding::Message),",
    ] {
        assert!(code.contains(part), "{part}");
    }
}

#[test]
fn what_is_wrong_in_them_is_an_error() {
    let unary = "(A) returns (A)";
    for (signature, rule, expected) in [
        (
            unary,
            "query_params: {selector: \"b.x\" name: \"x\"}",
            "`x` is not a field of `B`\nhelp: fields that fit: `c`, `d`",
        ),
        (
            unary,
            "query_params: {selector: \"a.x\" ignore: true}",
            "`a` holds one value and has no fields\nhelp: end the name here",
        ),
        (
            unary,
            "query_params: {selector: \"list.c\" name: \"x\"}",
            "`list` is repeated, and a query does not reach into its values\nhelp: end the name here",
        ),
        (
            unary,
            "query_params: {selector: \"b\" name: \"x\"}",
            "`b` holds messages, which a query cannot hold\nhelp: name a field of it",
        ),
        (
            unary,
            "query_params: {selector: \"map\" name: \"x\"}",
            "`map` holds messages, which a query cannot hold\nhelp: name a field of it",
        ),
        (
            unary,
            "query_params: {selector: \"a\"}",
            "the parameter that sets `a` has no name\nhelp: write `name` beside its `selector`",
        ),
        (
            unary,
            "query_params: {selector: \"a\" name: \"x=\"}",
            "`=` and `&` end a parameter's name\nhelp: leave them out of `x=`",
        ),
        (
            unary,
            "query_params: [{selector: \"a\" name: \"x\"}, {selector: \"b.c\" name: \"x\"}]",
            "the parameter `x` sets two fields\nhelp: rename one of them",
        ),
        (
            "(A) returns (stream A)",
            "stream: {disable_websockets: true disable_sse: true disable_chunked_transfer: true}",
            "`stream` disables every form in which this rule could be served\nhelp: leave one enabled",
        ),
        (
            "(stream A) returns (A)",
            "stream: {disable_websockets: true}",
            "`stream` disables every form in which this rule could be served\nhelp: leave one enabled",
        ),
    ] {
        let source = source(signature, &format!("get: \"/x\" {rule}"));
        let expected = format!(
            "test.proto:3:{}: method `t.S/Get`: {expected}\n\
             help: to build without this rule, add `.without_http(\"t.S.Get\")` to `gateway_build::configure()`",
            "rpc Get { ".len() + signature.len() + 1
        );
        let error = error_with("meshapi_wrong", &files(&source), |builder| builder);
        assert_eq!(error, expected, "{rule}");
    }
}
