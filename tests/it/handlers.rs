//! Handlers without `#[gateway]`: closures on routes of axum.

mod routes;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::routing::any_service;
use gateway::{CallEnd, CallInfo, Gateway, Observer};
use tests::server::Server;
use tests::websocket::Socket;
use tests::wire::wire_server::WireServer;
use tonic::{Request, Response};

use self::routes::{Handlers, bindings, limited};
use crate::cases;

#[tokio::test]
async fn requests_and_responses() {
    let (handlers, _calls) = Handlers::new();
    let app = bindings()
        .route("/limited/{string}", limited())
        .merge(handlers.streams())
        .merge(handlers.forms())
        .merge(handlers.named());
    let server = Server::start(app).await;
    cases::check_with("handlers.http", &server).await;
}

/// Path, script, and what the client sends (`>`) and gets (`<`) in turn.
type Conversation = (&'static str, &'static str, &'static [&'static str]);

const CONVERSATIONS: &[Conversation] = &[
    (
        "/ws/raw/watch/lobby?after=4",
        "mm",
        &[
            r#"< {"seq":"5","text":"m5","room":"lobby"}"#,
            r#"< {"seq":"6","text":"m6","room":"lobby"}"#,
            "< close 1000",
        ],
    ),
    (
        "/ws/raw/first/lobby",
        "m",
        &[
            r#"> {"room":"other","after":"6"}"#,
            r#"< {"seq":"7","text":"m7","room":"lobby"}"#,
            "< close 1000",
        ],
    ),
    (
        "/ws/raw/collect/lobby?seq=1",
        "R",
        &[
            r#"> {"text":"a","room":"other"}"#,
            r#"> {"text":"b"}"#,
            "> ",
            r#"< {"count":"2","texts":["a","b"],"room":"lobby"}"#,
            "< close 1000",
        ],
    ),
    (
        "/ws/raw/converse/lobby?seq=1",
        "Em",
        &[
            r#"> {"text":"a"}"#,
            r#"< {"seq":"1","text":"a","room":"lobby"}"#,
            r#"> {"text":"b","seq":"2"}"#,
            r#"< {"seq":"1","text":"b","room":"lobby"}"#,
            "> ",
            r#"< {"seq":"1","text":"m1"}"#,
            "< close 1000",
        ],
    ),
    (
        "/ws/watch/lobby",
        "me",
        &[
            r#"< {"type":"data","data":{"seq":"1","text":"m1","room":"lobby"}}"#,
            r#"< {"type":"error","error":"not \"now\"","code":9,"details":[]}"#,
            "< close 4009 not \"now\"",
        ],
    ),
    (
        "/ws/collect/lobby",
        "R",
        &[
            r#"> {"type":"data","data":{"text":"a"}}"#,
            r#"> {"type":"end_send"}"#,
            r#"< {"type":"data","data":{"count":"1","texts":["a"],"room":"lobby"}}"#,
            r#"< {"type":"stream_end"}"#,
            "< close 1000",
        ],
    ),
    (
        "/ws/converse/lobby",
        "E",
        &[
            r#"> {"type":"data","data":{"text":"a"}}"#,
            r#"< {"type":"data","data":{"text":"a","room":"lobby"}}"#,
            r#"> {"type":"cancel"}"#,
            "< close 1000",
        ],
    ),
];

#[tokio::test]
async fn conversations_over_websockets() {
    let (handlers, _calls) = Handlers::new();
    let server = Server::start(Router::new().nest("/ws", handlers.sockets())).await;
    for (path, script, lines) in CONVERSATIONS {
        let mut socket = Socket::open(&server, path, &[&format!("x-script: {script}")])
            .await
            .expect(path);
        for line in *lines {
            match line.split_at(2) {
                ("> ", text) => socket.text(text).await,
                (_, text) => assert_eq!(socket.next().await, text, "{path}"),
            }
        }
        assert_eq!(socket.next().await, "end", "{path}");
    }
}

#[tokio::test]
async fn websockets_that_are_refused() {
    let (handlers, _calls) = Handlers::new();
    let server = Server::start(handlers.streams().merge(handlers.forms())).await;
    for (path, header, expected) in [
        (
            "/without/websocket",
            "x-script: m",
            r#"501 {"code":12,"message":"streaming not supported: websocket is disabled for this endpoint; accept text/event-stream or application/x-ndjson","details":[]}"#,
        ),
        (
            "/watch/lobby?after=x",
            "x-script: m",
            r#"400 {"code":3,"message":"query parameter \"after\": expected an integer, got \"x\"","details":[]}"#,
        ),
        (
            "/watch/lobby",
            "origin: http://evil.example",
            r#"403 {"code":7,"message":"a page of this origin may not open a WebSocket here","details":[]}"#,
        ),
    ] {
        let refused = Socket::open(&server, path, &[header])
            .await
            .expect_err(path);
        assert_eq!(refused, expected, "{path}");
    }
}

#[tokio::test]
async fn a_client_that_leaves_drops_the_call() {
    let (handlers, mut calls) = Handlers::new();
    let server = Server::start(handlers.streams()).await;
    for (path, script, method) in [
        ("/watch/lobby", "x-script: m.", "watch"),
        ("/collect/lobby", "x-script: R", "collect"),
        ("/converse/lobby", "x-script: E", "converse"),
    ] {
        let socket = Socket::open(&server, path, &[script]).await.expect(path);
        assert!(calls.is_empty());
        drop(socket);
        assert_eq!(calls.ended().await, method);
    }
}

/// What becomes of calls, a line each.
#[derive(Clone, Debug, Default)]
struct Seen(Arc<Mutex<Vec<String>>>);

impl Observer for Seen {
    fn closed(&self, call: &CallInfo, end: &CallEnd<'_>) {
        let (method, form) = (call.method(), call.form());
        let line = format!(
            "{}/{} {form} {:?} {} {}",
            method.service(),
            method.name(),
            end.code,
            end.messages_in,
            end.messages_out
        );
        self.0.lock().expect("no panic").push(line);
    }
}

#[tokio::test]
async fn observers_are_told_the_method() {
    let (handlers, mut calls) = Handlers::new();
    let seen = Seen::default();
    let observed = || Gateway::new().observer(seen.clone());
    let watch = handlers.watch().method::<WireServer<()>>("Watch");
    let collect = handlers.collect().method::<WireServer<()>>("Collect");
    let app = Router::new()
        .route("/watch", watch.with(observed()).into())
        .route("/collect", collect.with(observed()).into())
        .route("/nameless", handlers.get().with(observed()).into());
    let server = Server::start(app).await;
    for request in [
        "GET /watch",
        "POST /collect\nx-script: R\n\n{}{}",
        "GET /nameless\nx-script: !",
    ] {
        server.exchange(request).await;
        calls.ended().await;
    }
    let lines = seen.0.lock().expect("no panic").join("\n");
    assert_eq!(
        lines,
        "wire.v1.Wire/Watch ndjson Ok 1 2\nwire.v1.Wire/Collect json Ok 2 1\n/ json FailedPrecondition 1 0"
    );
}

/// A closure runs for the HTTP methods that it has a meaning under, whatever a route passes on to it.
#[tokio::test]
async fn http_methods_that_run_a_closure() {
    let runs = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&runs);
    let handler = gateway::unary(move |_: Request<()>| {
        count.fetch_add(1, Ordering::SeqCst);
        async { Ok(Response::new(())) }
    });
    let app = Router::new().route("/any", any_service(handler.into_service()));
    let server = Server::start(app).await;
    for (method, status, expected_runs) in [
        ("GET", "200 OK", 1),
        ("HEAD", "200 OK", 1),
        ("POST", "200 OK", 1),
        ("PUT", "200 OK", 1),
        ("PATCH", "200 OK", 1),
        ("DELETE", "200 OK", 1),
        ("OPTIONS", "204 No Content", 0),
        ("TRACE", "405 Method Not Allowed", 0),
        ("CONNECT", "405 Method Not Allowed", 0),
        ("LIST", "405 Method Not Allowed", 0),
        ("get", "405 Method Not Allowed", 0),
    ] {
        let answer = server.exchange(&format!("{method} /any")).await;
        assert_eq!(
            answer.lines().next(),
            Some(&*format!("HTTP/1.1 {status}")),
            "{method}"
        );
        assert_eq!(runs.swap(0, Ordering::SeqCst), expected_runs, "{method}");
        let allow = "allow: DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";
        assert_eq!(
            answer.lines().any(|line| line == allow),
            expected_runs == 0,
            "{method}"
        );
    }
}
