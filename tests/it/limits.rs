//! What is too large, too long or not wanted, and what is said of it.

use std::time::Duration;

use gateway::{Gateway, Limits, Sse, StreamForms, WebSocket};
use tests::echo::Echo;
use tests::server::Server;
use tests::websocket::Socket;

#[tokio::test]
async fn messages_over_the_limit_are_refused() {
    let (server, _calls) =
        Server::scripted_with(|gateway| gateway.limits(Limits::default().max_message_bytes(20)))
            .await;
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
    let (server, _calls) =
        Server::scripted_with(|gateway| gateway.limits(Limits::default().max_query_parameters(2)))
            .await;
    let answer = server.exchange("GET /v1/items/a?x=1&y=2&z=3").await;
    assert!(answer.ends_with("{\"code\":3,\"message\":\"more than 2 query parameters (`Limits::max_query_parameters`)\",\"details\":[]}"), "{answer}");
}

/// A limit is the largest that is allowed, whatever it counts and however the message travels.
#[tokio::test]
async fn what_is_as_large_as_the_limit_passes() {
    let message = r#"{"text":"0123456789"}"#;
    let limits = Limits::default()
        .max_message_bytes(message.len())
        .max_query_parameters(2);
    let (server, _calls) = Server::scripted_with(|gateway| gateway.limits(limits)).await;
    let json = "content-type: application/json";
    for (request, status) in [
        (
            format!("POST /v1/items/a\n{json}\nx-script: n\n\n{message}"),
            204,
        ),
        (
            format!("POST /v1/items/a\n{json}\nx-script: n\n\n{message} "),
            413,
        ),
        (
            format!(
                "POST /v1/items/a\n{json}\nx-script: n\ntransfer-encoding: chunked\n\n{message}"
            ),
            204,
        ),
        (
            format!(
                "POST /v1/items/a\n{json}\nx-script: n\ntransfer-encoding: chunked\n\n{message}| "
            ),
            413,
        ),
        (
            format!("POST /v1/items/a/collect\n{json}\nx-script: r\n\n{message}"),
            200,
        ),
        (
            format!("POST /v1/items/a/collect\n{json}\nx-script: r\n\n[{message},{message}]"),
            200,
        ),
        (
            format!(
                "POST /v1/items/a/collect\n{json}\nx-script: r\n\n{}",
                message.replace('0', "00")
            ),
            413,
        ),
        ("GET /v1/items/a?x=1&y=2\nx-script: n".to_owned(), 204),
        ("GET /v1/items/a?x=1&y=2&z=3\nx-script: n".to_owned(), 400),
    ] {
        let answer = server.exchange(&request).await;
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status} ")),
            "{request}\n{answer}"
        );
    }
    let socket = Socket::open(&server, "/v1/items/a/converse", &["x-script: E"]).await;
    let mut socket = socket.expect("a socket");
    socket.text(message).await;
    let answer = socket.next().await;
    assert_eq!(answer, r#"{"text":"0123456789","room":"a"}"#);
    socket.text(&format!("{message} ")).await;
    let rest = socket.rest().await;
    assert!(rest.contains("close 1009"), "{rest}");
    let bytes = r#"{"seq":"9007199254740993","text":"m","asked":{"room":"a"}}"#.len();
    for (limit, status) in [(bytes, 200), (bytes - 1, 429)] {
        let limits = Limits::default().max_response_message_bytes(limit);
        let (server, _calls) = Server::scripted_with(|gateway| gateway.limits(limits)).await;
        let answer = server.exchange("GET /v1/items/a\nx-script: m").await;
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status} ")),
            "{answer}"
        );
    }
}

#[tokio::test]
async fn messages_of_the_handler_over_the_limit_end_the_call() {
    let (server, _calls) = Server::scripted_with(|gateway| {
        gateway.limits(Limits::default().max_response_message_bytes(40))
    })
    .await;
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
    let (server, _calls) =
        Server::scripted_with(|gateway| gateway.max_timeout(Duration::from_millis(30))).await;
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
    let (server, _calls) = Server::scripted_with(|gateway| {
        gateway.stream(StreamForms::ALL.disable_sse().disable_websockets())
    })
    .await;
    let refused = |form: &str| {
        format!(
            "{{\"code\":12,\"message\":\"streaming not supported: {form} is disabled for this endpoint; accept application/x-ndjson\",\"details\":[]}}"
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
async fn a_request_stream_in_the_body_is_chunked_transfer_too() {
    let disabled = StreamForms::ALL.disable_chunked_transfer();
    let (server, mut calls) = Server::scripted_with(|gateway| gateway.stream(disabled)).await;
    let json = "content-type: application/json\nx-script: R";
    for (request, status) in [
        (format!("POST /v1/items/a/collect\n{json}\n\n{{}}"), 501),
        (
            format!("POST /v1/items/a/converse\naccept: application/x-ndjson\n{json}\n\n{{}}"),
            501,
        ),
        (format!("POST /v1/items/a\n{json}\n\n{{}}"), 201),
    ] {
        let answer = server.exchange(&request).await;
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status} ")),
            "{request}\n{answer}"
        );
    }
    assert_eq!(calls.ended().await, "get");
}

#[tokio::test]
async fn times_may_be_as_long_and_as_short_as_they_go() {
    for time in [Duration::MAX, Duration::ZERO] {
        let (server, _calls) = Server::scripted_with(|gateway| {
            let websocket = WebSocket::default()
                .ping_interval(time.max(Duration::from_secs(60)))
                .ping_timeout(time)
                .close_timeout(time);
            gateway
                .limits(Limits::default().write_timeout(time.max(Duration::from_secs(1))))
                .sse(Sse::default().heartbeat(time).retry(time))
                .max_timeout(Duration::MAX)
                .websocket(websocket)
        })
        .await;
        for (request, end) in [
            ("GET /v1/items/a", "\"room\":\"a\"}}"),
            ("GET /v1/plain/a\nx-script: m", "\"room\":\"a\"}\n"),
            (
                "GET /v1/plain/a\naccept: text/event-stream\nx-script: m",
                "id: EOS\nevent: EOS\ndata: \n\n",
            ),
            (
                "GET /v1/plain/a\nx-script: m\ngrpc-timeout: 99999999H",
                "\"room\":\"a\"}\n",
            ),
        ] {
            let answer = server.exchange(request).await;
            assert!(answer.ends_with(end), "{time:?}: {answer}");
        }
        let socket = Socket::open(&server, "/v1/items/a/watch", &["x-script: m"]).await;
        let frames = socket.expect("a socket").rest().await;
        assert!(frames.contains("close 1000"), "{time:?}: {frames}");
    }
}

#[tokio::test]
async fn a_body_that_is_announced_too_large_is_refused_before_it_is_asked_for() {
    let (server, _calls) =
        Server::scripted_with(|gateway| gateway.limits(Limits::default().max_message_bytes(20)))
            .await;
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

#[tokio::test]
async fn the_mask_of_a_patch_is_derived_as_deep_as_its_body_is_read() {
    let limits = Limits::default().max_json_depth(150);
    let gateway = Gateway::new().service(Echo).limits(limits);
    let server = Server::start(gateway.build().expect("one service")).await;
    let settings = |depth| format!("{}0{}", "{\"a\":".repeat(depth), "}".repeat(depth));
    for (depth, status) in [(140, "200 OK"), (150, "400 Bad Request")] {
        let body = format!("{{\"settings\":{}}}", settings(depth));
        let request = format!("PATCH /v1/things/a\ncontent-type: application/json\n\n{body}");
        let answer = server.exchange(&request).await;
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}\n")),
            "{depth}: {answer}"
        );
    }
}

#[tokio::test]
async fn no_setting_lets_a_client_exhaust_the_stack() {
    let limits = Limits::default().max_json_depth(usize::MAX);
    let gateway = Gateway::new().service(Echo).limits(limits);
    let server = Server::start(gateway.build().expect("one service")).await;
    for (path, before, after) in [
        ("/v1/body/value", "", ""),
        ("/v1/all", "{\"x\":", "}"),
        ("/v1/all", "{\"nested\":{\"x\":", "}}"),
    ] {
        for (depth, status) in [(190, "200 OK"), (1_000_000, "400 Bad Request")] {
            let value = "[".repeat(depth) + &"]".repeat(depth);
            let body = format!("{before}{value}{after}");
            let request = format!("POST {path}\ncontent-type: application/json\n\n{body}");
            let answer = server.exchange(&request).await;
            assert!(
                answer.starts_with(&format!("HTTP/1.1 {status}\n")),
                "{path} {depth}: {answer}"
            );
            assert!(
                depth == 190 || answer.contains("nested deeper than 200"),
                "{path}: {answer}"
            );
        }
    }
}
