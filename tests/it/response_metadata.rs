//! The metadata of responses and errors as headers, in every form.

use axum::Router;
use futures_util::stream::{self, BoxStream, StreamExt as _};
use tests::server::Server;
use tonic::metadata::MetadataMap;
use tonic::{Request, Response, Status};

type Texts = BoxStream<'static, Result<String, Status>>;

/// What a handler may say, and all that it may not.
fn metadata() -> MetadataMap {
    let headers = [
        ("cache-control", "max-age=60"),
        ("set-cookie", "a=1"),
        ("set-cookie", "b=2"),
        ("x-trace-bin", "AP8"),
        ("location", "/v1/texts/a"),
        ("connection", "keep-alive"),
        ("keep-alive", "timeout=5"),
        ("transfer-encoding", "gzip"),
        ("upgrade", "h2c"),
        ("trailer", "x"),
        ("proxy-authenticate", "Basic"),
        ("content-length", "1"),
        ("content-type", "text/html"),
        ("content-disposition", "attachment"),
        ("grpc-status", "0"),
        ("grpc-status-details-bin", "CAU"),
        ("sec-websocket-accept", "x"),
        ("access-control-allow-origin", "*"),
    ];
    let headers = headers.map(|(name, value)| {
        let name = http::HeaderName::from_static(name);
        (name, http::HeaderValue::from_static(value))
    });
    let mut map = http::HeaderMap::new();
    for (name, value) in headers {
        map.append(name, value);
    }
    MetadataMap::from_headers(map)
}

const PASSED: &str = "cache-control: max-age=60\nset-cookie: a=1\nset-cookie: b=2\nx-trace-bin: AP8\n\
                      location: /v1/texts/a\n";

fn answer<T>(message: T) -> Result<Response<T>, Status> {
    Ok(Response::from_parts(
        metadata(),
        message,
        http::Extensions::new(),
    ))
}

fn app() -> Router {
    let unary = |_: Request<()>| async { answer("a".to_owned()) };
    let fails = |_: Request<()>| async {
        let status = Status::with_metadata(tonic::Code::NotFound, "no", metadata());
        Err::<Response<String>, _>(status)
    };
    let texts = |_: Request<()>| async { answer(stream::empty().boxed() as Texts) };
    Router::new()
        .route("/unary", gateway::unary(unary).into())
        .route("/fails", gateway::unary(fails).into())
        .route("/texts", gateway::server_streaming(texts).into())
}

#[tokio::test]
async fn is_headers_but_for_those_of_the_connection_and_the_content() {
    let server = Server::start(app()).await;
    let common = "vary: accept\nx-content-type-options: nosniff\n";
    for (request, expected) in [
        (
            "GET /unary",
            format!(
                "HTTP/1.1 200 OK\n{PASSED}content-type: application/json\n{common}content-length: 3\n\n\"a\""
            ),
        ),
        (
            "GET /fails",
            format!(
                "HTTP/1.1 404 Not Found\n{PASSED}content-type: application/json\n{common}\
                 content-length: 38\n\n{{\"code\":5,\"message\":\"no\",\"details\":[]}}"
            ),
        ),
    ] {
        assert_eq!(server.exchange(request).await, expected);
    }
    for (accept, body) in [
        ("application/x-ndjson", ""),
        ("application/json", "[]"),
        ("text/event-stream", "id: EOS\nevent: EOS\ndata: \n\n"),
    ] {
        let request = format!("GET /texts\naccept: {accept}");
        let expected = format!(
            "HTTP/1.1 200 OK\ncache-control: max-age=60\nx-accel-buffering: no\n{}\
             content-type: {accept}\n{common}\n{body}",
            PASSED.replace("cache-control: max-age=60\n", "")
        );
        assert_eq!(server.exchange(&request).await, expected);
    }
}

#[tokio::test]
async fn is_headers_of_the_handshake_too() {
    let server = Server::start(app()).await;
    let mut client = server.connect().await;
    client
        .send(
            b"GET /texts HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
              sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
        )
        .await;
    let head = client.read_until("\r\n\r\n").await;
    let head = head.split("\r\n\r\n").next().unwrap_or_default();
    let lines = head.lines().filter(|line| !line.starts_with("date:"));
    let expected = format!(
        "HTTP/1.1 101 Switching Protocols\n{PASSED}connection: upgrade\nupgrade: websocket\n\
         sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\nx-content-type-options: nosniff"
    );
    assert_eq!(lines.collect::<Vec<_>>().join("\n"), expected);
}
