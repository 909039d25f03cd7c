//! When bytes leave, and when calls end, without any waiting for its own sake.

use std::time::Duration;

use gateway::Limits;
use tests::server::{Server, complete};
use tests::websocket::Socket;

#[tokio::test]
async fn the_head_leaves_before_the_first_message() {
    let (server, _calls) = Server::scripted().await;
    for accept in [
        "text/event-stream",
        "application/x-ndjson",
        "application/json",
    ] {
        let mut client = server.connect().await;
        client
            .send(&complete(&format!(
                "GET /v1/plain/a\naccept: {accept}\nx-script: ."
            )))
            .await;
        let head = client.read_until("\r\n\r\n").await;
        assert!(
            head.contains(&format!("content-type: {accept}\r\n")),
            "{head}"
        );
    }
}

#[tokio::test]
async fn silence_is_broken_by_heartbeats() {
    let (server, _calls) = Server::scripted().await;
    let mut client = server.connect().await;
    client
        .send(&complete(
            "GET /v1/plain/a\naccept: text/event-stream\nx-script: m.",
        ))
        .await;
    let received = client.read_until(":\n\n\r\n3\r\n:\n\n").await;
    assert!(
        received.contains("data: {\"seq\":\"1\",\"text\":\"m1\",\"room\":\"a\"}\n\n"),
        "{received}"
    );
}

#[tokio::test]
async fn a_client_that_leaves_drops_the_call() {
    let (server, mut calls) = Server::scripted().await;
    for (request, seen, method) in [
        (
            "GET /v1/items/a/watch\naccept: text/event-stream\nx-script: .",
            "\r\n\r\n",
            "watch",
        ),
        (
            "GET /v1/items/a/watch\naccept: text/event-stream\nx-script: m.",
            "m1",
            "watch",
        ),
        ("GET /v1/items/a/watch\nx-script: .", "\r\n\r\n", "watch"),
        ("GET /v1/items/a/watch\nx-script: m.", "m1", "watch"),
        (
            "GET /v1/items/a/watch\naccept: application/json\nx-script: m.",
            "m1",
            "watch",
        ),
        ("POST /v1/items/a/converse\nx-script: m.", "m1", "converse"),
    ] {
        let mut client = server.connect().await;
        client.send(&complete(request)).await;
        client.read_until(seen).await;
        assert!(calls.is_empty(), "{request}");
        drop(client);
        assert_eq!(calls.ended().await, method, "{request}");
    }
}

#[tokio::test]
async fn a_client_that_leaves_before_the_head_drops_the_call() {
    let (server, mut calls) = Server::scripted().await;
    for (request, method) in [
        ("GET /v1/items/a\nx-script: _", "get"),
        ("GET /v1/items/a/watch\nx-script: _", "watch"),
        ("POST /v1/items/a/collect\nx-script: .", "collect"),
    ] {
        let mut client = server.connect().await;
        client.send(&complete(request)).await;
        client.shut_down().await;
        assert_eq!(calls.ended().await, method, "{request}");
    }
}

#[tokio::test]
async fn an_upload_that_is_cut_is_no_end() {
    let (server, mut calls) = Server::scripted().await;
    for head in ["content-length: 100", "transfer-encoding: chunked"] {
        let mut client = server.connect().await;
        let request = format!(
            "POST /v1/items/a/collect HTTP/1.1\r\nhost: a\r\nx-script: R\r\ncontent-type: application/x-ndjson\r\n\
             {head}\r\n\r\n"
        );
        client.send(request.as_bytes()).await;
        let message = "{\"text\":\"a\"}\n";
        let piece = if head.contains("chunked") {
            format!("d\r\n{message}\r\n")
        } else {
            message.to_owned()
        };
        client.send(piece.as_bytes()).await;
        client.shut_down().await;
        assert_eq!(calls.ended().await, "collect", "{head}");
    }
}

#[tokio::test]
async fn an_upload_is_read_as_the_bytes_arrive() {
    let (server, mut calls) = Server::scripted().await;
    let mut client = server.connect().await;
    let head = "POST /v1/items/a/collect HTTP/1.1\r\nhost: a\r\nx-script: re\r\n\
                content-type: application/x-ndjson\r\ntransfer-encoding: chunked\r\n\r\n";
    client.send(head.as_bytes()).await;
    client.send(b"3\r\n{}\n\r\n").await;
    let answer = client.read_until("details").await;
    assert!(
        answer.starts_with("HTTP/1.1 400 Bad Request\r\n"),
        "{answer}"
    );
    assert_eq!(calls.ended().await, "collect");
}

#[tokio::test]
async fn a_client_that_does_not_read_loses_its_call() {
    let limits = Limits::default().write_timeout(Duration::from_millis(50));
    let (server, mut calls) = Server::scripted_with(|gateway| gateway.limits(limits)).await;
    for accept in ["text/event-stream", "application/x-ndjson"] {
        let mut client = server.connect().await;
        client
            .send(&complete(&format!(
                "GET /v1/items/a/watch\naccept: {accept}\nx-script: M"
            )))
            .await;
        assert_eq!(calls.ended().await, "watch");
    }
    let socket = Socket::open(&server, "/v1/items/a/watch", &["x-script: M"]).await;
    assert_eq!(calls.ended().await, "watch");
    drop(socket);
}

#[tokio::test]
async fn a_client_that_reads_slowly_keeps_its_call() {
    let limits = Limits::default().write_timeout(Duration::from_millis(300));
    let (server, _calls) = Server::scripted_with(|gateway| gateway.limits(limits)).await;
    let mut client = server.connect().await;
    client
        .send(&complete("GET /v1/plain/a\nx-script: Lm"))
        .await;
    let received = client.read_slowly().await;
    assert!(
        received.ends_with("{\"seq\":\"2\",\"text\":\"m2\",\"room\":\"a\"}\n\r\n0\r\n\r\n"),
        "{}",
        &received[received.len() - 200..]
    );
    let socket = Socket::open(&server, "/v1/items/a/watch", &["x-script: Lm"]).await;
    let mut socket = socket.expect("a socket");
    assert_eq!(socket.next().await.len(), 3_000_032);
    assert_eq!(
        socket.rest().await,
        "{\"seq\":\"2\",\"text\":\"m2\",\"room\":\"a\"}\nclose 1000\nend\n"
    );
}

#[tokio::test]
async fn a_panic_while_a_call_is_dropped_harms_no_other() {
    let (server, mut calls) = Server::scripted().await;
    for (script, timeout) in [("mP.", "20m"), ("m.", "40m")] {
        let request = format!("GET /v1/plain/a\nx-script: {script}\ngrpc-timeout: {timeout}");
        let answer = server.exchange(&request).await;
        assert!(
            answer.ends_with(
                "{\"error\":{\"code\":4,\"message\":\"the deadline has passed\",\"details\":[]}}\n"
            ),
            "{answer}"
        );
        assert_eq!(calls.ended().await, "watch");
    }
}

#[tokio::test]
async fn a_client_of_http_1_0_reads_to_the_end_of_the_connection() {
    let (server, _calls) = Server::scripted().await;
    for (accept, script, body) in [
        (
            "application/x-ndjson",
            "m",
            "{\"seq\":\"1\",\"text\":\"m1\",\"room\":\"a\"}\n",
        ),
        (
            "application/json",
            "me",
            "[{\"seq\":\"1\",\"text\":\"m1\",\"room\":\"a\"},\
             {\"error\":{\"code\":9,\"message\":\"not \\\"now\\\"\",\"details\":[]}}]",
        ),
        (
            "text/event-stream",
            "m",
            "data: {\"seq\":\"1\",\"text\":\"m1\",\"room\":\"a\"}\n\nid: EOS\nevent: EOS\ndata: \n\n",
        ),
    ] {
        let mut client = server.connect().await;
        // Neither trailers nor upgrades are for this version.
        let request = format!(
            "GET /v1/plain/a HTTP/1.0\r\naccept: {accept}\r\nx-script: {script}\r\nte: trailers\r\n\
             connection: upgrade\r\nupgrade: websocket\r\n\r\n"
        );
        client.send(request.as_bytes()).await;
        let answer = client.read_to_end().await;
        let (head, received) = answer.split_once("\r\n\r\n").expect("a body");
        assert!(head.starts_with("HTTP/1.0 200 OK\r\n"), "{head}");
        assert!(!head.contains("transfer-encoding"), "{head}");
        assert_eq!(received, body);
    }
}
