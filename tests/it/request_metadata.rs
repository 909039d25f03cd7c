//! Which headers of a request are its metadata.

use axum::Router;
use gateway::{Gateway, Handler, Metadata};
use tests::server::Server;
use tonic::metadata::KeyAndValueRef;
use tonic::{Request, Response};

/// Answers with the metadata, a line each.
fn metadata() -> Handler {
    gateway::unary(|request: Request<()>| async move {
        let mut lines: Vec<_> = request
            .metadata()
            .iter()
            .map(|pair| match pair {
                KeyAndValueRef::Ascii(name, value) => format!("{name}={value:?}"),
                KeyAndValueRef::Binary(name, value) => format!("{name}={value:?}"),
            })
            .collect();
        lines.sort();
        Ok(Response::new(lines.join(" ")))
    })
}

/// One of each kind, some of them twice.
const HEADERS: &str = "authorization: Bearer a\ncookie: a=b\nx-a: 1\nx-a: 2\ntrailer: x-b\nte: trailers\n\
                       keep-alive: timeout=5\nupgrade: h2c\nproxy-authorization: Basic x\ncontent-language: en\n\
                       grpc-trace: 1\nsec-fetch-site: none\ngrpc-metadata-x-c: 1\ngrpc-metadata-x-c: 2";

#[tokio::test]
async fn all_but_those_of_the_connection_and_the_content() {
    let prefixed = Gateway::new().metadata(Metadata::prefixed());
    let app = Router::new()
        .route("/", metadata().into())
        .route("/prefixed", metadata().with(prefixed).into());
    let server = Server::start(app).await;
    for (path, expected) in [
        (
            "/",
            r#"authorization="Bearer a" cookie="a=b" host="localhost" x-a="1" x-a="2""#,
        ),
        (
            "/prefixed",
            r#"authorization="Bearer a" grpcgateway-authorization="Bearer a" grpcgateway-cookie="a=b" grpcgateway-host="localhost" x-c="1" x-c="2""#,
        ),
    ] {
        let answer = server.exchange(&format!("GET {path}\n{HEADERS}")).await;
        let (_, body) = answer.split_once("\n\n").expect("a head");
        let seen: String = serde_json::from_str(body).expect("a string");
        assert_eq!(seen, expected, "{path}");
    }
}
