//! The `chat` example.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::process::Command;

use crate::running::Running;
use crate::session::Step;

fn start() -> Running {
    Running::start(env!("CARGO_BIN_EXE_chat"), &[])
}

const SESSION: &[Step] = &[
    (
        "GET /",
        "",
        200,
        &["content-type: text/html", "EventSource"],
    ),
    (
        "GET /v1/rooms",
        "",
        200,
        &[r#"{"rooms":[{"name":"lobby","topic":"everything","messageCount":"3","#],
    ),
    ("GET /v1/rooms?topic=none", "", 200, &["\r\n\r\n{}"]),
    (
        "GET /v1/rooms/nowhere",
        "",
        404,
        &[r#"{"code":5,"message":"no room \"nowhere\"","details":[]}"#],
    ),
    (
        "POST /v1/rooms\ncontent-type: application/json",
        r#"{"name":"rust"}"#,
        201,
        &[r#"{"name":"rust","createdAt":"#],
    ),
    (
        "POST /v1/rooms\ncontent-type: application/json",
        r#"{"name":"rust"}"#,
        409,
        &[r#""code":6"#],
    ),
    (
        "POST /v1/rooms\ncontent-type: application/json",
        "{}",
        400,
        &[r#""code":3"#],
    ),
    (
        "GET /v1/rooms?pageSize=1",
        "",
        200,
        &[r#"[{"name":"lobby""#],
    ),
    (
        "POST /v1/rooms/rust/messages\ncontent-type: application/json",
        r#"{"room":"lobby","author":"ada","text":"hi","kind":"KIND_TEXT"}"#,
        201,
        &[r#"{"seq":"1","room":"rust","author":"ada","text":"hi","kind":"KIND_TEXT","sentAt":"#],
    ),
    (
        "POST /v1/rooms/rust/messages\ncontent-type: application/json",
        r#"{"kind":"KIND_LOUD"}"#,
        400,
        &[r#""code":3"#],
    ),
    (
        "GET /v1/rooms/lobby/messages?limit=3",
        "",
        200,
        &["application/x-ndjson", r#"{"seq":"1","#, r#"{"seq":"3","#],
    ),
    (
        "GET /v1/rooms/lobby/messages?limit=1\naccept: text/event-stream\nlast-event-id: 2",
        "",
        200,
        &[
            "id: 3\ndata: {\"seq\":\"3\",",
            "id: EOS\nevent: EOS\ndata: \n\n",
        ],
    ),
    // Who resumes after a message that is not there has followed another log, and must not wait for the end of this one.
    (
        "GET /v1/rooms/lobby/messages?afterSeq=500",
        "",
        400,
        &[
            r#"{"code":11,"message":"room \"lobby\" has no message 500, its last is 3: follow it from the start","details":[]}"#,
        ],
    ),
    (
        "GET /v1/rooms/lobby/messages\naccept: text/event-stream\nlast-event-id: 4",
        "",
        400,
        &[r#"{"code":11,"message":"room \"lobby\" has no message 4,"#],
    ),
    (
        "GET /v1/rooms/lobby/messages?afterSeq=-1&limit=1",
        "",
        200,
        &[r#"{"seq":"1","#],
    ),
    (
        "GET /v1/rooms/lobby/messages\naccept: text/event-stream\nlast-event-id: EOS",
        "",
        204,
        &[],
    ),
    ("GET /v1/rooms/lobby/talk", "", 501, &[r#""code":12"#]),
    (
        "GET /v1/rooms/lobby/talk\naccept: text/event-stream",
        "",
        501,
        &["sse is disabled"],
    ),
    ("GET /ws/v1/rooms/rust/import", "", 501, &[r#""code":12"#]),
    (
        "POST /v1/rooms/rust/messages:import\ncontent-type: application/x-ndjson",
        "{\"author\":\"ada\"}\n{\"author\":\"bob\",\"kind\":\"KIND_LOUD\"}\n",
        400,
        &["message 1: kind: expected a value of `chat.v1.Kind`"],
    ),
    (
        "POST /v1/rooms/rust/messages:import\ncontent-type: application/json",
        r#"[{"author":"ada"},"#,
        400,
        &["message 1:"],
    ),
    (
        "POST /v1/rooms/rust/messages:import\ncontent-type: application/json",
        "",
        400,
        &["no messages to import"],
    ),
    ("GET /v1/rooms/rust", "", 200, &[r#""messageCount":"1""#]),
    (
        "POST /v1/rooms/rust/messages:import\ncontent-type: application/json",
        r#"[{"author":"ada"},{"author":"bob","room":"lobby"}]"#,
        200,
        &["\r\n\r\n{\"count\":\"2\",\"lastSeq\":\"3\"}"],
    ),
    ("GET /v1/rooms/lobby", "", 200, &[r#""messageCount":"3""#]),
    ("DELETE /v1/rooms/rust", "", 204, &[]),
    ("DELETE /v1/rooms/rust", "", 404, &[r#"no room \"rust\""#]),
];

#[test]
fn a_session() {
    start().session(SESSION);
}

#[test]
fn a_follower_sees_what_another_client_posts() {
    let chat = start();
    let mut stream = TcpStream::connect(&chat.address).expect("a connection");
    let request = "GET /v1/rooms/lobby/messages?afterSeq=3 HTTP/1.1\r\nhost: a\r\naccept: text/event-stream\r\n\r\n";
    stream
        .write_all(request.as_bytes())
        .expect("the server reads");
    let mut events = BufReader::new(stream)
        .lines()
        .map(|line| line.expect("a line"));
    assert!(
        events.any(|line| line.is_empty()),
        "the head leaves before the first message"
    );
    for seq in 4..6 {
        chat.ask(
            "POST /v1/rooms/lobby/messages\ncontent-type: application/json",
            r#"{"text":"hi"}"#,
        );
        assert_eq!(
            events.find(|line| line.starts_with("id: ")),
            Some(format!("id: {seq}"))
        );
    }
}

#[test]
fn an_interrupt_ends_the_streams_and_then_the_server() {
    a_signal_ends_the_streams_and_then_the_server("-INT");
}

#[test]
fn the_signal_of_containers_ends_the_streams_and_then_the_server() {
    a_signal_ends_the_streams_and_then_the_server("-TERM");
}

fn a_signal_ends_the_streams_and_then_the_server(signal: &str) {
    let mut chat = start();
    let mut stream = TcpStream::connect(&chat.address).expect("a connection");
    let request = "GET /v1/rooms/lobby/messages?afterSeq=3 HTTP/1.1\r\nhost: a\r\n\r\n";
    stream
        .write_all(request.as_bytes())
        .expect("the server reads");
    let mut lines = BufReader::new(stream)
        .lines()
        .map(|line| line.expect("a line"));
    assert!(lines.any(|line| line.is_empty()), "the head");
    assert!(chat.end_by(signal).success());
    assert!(
        lines.any(|line| line.starts_with(r#"{"error":{"code":14,"#)),
        "the last record"
    );
}

#[test]
fn a_port_that_is_taken_is_answered_by_the_option_for_another() {
    let chat = start();
    let second = Command::new(env!("CARGO_BIN_EXE_chat"))
        .args(["--listen", &chat.address])
        .output()
        .expect("the example starts");
    assert!(!second.status.success());
    let text = String::from_utf8(second.stderr).expect("text");
    assert!(text.contains(&chat.address), "{text}");
    assert!(text.contains("--listen 127.0.0.1:0"), "{text}");
}
