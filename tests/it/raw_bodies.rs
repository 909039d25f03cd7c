//! Responses that are the data of `google.api.HttpBody`, as it is.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::Body;
use futures_util::future::join_all;
use futures_util::{FutureExt as _, StreamExt as _, stream};
use gateway::{Handler, HttpBody};
use http::{Request, Response};
use http_body_util::{BodyExt as _, Empty};
use hyper::client::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tests::server::Server;
use tokio::net::TcpStream;
use tonic::metadata::MetadataMap;
use tower_service::Service as _;

fn page() -> HttpBody {
    HttpBody {
        content_type: "application/pdf".to_owned(),
        data: "%PDF".into(),
        ..HttpBody::default()
    }
}

fn answer<T>(message: T) -> tonic::Response<T> {
    let mut metadata = MetadataMap::new();
    for (name, value) in [
        ("content-disposition", "attachment"),
        ("content-encoding", "gzip"),
        ("content-length", "1"),
        ("content-type", "text/plain"),
    ] {
        metadata.insert(name, value.parse().expect("metadata"));
    }
    tonic::Response::from_parts(metadata, message, http::Extensions::new())
}

fn unary() -> Handler {
    gateway::unary(|_: tonic::Request<()>| async { Ok(answer(page())) })
}

fn streaming() -> Handler {
    let pieces = || stream::iter([Ok(page())]);
    gateway::server_streaming(move |_: tonic::Request<()>| async move { Ok(answer(pieces())) })
}

fn text() -> Handler {
    gateway::unary(|_: tonic::Request<()>| async { Ok(answer("text".to_owned())) })
}

async fn call(handler: Handler, method: &str, accept: &str) -> Response<Body> {
    let request = Request::builder()
        .method(method)
        .header("accept", accept)
        .body(Body::empty())
        .expect("a request");
    let Ok(response) = handler.into_service().call(request).await;
    response
}

fn header<'r>(response: &'r Response<Body>, name: &str) -> Option<&'r str> {
    response.headers().get(name)?.to_str().ok()
}

#[tokio::test]
async fn they_ignore_what_is_accepted() {
    for handler in [unary(), streaming()] {
        let response = call(handler, "GET", "image/png").await;
        assert_eq!(response.status(), 200);
        assert_eq!(header(&response, "content-type"), Some("application/pdf"));
    }
}

#[tokio::test]
async fn they_alone_have_headers_of_their_content_from_metadata() {
    for (handler, disposition, encoding) in [
        (unary(), Some("attachment"), Some("gzip")),
        (streaming(), Some("attachment"), Some("gzip")),
        (text(), None, None),
    ] {
        let response = call(handler, "GET", "*/*").await;
        assert_eq!(header(&response, "content-disposition"), disposition);
        assert_eq!(header(&response, "content-encoding"), encoding);
        assert_eq!(header(&response, "content-length"), None);
        assert_ne!(header(&response, "content-type"), Some("text/plain"));
    }
}

#[tokio::test]
async fn a_stream_of_them_is_no_json_to_a_head_either() {
    let response = call(streaming(), "HEAD", "*/*").await;
    let content_type = header(&response, "content-type");
    assert_eq!(content_type, Some("application/octet-stream"));
}

#[tokio::test]
async fn a_later_error_cuts_the_stream_after_what_was_there() {
    let fails = |_: tonic::Request<()>| async {
        let pieces = stream::iter([Ok(page()), Err(tonic::Status::internal("no more"))]);
        Ok(tonic::Response::new(pieces))
    };
    let app = axum::Router::new().route("/", gateway::server_streaming(fails).into());
    let server = Server::start(app).await;
    for request in ["GET /", "GET /\nte: trailers"] {
        let answer = server.exchange(request).await;
        assert!(answer.starts_with("HTTP/1.1 200 OK\n"), "{answer}");
        assert!(answer.ends_with("\n\n%PDF<cut>"), "{answer}");
    }
}

#[tokio::test]
async fn pieces_without_bytes_give_way_to_other_tasks() {
    const PIECES: usize = 1_000_000;
    let given = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&given);
    let handler = gateway::server_streaming(move |_: tonic::Request<()>| {
        let count = Arc::clone(&count);
        let pieces = stream::iter(0..PIECES).map(move |_| {
            count.fetch_add(1, Ordering::Relaxed);
            Ok(HttpBody::default())
        });
        async { Ok(tonic::Response::new(pieces)) }
    });
    let mut response = call(handler, "GET", "*/*").await;
    assert!(response.body_mut().frame().now_or_never().is_none());
    let first = given.load(Ordering::Relaxed);
    assert!((1..PIECES).contains(&first), "{first} pieces at once");
    let body = response.into_body().collect().await.expect("a body");
    assert!(body.to_bytes().is_empty());
    assert_eq!(given.load(Ordering::Relaxed), PIECES);
}

/// What comes of a stream over HTTP/2 until it is reset.
async fn until_reset(server: &Server) -> (Vec<u8>, String) {
    let stream = TcpStream::connect(server.address)
        .await
        .expect("a connection");
    let io = TokioIo::new(stream);
    let mut builder = http2::Builder::new(TokioExecutor::new());
    builder.initial_stream_window_size(1_000);
    let (mut client, connection) = builder.handshake(io).await.expect("HTTP/2");
    tokio::spawn(connection);
    let request = Request::get("http://a/").body(Empty::<bytes::Bytes>::new());
    let response = client.send_request(request.expect("a request")).await;
    let mut body = response.expect("a head").into_body();
    let mut received = Vec::new();
    loop {
        match body.frame().await {
            Some(Ok(frame)) => received.extend(frame.into_data().expect("no trailers")),
            end => return (received, format!("{end:?}")),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_later_error_resets_the_stream_of_http2_after_what_was_there() {
    let fails = |_: tonic::Request<()>| async {
        let piece = HttpBody {
            data: vec![b'x'; 50_000].into(),
            ..page()
        };
        let pieces = stream::iter([Ok(piece), Err(tonic::Status::internal("no more"))]);
        Ok(tonic::Response::new(pieces))
    };
    let app = axum::Router::new().route("/", gateway::server_streaming(fails).into());
    let server = Server::start(app).await;
    let turns = (0..20).map(|_| until_reset(&server));
    for (received, end) in join_all(turns).await {
        assert_eq!(received.len(), 50_000);
        assert!(end.contains("Reset"), "{end}");
    }
}
