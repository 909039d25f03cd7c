//! WebSockets over HTTP/2 (RFC 8441).

use bytes::Bytes;
use futures_util::{SinkExt as _, StreamExt as _};
use gateway::{Gateway, WebSocket};
use http::{Method, Request};
use http_body_util::{BodyExt as _, Empty};
use hyper::client::conn::http2::SendRequest;
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use tests::script::{PATIENCE, Scripted};
use tests::server::{Calls, Server};
use tests::wire::Item;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::Role;
use tonic::{Response, Streaming};

pub(crate) type Client = SendRequest<Empty<Bytes>>;
pub(crate) type Socket = WebSocketStream<TokioIo<Upgraded>>;

const CONVERSE: &str = "/v1/items/lobby/converse";

async fn start() -> (Server, Calls, Client) {
    let (service, calls) = Scripted::new();
    let websocket = WebSocket::default().origins(["https://app.example"]);
    let router = Gateway::new()
        .service(service)
        .websocket(websocket)
        .build()
        .expect("one service")
        .merge(handlers());
    let server = Server::start(router).await;
    let mut client = server.connect_http2().await;
    settle(&mut client, "/v1/items/a").await;
    let mut calls = Calls::from(calls);
    assert_eq!(calls.ended().await, "get");
    (server, calls, client)
}

/// Waits for any answer. It shows that the settings have come, which allow CONNECT with a protocol.
pub(crate) async fn settle(client: &mut Client, path: &str) {
    let request = Request::get(format!("http://localhost{path}"))
        .body(Empty::new())
        .expect("a request");
    let answer = client.send_request(request).await.expect("an answer");
    answer.into_body().collect().await.expect("a body");
}

fn handlers() -> axum::Router {
    type Items = Streaming<Item>;
    let echo = gateway::bidi_streaming(|request: tonic::Request<Items>| async {
        Ok(Response::new(request.into_inner()))
    });
    let same = gateway::unary(|request: tonic::Request<Item>| async {
        Ok(Response::new(request.into_inner()))
    });
    axum::Router::new()
        .route("/echo/{room}", echo.into())
        .route("/same/{room}", same.into())
}

pub(crate) async fn open(
    client: &mut Client,
    path: &str,
    headers: &[(&str, &str)],
) -> Result<Socket, String> {
    let mut request = Request::builder()
        .method(Method::CONNECT)
        .uri(format!("http://localhost{path}"))
        .extension(hyper::ext::Protocol::from_static("websocket"))
        .header("sec-websocket-version", "13");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Empty::new()).expect("a request");
    let response = client.send_request(request).await.expect("an answer");
    let status = response.status().as_u16();
    if status != 200 {
        let body = response
            .into_body()
            .collect()
            .await
            .expect("a body")
            .to_bytes();
        return Err(format!("{status} {}", String::from_utf8_lossy(&body)));
    }
    let upgraded = hyper::upgrade::on(response).await.expect("an upgrade");
    Ok(WebSocketStream::from_raw_socket(TokioIo::new(upgraded), Role::Client, None).await)
}

pub(crate) async fn next(socket: &mut Socket) -> String {
    match timeout(PATIENCE, socket.next()).await.expect("a frame") {
        Some(Ok(Message::Text(text))) => text.to_string(),
        Some(Ok(Message::Close(Some(close)))) => format!("close {}", u16::from(close.code)),
        Some(Ok(frame)) => format!("{frame:?}"),
        end => format!("{end:?}"),
    }
}

#[tokio::test]
async fn conversations() {
    let (_server, mut calls, mut client) = start().await;
    let mut socket = open(&mut client, "/v1/items/lobby/watch", &[("x-script", "m")])
        .await
        .expect("a socket");
    assert_eq!(
        next(&mut socket).await,
        r#"{"seq":"1","text":"m1","room":"lobby"}"#
    );
    assert_eq!(next(&mut socket).await, "close 1000");
    assert_eq!(calls.ended().await, "watch");

    let mut socket = open(&mut client, CONVERSE, &[("x-script", "Em")])
        .await
        .expect("a socket");
    for text in ["a", "b"] {
        socket
            .send(Message::text(format!(r#"{{"text":"{text}"}}"#)))
            .await
            .expect("the server reads");
        assert_eq!(
            next(&mut socket).await,
            format!(r#"{{"text":"{text}","room":"lobby"}}"#)
        );
    }
    socket
        .send(Message::text(""))
        .await
        .expect("the server reads");
    assert_eq!(next(&mut socket).await, r#"{"seq":"1","text":"m1"}"#);
    assert_eq!(next(&mut socket).await, "close 1000");
    assert_eq!(calls.ended().await, "converse");
}

#[tokio::test]
async fn handlers_without_the_macro() {
    let (_server, _calls, mut client) = start().await;
    let mut socket = open(&mut client, "/echo/lobby", &[])
        .await
        .expect("a socket");
    for (sent, expected) in [
        (r#"{"text":"a"}"#, r#"{"text":"a","room":"lobby"}"#),
        ("", "close 1000"),
    ] {
        let sent = socket.send(Message::text(sent)).await;
        sent.expect("the server reads");
        assert_eq!(next(&mut socket).await, expected);
    }
    let unary = open(&mut client, "/same/lobby", &[]).await;
    assert_eq!(unary.expect_err("a unary method"), "405 ");
}

#[tokio::test]
async fn a_client_that_leaves_drops_the_call() {
    let (_server, mut calls, mut client) = start().await;
    let socket = open(&mut client, CONVERSE, &[("x-script", "E")])
        .await
        .expect("a socket");
    drop(socket);
    assert_eq!(calls.ended().await, "converse");
    let mut socket = open(&mut client, CONVERSE, &[("x-script", "E")])
        .await
        .expect("a socket");
    socket.close(None).await.expect("the server is there");
    assert_eq!(calls.ended().await, "converse");
}

#[tokio::test]
async fn refusals_are_http_errors() {
    let (_server, mut calls, mut client) = start().await;
    for (path, header, expected) in [
        (
            "/v1/items/lobby/watch",
            ("x-script", "!"),
            r#"400 {"code":9,"message":"not \"now\"","details":[]}"#,
        ),
        (
            "/v1/without/websocket",
            ("x-script", "m"),
            r#"501 {"code":12,"message":"streaming not supported: websocket is disabled for this endpoint; accept text/event-stream or application/x-ndjson","details":[]}"#,
        ),
        (
            CONVERSE,
            ("origin", "https://other.example"),
            r#"403 {"code":7,"message":"a page of this origin may not open a WebSocket here","details":[]}"#,
        ),
    ] {
        assert_eq!(
            open(&mut client, path, &[header]).await.expect_err(path),
            expected
        );
    }
    while !calls.is_empty() {}
    let unary = open(&mut client, "/v1/items/a", &[])
        .await
        .expect_err("a unary method");
    assert!(unary.starts_with("405 "), "{unary}");
    assert!(calls.is_empty());
    let listed = ("origin", "https://app.example");
    for path in ["/v1/items/lobby/watch", CONVERSE] {
        assert!(
            open(&mut client, path, &[listed, ("x-script", ".")])
                .await
                .is_ok(),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_client_that_keeps_sending_is_closed_all_the_same() {
    let (_server, mut calls, mut client) = start().await;
    let mut socket = open(&mut client, CONVERSE, &[("x-script", "re")])
        .await
        .expect("a socket");
    let message = Message::text(format!(r#"{{"text":"{}"}}"#, "x".repeat(10_000)));
    let flood = async { while socket.send(message.clone()).await.is_ok() {} };
    timeout(PATIENCE, flood).await.expect("the server closes");
    assert_eq!(calls.ended().await, "converse");
}
