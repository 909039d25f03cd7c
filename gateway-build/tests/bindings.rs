//! The option `google.api.http`: what it becomes, and what is refused.

use std::fs;
use std::path::Path;

const MESSAGES: &str = "
message Request {
  string room = 1;
  int64 after_seq = 2;
  Room place = 3;
  repeated string tags = 4;
  map<string, string> labels = 5;
  google.protobuf.Timestamp since = 6;
  google.protobuf.Struct filter = 7;
}
message Room { string name = 1; repeated int32 seats = 2; Request last = 3; }
message Choice { oneof by { string name = 1; Choice inner = 2; } oneof other { string mail = 3; } optional string a = 4; optional string b = 5; }
";

/// Compiles a service with these methods, from line 9 on, and gives the code or the error without the test's folder.
fn compile(test: &str, methods: &str) -> Result<String, String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("bindings_{test}"));
    fs::create_dir_all(&folder).unwrap();
    let imports = [
        "google/api/annotations",
        "google/protobuf/timestamp",
        "google/protobuf/struct",
    ]
    .map(|import| format!("import \"{import}.proto\";\n"));
    let source = format!(
        "syntax = \"proto3\";\npackage t;\n{}\n\nservice S {{\n{methods}\n}}\n{MESSAGES}",
        imports.concat()
    );
    let proto = folder.join("test.proto");
    fs::write(&proto, source).unwrap();
    let compiled = gateway_build::configure()
        .out_dir(&folder)
        .compile_protos(&[&proto], &[&folder]);
    match compiled {
        Ok(()) => Ok(fs::read_to_string(folder.join("t.rs")).unwrap()),
        Err(error) => Err(error
            .to_string()
            .replace(&format!("{}/", folder.display()), "")),
    }
}

/// The bindings of one method with this rule, without what every one of them has.
fn bindings(test: &str, signature: &str, rule: &str) -> String {
    let method = format!("rpc Get{signature} {{ option (google.api.http) = {{{rule}}}; }}");
    let code = compile(test, &method).unwrap_or_else(|error| panic!("{error}"));
    let (_, code) = code.split_once(".with_bindings(&[\n").expect("bindings");
    let (bindings, _) = code.split_once("    ])").expect("the end of the bindings");
    let code = bindings
        .replace("::gateway::__private::", "")
        .replace("::core::option::Option::", "");
    code.lines()
        .map(|line| line.trim().to_owned() + "\n")
        .collect()
}

fn unary(test: &str, rule: &str) -> String {
    bindings(test, "(Request) returns (Room)", rule)
}

/// The last line of what is wrong with a rule.
fn without(rule: &str) -> String {
    format!(
        "\nhelp: to build without this rule, add `.without_http({rule:?})` to `gateway_build::configure()`"
    )
}

#[track_caller]
fn refused(test: &str, rule: &str, expected: &str) {
    refused_one(test, rule, "t.S.Get", expected);
}

/// One rule of the method is refused, which can be left out by this name.
#[track_caller]
fn refused_one(test: &str, rule: &str, name: &str, expected: &str) {
    let method = format!(
        "  rpc Get(Request) returns (Room) {{\n    option (google.api.http) = {{{rule}}};\n  }}"
    );
    let expected = format!(
        "test.proto:10:5: method `t.S/Get`: {expected}{}",
        without(name)
    );
    assert_eq!(compile(test, &method), Err(expected), "{rule}");
}

#[test]
fn every_http_method() {
    for (rule, method) in [
        ("get: \"/v1/x\"", "GET"),
        ("put: \"/v1/x\"", "PUT"),
        ("post: \"/v1/x\"", "POST"),
        ("delete: \"/v1/x\"", "DELETE"),
        ("patch: \"/v1/x\"", "PATCH"),
        ("custom: {kind: \"LIST\" path: \"/v1/x\"}", "LIST"),
    ] {
        let expected = format!(
            "Binding::new(\"{method}\", Template::new(\"/v1/x\", &[Segment::Literal(\"v1\"), Segment::Literal(\"x\"), ], &[], None)),\n"
        );
        assert_eq!(unary("methods", rule), expected);
    }
}

#[test]
fn paths_bodies_and_additional_bindings() {
    assert_eq!(
        unary(
            "everything",
            "post: \"/v1/{place.name=a/*}/**:go\" body: \"place\" response_body: \"seats\"
             additional_bindings {get: \"/{since}\"} additional_bindings {post: \"/\" body: \"*\"}"
        ),
        "Binding::new(\"POST\", Template::new(\"/v1/{place.name=a/*}/**:go\", &[Segment::Literal(\"v1\"), \
         Segment::Literal(\"a\"), Segment::Star, Segment::DoubleStar, ], &[Variable::new(\"place.name\", 1, 3), ], \
         Some(\"go\"))).body(BodyBinding::Field(\"place\")).response_body(\"seats\"),\n\
         Binding::new(\"GET\", Template::new(\"/{since}\", &[Segment::Star, ], &[Variable::new(\"since\", 0, 1), ], None)),\n\
         Binding::new(\"POST\", Template::new(\"/\", &[], &[], None)).body(BodyBinding::Message),\n"
    );
}

#[test]
fn the_body_of_a_request_stream_is_the_stream() {
    let stream = |rule| bindings("stream", "(stream Request) returns (stream Room)", rule);
    assert!(stream("get: \"/x\"").ends_with(".body(BodyBinding::Message),\n"));
    assert!(stream("post: \"/x\" body: \"*\"").ends_with(".body(BodyBinding::Message),\n"));
    assert!(
        stream("get: \"/x\" body: \"place\"").ends_with(".body(BodyBinding::Field(\"place\")),\n")
    );
}

#[test]
fn paths_are_those_of_the_macro() {
    refused(
        "no_slash",
        "get: \"v1\"",
        "a path starts with `/`\n\"v1\"\n ^ write \"/v1\"",
    );
    refused(
        "double_star",
        "get: \"/**/{room=**}\"",
        "a path has one `**` at most\n\"/**/{room=**}\"\n           ^^ write `*` for one segment instead",
    );
}

/// The shapes that published APIs have.
#[test]
fn paths_have_the_whole_grammar() {
    for (test, path, parts) in [
        (
            "after_double_star",
            "/v1/{room=docs/**}/{place.name}",
            r#"&[Segment::Literal("v1"), Segment::Literal("docs"), Segment::DoubleStar, Segment::Star, ], &[Variable::new("room", 1, 3), Variable::new("place.name", 3, 4), ], None"#,
        ),
        (
            "verb_after_double_star",
            "/{room=docs/*/**}:list",
            r#"&[Segment::Literal("docs"), Segment::Star, Segment::DoubleStar, ], &[Variable::new("room", 0, 3), ], Some("list")"#,
        ),
        (
            "verb_with_a_colon",
            "/{room}:x:y",
            r#"&[Segment::Star, ], &[Variable::new("room", 0, 1), ], Some("x:y")"#,
        ),
        (
            "verb_with_an_escape",
            "/a:verb%2Fname",
            r#"&[Segment::Literal("a"), ], &[], Some("verb/name")"#,
        ),
    ] {
        let binding = unary(test, &format!("get: \"{path}\""));
        assert!(binding.contains(parts), "{binding}");
    }
}

#[test]
fn variables_are_fields_that_a_path_can_hold() {
    for (path, expected) in [
        (
            "{rom}",
            "`rom` is not a field of `Request`\n\"/{rom}\"\n   ^^^ did you mean `room`?",
        ),
        (
            "{afterSeq}",
            "`afterSeq` is not a field of `Request`\n\"/{afterSeq}\"\n   ^^^^^^^^ did you mean `after_seq`?",
        ),
        (
            "{zzz}",
            "`zzz` is not a field of `Request`\n\"/{zzz}\"\n   ^^^ fields that fit: `room`, `after_seq`, `since`",
        ),
        (
            "{place}",
            "`place` is the message `Room`, which a path cannot hold\n\"/{place}\"\n   ^^^^^ name a field of it: `place.name`",
        ),
        (
            "é/{place.seats}",
            "`seats` is repeated, which a path cannot hold\n\"/é/{place.seats}\"\n           ^^^^^ leave it to the query or the body",
        ),
        (
            "{room.x}",
            "`room` holds one value and has no fields\n\"/{room.x}\"\n   ^^^^ end the variable here",
        ),
        (
            "{since.seconds}",
            "`since` holds one value and has no fields\n\"/{since.seconds}\"\n   ^^^^^ end the variable here",
        ),
        (
            "{labels}",
            "`labels` is a map, which a path cannot hold\n\"/{labels}\"\n   ^^^^^^ leave it to the query or the body",
        ),
        (
            "{filter}",
            "`filter` is the message `Struct`, which a path cannot hold\n\"/{filter}\"\n   ^^^^^^ leave it to the query or the body",
        ),
        (
            "{place.last.tags}",
            "`tags` is repeated, which a path cannot hold\n\"/{place.last.tags}\"\n              ^^^^ leave it to the query or the body",
        ),
    ] {
        refused("variables", &format!("get: \"/{path}\""), expected);
    }
}

#[test]
fn variables_are_not_members_of_one_oneof() {
    let choose = |path: &str| {
        let rule = format!("option (google.api.http) = {{get: \"{path}\"}};");
        compile(
            "oneofs",
            &format!("rpc Get(Choice) returns (Choice) {{ {rule} }}"),
        )
    };
    for (path, expected) in [
        (
            "/{name}/{mail}/{inner.a}",
            "`name` and `inner` are members of the oneof `by`, which holds one of them\n\"/{name}/{mail}/{inner.a}\"\n                 ^^^^^ bind one of them, or write `*`",
        ),
        (
            "/{inner.inner.a}/é/{inner.name}",
            "`inner` and `name` are members of the oneof `by`, which holds one of them\n\"/{inner.inner.a}/é/{inner.name}\"\n                           ^^^^ bind one of them, or write `*`",
        ),
    ] {
        let error = choose(path).expect_err(path);
        let error = error
            .split_once("`t.S/Get`: ")
            .map_or("", |(_, error)| error);
        assert_eq!(error, format!("{expected}{}", without("t.S.Get")));
    }
    for path in [
        "/{name}/{mail}/{a}/{b}",
        "/{inner.name}/{inner.mail}/{inner.a}/{a}",
    ] {
        choose(path).unwrap_or_else(|error| panic!("{error}"));
    }
}

#[test]
fn bodies_are_fields() {
    refused(
        "get",
        "get: \"/x\" body: \"*\"",
        "a GET request has no body\nhelp: fields outside the path come from the query string; use `post` to send a body",
    );
    refused(
        "body",
        "put: \"/x\" body: \"plac\"",
        "`plac` is not a field of `Request`\nhelp: did you mean `place`?",
    );
    for (body, expected) in [
        (
            "place.nam",
            "`nam` is not a field of `Room`\nhelp: did you mean `name`?",
        ),
        (
            "room.name",
            "`room` holds one value and has no fields\nhelp: end the name here",
        ),
        (
            "labels.value",
            "`labels` is a map, and a body does not reach into its values\nhelp: end the name here",
        ),
        (
            "place.last.place.last.place.last.place.last.place",
            "the field of a body is in at most seven messages\nhelp: name a message that it is in",
        ),
    ] {
        refused("nested", &format!("put: \"/x\" body: \"{body}\""), expected);
    }
    let nested = unary("nested_body", "put: \"/x\" body: \"place.last.tags\"");
    assert!(nested.ends_with("BodyBinding::Field(\"place.last.tags\")),\n"));
    refused(
        "nested_response",
        "put: \"/x\" response_body: \"last.room\"",
        "`last.room` is nested, and `response_body` names a field of `Room` itself\nhelp: write `last`",
    );
    refused(
        "response",
        "get: \"/x\" response_body: \"zzz\"",
        "`zzz` is not a field of `Room`\nhelp: fields that fit: `name`, `seats`, `last`",
    );
    refused(
        "response_star",
        "get: \"/x\" response_body: \"*\"",
        "`response_body` names a field\nhelp: leave it out for the whole message",
    );
}

#[test]
fn rules_stand_at_their_method_and_have_one_level() {
    refused(
        "selector",
        "selector: \"t.S.Get\" get: \"/x\"",
        "`selector` is for rules that stand apart from their method\nhelp: leave it out",
    );
    refused_one(
        "nested_bindings",
        "get: \"/x\" additional_bindings {get: \"/y\" additional_bindings {get: \"/z\"}}",
        "t.S.Get GET /y",
        "`additional_bindings` cannot be nested\nhelp: list them all in the method's own rule",
    );
    refused(
        "no_path",
        "body: \"*\"",
        "the rule has no path\nhelp: write one of `get`, `put`, `post`, `delete`, `patch` and `custom`",
    );
    for kind in ["", "*", "A B"] {
        let rule = format!("custom: {{kind: \"{kind}\" path: \"/x\"}}");
        let expected = format!(
            "{kind:?} is not an HTTP method\nhelp: write one, such as `custom: {{kind: \"LIST\"}}`"
        );
        refused("custom", &rule, &expected);
    }
}

#[test]
fn a_shape_is_bound_once_in_a_service() {
    refused_one(
        "same_method",
        "get: \"/x/{room}\" additional_bindings {get: \"/x/*\"}",
        "t.S.Get GET /x/*",
        "`GET /x/*` is already bound to `Get`\nhelp: end one of them with a verb, such as \":Get\"",
    );
    let methods = "rpc A(Request) returns (Room) { option (google.api.http) = {get: \"/x/{room}\"}; }\n\
                   rpc B(Request) returns (Room) { option (google.api.http).get = \"/x/{place.name}\"; }";
    assert_eq!(
        compile("two_methods", methods),
        Err(format!(
            "test.proto:10:33: method `t.S/B`: `GET /x/*` is already bound to `A`\n\
             help: end one of them with a verb, such as \":B\"{}",
            without("t.S.B")
        ))
    );
    let methods = "rpc A(Request) returns (Room) { option (google.api.http) = {get: \"/x/{room}\"}; }\n\
                   rpc B(Request) returns (Room) { option (google.api.http) = {get: \"/x/{room}:b\"}; }\n\
                   rpc C(Request) returns (Room) { option (google.api.http) = {post: \"/x/{room}\"}; }\n\
                   rpc D(Request) returns (Room);";
    assert!(compile("different", methods).is_ok());
}
