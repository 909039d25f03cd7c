//! Messages that arrive in one segment with what ends the session.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::Empty;
use tests::server::Server;
use tests::websocket::{Socket, frame};
use tests::witness::{Lines, Witness};
use tokio::io::AsyncWriteExt as _;

use crate::websocket_http2::{self, Client};

const TEXT: u8 = 0x81;
const BINARY: u8 = 0x82;
const CLOSE: u8 = 0x88;

/// The path, the frames, what the handler takes, and what the client gets.
type Case = (
    &'static str,
    &'static [(u8, &'static [u8])],
    &'static [&'static str],
    &'static [&'static str],
);

const CASES: &[Case] = &[
    (
        "/echo",
        &[(TEXT, b"\"a\""), (TEXT, b"\"b\""), (CLOSE, b"\x03\xe8")],
        &["a", "b", "Cancelled", "gone"],
        &["close 1000"],
    ),
    (
        "/collect",
        &[
            (TEXT, b"\"a\""),
            (BINARY, b"\x0a\x01b"),
            (TEXT, b""),
            (CLOSE, b"\x03\xe8"),
        ],
        &["a", "b", "end", "done", "gone"],
        &["close 1000"],
    ),
    (
        "/echo",
        &[(BINARY, b"\x0a\x01a"), (BINARY, b"\x0a\x01b"), (0xc1, b"x")],
        &["a", "b", "InvalidArgument", "gone"],
        &[
            r#"Binary(b"\n\x01a")"#,
            r#"Binary(b"\n\x01b")"#,
            "close 1002",
        ],
    ),
    (
        "/echo",
        &[(TEXT, b"\"a\""), (TEXT, b"\"\xff\"")],
        &["a", "InvalidArgument", "gone"],
        &["\"a\"", "close 1007"],
    ),
    (
        "/echo",
        &[(TEXT, b"\"a\""), (TEXT, b"nope")],
        &["a", "InvalidArgument", "gone"],
        &[
            "\"a\"",
            r#"{"error":{"code":3,"message":"message 1: expected a string, got nope (byte 0)","details":[]}}"#,
            "close 4003",
        ],
    ),
    (
        "/echo/envelope",
        &[
            (TEXT, br#"{"type":"data","data":"a"}"#),
            (BINARY, br#"{"type":"data","data":"b"}"#),
            (CLOSE, b"\x03\xe8"),
        ],
        &["a", "b", "Cancelled", "gone"],
        &["close 1000"],
    ),
    (
        "/echo/envelope",
        &[(TEXT, br#"{"type":"data","data":"a"}"#), (TEXT, b"{}")],
        &["a", "InvalidArgument", "gone"],
        &[
            r#"{"type":"data","data":"a"}"#,
            r#"{"type":"error","error":"envelope: `type` is missing","code":3,"details":[]}"#,
            "close 4003",
        ],
    ),
];

async fn start() -> (Server, Lines) {
    let (witness, lines) = Witness::new();
    let echo = || witness.clone().echo(Duration::ZERO);
    let envelope = echo().websocket(gateway::FrameFormat::Envelope);
    let app = axum::Router::new()
        .route("/echo", echo().into())
        .route("/echo/envelope", envelope.into())
        .route("/collect", witness.clone().collect().into());
    (Server::start(app).await, lines)
}

fn segment(frames: &[(u8, &[u8])]) -> Vec<u8> {
    let frames = frames.iter().map(|(first, payload)| frame(*first, payload));
    frames.collect::<Vec<_>>().concat()
}

async fn check(lines: &mut Lines, sees: &[&str], name: &str) {
    for expected in sees {
        let line = lines.next().await;
        let (_, seen) = line.split_once(' ').expect("a time");
        assert_eq!(seen, *expected, "{name}");
    }
}

#[tokio::test]
async fn over_http1() {
    let (server, mut lines) = start().await;
    for (path, frames, sees, gets) in CASES {
        let mut socket = Socket::open(&server, path, &[]).await.expect(path);
        socket.bytes(&segment(frames)).await;
        for expected in *gets {
            assert_eq!(without_reason(&socket.next().await), *expected, "{path}");
        }
        check(&mut lines, sees, path).await;
    }
}

/// A frame, but of a Close only its code.
fn without_reason(frame: &str) -> &str {
    match frame.strip_prefix("close ") {
        Some(_) => frame.get(..10).unwrap_or(frame),
        None => frame,
    }
}

#[tokio::test]
async fn over_http2() {
    let (server, mut lines) = start().await;
    let mut client: Client = server.connect_http2::<Empty<Bytes>>().await;
    websocket_http2::settle(&mut client, "/none").await;
    for (path, frames, sees, gets) in CASES {
        let mut socket = websocket_http2::open(&mut client, path, &[])
            .await
            .expect(path);
        let sent = socket.get_mut().write_all(&segment(frames)).await;
        sent.expect("the server reads");
        socket.get_mut().flush().await.expect("the server reads");
        for expected in *gets {
            let got = websocket_http2::next(&mut socket).await;
            assert_eq!(got, *expected, "{path}");
        }
        check(&mut lines, sees, path).await;
    }
}
