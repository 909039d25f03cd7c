//! The metadata of the status that ends a stream, over HTTP/2.

use bytes::Bytes;
use futures_util::stream;
use http::{HeaderMap, Request};
use http_body_util::{BodyExt as _, Empty};
use tests::script::PATIENCE;
use tests::server::Server;
use tokio::time::timeout;
use tonic::metadata::MetadataMap;
use tonic::{Code, Response, Status};

/// A message, then an error whose metadata has a value of so many bytes.
fn failing(bytes: usize) -> axum::routing::MethodRouter {
    let handler = move |_: tonic::Request<()>| async move {
        let mut metadata = MetadataMap::new();
        metadata.insert("x-why", "asked".parse().expect("metadata"));
        metadata.insert("x-large", "x".repeat(bytes).parse().expect("metadata"));
        let status = Status::with_metadata(Code::NotFound, "no more", metadata);
        let items = stream::iter([Ok("a".to_owned()), Err(status)]);
        Ok(Response::new(items))
    };
    gateway::server_streaming(handler).into()
}

/// The body and the trailers that a client gets which takes 16 KiB of headers, as most do.
async fn get(server: &Server, path: &str) -> (Bytes, HeaderMap) {
    let mut client = server.connect_http2().await;
    let request = Request::get(format!("http://a{path}"))
        .body(Empty::<Bytes>::new())
        .expect("a request");
    let response = client.send_request(request).await.expect("a head");
    let collected = timeout(PATIENCE, response.into_body().collect()).await;
    let collected = collected.expect("an end").expect("no reset");
    let trailers = collected.trailers().cloned().unwrap_or_default();
    (collected.to_bytes(), trailers)
}

#[tokio::test]
async fn what_a_client_cannot_take_costs_no_message_and_not_the_status() {
    let app = axum::Router::new()
        .route("/small", failing(1_000))
        .route("/large", failing(20_000));
    let server = Server::start(app).await;
    for (path, large) in [("/small", Some(1_000)), ("/large", None)] {
        let (body, trailers) = get(&server, path).await;
        assert_eq!(
            body,
            "\"a\"\n{\"error\":{\"code\":5,\"message\":\"no more\",\"details\":[]}}\n"
        );
        let text = |name: &str| Some(trailers.get(name)?.to_str().expect("text").to_owned());
        assert_eq!(text("grpc-status").as_deref(), Some("5"), "{path}");
        assert_eq!(text("grpc-message").as_deref(), Some("no%20more"), "{path}");
        assert_eq!(text("x-large").map(|value| value.len()), large, "{path}");
        assert_eq!(text("x-why").as_deref(), Some("asked"), "{path}");
    }
}
