//! Request bodies that end before their end. A kind: who broke the rules of HTTP is answered as one who has gone.

use axum::body::Body;
use axum::extract::Request;
use http_body_util::Limited;
use tests::echo::Echo;
use tests::server::Server;

const MALFORMED: &str =
    "400 {\"code\":3,\"message\":\"the request body is malformed\",\"details\":[]}";

const CUT: &str = "499 {\"code\":1,\"message\":\"the request body was cut\",\"details\":[]}";

const TOO_LARGE: &str = "{\"code\":8,\"message\":\"the request body is larger than a layer of the server allows\",\"details\":[]}";

const CHUNKED: &str = "transfer-encoding: chunked\r\n\r\n";

/// The rest of a request from its framing on, and its answer.
const BODIES: &[(&str, &str, &str)] = &[
    (CHUNKED, "x\r\n", MALFORMED),
    (CHUNKED, "\r\n", MALFORMED),
    (CHUNKED, "-2\r\n{}\r\n0\r\n\r\n", MALFORMED),
    (CHUNKED, "2\r\n{}\r\nx\r\n", MALFORMED),
    (CHUNKED, "2\r\n{}xx", MALFORMED),
    (CHUNKED, "2\rx", MALFORMED),
    (CHUNKED, "2;a\nb\r\n{}\r\n0\r\n\r\n", MALFORMED),
    (CHUNKED, "fffffffffffffffff\r\n{}\r\n0\r\n\r\n", MALFORMED),
    (CHUNKED, "2\r\n{}\r\n0\r\nno trailer\r\n\r\n", MALFORMED),
    (CHUNKED, "2\r\n{}\r\n0\r\nx\r\n", CUT),
    (CHUNKED, "", CUT),
    (CHUNKED, "2", CUT),
    (CHUNKED, "2\r\n{", CUT),
    (CHUNKED, "2\r\n{}\r\n", CUT),
    (CHUNKED, "2\r\n{}\r\n0\r\n", CUT),
    ("content-length: 3\r\n\r\n", "{}", CUT),
];

async fn answer(server: &Server, path: &str, framing: &str, body: &str) -> String {
    let mut client = server.connect().await;
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\nx-script: R\r\ncontent-type: application/json\r\n{framing}{body}"
    );
    client.send(request.as_bytes()).await;
    client.shut_down().await;
    let answer = client.read_to_end().await;
    let status = answer.split(' ').nth(1).unwrap_or_default();
    let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    format!("{status} {body}")
}

/// The body as a layer leaves it that takes three bytes.
async fn limited(request: Request) -> Request {
    request.map(|body| Body::new(Limited::new(body, 3)))
}

#[tokio::test]
async fn a_body_over_the_limit_of_a_layer_is_too_large() {
    let router = gateway::router(Echo).layer(axum::middleware::map_request(limited));
    let server = Server::start(router).await;
    for (path, body) in [
        ("/v1/all", "{   }"),
        ("/v1/raw", "data"),
        ("/v1/attachments/a", "data"),
    ] {
        let method = if path.ends_with('a') { "PUT" } else { "POST" };
        let request = format!("{method} {path}\ncontent-type: application/json\n\n{body}");
        let answer = server.exchange(&request).await;
        let (head, body) = answer.split_once("\n\n").expect("a head");
        assert!(
            head.starts_with("HTTP/1.1 413 Payload Too Large\n"),
            "{answer}"
        );
        assert_eq!(body, TOO_LARGE);
    }
}

#[tokio::test]
async fn a_malformed_body_is_the_clients_mistake_and_a_cut_one_is_cancelled() {
    let (scripted, _calls) = Server::scripted().await;
    let echo = Server::start(gateway::router(Echo)).await;
    for (server, path) in [
        (&scripted, "/v1/items/a"),
        (&scripted, "/v1/items/a/watch"),
        (&scripted, "/v1/items/a/collect"),
        (&echo, "/v1/raw"),
    ] {
        for (framing, body, expected) in BODIES {
            let answer = answer(server, path, framing, body).await;
            assert_eq!(answer, *expected, "{path}: {body:?}");
        }
    }
}
