//! Streams of producers: what ends a producer ends its stream in every form as it ends a handler's own.

use futures_util::StreamExt as _;
use gateway::Gateway;
use http::Request;
use http_body_util::{BodyExt as _, Empty};
use tests::script::Scripted;
use tests::server::Server;
use tests::websocket::Socket;
use tests::wire::Ask;
use tests::wire::wire_client::WireClient;
use tests::wire::wire_server::WireServer;

const FORMS: [&str; 8] = [
    "text/event-stream",
    "application/x-ndjson",
    "application/json",
    "raw",
    "envelope",
    "HTTP/2",
    "HTTP/2 and text/event-stream",
    "gRPC",
];

async fn start() -> Server {
    let (service, _calls) = Scripted::new();
    let router = Gateway::new().service(service.clone()).build();
    let grpc = gateway::grpc::router(WireServer::new(service));
    Server::start(router.expect("one service").merge(grpc)).await
}

/// All that a client of the form gets.
async fn seen(server: &Server, form: &str, script: &str) -> String {
    match form {
        "raw" => over_websocket(server, "/v1/items/a/watch", script).await,
        "envelope" => over_websocket(server, "/ws/items/a/watch", script).await,
        "HTTP/2" => over_http2(server, "application/x-ndjson", script).await,
        "HTTP/2 and text/event-stream" => over_http2(server, "text/event-stream", script).await,
        "gRPC" => over_grpc(server, script).await,
        accept => {
            let head = format!(
                "GET /v1/items/a/watch\nx-script: {script}\naccept: {accept}\nte: trailers"
            );
            server.exchange(&head).await
        }
    }
}

async fn over_websocket(server: &Server, path: &str, script: &str) -> String {
    let script = format!("x-script: {script}");
    let socket = Socket::open(server, path, &[&script]).await;
    socket.expect("a socket").rest().await
}

async fn over_http2(server: &Server, accept: &str, script: &str) -> String {
    let mut client = server.connect_http2().await;
    let request = Request::get("http://a/v1/items/a/watch")
        .header("x-script", script)
        .header("accept", accept)
        .body(Empty::<bytes::Bytes>::new())
        .expect("a request");
    let response = client.send_request(request).await.expect("a response");
    let body = response.into_body().collect().await.expect("no reset");
    let trailers = body.trailers().cloned();
    format!("{:?} {trailers:?}", body.to_bytes())
}

async fn over_grpc(server: &Server, script: &str) -> String {
    let client = WireClient::connect(format!("http://{}", server.address)).await;
    let mut request = tonic::Request::new(Ask::default());
    let script = script.parse().expect("a header value");
    request.metadata_mut().insert("x-script", script);
    let response = client.expect("a connection").watch(request).await;
    let items = response.expect("a response").into_inner();
    let texts = items.map(|item| match item {
        Ok(item) => item.text,
        Err(status) => format!("{:?} {}", status.code(), status.message()),
    });
    texts.collect::<Vec<_>>().await.join("\n")
}

#[tokio::test]
async fn the_end_of_a_producer_is_the_end_of_its_stream_in_every_form() {
    let server = start().await;
    for form in FORMS {
        let mut ends = Vec::new();
        for script in ["mmm", "mmme", "mmm#"] {
            let produced = seen(&server, form, &format!(">{script}")).await;
            // A panic in a handler's own stream is nothing that tonic catches.
            if form != "gRPC" || script != "mmm#" {
                let own = seen(&server, form, script).await;
                assert_eq!(produced, own, "{form} {script}");
            }
            ends.push(produced);
        }
        assert!(!ends[0].contains("panicked"), "{form} {}", ends[0]);
        assert!(ends[1].contains("not"), "{form} {}", ends[1]);
        assert!(ends[2].contains("panicked"), "{form} {}", ends[2]);
    }
}

#[tokio::test]
async fn a_producer_goes_with_its_client() {
    let (server, mut calls) = Server::scripted().await;
    let mut client = server.connect().await;
    client
        .send(b"GET /v1/items/a/watch HTTP/1.1\r\nhost: a\r\nx-script: >m.\r\n\r\n")
        .await;
    client.read_until("m1").await;
    drop(client);
    assert_eq!(calls.ended().await, "watch");
}
