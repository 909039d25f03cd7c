//! What becomes of calls that have not begun to answer when the grace of a shutdown is over.

use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body_util::{BodyExt as _, Empty};
use tests::script::PATIENCE;
use tests::server::{complete, readable};
use tests::wire::{Item, Summary};
use tokio::sync::mpsc;
use tokio::time::timeout;
use tonic::{Request, Response, Streaming};

use super::{DRAINING, Stoppable, assert_told_to_come_back, refusal, serve, stoppable};

/// Requests, and the methods that they call.
const STUCK: [(&str, &str); 6] = [
    (
        "POST /v1/items/a/collect\ncontent-type: application/json\nx-script: .\n\n",
        "collect",
    ),
    (
        "POST /v1/items/a/collect\ncontent-type: application/json\nx-script: _\n\n",
        "collect",
    ),
    ("GET /v1/items/a\nx-script: _", "get"),
    ("GET /v1/plain/a\nx-script: _", "watch"),
    (
        "GET /v1/plain/a\naccept: text/event-stream\nx-script: _",
        "watch",
    ),
    (
        "POST /v1/items/a/converse\ncontent-type: application/json\nx-script: _\n\n",
        "converse",
    ),
];

#[tokio::test]
async fn what_does_not_finish_is_refused() {
    let Stoppable {
        server,
        mut calls,
        stop,
        stopped,
    } = stoppable(Duration::from_millis(50)).await;
    let mut stuck = Vec::new();
    for (request, _) in STUCK {
        let mut client = server.connect().await;
        client.send(&complete(request)).await;
        stuck.push((client, request));
    }
    // Bodies of which nothing has come.
    for path in ["/v1/items/a", "/v1/items/a/collect"] {
        let mut client = server.connect().await;
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\nx-script: R\r\n\
             content-type: application/json\r\ncontent-length: 100\r\n\r\n"
        );
        client.send(head.as_bytes()).await;
        stuck.push((client, path));
    }
    // Accepted after the stuck ones, and so served after them.
    let mut other = server.connect().await;
    other.send(&complete("GET /v1/items/a")).await;
    other.read_to_end().await;
    assert_eq!(calls.ended().await, "get");
    let told = Instant::now();
    stop.send(()).expect("the server runs");
    for (mut client, request) in stuck {
        let answer = readable(&client.read_to_end().await);
        if request.contains("event-stream") {
            assert_told_to_come_back(&answer);
        } else {
            assert_eq!(answer, refusal(14, DRAINING), "{request}");
        }
    }
    stopped.await.expect("no panic").expect("no error");
    assert!(told.elapsed() < PATIENCE, "{:?}", told.elapsed());
    let mut expected = vec!["collect"];
    expected.extend(STUCK.map(|(_, method)| method));
    let mut ended = Vec::new();
    for _ in &expected {
        ended.push(calls.ended().await);
    }
    expected.sort_unstable();
    ended.sort_unstable();
    assert_eq!(ended, expected);
}

#[tokio::test]
async fn a_handler_may_answer_when_its_requests_have_ended() {
    let (read, mut reads) = mpsc::unbounded_channel();
    let count = move |request: Request<Streaming<Item>>| {
        let read = read.clone();
        async move {
            let mut requests = request.into_inner();
            let mut summary = Summary::default();
            loop {
                match requests.message().await {
                    Ok(Some(_)) => {
                        summary.count += 1;
                        let _ = read.send(());
                    }
                    Ok(None) => return Ok(Response::new(summary)),
                    Err(status) => summary.texts.push(format!("{:?}", status.code())),
                }
            }
        }
    };
    let app = axum::Router::new().route("/", gateway::client_streaming(count).into());
    let (server, stop, stopped) = serve(app, Duration::from_millis(50)).await;
    let mut client = server.connect().await;
    let head = "POST / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\
                content-type: application/json\r\ncontent-length: 100\r\n\r\n{}";
    client.send(head.as_bytes()).await;
    reads.recv().await.expect("the handler reads");
    stop.send(()).expect("the server runs");
    let answer = client.read_to_end().await;
    assert!(
        answer.ends_with("\r\n\r\n{\"count\":\"1\",\"texts\":[\"Unavailable\"]}"),
        "{answer}"
    );
    stopped.await.expect("no panic").expect("no error");
}

#[tokio::test]
async fn what_does_not_finish_over_http2_is_refused() {
    let Stoppable {
        server,
        mut calls,
        stop,
        stopped,
    } = stoppable(Duration::from_millis(50)).await;
    let mut client = server.connect_http2().await;
    let mut get = |script: &str| {
        let request = http::Request::get("http://a/v1/items/a")
            .header("x-script", script)
            .body(Empty::<Bytes>::new());
        client.send_request(request.expect("a request"))
    };
    let stuck = tokio::spawn(get("_"));
    let other = get("m").await.expect("an answer");
    assert_eq!(other.status(), 200);
    assert_eq!(calls.ended().await, "get");
    stop.send(()).expect("the server runs");
    let answer = stuck.await.expect("no panic").expect("an answer");
    assert_eq!(answer.status(), 503);
    let body = answer.into_body().collect().await.expect("a body");
    assert_eq!(
        body.to_bytes(),
        "{\"code\":14,\"message\":\"the server is shutting down\",\"details\":[]}"
    );
    assert_eq!(calls.ended().await, "get");
    let stopped = timeout(PATIENCE, stopped).await.expect("the server stops");
    stopped.expect("no panic").expect("no error");
}

#[tokio::test]
async fn what_is_no_call_of_a_gateway_is_cut() {
    let stuck = || async { std::future::pending::<()>().await };
    let app = axum::Router::new().route("/", axum::routing::get(stuck));
    let (server, stop, stopped) = serve(app, Duration::from_millis(50)).await;
    let mut client = server.connect().await;
    client.send(&complete("GET /")).await;
    let mut other = server.connect().await;
    other.send(&complete("GET /nowhere")).await;
    other.read_to_end().await;
    stop.send(()).expect("the server runs");
    assert_eq!(client.read_to_end().await, "");
    let stopped = timeout(PATIENCE, stopped).await.expect("the server stops");
    stopped.expect("no panic").expect("no error");
}
