//! The details of errors, in every form that says errors.

use std::collections::HashMap;
use std::time::Duration;

use futures_util::stream::{self, BoxStream, StreamExt as _};
use gateway::prost_types::{self, Any};
use gateway::{ErrorShape, Gateway, gateway};
use http::{HeaderValue, header};
use prost::Message;
use tests::details::{Ask, Item, failing_server};
use tests::server::Server;
use tests::websocket::Socket;
use tonic::{Code, Request, Response, Status};
use tonic_types::{ErrorDetail, ErrorDetails, StatusExt as _, pb};

/// A service whose calls fail with this status, streams after a message.
struct Failing(Status);

#[gateway]
#[tonic::async_trait]
impl failing_server::Failing for Failing {
    #[http(get = "/v1/get")]
    async fn get(&self, _: Request<Ask>) -> Result<Response<Item>, Status> {
        Err(self.0.clone())
    }

    type WatchStream = BoxStream<'static, Result<Item, Status>>;

    #[http(get = "/v1/watch")]
    #[http(get = "/v1/envelope", websocket(envelope))]
    async fn watch(&self, _: Request<Ask>) -> Result<Response<Self::WatchStream>, Status> {
        let item = Item {
            text: "a".to_owned(),
        };
        let items = stream::iter([Ok(item), Err(self.0.clone())]);
        Ok(Response::new(items.boxed()))
    }
}

async fn serve(gateway: Gateway) -> Server {
    Server::start(gateway.build().expect("bindings that do not clash")).await
}

/// The whole answer to a GET of the method that fails before the head.
async fn get(gateway: Gateway) -> String {
    serve(gateway).await.exchange("GET /v1/get").await
}

fn body(answer: &str) -> &str {
    let (_, body) = answer.split_once("\n\n").expect("a body");
    body
}

fn details_of(answer: &str) -> &str {
    let details = body(answer).strip_prefix(r#"{"code":3,"message":"no","details":"#);
    let details = details.and_then(|details| details.strip_suffix('}'));
    details.unwrap_or_else(|| panic!("{answer}"))
}

async fn details_json(status: Status) -> String {
    let answer = get(Gateway::new().service(Failing(status))).await;
    details_of(&answer).to_owned()
}

fn with_details(details: ErrorDetails) -> Status {
    Status::with_error_details(Code::InvalidArgument, "no", details)
}

/// A status with details as they are on the wire.
fn with_anys(details: &[(&str, Vec<u8>)]) -> Status {
    let details = details.iter().map(|(type_url, value)| Any {
        type_url: (*type_url).to_owned(),
        value: value.clone(),
    });
    let status = tonic_types::Status {
        details: details.collect(),
        ..tonic_types::Status::default()
    };
    Status::with_details(Code::InvalidArgument, "no", status.encode_to_vec().into())
}

/// Every standard detail, with the JSON that it is.
fn standard() -> Vec<(ErrorDetails, &'static str)> {
    vec![
        (
            ErrorDetails::with_error_info(
                "STOCKOUT",
                "example.com",
                HashMap::from([("zone".to_owned(), "a".to_owned())]),
            ),
            r#"{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"STOCKOUT","domain":"example.com","metadata":{"zone":"a"}}"#,
        ),
        (
            ErrorDetails::with_retry_info(Some(Duration::from_millis(1500))),
            r#"{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"1.500s"}"#,
        ),
        (
            ErrorDetails::with_debug_info(["a.rs:1".to_owned(), "b.rs:2".to_owned()], "a \"b\""),
            r#"{"@type":"type.googleapis.com/google.rpc.DebugInfo","stackEntries":["a.rs:1","b.rs:2"],"detail":"a \"b\""}"#,
        ),
        (
            ErrorDetails::with_quota_failure_violation("user:7", "too many"),
            r#"{"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"subject":"user:7","description":"too many"}]}"#,
        ),
        (
            ErrorDetails::with_precondition_failure_violation("TOS", "example.com", "not accepted"),
            r#"{"@type":"type.googleapis.com/google.rpc.PreconditionFailure","violations":[{"type":"TOS","subject":"example.com","description":"not accepted"}]}"#,
        ),
        (
            ErrorDetails::with_bad_request_violation("name", "must not be empty"),
            r#"{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"field":"name","description":"must not be empty"}]}"#,
        ),
        (
            ErrorDetails::with_request_info("r1", "data"),
            r#"{"@type":"type.googleapis.com/google.rpc.RequestInfo","requestId":"r1","servingData":"data"}"#,
        ),
        (
            ErrorDetails::with_resource_info("room", "rooms/1", "user:7", "gone"),
            r#"{"@type":"type.googleapis.com/google.rpc.ResourceInfo","resourceType":"room","resourceName":"rooms/1","owner":"user:7","description":"gone"}"#,
        ),
        (
            ErrorDetails::with_help_link("how to", "https://example.com/help"),
            r#"{"@type":"type.googleapis.com/google.rpc.Help","links":[{"description":"how to","url":"https://example.com/help"}]}"#,
        ),
        (
            ErrorDetails::with_localized_message("de", "ungültig"),
            r#"{"@type":"type.googleapis.com/google.rpc.LocalizedMessage","locale":"de","message":"ungültig"}"#,
        ),
    ]
}

#[tokio::test]
async fn standard_details_are_expanded_over_http() {
    for (details, json) in standard() {
        let server = serve(Gateway::new().service(Failing(with_details(details)))).await;
        let status = format!(r#"{{"code":3,"message":"no","details":[{json}]}}"#);
        for (request, expected) in [
            ("GET /v1/get", status.clone()),
            (
                "GET /v1/watch\naccept: application/x-ndjson",
                format!("{{\"text\":\"a\"}}\n{{\"error\":{status}}}\n"),
            ),
            (
                "GET /v1/watch\naccept: application/json",
                format!(r#"[{{"text":"a"}},{{"error":{status}}}]"#),
            ),
            (
                "GET /v1/watch\naccept: text/event-stream",
                format!("data: {{\"text\":\"a\"}}\n\nevent: failure\ndata: {status}\n\n"),
            ),
        ] {
            assert_eq!(body(&server.exchange(request).await), expected, "{request}");
        }
    }
}

#[tokio::test]
async fn standard_details_are_expanded_over_websocket() {
    for (details, json) in standard() {
        let status = with_details(details);
        let server = serve(Gateway::new().service(Failing(status.clone()))).await;
        let refuses = move |_: Request<()>| Err(status.clone());
        let strict = Gateway::new().service(Failing(Status::ok("")));
        let strict = serve(strict.interceptor(refuses)).await;
        for (path, item, error) in [
            (
                "/v1/watch",
                r#"{"text":"a"}"#,
                format!(r#"{{"error":{{"code":3,"message":"no","details":[{json}]}}}}"#),
            ),
            (
                "/v1/envelope",
                r#"{"type":"data","data":{"text":"a"}}"#,
                format!(r#"{{"type":"error","error":"no","code":3,"details":[{json}]}}"#),
            ),
        ] {
            let mut socket = Socket::open(&server, path, &[]).await.expect("a WebSocket");
            let end = format!("{error}\nclose 4003 no\nend\n");
            assert_eq!(socket.rest().await, format!("{item}\n{end}"), "{path}");
            let page = Socket::open(&strict, path, &["origin: http://localhost"]).await;
            assert_eq!(page.expect("a WebSocket").rest().await, end, "{path}");
        }
    }
}

#[tokio::test]
async fn details_keep_their_order() {
    let details: [ErrorDetail; 3] = [
        tonic_types::LocalizedMessage::new("en", "one").into(),
        tonic_types::ErrorInfo::new("TWO", "", HashMap::new()).into(),
        tonic_types::LocalizedMessage::new("en", "three").into(),
    ];
    let status = Status::with_error_details_vec(Code::InvalidArgument, "no", details);
    assert_eq!(
        details_json(status).await,
        r#"[{"@type":"type.googleapis.com/google.rpc.LocalizedMessage","locale":"en","message":"one"},"#
            .to_owned()
            + r#"{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"TWO"},"#
            + r#"{"@type":"type.googleapis.com/google.rpc.LocalizedMessage","locale":"en","message":"three"}]"#
    );
}

#[tokio::test]
async fn fields_that_tonic_types_does_not_set_are_known() {
    let bad_request = pb::BadRequest {
        field_violations: vec![pb::bad_request::FieldViolation {
            field: "name".to_owned(),
            reason: "EMPTY".to_owned(),
            localized_message: Some(pb::LocalizedMessage {
                locale: "en".to_owned(),
                message: "empty".to_owned(),
            }),
            ..Default::default()
        }],
    };
    let quota_failure = pb::QuotaFailure {
        violations: vec![pb::quota_failure::Violation {
            quota_id: "q".to_owned(),
            quota_dimensions: ["c", "a", "b"]
                .map(|name| (name.to_owned(), "1".to_owned()))
                .into(),
            quota_value: i64::MAX,
            future_quota_value: Some(0),
            ..Default::default()
        }],
    };
    let status = with_anys(&[
        ("t/google.rpc.BadRequest", bad_request.encode_to_vec()),
        ("t/google.rpc.QuotaFailure", quota_failure.encode_to_vec()),
    ]);
    assert_eq!(
        details_json(status).await,
        r#"[{"@type":"t/google.rpc.BadRequest","fieldViolations":[{"field":"name","reason":"EMPTY","localizedMessage":{"locale":"en","message":"empty"}}]},"#
            .to_owned()
            + r#"{"@type":"t/google.rpc.QuotaFailure","violations":[{"quotaId":"q","quotaDimensions":{"a":"1","b":"1","c":"1"},"quotaValue":"9223372036854775807","futureQuotaValue":"0"}]}]"#
    );
}

fn duration(seconds: i64, nanos: i32) -> prost_types::Duration {
    prost_types::Duration { seconds, nanos }
}

fn value(kind: prost_types::value::Kind) -> prost_types::Value {
    prost_types::Value { kind: Some(kind) }
}

#[tokio::test]
async fn well_known_types_are_values() {
    use prost_types::value::Kind;
    let strings = prost_types::ListValue {
        values: vec![value(Kind::StringValue("a".to_owned()))],
    };
    let fields = prost_types::Struct {
        fields: [("a".to_owned(), value(Kind::NumberValue(1.5)))].into(),
    };
    let mask = prost_types::FieldMask {
        paths: vec!["a_b.c".to_owned()],
    };
    let time = prost_types::Timestamp {
        seconds: 1,
        nanos: 0,
    };
    for (name, message, members) in [
        (
            "Duration",
            duration(1, 500_000_000).encode_to_vec(),
            r#","value":"1.500s""#,
        ),
        (
            "Timestamp",
            time.encode_to_vec(),
            r#","value":"1970-01-01T00:00:01Z""#,
        ),
        ("FieldMask", mask.encode_to_vec(), r#","value":"aB.c""#),
        ("ListValue", strings.encode_to_vec(), r#","value":["a"]"#),
        ("Struct", fields.encode_to_vec(), r#","value":{"a":1.5}"#),
        (
            "Value",
            value(Kind::NullValue(0)).encode_to_vec(),
            r#","value":null"#,
        ),
        ("BoolValue", true.encode_to_vec(), r#","value":true"#),
        (
            "BytesValue",
            vec![1, 2, 3].encode_to_vec(),
            r#","value":"AQID""#,
        ),
        ("DoubleValue", 1.5_f64.encode_to_vec(), r#","value":1.5"#),
        (
            "FloatValue",
            f32::INFINITY.encode_to_vec(),
            r#","value":"Infinity""#,
        ),
        ("Int32Value", (-1_i32).encode_to_vec(), r#","value":-1"#),
        ("Int64Value", (-1_i64).encode_to_vec(), r#","value":"-1""#),
        (
            "StringValue",
            "a\"".to_owned().encode_to_vec(),
            r#","value":"a\"""#,
        ),
        ("UInt32Value", Vec::new(), r#","value":0"#),
        ("UInt64Value", 1_u64.encode_to_vec(), r#","value":"1""#),
        ("Empty", Vec::new(), ""),
    ] {
        let type_url = format!("type.googleapis.com/google.protobuf.{name}");
        let status = with_anys(&[(&type_url, message)]);
        let expected = format!(r#"[{{"@type":"{type_url}"{members}}}]"#);
        assert_eq!(details_json(status).await, expected);
    }
}

#[tokio::test]
async fn messages_of_the_services_own_packages_are_known_in_every_form() {
    let item = Item {
        text: "a".to_owned(),
    };
    let status = with_anys(&[("x/details.v1.Item", item.encode_to_vec())]);
    let details = r#"[{"@type":"x/details.v1.Item","text":"a"}]"#;
    assert_eq!(details_json(status.clone()).await, details);

    let server = serve(Gateway::new().service(Failing(status))).await;
    for accept in [
        "text/event-stream",
        "application/x-ndjson",
        "application/json",
    ] {
        let request = format!("GET /v1/watch\naccept: {accept}");
        let answer = server.exchange(&request).await;
        assert!(answer.contains(details), "{answer}");
    }
}

#[tokio::test]
async fn what_is_not_known_is_base64() {
    let retry_info = pb::RetryInfo {
        retry_delay: Some(duration(i64::MAX, 0)),
    };
    for (type_url, bytes, members) in [
        (
            "type.googleapis.com/acme.v1.Thing",
            vec![1, 2, 3],
            r#","value":"AQID""#,
        ),
        (
            "type.googleapis.com/google.rpc.Badrequest",
            vec![],
            r#","value":"""#,
        ),
        ("google.rpc.BadRequest", vec![], r#","value":"""#),
        ("\"", vec![0xff], r#","value":"/w==""#),
        // A known type: no bytes, no protobuf, no UTF-8, and a delay that JSON cannot say.
        ("example.com/x/google.rpc.BadRequest", vec![], ""),
        (
            "type.googleapis.com/google.rpc.BadRequest",
            vec![0xff],
            r#","value":"/w==""#,
        ),
        (
            "type.googleapis.com/google.rpc.LocalizedMessage",
            vec![10, 1, 0xff],
            r#","value":"CgH/""#,
        ),
        (
            "type.googleapis.com/google.rpc.RetryInfo",
            retry_info.encode_to_vec(),
            r#","value":"CgoI//////////9/""#,
        ),
    ] {
        let details = details_json(with_anys(&[(type_url, bytes)])).await;
        let type_url = type_url.replace('"', "\\\"");
        assert_eq!(details, format!(r#"[{{"@type":"{type_url}"{members}}}]"#));
    }
}

#[tokio::test]
async fn nesting_without_end_is_base64() {
    use prost_types::value::Kind;
    let deep = (0..1_000).fold(value(Kind::NullValue(0)), |inner, _| {
        let values = vec![inner];
        value(Kind::ListValue(prost_types::ListValue { values }))
    });
    let type_url = "type.googleapis.com/google.protobuf.Value";
    let details = details_json(with_anys(&[(type_url, deep.encode_to_vec())])).await;
    let start = format!(r#"[{{"@type":"{type_url}","value":""#);
    assert!(details.starts_with(&start), "{details}");
}

#[tokio::test]
async fn details_that_are_no_status_are_none() {
    let status = Status::with_details(Code::InvalidArgument, "no", vec![0xff].into());
    assert_eq!(details_json(status).await, "[]");
}

#[tokio::test]
async fn the_shape_of_googles_apis_has_the_same_details() {
    for (details, json) in standard() {
        let gateway = Gateway::new()
            .service(Failing(with_details(details)))
            .error_shape(ErrorShape::Aip193);
        let expected = format!(
            r#"{{"error":{{"code":400,"message":"no","status":"INVALID_ARGUMENT","details":[{json}]}}}}"#
        );
        assert_eq!(body(&get(gateway).await), expected);
    }
}

fn challenges(answer: &str) -> Vec<&str> {
    let (head, _) = answer.split_once("\n\n").expect("a head");
    assert!(head.starts_with("HTTP/1.1 401 "), "{head}");
    let lines = head.lines();
    let challenges = lines.filter_map(|line| line.strip_prefix("www-authenticate: "));
    challenges.collect()
}

#[tokio::test]
async fn a_challenge_is_what_the_user_says() {
    let plain = || Gateway::new().service(Failing(Status::unauthenticated("who?")));
    assert!(challenges(&get(plain()).await).is_empty());

    let mut status = Status::unauthenticated("who?");
    let challenge = "Bearer realm=\"a\"".parse().expect("a header value");
    status.metadata_mut().insert("www-authenticate", challenge);
    let answer = get(Gateway::new().service(Failing(status))).await;
    assert_eq!(challenges(&answer), ["Bearer realm=\"a\""]);

    let replaced = plain().on_error(|status, response| {
        if status.code() == Code::Unauthenticated {
            let challenge = HeaderValue::from_static("Basic");
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, challenge);
        }
    });
    assert_eq!(challenges(&get(replaced).await), ["Basic"]);
}
