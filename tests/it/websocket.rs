//! Calls over WebSockets: whole conversations, line by line.

mod bidi_streaming;
mod client_streaming;
mod conversation;
mod server_streaming;
mod together;

use tests::server::{Server, readable};
use tests::websocket::Socket;
use tokio_tungstenite::tungstenite::Message;

use self::conversation::Line::{Expect as Get, Send as Put};
use self::conversation::{ENVELOPE, ENVELOPE_CONVERSE, RAW, RAW_COLLECT, RAW_CONVERSE};

#[tokio::test]
async fn conversations() {
    let (server, _calls) = Server::scripted().await;
    let cases = [
        server_streaming::CASES,
        client_streaming::CASES,
        bidi_streaming::CASES,
    ];
    for case in cases.into_iter().flatten() {
        let script = format!("x-script: {}", case.script);
        let mut socket = Socket::open(&server, case.path, &[&script])
            .await
            .expect(case.name);
        for line in case.lines {
            match line {
                Put("<close>") => socket.close().await,
                Put("<binary>") => socket.send(Message::binary(BINARY)).await,
                Put("<protobuf>") => socket.send(Message::binary(PROTOBUF)).await,
                Put("<empty protobuf>") => socket.send(Message::binary(&b""[..])).await,
                Put(text) => socket.text(text).await,
                Get(expected) => assert_eq!(socket.next().await, *expected, "{}", case.name),
            }
        }
    }
}

/// `wire.v1.Item { text: "b" }`.
const PROTOBUF: &[u8] = b"\x12\x01b";

const BINARY: &[u8] = br#"{"type":"data","data":{"text":"binary"}}"#;

#[tokio::test]
async fn errors_before_the_upgrade_are_http_errors() {
    let (server, mut calls) = Server::scripted().await;
    for (path, headers, expected) in [
        (
            RAW,
            &["x-script: !"][..],
            r#"400 {"code":9,"message":"not \"now\"","details":[]}"#,
        ),
        (
            RAW,
            &["x-script: e"],
            r#"400 {"code":9,"message":"not \"now\"","details":[]}"#,
        ),
        (
            RAW,
            &["x-script: ?"],
            r#"500 {"code":13,"message":"the handler panicked","details":[]}"#,
        ),
        (
            RAW_COLLECT,
            &["x-script: !"],
            r#"400 {"code":9,"message":"not \"now\"","details":[]}"#,
        ),
        (
            ENVELOPE_CONVERSE,
            &["x-script: e"],
            r#"400 {"code":9,"message":"not \"now\"","details":[]}"#,
        ),
        (
            "/v1/items/lobby/watch?after=x",
            &[],
            r#"400 {"code":3,"message":"query parameter \"after\": expected an integer, got \"x\"","details":[]}"#,
        ),
        (
            "/ws/items/lobby/collect?seq=x",
            &[],
            r#"400 {"code":3,"message":"query parameter \"seq\": expected an integer, got \"x\"","details":[]}"#,
        ),
        (
            "/v1/without/websocket",
            &[],
            r#"501 {"code":12,"message":"streaming not supported: websocket is disabled for this endpoint; accept text/event-stream or application/x-ndjson","details":[]}"#,
        ),
        (
            RAW,
            &["origin: http://evil.example"],
            r#"403 {"code":7,"message":"a page of this origin may not open a WebSocket here","details":[]}"#,
        ),
        (
            RAW,
            &["grpc-timeout: soon"],
            r#"400 {"code":3,"message":"header `grpc-timeout`: expected up to 8 digits and one of H, M, S, m, u, n","details":[]}"#,
        ),
    ] {
        let refused = Socket::open(&server, path, headers).await.expect_err(path);
        assert_eq!(refused, expected, "{path} {headers:?}");
    }
    while !calls.is_empty() {}
    for origin in ["origin: http://localhost", "origin: https://localhost"] {
        let mut socket = Socket::open(&server, RAW, &[origin, "x-script: m"])
            .await
            .expect(origin);
        assert_eq!(
            socket.rest().await,
            "{\"seq\":\"1\",\"text\":\"m1\",\"room\":\"lobby\"}\nclose 1000\nend\n"
        );
    }
}

#[tokio::test]
async fn a_deadline_ends_the_call_before_and_after_the_upgrade() {
    let (server, mut calls) = Server::scripted().await;
    let refused = Socket::open(&server, RAW, &["x-script: _", "grpc-timeout: 20m"])
        .await
        .expect_err("a deadline");
    assert_eq!(
        refused,
        r#"504 {"code":4,"message":"the deadline has passed","details":[]}"#
    );
    assert_eq!(calls.ended().await, "watch");
    for (path, script) in [
        (RAW, "x-script: ."),
        (RAW_COLLECT, "x-script: R"),
        (RAW_CONVERSE, "x-script: E"),
    ] {
        let mut socket = Socket::open(&server, path, &[script, "grpc-timeout: 20m"])
            .await
            .expect(path);
        let expected = "{\"error\":{\"code\":4,\"message\":\"the deadline has passed\",\"details\":[]}}\n\
                        close 4004 the deadline has passed\nend\n";
        assert_eq!(socket.rest().await, expected, "{path}");
        calls.ended().await;
    }
}

#[tokio::test]
async fn a_client_that_leaves_drops_the_call() {
    let (server, mut calls) = Server::scripted().await;
    for (path, script, method) in [
        (RAW, "x-script: .", "watch"),
        (ENVELOPE, "x-script: m.", "watch"),
        (RAW_COLLECT, "x-script: R", "collect"),
        (ENVELOPE_CONVERSE, "x-script: E", "converse"),
    ] {
        let socket = Socket::open(&server, path, &[script]).await.expect(path);
        assert!(calls.is_empty());
        drop(socket);
        assert_eq!(calls.ended().await, method, "{path}");
        let mut socket = Socket::open(&server, path, &[script]).await.expect(path);
        socket.close().await;
        assert_eq!(calls.ended().await, method, "{path}");
    }
}

#[tokio::test]
async fn a_broken_protocol_is_answered_by_a_close() {
    let limits = gateway::Limits::default().max_message_bytes(1_000);
    let (service, _calls) = tests::script::Scripted::new();
    let router = gateway::Gateway::new()
        .service(service)
        .limits(limits)
        .build()
        .expect("a router");
    let server = Server::start(router).await;
    let large = format!(r#"{{"text":"{}"}}"#, "x".repeat(2_000_000));
    let mut socket = Socket::open(&server, RAW_COLLECT, &["x-script: R"])
        .await
        .expect("a socket");
    socket.text(&large).await;
    assert_eq!(
        socket.rest().await,
        "close 1009 a message is larger than `Limits::max_message_bytes`\nend\n"
    );
    for (bytes, close) in [
        (&b"\x81\x02hi"[..], "\x03\u{fffd}a frame breaks RFC 6455"),
        (
            b"\x81\x81\0\0\0\0\xff",
            "\x03\u{fffd}a text frame is not UTF-8",
        ),
    ] {
        let mut client = server.connect().await;
        client
            .send(&handshake(
                RAW_COLLECT,
                "x-script: R\r\nsec-websocket-version: 13",
            ))
            .await;
        client.read_until("\r\n\r\n").await;
        client.send(bytes).await;
        let received = client.read_until(close).await;
        assert!(received.contains("101 Switching Protocols"), "{received}");
    }
}

fn handshake(path: &str, headers: &str) -> Vec<u8> {
    let request = format!(
        "GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
         sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n{headers}\r\n\r\n"
    );
    request.into_bytes()
}

#[tokio::test]
async fn handshakes_to_the_byte() {
    let (server, _calls) = Server::scripted().await;
    for (headers, expected) in [
        (
            "x-script: .\r\nsec-websocket-version: 13",
            "HTTP/1.1 101 Switching Protocols\nx-answer: 42\nconnection: upgrade\nupgrade: websocket\n\
             sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\nx-content-type-options: nosniff\n\n",
        ),
        (
            "sec-websocket-version: 12",
            "HTTP/1.1 426 Upgrade Required\ncontent-type: application/json\nupgrade: websocket\n\
             connection: upgrade\nsec-websocket-version: 13\nvary: accept\nx-content-type-options: nosniff\ncontent-length: 95\n\n\
             {\"code\":3,\"message\":\"WebSocket version 13 is needed: `sec-websocket-version: 13`\",\"details\":[]}",
        ),
    ] {
        let mut client = server.connect().await;
        client.send(&handshake(RAW, headers)).await;
        let last = expected
            .lines()
            .last()
            .filter(|line| !line.is_empty())
            .unwrap_or("\r\n\r\n");
        let received = client.read_until(last).await;
        assert_eq!(readable(&received), expected);
    }
    let bad_key = String::from_utf8(handshake(RAW, "sec-websocket-version: 13"))
        .expect("text")
        .replace("dGhl", "");
    let mut client = server.connect().await;
    client.send(bad_key.as_bytes()).await;
    client
        .read_until("header `sec-websocket-key`: expected 16 bytes in base64")
        .await;
}

#[tokio::test]
async fn a_handler_that_drops_its_requests_still_sees_the_close() {
    let (server, mut calls) = Server::scripted().await;
    let mut socket = Socket::open(&server, RAW_CONVERSE, &["x-script: rd."])
        .await
        .expect("a socket");
    let message = format!(r#"{{"text":"{}"}}"#, "x".repeat(10_000));
    for _ in 0..30 {
        socket.text(&message).await;
    }
    socket.close().await;
    assert_eq!(calls.ended().await, "converse");
}

#[tokio::test]
async fn an_envelope_is_one_level_deeper_than_its_message() {
    let limits = gateway::Limits::default().max_json_depth(120);
    let (service, _calls) = tests::script::Scripted::new();
    let router = gateway::Gateway::new()
        .service(service)
        .limits(limits)
        .build()
        .expect("a router");
    let server = Server::start(router).await;
    for (depth, expected) in [
        (118, r#"{"type":"data","data":{"room":"lobby"}}"#),
        (119, r#"{"type":"data","data":{"room":"lobby"}}"#),
        (120, "nested deeper than"),
    ] {
        let message = format!(r#"{{"x":{}{}}}"#, "[".repeat(depth), "]".repeat(depth));
        let mut socket = Socket::open(&server, ENVELOPE_CONVERSE, &["x-script: E"])
            .await
            .expect("a socket");
        socket
            .text(&format!(r#"{{"type":"data","data":{message}}}"#))
            .await;
        let answer = socket.next().await;
        assert!(answer.contains(expected), "{depth}: {answer}");
    }
}

/// What the server's process holds, in bytes. The tests run in the same process.
fn resident_bytes() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").expect("Linux");
    let pages: usize = statm
        .split(' ')
        .nth(1)
        .and_then(|pages| pages.parse().ok())
        .expect("a number");
    pages * 4096
}

#[tokio::test]
async fn what_waits_for_a_handler_is_bounded() {
    let (server, _calls) = Server::scripted().await;
    let path = format!("{RAW_CONVERSE}?text={}", "x".repeat(50_000));
    let mut socket = Socket::open(&server, &path, &["x-script: rm."])
        .await
        .expect("a socket");
    let before = resident_bytes();
    for _ in 0..10_000 {
        socket.text("{}").await;
    }
    assert_eq!(socket.next().await, r#"{"seq":"1","text":"m1"}"#);
    let grown = resident_bytes().saturating_sub(before);
    assert!(grown < 100 << 20, "{grown} bytes for messages that wait");
}

#[tokio::test]
async fn a_client_that_pings_and_does_not_read_is_read_no_more() {
    let (server, _calls) = Server::scripted().await;
    let mut client = server.connect().await;
    client
        .send(&handshake(RAW, "x-script: .\r\nsec-websocket-version: 13"))
        .await;
    client.read_until("\r\n\r\n").await;
    let ping = [&b"\x89\xfd\0\0\0\0"[..], &[b'x'; 125]].concat();
    let stalled = client
        .send_until_stalled(&ping.repeat(1_000), 100 << 20)
        .await;
    assert!(stalled, "the server went on reading");
}
