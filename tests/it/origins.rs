//! Which pages may open a WebSocket.

use gateway::{Gateway, WebSocket};
use tests::log::Log;
use tests::server::Server;

const ALLOWED: &str = "HTTP/1.1 101 Switching Protocols";

const REFUSED: &str = "HTTP/1.1 403 Forbidden";

async fn serve(websocket: WebSocket) -> Server {
    let set = |gateway: Gateway| gateway.websocket(websocket);
    let (server, _) = Server::scripted_with(set).await;
    server
}

/// The status line of the answer to a handshake with these header lines.
async fn shake_hands(server: &Server, headers: &[&str]) -> String {
    let mut client = server.connect().await;
    let request = format!(
        "GET /v1/items/a/watch HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
         sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nx-script: .\r\n{}\r\n\r\n",
        headers.join("\r\n")
    );
    client.send(request.as_bytes()).await;
    let head = client.read_until("\r\n\r\n").await;
    head.lines().next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_page_of_several_origins_is_of_another_one() {
    let listed = WebSocket::default().origins(["https://app.example"]);
    let server = serve(listed).await;
    let own = "origin: http://localhost";
    let listed = "origin: https://app.example";
    let foreign = "origin: https://evil.example";
    for (headers, status) in [
        (&[own][..], ALLOWED),
        (&[listed], ALLOWED),
        (&[own, foreign], REFUSED),
        (&[foreign, own], REFUSED),
        (&[listed, foreign], REFUSED),
        (&[own, own], REFUSED),
    ] {
        assert_eq!(shake_hands(&server, headers).await, status, "{headers:?}");
    }
    let request = "POST /v1/items/a\norigin: http://localhost\norigin: https://evil.example\n\n";
    let answer = server.exchange(request).await;
    assert!(
        answer.starts_with("HTTP/1.1 415 Unsupported Media Type\n"),
        "{answer}"
    );
}

#[tokio::test]
async fn an_absolute_uri_counts_before_host() {
    let server = serve(WebSocket::default()).await;
    for (origin, status) in [
        ("http://app.example", "201 Created"),
        ("http://localhost", "415 Unsupported Media Type"),
    ] {
        let request = format!("POST http://app.example/v1/items/a\norigin: {origin}");
        let answer = server.exchange(&request).await;
        let start = format!("HTTP/1.1 {status}\n");
        assert!(answer.starts_with(&start), "{origin}: {answer}");
    }
}

#[tokio::test]
async fn the_authority_of_http2_counts_before_host() {
    let server = serve(WebSocket::default()).await;
    let mut client = server.connect_http2::<String>().await;
    for (origin, host, status) in [
        ("http://app.example", None, 201),
        ("http://app.example", Some("evil.example"), 201),
        ("http://evil.example", Some("evil.example"), 415),
        ("http://evil.example", None, 415),
    ] {
        let mut request = http::Request::post("http://app.example/v1/items/a");
        for (name, value) in [("origin", Some(origin)), ("host", host)] {
            request = value
                .into_iter()
                .fold(request, |request, value| request.header(name, value));
        }
        let request = request.body(String::new()).expect("a request");
        let response = client.send_request(request).await.expect("a head");
        assert_eq!(response.status(), status, "{origin} {host:?}");
    }
}

#[tokio::test]
async fn what_a_proxy_says_counts_where_it_is_trusted() {
    let origin = "origin: https://app.example";
    let host = "x-forwarded-host: app.example";
    let proto = "x-forwarded-proto: https";
    for (headers, untrusted, trusted) in [
        (&[origin][..], REFUSED, REFUSED),
        (&[origin, host, proto], REFUSED, ALLOWED),
        (
            &[origin, "x-forwarded-host: evil.example, app.example"],
            REFUSED,
            ALLOWED,
        ),
        (
            &[origin, "x-forwarded-host: app.example, evil.example"],
            REFUSED,
            REFUSED,
        ),
        (
            &[origin, "x-forwarded-host: evil.example", host],
            REFUSED,
            ALLOWED,
        ),
        (
            &[origin, host, "x-forwarded-host: evil.example"],
            REFUSED,
            REFUSED,
        ),
        (&["origin: http://localhost", host, proto], ALLOWED, REFUSED),
    ] {
        let server = serve(WebSocket::default()).await;
        assert_eq!(
            shake_hands(&server, headers).await,
            untrusted,
            "{headers:?}"
        );
        let server = serve(WebSocket::default().trust_forwarded()).await;
        assert_eq!(shake_hands(&server, headers).await, trusted, "{headers:?}");
    }
}

fn warnings(log: &Log) -> Vec<String> {
    let lines = log.seen().into_iter();
    lines.filter(|line| line.starts_with("WARN ")).collect()
}

/// What clients can cause at will fills no log.
#[tokio::test]
async fn the_log_names_the_line_that_allows_a_page_now_and_then() {
    let log = Log::default();
    let _subscriber = tracing::subscriber::set_default(log.clone());
    let origin = "origin: https://app.example:8443";
    let server = serve(WebSocket::default()).await;
    assert_eq!(shake_hands(&server, &[origin]).await, REFUSED);
    // Another test may have come to the line first, in a thread without a log; `tracing` would remember that.
    tracing::callsite::rebuild_interest_cache();
    let server = serve(WebSocket::default()).await;
    let before = warnings(&log).len();
    for _ in 0..9 {
        assert_eq!(shake_hands(&server, &[origin]).await, REFUSED);
    }
    let line = "WARN refused a WebSocket of another origin; to allow it: \
                Gateway::websocket(WebSocket::default().origins([\"https://app.example:8443\"])) \
                origin=\"https://app.example:8443\"";
    let expected = [1, 2, 4, 8].map(|times| format!("{line} times={times}"));
    assert_eq!(warnings(&log)[before..], expected);
    let before = warnings(&log).len();
    for page in 0..200 {
        let origin = format!("origin: https://{page}.example");
        assert_eq!(shake_hands(&server, &[&origin]).await, REFUSED);
    }
    let lines = warnings(&log).len() - before;
    assert!(lines < 50, "{lines} lines");
}
