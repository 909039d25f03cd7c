//! What observers see of calls, and what is counted.

mod callers;

use std::time::{Duration, Instant};

use axum::body::Body;
use gateway::{Gateway, Limits, WebSocket};
use http::Request;
use tests::script::Scripted;
use tests::seen::{Lines, Seen};
use tests::server::{Server, complete};
use tests::websocket::Socket;
use tokio::sync::mpsc;
use tower_service::Service as _;

async fn observed(set: impl FnOnce(Gateway) -> Gateway) -> (Server, Lines) {
    let (seen, lines) = Seen::new();
    let (server, _) = Server::scripted_with(|gateway| set(gateway.observer(seen))).await;
    (server, lines)
}

fn unchanged(gateway: Gateway) -> Gateway {
    gateway
}

#[tokio::test]
async fn whole_calls() {
    let (server, mut lines) = observed(unchanged).await;
    for (request, expected) in [
        (
            "POST /v1/items/a\ncontent-type: application/json\n\n{\"after\":\"1\"}",
            &[
                "wire.v1.Wire/Get /v1/items/{room} json",
                "in 13",
                "out 71",
                "complete: Ok \"\", 1 in of 13, 1 out of 71",
            ][..],
        ),
        (
            "GET /v1/items/a\nx-script: !",
            &[
                "wire.v1.Wire/Get /v1/items/{room} json",
                "in 0",
                "error: FailedPrecondition \"not \\\"now\\\"\", 1 in of 0, 0 out of 0",
            ],
        ),
        (
            "GET /v1/items/a?after=x",
            &[
                "wire.v1.Wire/Get /v1/items/{room} json",
                "in 0",
                "error: InvalidArgument \"query parameter \\\"after\\\": expected an integer, got \\\"x\\\"\", \
                 1 in of 0, 0 out of 0",
            ],
        ),
        (
            "GET /v1/items/a\ngrpc-timeout: soon",
            &[
                "wire.v1.Wire/Get /v1/items/{room} json",
                "error: InvalidArgument \"header `grpc-timeout`: expected up to 8 digits and one of H, M, S, m, u, n\", \
                 0 in of 0, 0 out of 0",
            ],
        ),
        (
            "GET /v1/items/a\nx-script: ?",
            &[
                "wire.v1.Wire/Get /v1/items/{room} json",
                "in 0",
                "panic: Internal \"the handler panicked\", 1 in of 0, 0 out of 0",
            ],
        ),
        (
            "GET /v1/plain/a\naccept: text/event-stream\nx-script: mm",
            &[
                "wire.v1.Wire/Watch /v1/plain/{room} sse",
                "in 0",
                "out 42",
                "out 42",
                "complete: Ok \"\", 1 in of 0, 2 out of 84",
            ],
        ),
        (
            "GET /v1/plain/a\nx-script: m#",
            &[
                "wire.v1.Wire/Watch /v1/plain/{room} ndjson",
                "in 0",
                "out 35",
                "panic: Internal \"the handler panicked\", 1 in of 0, 1 out of 35",
            ],
        ),
        (
            "GET /v1/plain/a\naccept: application/json\nx-script: m.\ngrpc-timeout: 20m",
            &[
                "wire.v1.Wire/Watch /v1/plain/{room} array",
                "in 0",
                "out 34",
                "deadline: DeadlineExceeded \"the deadline has passed\", 1 in of 0, 1 out of 34",
            ],
        ),
        (
            "POST /v1/items/a/collect\ncontent-type: application/json\nx-script: R\n\n[{},{\"text\":\"b\"}]",
            &[
                "wire.v1.Wire/Collect /v1/items/{room}/collect json",
                "in 2",
                "in 12",
                "out 41",
                "complete: Ok \"\", 2 in of 14, 1 out of 41",
            ],
        ),
        (
            "GET /v1/items/a/converse?text=x\nx-script: E",
            &[
                "wire.v1.Wire/Converse /v1/items/{room}/converse ndjson",
                "in 0",
                "out 24",
                "complete: Ok \"\", 1 in of 0, 1 out of 24",
            ],
        ),
    ] {
        server.exchange(request).await;
        for line in expected {
            assert_eq!(lines.next().await, *line, "{request}");
        }
    }
}

#[tokio::test]
async fn what_reaches_no_method_is_no_call() {
    let (server, mut lines) = observed(unchanged).await;
    for request in [
        "GET /nowhere",
        "TRACE /v1/items/a",
        "OPTIONS /v1/items/a",
        "GET /v1/without/chunked\naccept: application/x-ndjson",
        "GET /v1/plain/a\naccept: text/html",
        "GET /v1/plain/a\naccept: text/event-stream\nlast-event-id: EOS",
    ] {
        server.exchange(request).await;
    }
    server.exchange("GET /v1/items/a").await;
    assert_eq!(lines.next().await, "wire.v1.Wire/Get /v1/items/{room} json");
}

#[tokio::test]
async fn a_client_that_leaves() {
    let (server, mut lines) = observed(unchanged).await;
    for request in [
        "GET /v1/items/a\nx-script: _",
        "GET /v1/plain/a\naccept: text/event-stream\nx-script: .",
        "GET /v1/plain/a\nx-script: .",
    ] {
        let mut client = server.connect().await;
        client.send(&complete(request)).await;
        lines.next().await;
        drop(client);
        assert_eq!(
            lines.end().await,
            "client_gone: Cancelled \"the client has gone\", 1 in of 0, 0 out of 0",
            "{request}"
        );
    }
}

#[tokio::test]
async fn how_websockets_end() {
    let websocket = WebSocket::default()
        .ping_interval(Duration::from_secs(3_600))
        .close_timeout(Duration::from_millis(10));
    let (server, mut lines) = observed(|gateway| {
        gateway
            .limits(Limits::default().max_message_bytes(20))
            .websocket(websocket)
    })
    .await;
    for (path, script, sent, expected) in [
        (
            "/v1/items/a/watch",
            "mm",
            "",
            "complete: Ok \"\", 1 in of 0, 2 out of 68",
        ),
        (
            "/ws/items/a/watch",
            "m.",
            "{\"type\":\"cancel\"}",
            "client_gone: Cancelled \"the client cancelled the call\", 1 in of 0, 1 out of 57",
        ),
        (
            "/v1/items/a/converse",
            "E",
            "{\"text\":7}",
            "error: InvalidArgument \"message 0: text: expected a string, got 7 (byte 8)\", 1 in of 10, 0 out of 0",
        ),
        (
            "/v1/items/a/converse",
            "E",
            "{\"text\":\"more than twenty bytes\"}",
            "too_large: ResourceExhausted \"a message is larger than `Limits::max_message_bytes`\", \
             0 in of 0, 0 out of 0",
        ),
        (
            "/v1/items/a/converse",
            "E",
            "<close>",
            "client_gone: Cancelled \"the client closed the WebSocket\", 0 in of 0, 0 out of 0",
        ),
        (
            "/v1/items/a/converse",
            "E",
            "<drop>",
            "client_gone: Cancelled \"the client has gone\", 0 in of 0, 0 out of 0",
        ),
        (
            "/ws/items/a/collect",
            "R",
            "",
            "complete: Ok \"\", 0 in of 0, 1 out of 2",
        ),
    ] {
        let script = format!("x-script: {script}");
        let socket = Socket::open(&server, path, &[&script]).await;
        let mut socket = socket.expect(path);
        match sent {
            "<close>" => socket.close().await,
            "<drop>" => drop(socket),
            sent => socket.text(sent).await,
        }
        assert_eq!(lines.end().await, expected, "{path} {sent}");
    }
}

#[tokio::test]
async fn an_upgrade_that_the_server_cannot_make() {
    let (seen, mut lines) = Seen::new();
    let (service, _calls) = Scripted::new();
    let gateway = Gateway::new().service(service).observer(seen);
    let mut service = gateway.build_service().expect("one service");
    let request = Request::get("/v1/items/a/watch")
        .header("connection", "upgrade")
        .header("upgrade", "websocket")
        .header("sec-websocket-version", "13")
        .header("sec-websocket-key", "AAAAAAAAAAAAAAAAAAAAAA==")
        .body(Body::empty())
        .expect("a request");
    let Ok(response) = service.call(request).await;
    assert_eq!(response.status(), 501);
    let end = lines.end().await;
    assert!(end.starts_with("error: Unimplemented"), "{end}");
}

#[tokio::test]
async fn a_client_that_reads_nothing() {
    let limits = Limits::default().write_timeout(Duration::from_millis(50));
    let (server, mut lines) = observed(|gateway| gateway.limits(limits)).await;
    let mut client = server.connect().await;
    client.send(&complete("GET /v1/plain/a\nx-script: M")).await;
    let end = lines.end().await;
    assert!(end.starts_with("slow_reader: Unavailable"), "{end}");
}

/// Says how long calls have taken.
#[derive(Debug)]
struct Durations(mpsc::UnboundedSender<Duration>);

impl gateway::Observer for Durations {
    fn closed(&self, _: &gateway::CallInfo, end: &gateway::CallEnd<'_>) {
        let _ = self.0.send(end.duration);
    }
}

#[tokio::test]
async fn how_long_a_call_has_taken() {
    let (durations, mut taken) = mpsc::unbounded_channel();
    let (server, _lines) = observed(|gateway| gateway.observer(Durations(durations))).await;
    let before = Instant::now();
    let mut client = server.connect().await;
    client
        .send(&complete("GET /v1/plain/a\nx-script: m."))
        .await;
    client.read_until("m1").await;
    let begun = Instant::now();
    server.exchange("GET /v1/items/a").await;
    let short = taken.recv().await.expect("a call");
    let apart = begun.elapsed();
    drop(client);
    let long = taken.recv().await.expect("a call");
    assert!(short <= apart, "{short:?} of {apart:?}");
    assert!(
        apart <= long && long <= before.elapsed(),
        "{apart:?} of {long:?}"
    );
}

/// An observer that panics harms no call.
#[derive(Debug)]
struct Panics;

impl gateway::Observer for Panics {
    fn message_out(&self, _: &gateway::CallInfo, _: usize) {
        panic!("asked to");
    }
}

#[tokio::test]
async fn an_observer_that_panics_harms_no_call() {
    let (server, mut lines) = observed(|gateway| gateway.observer(Panics)).await;
    let answer = server.exchange("GET /v1/plain/a\nx-script: mm").await;
    assert!(answer.ends_with("\"m2\",\"room\":\"a\"}\n"), "{answer}");
    assert_eq!(
        lines.end().await,
        "complete: Ok \"\", 1 in of 0, 2 out of 70"
    );
}
