//! When bytes leave, and when calls end, without any waiting for its own sake.

use std::time::Duration;

use gateway::{Forms, Gateway, Limits};
use tests::script::Scripted;
use tests::server::{Calls, Server, complete};
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

async fn limited(limits: Limits) -> (Server, Calls) {
    let (service, calls) = Scripted::new();
    let router = Gateway::new()
        .service(service)
        .limits(limits)
        .build()
        .expect("one service");
    (Server::start(router).await, Calls::from(calls))
}

#[tokio::test]
async fn a_client_that_does_not_read_loses_its_call() {
    let limits = Limits::default().write_timeout(Duration::from_millis(50));
    let (server, mut calls) = limited(limits).await;
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
async fn messages_over_the_limit_are_refused() {
    let (server, _calls) = limited(Limits::default().max_message_bytes(20)).await;
    let message = "{\"text\":\"more than twenty bytes\"}";
    let refused = "{\"code\":8,\"message\":\"a message of the request is larger than 20 bytes \
                   (`Limits::max_message_bytes`)\",\"details\":[]}";
    for (request, status) in [
        (
            format!("POST /v1/items/a\ncontent-type: application/json\n\n{message}"),
            "413 Payload Too Large",
        ),
        (
            format!(
                "POST /v1/items/a\ncontent-type: application/json\ntransfer-encoding: chunked\n\n{message}"
            ),
            "413 Payload Too Large",
        ),
        (
            format!(
                "POST /v1/items/a/collect\ncontent-type: application/json\nx-script: R\n\n{{}}{message}"
            ),
            "413 Payload Too Large",
        ),
    ] {
        let answer = server.exchange(&request).await;
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}\n")),
            "{answer}"
        );
        assert!(answer.ends_with(refused), "{answer}");
    }
    let (server, _calls) = limited(Limits::default().max_query_parameters(2)).await;
    let answer = server.exchange("GET /v1/items/a?x=1&y=2&z=3").await;
    assert!(answer.ends_with("{\"code\":3,\"message\":\"more than 2 query parameters (`Limits::max_query_parameters`)\",\"details\":[]}"), "{answer}");
}

#[tokio::test]
async fn messages_of_the_handler_over_the_limit_end_the_call() {
    let (server, _calls) = limited(Limits::default().max_response_message_bytes(40)).await;
    let error = "{\"code\":8,\"message\":\"a message of the response is larger than 40 bytes \
                 (`Limits::max_response_message_bytes`)\",\"details\":[]}";
    let small = "{\"seq\":\"1\",\"text\":\"m1\",\"room\":\"a\"}";
    for (request, status, end) in [
        (
            "GET /v1/items/a\nx-script: m",
            "429 Too Many Requests",
            error.to_owned(),
        ),
        (
            "GET /v1/items/a\naccept: application/protobuf\nx-script: much more than forty bytes of text",
            "429 Too Many Requests",
            error.to_owned(),
        ),
        (
            "GET /v1/plain/a\nx-script: mL",
            "200 OK",
            format!("{small}\n{{\"error\":{error}}}\n"),
        ),
        (
            "GET /v1/plain/a\naccept: application/json\nx-script: mL",
            "200 OK",
            format!("[{small},{{\"error\":{error}}}]"),
        ),
        (
            "GET /v1/plain/a\naccept: text/event-stream\nx-script: mL",
            "200 OK",
            format!("data: {small}\n\nevent: failure\ndata: {error}\n\n"),
        ),
    ] {
        let answer = server.exchange(request).await;
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}\n")),
            "{answer}"
        );
        assert!(answer.ends_with(&format!("\n\n{end}")), "{answer}");
    }
    let socket = Socket::open(&server, "/v1/items/a/watch", &["x-script: mL"]).await;
    let reason =
        "a message of the response is larger than 40 bytes (`Limits::max_response_message_bytes`)";
    assert_eq!(
        socket.expect("a socket").rest().await,
        format!("{small}\n{{\"error\":{error}}}\nclose 4008 {reason}\nend\n")
    );
}

#[tokio::test]
async fn no_call_is_longer_than_the_gateways_longest() {
    let (service, _calls) = Scripted::new();
    let gateway = Gateway::new()
        .service(service)
        .max_timeout(Duration::from_millis(30));
    let server = Server::start(gateway.build().expect("one service")).await;
    let error = "{\"code\":4,\"message\":\"the deadline has passed\",\"details\":[]}";
    for (request, end) in [
        ("GET /v1/items/a\nx-script: _", format!("\n\n{error}")),
        (
            "GET /v1/items/a\nx-script: _\ngrpc-timeout: 1H",
            format!("\n\n{error}"),
        ),
        (
            "GET /v1/plain/a\nx-script: .",
            format!("\n\n{{\"error\":{error}}}\n"),
        ),
    ] {
        let answer = server.exchange(request).await;
        assert!(answer.ends_with(&end), "{answer}");
    }
}

#[tokio::test]
async fn a_gateway_may_refuse_forms_that_its_bindings_allow() {
    let (service, _calls) = Scripted::new();
    let gateway = Gateway::new()
        .service(service)
        .stream(Forms::ALL.disable_sse().disable_websockets());
    let server = Server::start(gateway.build().expect("one service")).await;
    let refused = |form: &str| {
        format!(
            "{{\"code\":12,\"message\":\"streaming not supported: {form} is disabled for this endpoint\",\"details\":[]}}"
        )
    };
    let sse = server
        .exchange("GET /v1/plain/a\naccept: text/event-stream")
        .await;
    assert!(sse.ends_with(&refused("sse")), "{sse}");
    let socket = Socket::open(&server, "/v1/items/a/watch", &[]).await;
    assert_eq!(
        socket.expect_err("disabled"),
        format!("501 {}", refused("websocket"))
    );
    let ndjson = server.exchange("GET /v1/plain/a\nx-script: m").await;
    assert!(ndjson.starts_with("HTTP/1.1 200 OK\n"), "{ndjson}");
}

#[tokio::test]
async fn a_client_that_reads_slowly_keeps_its_call() {
    let limits = Limits::default().write_timeout(Duration::from_millis(300));
    let (server, _calls) = limited(limits).await;
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
async fn limits_may_be_as_large_as_they_go() {
    let (server, _calls) = limited(Limits::default().write_timeout(Duration::MAX)).await;
    let answer = server.exchange("GET /v1/plain/a\nx-script: m").await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\n"), "{answer}");
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
async fn a_body_that_is_announced_too_large_is_refused_before_it_is_asked_for() {
    let (server, _calls) = limited(Limits::default().max_message_bytes(20)).await;
    let head = |length| {
        format!(
            "POST /v1/items/a HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n\
             expect: 100-continue\r\ncontent-length: {length}\r\n\r\n"
        )
    };
    let mut client = server.connect().await;
    client.send(head(21).as_bytes()).await;
    let answer = client.read_until("details").await;
    assert!(
        answer.starts_with("HTTP/1.1 413 Payload Too Large\r\n"),
        "{answer}"
    );
    let mut client = server.connect().await;
    client.send(head(2).as_bytes()).await;
    client.read_until("HTTP/1.1 100 Continue\r\n\r\n").await;
    client.send(b"{}").await;
    client.read_until("HTTP/1.1 201 Created\r\n").await;
}
