//! Statuses whose responses have no content (RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5), whatever the handler answers.

use axum::Router;
use gateway::HttpBody;
use http::StatusCode;
use tests::server::Server;
use tonic::{Request, Response};

fn with<M>(status: u16, message: M) -> Response<M> {
    let mut response = Response::new(message);
    let status = StatusCode::from_u16(status).expect("a status");
    response.extensions_mut().insert(status);
    response
}

/// The head of the answer, and whether a body follows.
async fn answer(server: &Server, request: &str) -> (String, bool) {
    let answer = server.exchange(request).await;
    let (head, body) = answer.split_once("\n\n").expect("a head");
    (head.to_owned(), !body.is_empty())
}

#[tokio::test]
async fn neither_body_nor_type() {
    for (status, line, has_content) in [
        (200, "200 OK", true),
        (202, "202 Accepted", true),
        (203, "203 Non Authoritative Information", true),
        (204, "204 No Content", false),
        (205, "205 Reset Content", false),
        (206, "206 Partial Content", true),
        (304, "304 Not Modified", false),
        (404, "404 Not Found", true),
    ] {
        let text =
            gateway::unary(
                move |_: Request<()>| async move { Ok(with(status, "text".to_owned())) },
            );
        let raw = gateway::unary(move |_: Request<()>| async move {
            let data = "text".into();
            Ok(with(
                status,
                HttpBody {
                    data,
                    ..HttpBody::default()
                },
            ))
        });
        let app = Router::new()
            .route("/text", text.into())
            .route("/raw", raw.into());
        let server = Server::start(app).await;
        for request in [
            "GET /text",
            "GET /text\naccept: application/protobuf",
            "GET /raw",
        ] {
            let (head, has_body) = answer(&server, request).await;
            assert!(
                head.starts_with(&format!("HTTP/1.1 {line}\n")),
                "{request}: {head}"
            );
            assert_eq!(has_body, has_content, "{request} {status}");
            assert_eq!(
                head.contains("\ncontent-type: "),
                has_content,
                "{request}: {head}"
            );
        }
    }
}
