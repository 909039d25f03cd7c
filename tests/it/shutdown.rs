//! What a shutdown, and a gateway that is full, do to streams and to new calls.

mod beginning;
mod grace;

use std::time::Duration;

use gateway::{Gateway, Limits};
use tests::script::{PATIENCE, Scripted};
use tests::server::{Calls, Server, complete, readable};
use tests::websocket::Socket;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// A server of `gateway::serve` that is told to shut down.
struct Stoppable {
    server: Server,
    calls: Calls,
    stop: oneshot::Sender<()>,
    stopped: JoinHandle<std::io::Result<()>>,
}

async fn stoppable(grace: Duration) -> Stoppable {
    let (service, calls) = Scripted::new();
    let (server, stop, stopped) = serve(gateway::router(service), grace).await;
    Stoppable {
        server,
        calls: Calls::from(calls),
        stop,
        stopped,
    }
}

/// A server, what tells it to shut down, and what says that it has.
async fn serve(
    router: axum::Router,
    grace: Duration,
) -> (Server, oneshot::Sender<()>, JoinHandle<std::io::Result<()>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let (stop, told) = oneshot::channel::<()>();
    let serve = gateway::serve(listener, router)
        .with_graceful_shutdown(async { drop(told.await) })
        .grace(grace);
    let stopped = tokio::spawn(serve.into_future());
    (Server::at(address), stop, stopped)
}

/// How streams end whose server stops.
const ENDS: [(&str, &str); 4] = [
    (
        "GET /v1/items/a/watch\naccept: text/event-stream\nx-script: m.",
        "retry: 2000\n\nid: 1\nevent: a\ndata: {\"seq\":\"1\",\"text\":\"m1\",\"room\":\"a\"}\n\n",
    ),
    (
        "GET /v1/plain/a\nx-script: m.",
        "{\"seq\":\"1\",\"text\":\"m1\",\"room\":\"a\"}\n\
         {\"error\":{\"code\":14,\"message\":\"the server is shutting down\",\"details\":[]}}\n",
    ),
    (
        "GET /v1/plain/a\naccept: application/json\nx-script: m.",
        "[{\"seq\":\"1\",\"text\":\"m1\",\"room\":\"a\"},\
         {\"error\":{\"code\":14,\"message\":\"the server is shutting down\",\"details\":[]}}]",
    ),
    (
        "POST /v1/items/a/converse\ncontent-type: application/json\nte: trailers\nx-script: m.\n\n",
        "{\"seq\":\"1\",\"text\":\"m1\"}\n\
         {\"error\":{\"code\":14,\"message\":\"the server is shutting down\",\"details\":[]}}\n\
         {grpc-status: 14, grpc-message: the%20server%20is%20shutting%20down}",
    ),
];

#[tokio::test]
async fn streams_end_in_their_forms_own_way() {
    let Stoppable {
        server,
        mut calls,
        stop,
        stopped,
    } = stoppable(PATIENCE).await;
    let mut clients = Vec::new();
    for (request, end) in ENDS {
        let mut client = server.connect().await;
        client.send(&complete(request)).await;
        client.read_until("m1").await;
        clients.push((client, end));
    }
    let mut sockets = Vec::new();
    for (path, script, first) in [
        (
            "/v1/items/a/watch",
            "m.",
            Some("{\"seq\":\"1\",\"text\":\"m1\",\"room\":\"a\"}"),
        ),
        ("/v1/items/a/converse", "R", None),
        ("/ws/items/a/collect", "R", None),
        ("/envelope/items/a/converse", ".", None),
    ] {
        let script = format!("x-script: {script}");
        let mut socket = Socket::open(&server, path, &[&script]).await.expect(path);
        if let Some(first) = first {
            assert_eq!(socket.next().await, first);
        }
        sockets.push(socket);
    }
    stop.send(()).expect("the server runs");
    for (mut client, end) in clients {
        let received = readable(&client.read_to_end().await);
        assert!(received.ends_with(&format!("\n\n{end}")), "{received}");
    }
    for mut socket in sockets {
        assert_eq!(
            socket.rest().await,
            "close 1001 the server is shutting down\nend\n"
        );
    }
    for _ in 0..8 {
        calls.ended().await;
    }
    let stopped = timeout(PATIENCE, stopped).await.expect("the server stops");
    stopped.expect("no panic").expect("no error");
}

#[tokio::test]
async fn a_call_that_is_running_finishes() {
    let Stoppable {
        server,
        stop,
        stopped,
        ..
    } = stoppable(PATIENCE).await;
    let mut client = server.connect().await;
    let head = "POST /v1/items/a HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\
                content-type: application/json\r\ncontent-length: 2\r\n\r\n";
    client.send(head.as_bytes()).await;
    let mut idle = server.connect().await;
    // The connection is known to be served once it has answered.
    idle.send(b"GET /v1/items/a HTTP/1.1\r\nhost: a\r\n\r\n")
        .await;
    idle.read_until("room").await;
    stop.send(()).expect("the server runs");
    idle.read_to_end().await;
    client.send(b"{}").await;
    let answer = client.read_to_end().await;
    assert!(answer.contains("\"room\":\"a\""), "{answer}");
    timeout(PATIENCE, stopped)
        .await
        .expect("the server stops")
        .expect("no panic")
        .expect("no error");
}

const DRAINING: &str = "the server is shutting down";

/// The answer to a call that is refused.
fn refusal(code: u32, message: &str) -> String {
    let body = format!("{{\"code\":{code},\"message\":\"{message}\",\"details\":[]}}");
    format!(
        "HTTP/1.1 503 Service Unavailable\ncontent-type: application/json\nretry-after: 1\n\
         vary: accept\nx-content-type-options: nosniff\ncontent-length: {}\n\n{body}",
        body.len()
    )
}

/// New calls, and what they are told.
async fn assert_refused(server: &Server, code: u32, message: &str) {
    let expected = refusal(code, message);
    let (_, body) = expected.split_once("\n\n").expect("a body");
    for request in [
        "GET /v1/plain/a",
        "GET /v1/plain/a\naccept: application/json",
        "POST /v1/items/a/collect\ncontent-type: application/json\n\n{}",
    ] {
        assert_eq!(server.exchange(request).await, expected, "{request}");
    }
    for request in [
        "GET /v1/plain/a\naccept: text/event-stream",
        "POST /v1/items/a/watch\naccept: text/event-stream\ncontent-type: application/json\n\n{}",
    ] {
        assert_told_to_come_back(&server.exchange(request).await);
    }
    let refused = Socket::open(server, "/v1/items/a/watch", &[]).await;
    assert_eq!(refused.expect_err("no upgrade"), format!("503 {body}"));
}

/// The answer to a client of Server-Sent Events, which any error would stop for ever.
fn assert_told_to_come_back(answer: &str) {
    let (head, retry) = answer.split_once("\n\nretry: ").expect("a retry");
    assert_eq!(
        head,
        "HTTP/1.1 200 OK\ncache-control: no-cache, no-transform\nx-accel-buffering: no\n\
         content-type: text/event-stream\nvary: accept\nx-content-type-options: nosniff\n\
         content-length: 13"
    );
    let retry: u32 = retry.trim_end().parse().expect("milliseconds");
    assert!((2_000..=5_000).contains(&retry), "{retry}");
}

#[tokio::test]
async fn a_gateway_that_is_full_refuses_streams_alone() {
    let (server, mut calls) =
        Server::scripted_with(|gateway| gateway.limits(Limits::default().max_open_streams(2)))
            .await;
    let mut clients = [server.connect().await, server.connect().await];
    for client in &mut clients {
        client.send(&complete("GET /v1/plain/a\nx-script: .")).await;
        client.read_until("\r\n\r\n").await;
    }
    let message = "too many streams are open (`Limits::max_open_streams`)";
    assert_refused(&server, 8, message).await;
    let unary = server.exchange("GET /v1/items/a").await;
    assert!(unary.starts_with("HTTP/1.1 200 OK\n"), "{unary}");
    assert_eq!(calls.ended().await, "get");
    drop(clients);
    for _ in 0..2 {
        assert_eq!(calls.ended().await, "watch");
    }
    let again = server.exchange("GET /v1/plain/a\nx-script: m").await;
    assert!(again.starts_with("HTTP/1.1 200 OK\n"), "{again}");
}

#[tokio::test]
async fn a_shutdown_under_another_server_ends_streams_and_refuses_calls() {
    let (service, calls) = Scripted::new();
    let mut calls = Calls::from(calls);
    let (stop, told) = oneshot::channel::<()>();
    let gateway = Gateway::new()
        .service(service)
        .shutdown(async { drop(told.await) });
    let router = gateway.build().expect("one service");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let server = Server::at(listener.local_addr().expect("an address"));
    let serving = tokio::spawn(axum::serve(listener, router).into_future());
    let mut client = server.connect().await;
    client
        .send(&complete("GET /v1/plain/a\nx-script: m."))
        .await;
    client.read_until("m1").await;
    stop.send(()).expect("the gateway listens");
    let received = client.read_to_end().await;
    assert!(received.contains("\"code\":14"), "{received}");
    assert_eq!(calls.ended().await, "watch");
    assert_refused(&server, 14, "the server is shutting down").await;
    serving.abort();
}
