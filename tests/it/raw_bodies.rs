//! Responses that are the data of `google.api.HttpBody`, as it is.

use axum::body::Body;
use futures_util::stream;
use gateway::{Handler, HttpBody};
use http::{Request, Response};
use tests::server::Server;
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
