//! `google.protobuf.Api`, `google.protobuf.Type` and what they hold, and `google.rpc.Status`.

use bytes::BytesMut;
use gateway::json::{self, JsonOptions, ReadOptions, TextValue};
use gateway::{Message, RpcStatus};

use prost_types::{Api, Enum, EnumValue, Field, Method, Mixin, Option, SourceContext, Type};
use serde_json::Value;
use tests::reflection::Descriptions;

use super::{check, check_all, parse, rewritten, written};

const OPTION: &str = r#"{"name":"o","value":{"@type":"x/google.protobuf.BoolValue","value":true}}"#;
const SOURCE: &str = r#"{"fileName":"a.proto"}"#;
const VALUE: &str = r#"{"name":"A","number":-1,"options":[{"name":"p"}]}"#;
const STATUS: &str =
    r#"{"code":5,"message":"gone","details":[{"@type":"x/google.rpc.Status","code":1}]}"#;
const MIXIN: &str = r#"{"name":"m","root":"r"}"#;

fn field() -> String {
    format!(
        r#"{{"kind":"TYPE_SINT64","cardinality":"CARDINALITY_REPEATED","number":7,"name":"f","typeUrl":"x/T","oneofIndex":2,"packed":true,"options":[{OPTION}],"jsonName":"F","defaultValue":"1"}}"#
    )
}

fn method() -> String {
    format!(
        r#"{{"name":"Get","requestTypeUrl":"x/I","requestStreaming":true,"responseTypeUrl":"x/O","responseStreaming":true,"options":[{OPTION}],"syntax":"SYNTAX_PROTO3"}}"#
    )
}

fn proto_enum() -> String {
    format!(
        r#"{{"name":"E","enumvalue":[{VALUE},{{}}],"options":[{OPTION}],"sourceContext":{SOURCE},"syntax":"SYNTAX_EDITIONS"}}"#
    )
}

fn proto_type() -> String {
    let field = field();
    format!(
        r#"{{"name":"T","fields":[{field}],"oneofs":["a","b"],"options":[{OPTION}],"sourceContext":{SOURCE},"syntax":"SYNTAX_PROTO3"}}"#
    )
}

fn api() -> String {
    let method = method();
    format!(
        r#"{{"name":"S","methods":[{method}],"options":[{OPTION}],"version":"v1","sourceContext":{SOURCE},"mixins":[{MIXIN}],"syntax":"SYNTAX_PROTO3"}}"#
    )
}

/// The text has every field. It is the same when it is read as a whole, in an `Any`, from bytes, and field by field.
#[track_caller]
fn check_whole<M: Message + PartialEq>(text: &str) {
    let message: M = parse(text, &ReadOptions::DEFAULT).unwrap();
    assert_eq!(written(&message, &JsonOptions::DEFAULT), text);
    assert!(
        M::decode(&*message.encode_to_vec()).unwrap() == message,
        "{text} in bytes"
    );
    let any = format!(
        r#"{{"@type":"x/{}",{}"#,
        M::DESCRIPTOR.name(),
        text.trim_start_matches('{')
    );
    check::<prost_types::Any>(&any, &any);
    let members: Value = serde_json::from_str(text).unwrap();
    let mut by_field = M::default();
    for (index, field) in M::DESCRIPTOR.fields().iter().enumerate() {
        let mut out = BytesMut::new();
        json::write_field(&message, index, &mut out, &JsonOptions::DEFAULT).unwrap();
        let value: Value = serde_json::from_slice(&out).unwrap();
        assert_eq!(members.get(field.json_name()), Some(&value), "{field:?}");
        json::read_field(&mut by_field, index, &out, &ReadOptions::DEFAULT).unwrap();
    }
    assert!(by_field == message, "{text} by field");
}

#[test]
fn descriptions_of_types_and_services_are_objects() {
    check_whole::<SourceContext>(SOURCE);
    check_whole::<Option>(OPTION);
    check_whole::<EnumValue>(VALUE);
    check_whole::<Enum>(&proto_enum());
    check_whole::<Field>(&field());
    check_whole::<Type>(&proto_type());
    check_whole::<Method>(&method());
    check_whole::<Mixin>(MIXIN);
    check_whole::<Api>(&api());
    check_whole::<RpcStatus>(STATUS);
}

#[test]
fn enums_are_names_or_numbers() {
    check_all::<Field>(&[
        (r#"{"kind":18}"#, r#"{"kind":"TYPE_SINT64"}"#),
        (r#"{"kind":19,"cardinality":0}"#, r#"{"kind":19}"#),
        (
            r#"{"cardinality":"CARDINALITY_OPTIONAL"}"#,
            r#"{"cardinality":"CARDINALITY_OPTIONAL"}"#,
        ),
        (
            r#"{"kind":"SINT64"}"#,
            r#"kind: expected a value of `google.protobuf.Field.Kind`, got "SINT64" (byte 8)"#,
        ),
    ]);
    check::<Type>(
        r#"{"syntax":"proto3"}"#,
        r#"syntax: expected a value of `google.protobuf.Syntax`, got "proto3" (byte 10)"#,
    );
}

#[test]
fn their_fields_have_both_names_and_defaults() {
    check_all::<Method>(&[
        (
            r#"{"request_streaming":true,"response_type_url":"x"}"#,
            r#"{"requestStreaming":true,"responseTypeUrl":"x"}"#,
        ),
        (
            r#"{"name":"a","name":"b"}"#,
            "name: given more than once (byte 12)",
        ),
    ]);
    let options = JsonOptions::DEFAULT.emit_defaults(true).proto_names(true);
    assert_eq!(
        written(&Enum::default(), &options),
        r#"{"name":"","enumvalue":[],"options":[],"syntax":"SYNTAX_PROTO2"}"#
    );
    assert_eq!(
        written(&RpcStatus::default(), &options),
        r#"{"code":0,"message":"","details":[]}"#
    );
}

#[test]
fn they_are_fields_of_messages() {
    let (api, proto_type, proto_enum) = (api(), proto_type(), proto_enum());
    let text = format!(
        r#"{{"api":{api},"types":[{proto_type},{{}}],"enums":{{"e":{proto_enum}}},"syntax":"SYNTAX_PROTO3","kinds":["TYPE_UNKNOWN","TYPE_GROUP"],"cardinality":"CARDINALITY_UNKNOWN","error":{STATUS},"failure":{STATUS}}}"#
    );
    assert_eq!(
        rewritten::<Descriptions>(&text, &ReadOptions::DEFAULT),
        text
    );
    let text = format!(r#"{{"context":{SOURCE}}}"#);
    assert_eq!(
        rewritten::<Descriptions>(&text, &ReadOptions::DEFAULT),
        text
    );
}

#[test]
fn a_url_sets_their_fields() {
    let path = [
        Descriptions::DESCRIPTOR.field_index("error").unwrap(),
        RpcStatus::DESCRIPTOR.field_index("message").unwrap(),
    ];
    let value = TextValue {
        key: None,
        text: "gone",
    };
    let mut message = Descriptions::default();
    json::read_text(&mut message, &path, &[value], &ReadOptions::DEFAULT).unwrap();
    assert_eq!(
        written(&message, &JsonOptions::DEFAULT),
        r#"{"error":{"message":"gone"}}"#
    );
}
