//! WebSocket subprotocols: the message form that the client wants, and what is echoed.

use tests::server::{Server, readable};

/// The answer to a handshake, and the first frame's text.
async fn opened(server: &Server, path: &str, offered: &[&str]) -> (String, String) {
    let mut client = server.connect().await;
    let mut request = format!(
        "GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\
         sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nx-script: m\r\n"
    );
    for offered in offered {
        request += &format!("sec-websocket-protocol: {offered}\r\n");
    }
    client.send(format!("{request}\r\n").as_bytes()).await;
    let received = client.read_until("}").await;
    let (head, frame) = received.split_once("\r\n\r\n").expect("a head");
    let text = frame.find('{').map_or("", |start| &frame[start..]);
    let frame = text.split_inclusive('}').next().unwrap_or_default();
    (readable(head), frame.to_owned())
}

fn head(echoed: &str) -> String {
    format!(
        "HTTP/1.1 101 Switching Protocols\nx-answer: 42\n{echoed}connection: upgrade\nupgrade: websocket\n\
         sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\nx-content-type-options: nosniff\n\n"
    )
}

#[tokio::test]
async fn the_first_known_name_chooses_the_form_and_is_echoed() {
    let (server, _calls) = Server::scripted().await;
    let raw = "{\"seq\":\"1\",\"text\":\"m1\",\"room\":\"a\"}";
    let envelope = "{\"type\":\"data\",\"data\":{\"seq\":\"1\",\"text\":\"m1\",\"room\":\"a\"}";
    for (path, offered, echoed, frame) in [
        ("/v1/items/a/watch", &[][..], None, raw),
        ("/ws/items/a/watch", &[], None, envelope),
        (
            "/v1/items/a/watch",
            &["grpcws.json"],
            Some("grpcws.json"),
            envelope,
        ),
        (
            "/ws/items/a/watch",
            &["grpcws.raw"],
            Some("grpcws.raw"),
            raw,
        ),
        (
            "/v1/items/a/watch",
            &["chat, grpcws.json, grpcws.raw"],
            Some("grpcws.json"),
            envelope,
        ),
        (
            "/ws/items/a/watch",
            &["bearer.a.b-c", "grpcws.raw,grpcws.json"],
            Some("grpcws.raw"),
            raw,
        ),
        ("/v1/items/a/watch", &["bearer.a.b-c, chat"], None, raw),
    ] {
        let (answer, text) = opened(&server, path, offered).await;
        let echoed = echoed.map_or(String::new(), |name| {
            format!("sec-websocket-protocol: {name}\n")
        });
        let expected = head(&echoed);
        let sorted = |text: &str| {
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            lines.sort();
            lines
        };
        assert_eq!(sorted(&answer), sorted(&expected), "{offered:?}");
        assert_eq!(text, frame, "{offered:?}");
    }
}

#[tokio::test]
async fn offers_that_cannot_be_read_are_refused_before_the_upgrade() {
    let (server, mut calls) = Server::scripted().await;
    for (offered, message) in [
        (
            "a, b, c, d, e, f, g, h, grpcws.raw",
            "header `sec-websocket-protocol`: more than 8 subprotocols",
        ),
        ("gr\u{fc}n", "header `sec-websocket-protocol`: not ASCII"),
    ] {
        let (answer, body) = opened(&server, "/v1/items/a/watch", &[offered]).await;
        assert!(answer.starts_with("HTTP/1.1 400 Bad Request\n"), "{answer}");
        assert_eq!(
            body,
            format!("{{\"code\":3,\"message\":\"{message}\",\"details\":[]}}")
        );
    }
    assert!(calls.is_empty());
}
