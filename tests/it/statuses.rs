//! HTTP statuses that users set: only the status of a response is taken, so that the next response is where it is due.

use http::{Request, StatusCode};
use http_body_util::{BodyExt as _, Empty};
use tests::server::Server;

const CONTENT: &str = r#"{"seq":"9007199254740993""#;

const REFUSED: &str = r#"{"code":13,"message":"the handler's `StatusCode` is "#;

/// What a handler sets, the status that is sent, and how the content begins.
const STATUSES: [(u16, u16, &str); 17] = [
    (100, 500, REFUSED),
    (101, 500, REFUSED),
    (103, 500, REFUSED),
    (199, 500, REFUSED),
    (200, 200, CONTENT),
    (201, 201, CONTENT),
    (204, 204, ""),
    (205, 205, ""),
    (299, 299, CONTENT),
    (300, 300, CONTENT),
    (303, 303, CONTENT),
    (304, 304, ""),
    (400, 400, CONTENT),
    (500, 500, CONTENT),
    (599, 599, CONTENT),
    (600, 500, REFUSED),
    (999, 500, REFUSED),
];

/// The status and the content of two responses on one connection, of which the second is always the same.
async fn first_of_two(server: &Server, path: &str, script: &str) -> (u16, String) {
    let mut client = server.connect().await;
    let two = format!(
        "GET {path} HTTP/1.1\r\nhost: a\r\nx-script: {script}\r\n\r\n\
         GET /v1/items/last HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"
    );
    client.send(two.as_bytes()).await;
    let received = client.read_to_end().await;
    let (first, last) = received
        .rsplit_once("HTTP/1.1 200 OK\r\n")
        .unwrap_or_else(|| panic!("{script}: one response\n{received}"));
    assert!(
        last.ends_with(r#""asked":{"room":"last"}}"#),
        "{script}\n{received}"
    );
    let (head, content) = first.split_once("\r\n\r\n").expect("a head");
    let status = head
        .strip_prefix("HTTP/1.1 ")
        .and_then(|head| head.get(..3));
    let status = status.and_then(|status| status.parse().ok());
    (status.expect("a status"), content.to_owned())
}

#[tokio::test]
async fn a_handler_sets_the_status_of_a_response_and_no_other() {
    let (server, _calls) = Server::scripted().await;
    for (set, sent, content) in STATUSES {
        let found = first_of_two(&server, "/v1/items/a", &format!("={set}")).await;
        assert_eq!(found.0, sent, "{set}");
        assert!(found.1.starts_with(content), "{set}: {}", found.1);
        assert_eq!(found.1.is_empty(), content.is_empty(), "{set}: {}", found.1);
    }
}

#[tokio::test]
async fn a_handler_sets_the_same_over_http2() {
    let (server, _calls) = Server::scripted().await;
    let mut client = server.connect_http2().await;
    for (set, sent, content) in STATUSES {
        let request = Request::get("http://a/v1/items/a")
            .header("x-script", format!("={set}"))
            .body(Empty::<bytes::Bytes>::new());
        let response = client.send_request(request.expect("a request")).await;
        let response = response.expect("a response");
        assert_eq!(response.status(), sent, "{set}");
        let body = response.into_body().collect().await.expect("no reset");
        assert!(body.to_bytes().starts_with(content.as_bytes()), "{set}");
    }
}

#[tokio::test]
async fn on_error_sets_the_status_of_a_response_and_no_other() {
    const ERROR: &str = r#"{"code":9,"#;
    for (set, sent, content) in [
        (100, 400, ERROR),
        (101, 400, ERROR),
        (199, 400, ERROR),
        (200, 200, ERROR),
        (204, 204, ""),
        (205, 205, ""),
        (304, 304, ""),
        (599, 599, ERROR),
        (600, 400, ERROR),
    ] {
        let status = StatusCode::from_u16(set).expect("three digits");
        let change = move |gateway: gateway::Gateway| {
            gateway.on_error(move |_, response| *response.status_mut() = status)
        };
        let (server, _calls) = Server::scripted_with(change).await;
        let found = first_of_two(&server, "/v1/items/a", "!").await;
        assert_eq!(found.0, sent, "{set}");
        assert!(found.1.starts_with(content), "{set}: {}", found.1);
        assert_eq!(found.1.is_empty(), content.is_empty(), "{set}: {}", found.1);
    }
}
