//! Rules that a build leaves out, and the mistakes of rules.

mod project;

use std::fs;

use gateway_build::Builder;
use project::{compile_with, error_with};

const HEAD: &str = "syntax = \"proto3\";
package t.v1;
import \"google/api/annotations.proto\";
message A { string a = 1; repeated string b = 2; }
";

/// Each of the files that people have and cannot change is wrong in its own way.
const WRONG: &str = "service S {
  rpc Path(A) returns (A) { option (google.api.http).get = \"/{none}\"; }
  rpc List(A) returns (A) { option (google.api.http).get = \"/{b}\"; }
  rpc First(A) returns (A) { option (google.api.http).get = \"/x/{a}\"; }
  rpc Second(A) returns (A) {
    option (google.api.http) = {
      post: \"/second\" body: \"c\"
      additional_bindings { get: \"/x/{a}\" }
      additional_bindings { get: \"/y\" }
      additional_bindings { get: \"/y\" }
    };
  }
}
service Other { rpc Get(A) returns (A) { option (google.api.http).get = \"/other\"; } }
";

const NAMES: [&str; 4] = [
    "t.v1.S.Path",
    "t.v1.S.List",
    "t.v1.S.Second POST /second",
    "t.v1.S.Second GET /x/{a}",
];

fn source() -> String {
    format!("{HEAD}{WRONG}")
}

fn without(names: &[&str], builder: Builder) -> Builder {
    names.iter().fold(builder, Builder::without_http)
}

fn error(test: &str, names: &[&str]) -> String {
    let source = source();
    error_with(test, &[("test.proto", &source)], |builder| {
        without(names, builder)
    })
}

/// The HTTP methods and paths that are bound.
fn bound(test: &str, names: &[&str]) -> Vec<String> {
    let source = source();
    let files = [("test.proto", &*source)];
    let (folder, compiled) = compile_with(test, &files, |builder| without(names, builder));
    compiled.unwrap();
    let code = fs::read_to_string(folder.join("t.v1.rs")).unwrap();
    let bindings = code.split("::Binding::new(").skip(1);
    let parts = bindings.map(|binding| {
        let mut texts = binding.split('"');
        format!("{} {}", texts.nth(1).unwrap(), texts.nth(1).unwrap())
    });
    parts.collect()
}

#[test]
fn all_wrong_rules_are_reported_with_the_setting_that_leaves_each_out() {
    let text = error("all_rules", &[]);
    let help = |name: &str| {
        format!(
            "help: to build without this rule, add `.without_http({name:?})` to `gateway_build::configure()`"
        )
    };
    let [path, list, post, get] = NAMES.map(help);
    assert_eq!(
        text,
        format!(
            "test.proto:6:29: method `t.v1.S/Path`: `none` is not a field of `A`\n\
             \"/{{none}}\"\n   ^^^^ fields that fit: `a`\n{path}\n\
             test.proto:7:29: method `t.v1.S/List`: `b` is repeated, which a path cannot hold\n\
             \"/{{b}}\"\n   ^ leave it to the query or the body\n{list}\n\
             test.proto:10:5: method `t.v1.S/Second`: `c` is not a field of `A`\n\
             help: fields that fit: `a`, `b`\n{post}\n\
             test.proto:10:5: method `t.v1.S/Second`: `GET /x/*` is already bound to `First`\n\
             help: end one of them with a verb, such as \":Second\"\n{get}"
        )
    );
}

#[test]
fn what_is_left_out_is_not_bound() {
    assert_eq!(
        bound("left_out", &NAMES),
        ["GET /x/{a}", "GET /y", "GET /other"]
    );
    let first = ["t.v1.S.Path", "t.v1.S/List", ".t.v1.S.First", NAMES[2]];
    assert_eq!(
        bound("left_out_first", &first),
        ["GET /x/{a}", "GET /y", "GET /other"]
    );
    assert_eq!(bound("left_out_service", &["t.v1.S"]), ["GET /other"]);
    assert_eq!(bound("left_out_package", &[".t"]), [""; 0]);
}

#[test]
fn a_name_that_leaves_out_nothing_is_an_error() {
    for (name, expected) in [
        (
            "t.v1.S.Pth",
            "without_http(\"t.v1.S.Pth\") leaves out nothing\nhelp: did you mean \"t.v1.S.Path\"?",
        ),
        (
            "t.v1.Othe",
            "without_http(\"t.v1.Othe\") leaves out nothing\nhelp: did you mean \"t.v1.Other.Get\"?",
        ),
        (
            "t.v1.Other.Get POST /other",
            "without_http(\"t.v1.Other.Get POST /other\") leaves out nothing\nhelp: its rules are `GET /other`",
        ),
        (
            "",
            "without_http(\"\") leaves out nothing\nhelp: name a method that has a rule, such as \"chat.v1.Chat.GetRoom\"",
        ),
    ] {
        let names = [&["t.v1.S"], &[name][..]].concat();
        assert_eq!(error("unknown_name", &names), expected);
    }
}
