//! Panics of the user's functions beside the handlers: the connection lives on, and the client has an answer.

use gateway::{Chunked, Gateway, InterceptorLayer, Sse, WebSocket};
use http::StatusCode;
use tests::script::Scripted;
use tests::server::Server;
use tests::websocket::Socket;
use tonic::{Request, Status};

fn intercept(_: Request<()>) -> Result<Request<()>, Status> {
    panic!("asked to")
}

#[tokio::test]
async fn of_interceptors() {
    let (service, _) = Scripted::new();
    let gateway = Gateway::new()
        .service(service.clone())
        .interceptor(intercept);
    let guarded = gateway.build().expect("one service");
    let behind = gateway::router(service).layer(InterceptorLayer::new(intercept));
    for router in [guarded, behind] {
        let server = Server::start(router).await;
        let answer = server.exchange("GET /v1/items/a").await;
        assert!(
            answer.ends_with(r#"{"code":13,"message":"an interceptor panicked","details":[]}"#),
            "{answer}"
        );
    }
}

#[tokio::test]
async fn of_what_changes_errors() {
    let (server, _) = Server::scripted_with(|gateway| {
        gateway
            .on_error(|_, response| {
                *response.status_mut() = StatusCode::GONE;
                panic!("asked to");
            })
            .sse(Sse::default().on_error(|_, _| panic!("asked to")))
            .chunked(Chunked::default().on_error(|_, _| panic!("asked to")))
            .websocket(WebSocket::default().on_error(|_, _| panic!("asked to")))
    })
    .await;
    let error = r#"{"code":9,"message":"not \"now\"","details":[]}"#;
    for (request, status, end) in [
        ("GET /v1/items/a\nx-script: !", "410 Gone", error.to_owned()),
        (
            "GET /v1/plain/a\nx-script: me",
            "200 OK",
            format!("{{\"error\":{error}}}\n"),
        ),
        (
            "GET /v1/plain/a\naccept: text/event-stream\nx-script: me",
            "200 OK",
            format!("event: failure\ndata: {error}\n\n"),
        ),
    ] {
        let answer = server.exchange(request).await;
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}\n")),
            "{answer}"
        );
        assert!(answer.ends_with(&end), "{answer}");
    }
    let socket = Socket::open(&server, "/v1/items/a/watch", &["x-script: me"]).await;
    let received = socket.expect("a socket").rest().await;
    let end = format!("{{\"error\":{error}}}\nclose 4009 not \"now\"\nend\n");
    assert!(received.ends_with(&end), "{received}");
}
