//! Well-known types as whole messages, and `HttpBody`.

use gateway::json::{self, JsonOptions, ReadOptions, TextValue};
use gateway::{HttpBody, Message};
use prost::Message as _;
use prost_types::Any;
use tests::all::{Anything, WellKnown, Wrappers};

use super::{check, check_all, rewritten, written};

#[test]
fn wrappers_are_the_values_that_they_wrap() {
    check::<bool>("true", "true");
    check::<Vec<u8>>(r#""-_8""#, r#""+/8=""#);
    check::<bytes::Bytes>(r#""-_8""#, r#""+/8=""#);
    check::<f64>("1.5", "1.5");
    check::<f32>(r#""NaN""#, r#""NaN""#);
    check::<i32>("-1", "-1");
    check::<i64>("9007199254740993", r#""9007199254740993""#);
    check::<String>(r#""é""#, r#""é""#);
    check::<u32>("0", "0");
    check::<u64>(r#""1""#, r#""1""#);
    check::<u32>(
        "-1",
        "expected an integer from 0 to 4294967295, got -1 (byte 0)",
    );
    check::<String>("null", "expected a string, got null (byte 0)");
    check::<bool>("{}", "expected true or false, got an object (byte 0)");
    assert_eq!(i64::DESCRIPTOR.name(), "google.protobuf.Int64Value");
    check::<prost_types::FieldMask>(r#""a,bC""#, r#""a,bC""#);
    check::<()>("{}", "{}");
}

#[test]
fn wrappers_and_masks_in_a_url() {
    fn set<M: Message>(field: &str, texts: &[&str]) -> String {
        let values: Vec<_> = texts
            .iter()
            .map(|text| TextValue { key: None, text })
            .collect();
        let mut message = M::default();
        let path = [M::DESCRIPTOR.field_index(field).unwrap()];
        match json::read_text(&mut message, &path, &values, &ReadOptions::DEFAULT) {
            Ok(()) => written(&message, &JsonOptions::DEFAULT),
            Err(error) => error.to_string(),
        }
    }
    assert_eq!(set::<Wrappers>("int64", &["0"]), r#"{"int64":"0"}"#);
    assert_eq!(set::<Wrappers>("string", &[""]), r#"{"string":""}"#);
    assert_eq!(set::<Wrappers>("bytes", &["-_8"]), r#"{"bytes":"+/8="}"#);
    assert_eq!(
        set::<Wrappers>("doubles", &["1", "NaN"]),
        r#"{"doubles":[1,"NaN"]}"#
    );
    assert_eq!(set::<Wrappers>("bool", &["1", "0"]), "given more than once");
    assert_eq!(
        set::<WellKnown>("mask", &["a,b.cD"]),
        r#"{"mask":"a,b.cD"}"#
    );
    assert_eq!(set::<WellKnown>("mask", &[""]), r#"{"mask":""}"#);
    assert_eq!(
        set::<WellKnown>("mask", &["a_b.c,dE"]),
        r#"{"mask":"aB.c,dE"}"#
    );
    assert_eq!(
        set::<WellKnown>("mask", &["a_B"]),
        r#"expected a field mask such as "name,createTime", got "a_B""#
    );
}

#[test]
fn http_bodies_have_a_json_form() {
    let text = r#"{"contentType":"text/html","data":"aGk="}"#;
    check_all::<HttpBody>(&[
        (text, text),
        (
            r#"{"content_type":"a","data":null}"#,
            r#"{"contentType":"a"}"#,
        ),
        ("{}", "{}"),
        (r#"{"extensions":[]}"#, "{}"),
        (r#"{"extensions":null}"#, "{}"),
        (
            r#"{"extensions":[{"@type":"x/google.protobuf.Empty"}]}"#,
            r#"{"extensions":[{"@type":"x/google.protobuf.Empty"}]}"#,
        ),
        (
            r#"{"extensions":[{"@type":"x"}]}"#,
            r#"extensions[0]: expected a URL that ends in the name of a message, got "x" (byte 24)"#,
        ),
    ]);
    assert_eq!(
        rewritten::<Anything>(r#"{"file":{"data":"aGk"}}"#, &ReadOptions::DEFAULT),
        r#"{"file":{"data":"aGk="}}"#
    );
    let options = JsonOptions::DEFAULT.emit_defaults(true).proto_names(true);
    assert_eq!(
        written(&HttpBody::default(), &options),
        r#"{"content_type":"","data":"","extensions":[]}"#
    );
}

#[test]
fn http_bodies_are_known_by_their_description() {
    assert!(HttpBody::DESCRIPTOR.is_http_body());
    let file = &Anything::DESCRIPTOR.fields()[Anything::DESCRIPTOR.field_index("file").unwrap()];
    assert!(
        file.message()
            .is_some_and(gateway::MessageDescriptor::is_http_body)
    );
    assert!(!Anything::DESCRIPTOR.is_http_body());
    let body = HttpBody {
        content_type: "a".to_owned(),
        data: "b".into(),
        extensions: vec![Any::default()],
    };
    assert_eq!(body.encode_to_vec(), b"\x0a\x01a\x12\x01b\x1a\x00");
}
