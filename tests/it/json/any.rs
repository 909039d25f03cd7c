//! `google.protobuf.Any`: its members in any order, known and unknown types.

use gateway::Gateway;
use gateway::gateway;
use gateway::json::{JsonOptions, ReadOptions, Types, UnknownFields};
use prost::Message as _;
use prost_types::Any;
use tests::any::v1::{self, Holder, boxes_server};
use tests::any::{other, stranger};
use tests::server::Server;
use tonic::{Request, Response, Status};

use super::{check, check_all, parse, written};

fn types() -> Types {
    Types::default().with(&v1::TYPES)
}

fn rewritten(text: &str, unknown_fields: UnknownFields) -> String {
    let reading = ReadOptions::DEFAULT
        .unknown_fields(unknown_fields)
        .types(types());
    match parse::<Holder>(text, &reading) {
        Ok(message) => written(&message, &JsonOptions::DEFAULT.types(types())),
        Err(error) => error,
    }
}

#[test]
fn members_of_known_messages_stand_beside_their_type() {
    for text in [
        r#"{"any":{"@type":"type.googleapis.com/any.v1.Room","name":"a","seats":"7"}}"#,
        r#"{"any":{"@type":"x/any.v1.Room"}}"#,
        r#"{"any":{"@type":"/any.v1.Nothing"}}"#,
        r#"{"any":{}}"#,
        r#"{"list":[{"@type":"x/any.other.v1.Label","text":"b"},{"@type":"x/any.other.v1.Stamp","label":{}}]}"#,
        r#"{"map":{"k":{"@type":"x/google.rpc.ErrorInfo","reason":"r"}}}"#,
        r#"{"any":{"@type":"x/any.v1.Room","nextRoom":{"extra":{"@type":"x/any.v1.Room","name":"inner"}}}}"#,
    ] {
        assert_eq!(rewritten(text, UnknownFields::Reject), text);
    }
}

#[test]
fn messages_with_a_form_of_their_own_are_a_member_value() {
    for text in [
        r#"{"any":{"@type":"x/google.protobuf.Duration","value":"1.500s"}}"#,
        r#"{"any":{"@type":"x/google.protobuf.Int64Value","value":"5"}}"#,
        r#"{"any":{"@type":"x/google.protobuf.BytesValue","value":"AQI="}}"#,
        r#"{"any":{"@type":"x/google.protobuf.Value","value":null}}"#,
        r#"{"any":{"@type":"x/google.protobuf.Struct","value":{"@type":1}}}"#,
        r#"{"any":{"@type":"x/google.protobuf.Empty"}}"#,
        r#"{"any":{"@type":"x/google.protobuf.Any","value":{"@type":"x/any.v1.Room","name":"a"}}}"#,
        r#"{"any":{"@type":"x/google.protobuf.Any","value":{}}}"#,
    ] {
        assert_eq!(rewritten(text, UnknownFields::Reject), text);
    }
}

#[test]
fn the_type_may_stand_anywhere() {
    for (text, expected) in [
        (
            r#"{"any":{"name":"a","@type":"x/any.v1.Room","seats":7}}"#,
            r#"{"any":{"@type":"x/any.v1.Room","name":"a","seats":"7"}}"#,
        ),
        (
            r#"{"any":{"value":"1s","\u0040type":"x/google.protobuf.Duration"}}"#,
            r#"{"any":{"@type":"x/google.protobuf.Duration","value":"1s"}}"#,
        ),
        (
            r#"{"any":{"value":{"value":{"seats":1,"@type":"x/any.v1.Room"},"@type":"x/google.protobuf.Any"},"@type":"x/google.protobuf.Any"},
                "list":[{"name":"b","@type":"x/any.v1.Room"}]}"#,
            r#"{"any":{"@type":"x/google.protobuf.Any","value":{"@type":"x/google.protobuf.Any","value":{"@type":"x/any.v1.Room","seats":"1"}}},"list":[{"@type":"x/any.v1.Room","name":"b"}]}"#,
        ),
        (
            r#"{"any":{"extra":{"@type":"x/any.v1.Nothing"},"@type":"x/any.v1.Room","nextRoom":{"@type":0}}}"#,
            r#"{"any":{"@type":"x/any.v1.Room","nextRoom":{},"extra":{"@type":"x/any.v1.Nothing"}}}"#,
        ),
    ] {
        assert_eq!(rewritten(text, UnknownFields::Ignore), expected);
    }
}

#[test]
fn an_empty_message_may_be_a_member_value() {
    for (members, answer) in [
        (r#","value":{}"#, None),
        ("", None),
        (
            r#","value":{"a":1}"#,
            Some(r#"any.value: unknown field "a" (byte 51)"#),
        ),
        (
            r#","value":1"#,
            Some("any.value: expected an object, got 1 (byte 50)"),
        ),
        (
            r#","values":{}"#,
            Some(r#"any: unknown field "values" (byte 42)"#),
        ),
        (
            r#","value":{},"value":{}"#,
            Some("any.value: given more than once (byte 53)"),
        ),
    ] {
        let empty = r#"{"any":{"@type":"x/google.protobuf.Empty"}}"#;
        let text = format!(r#"{{"any":{{"@type":"x/google.protobuf.Empty"{members}}}}}"#);
        let expected = answer.unwrap_or(empty);
        assert_eq!(rewritten(&text, UnknownFields::Reject), expected, "{text}");
    }
}

#[test]
fn bytes_of_unknown_types_are_base64() {
    check::<Holder>(
        r#"{"any":{"value":"AQI","@type":"x/any.v1.Room"}}"#,
        r#"{"any":{"@type":"x/any.v1.Room","value":"AQI="}}"#,
    );
    check::<Any>(
        r#"{"@type":"x/y","value":""}"#,
        r#"{"@type":"x/y","value":""}"#,
    );
}

#[test]
fn mistakes_are_named() {
    check_all::<Holder>(&[
        (
            r#"{"any":{"@type":"x/any.v1.Room","name":"a"}}"#,
            r#"any: expected the type of a message that is known here, got "x/any.v1.Room" (byte 16)"#,
        ),
        (
            r#"{"any":{"name":"a"}}"#,
            "any: a member `@type` is missing (byte 8)",
        ),
        (
            r#"{"any":{"@type":5}}"#,
            "any.@type: expected the URL of a type, got 5 (byte 16)",
        ),
        (
            r#"{"any":{"@type":"","value":""}}"#,
            r#"any: expected a URL that ends in the name of a message, got "" (byte 16)"#,
        ),
        (
            r#"{"any":{"@type":"Room","value":""}}"#,
            r#"any: expected a URL that ends in the name of a message, got "Room" (byte 16)"#,
        ),
        (
            r#"{"any":{"@type":"x/google.protobuf.Duration"}}"#,
            "any: a member `value` is missing (byte 45)",
        ),
        (
            r#"{"any":{"@type":"x/google.protobuf.Duration","value":1}}"#,
            r#"any.value: expected a duration such as "1.5s", got 1 (byte 53)"#,
        ),
        (
            r#"{"any":{"@type":"x/google.protobuf.Empty","@type":"x/google.protobuf.Empty"}}"#,
            "any.@type: given more than once (byte 42)",
        ),
        (
            r#"{"any":{"@type":"x/google.protobuf.Value","value":1,"value":2}}"#,
            "any.value: given more than once (byte 52)",
        ),
        ("[]", "expected an object, got an array (byte 0)"),
        (
            r#"{"any":[]}"#,
            "any: expected an object, got an array (byte 7)",
        ),
        (
            r#"{"any":{"value":[1,x],"@type":"x/google.protobuf.Value"}}"#,
            "any: expected a value, got x (byte 19)",
        ),
    ]);
    assert_eq!(
        rewritten(
            r#"{"any":{"@type":"x/any.v1.Room","nom":1}}"#,
            UnknownFields::Reject
        ),
        r#"any: unknown field "nom" (byte 32)"#
    );
}

#[test]
fn what_is_not_of_its_type_has_no_json_form() {
    for (type_url, value, error) in [
        (
            "x/any.v1.Room",
            vec![0xff],
            "any: a `google.protobuf.Any` does not hold the message that its type names",
        ),
        (
            "any.v1.Room",
            vec![],
            "any: the `type_url` of a `google.protobuf.Any` does not end in the name of a message",
        ),
    ] {
        let message = Holder {
            any: Some(Any {
                type_url: type_url.to_owned(),
                value,
            }),
            ..Holder::default()
        };
        let options = JsonOptions::DEFAULT.types(types());
        assert_eq!(written(&message, &options), error);
    }
}

/// The name `@type` is the type's: what no reader could tell from it is not written.
#[test]
fn a_field_of_the_name_of_the_type_has_no_place_in_an_any() {
    const NO_PLACE: &str =
        "any: a message with a field `@type` cannot be in a `google.protobuf.Any`";
    let typed = |kind: &str, inner: Option<v1::Typed>| v1::Typed {
        kind: kind.to_owned(),
        text: "t".to_owned(),
        inner: inner.map(Box::new),
    };
    let held = |message: &v1::Typed| Holder {
        any: Some(Any {
            type_url: "x/any.v1.Typed".to_owned(),
            value: message.encode_to_vec(),
        }),
        ..Holder::default()
    };
    let options = JsonOptions::DEFAULT.types(types());
    let reading = ReadOptions::DEFAULT.types(types());
    for (message, options, expected) in [
        (typed("a", None), &options, NO_PLACE),
        (
            typed("", None),
            &options,
            r#"{"any":{"@type":"x/any.v1.Typed","text":"t"}}"#,
        ),
        (
            typed("", None),
            &options.clone().emit_defaults(true),
            NO_PLACE,
        ),
        (
            typed("a", None),
            &options.clone().proto_names(true),
            r#"{"any":{"@type":"x/any.v1.Typed","kind":"a","text":"t"}}"#,
        ),
        (
            typed("", Some(typed("a", None))),
            &options,
            r#"{"any":{"@type":"x/any.v1.Typed","text":"t","inner":{"@type":"a","text":"t"}}}"#,
        ),
    ] {
        let holder = held(&message);
        assert_eq!(written(&holder, options), expected);
        if expected.starts_with('{') {
            assert_eq!(parse::<Holder>(expected, &reading).unwrap(), holder);
        }
    }
    let twice = r#"{"any":{"@type":"x/any.v1.Typed","@type":"a"}}"#;
    assert_eq!(
        parse::<Holder>(twice, &reading).unwrap_err(),
        "any.@type: given more than once (byte 33)"
    );
}

#[test]
fn the_field_of_a_mistake_is_that_around_what_was_written_before() {
    let room = |value: &[u8]| Any {
        type_url: "x/any.v1.Room".to_owned(),
        value: value.to_vec(),
    };
    let message = Holder {
        list: vec![room(b"\x0a\x01a"), room(b"\xff")],
        ..Holder::default()
    };
    assert_eq!(
        written(&message, &JsonOptions::DEFAULT.types(types())),
        "list: a `google.protobuf.Any` does not hold the message that its type names"
    );
}

#[test]
fn nesting_is_limited_in_both_directions() {
    let nested = |depth: usize| {
        let open = r#"{"value":"#.repeat(depth - 1);
        let close = r#","@type":"x/google.protobuf.Any"}"#.repeat(depth - 1);
        format!("{open}{{}}{close}")
    };
    let any: Any = parse(nested(100), &ReadOptions::DEFAULT).unwrap();
    assert!(written(&any, &JsonOptions::DEFAULT).starts_with(r#"{"@type":"#));
    let refused = parse::<Any>(nested(101), &ReadOptions::DEFAULT).unwrap_err();
    assert!(
        refused.contains("nested deeper than 100 levels"),
        "{refused}"
    );
    let deeper = Any {
        type_url: "x/google.protobuf.Any".to_owned(),
        value: any.encode_to_vec(),
    };
    assert_eq!(
        written(&deeper, &JsonOptions::DEFAULT),
        "objects and arrays are nested too deep"
    );
}

/// A service that answers what it is asked.
struct Boxes;

#[gateway]
#[tonic::async_trait]
impl boxes_server::Boxes for Boxes {
    #[http(post = "/v1/boxes", body = "*")]
    async fn echo(&self, request: Request<Holder>) -> Result<Response<Holder>, Status> {
        Ok(Response::new(request.into_inner()))
    }
}

#[tokio::test]
async fn a_gateway_knows_the_packages_of_its_services_and_those_that_are_registered() {
    let stranger = r#"{"any":{"@type":"x/any.stranger.v1.Stranger","name":"a"}}"#;
    let own =
        r#"{"any":{"@type":"x/any.v1.Room","name":"a"},"list":[{"@type":"x/any.other.v1.Stamp"}]}"#;
    let answers = async |gateway: Gateway, text: &str| {
        let server = Server::start(gateway.service(Boxes).build().unwrap()).await;
        let answer = server
            .exchange(&format!(
                "POST /v1/boxes\ncontent-type: application/json\n\n{text}"
            ))
            .await;
        answer.split_once("\n\n").unwrap().1.trim_end().to_owned()
    };
    assert_eq!(answers(Gateway::new(), own).await, own);
    assert!(
        answers(Gateway::new(), stranger)
            .await
            .contains("expected the type of a message that is known here")
    );
    let registered = Gateway::new().register(&stranger::v1::TYPES);
    assert_eq!(answers(registered, stranger).await, stranger);
    let options = JsonOptions::DEFAULT.types(Types::default().with(&other::v1::TYPES));
    assert_eq!(answers(Gateway::new().json(options), own).await, own);
}
