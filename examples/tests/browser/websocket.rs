//! `WebSocket`: both directions, half-close, close codes and reasons, envelopes.

use serde_json::{Value, json};

use crate::browser::Browser;
use crate::{create_room, delete_room, start_chat};

/// A path, what the page sends when the socket opens, and all that it is told, without times.
type Case = (
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
);

const CASES: &[Case] = &[
    (
        "/v1/rooms/lobby/messages?limit=1",
        &[],
        &[
            "open",
            r#"{"seq":"1","room":"lobby","author":"host","text":"Welcome to the lobby.","kind":"KIND_NOTICE"}"#,
            "close 1000  true",
        ],
    ),
    // The answers come after the half-close.
    (
        "/v1/rooms/r/talk",
        &[r#"{"text":"one"}"#, r#"{"text":"two"}"#, ""],
        &[
            "open",
            r#"{"seq":"1","room":"r","text":"one"}"#,
            r#"{"seq":"2","room":"r","text":"two"}"#,
            "close 1000  true",
        ],
    ),
    (
        "/v1/rooms/r/talk",
        &[r#"{"kind":"KIND_LOUD"}"#],
        &[
            "open",
            r#"{"error":{"code":3,"message":"message 0: kind: expected a value of `chat.v1.Kind`, got \"KIND_LOUD\" (byte 8)","details":[]}}"#,
            "close 4003 message 0: kind: expected a value of `chat.v1.Kind`, got \"KIND_LOUD\" (byte 8) true",
        ],
    ),
    (
        "/v1/rooms/nowhere/talk",
        &["{}"],
        &[
            "open",
            r#"{"error":{"code":5,"message":"no room \"nowhere\"","details":[]}}"#,
            "close 4005 no room \"nowhere\" true",
        ],
    ),
    // What fails before the call has begun is told as what fails later on.
    (
        "/v1/rooms/nowhere/messages",
        &[],
        &[
            "open",
            r#"{"error":{"code":5,"message":"no room \"nowhere\"","details":[]}}"#,
            "close 4005 no room \"nowhere\" true",
        ],
    ),
    (
        "/ws/v1/rooms/nowhere/messages",
        &[],
        &[
            "open",
            r#"{"type":"error","error":"no room \"nowhere\"","code":5,"details":[]}"#,
            "close 4005 no room \"nowhere\" true",
        ],
    ),
    (
        "/v1/rooms/lobby/messages?limit=many",
        &[],
        &[
            "open",
            r#"{"error":{"code":3,"message":"query parameter \"limit\": expected an integer, got \"many\"","details":[]}}"#,
            "close 4003 query parameter \"limit\": expected an integer, got \"many\" true",
        ],
    ),
    (
        "/ws/v1/rooms/lobby/messages?limit=1",
        &[],
        &[
            "open",
            r#"{"type":"data","data":{"seq":"1","room":"lobby","author":"host","text":"Welcome to the lobby.","kind":"KIND_NOTICE"}}"#,
            r#"{"type":"stream_end"}"#,
            "close 1000  true",
        ],
    ),
    (
        "/ws/v1/rooms/e/import",
        &[
            r#"{"type":"data","data":{"text":"one"}}"#,
            r#"{"type":"data","data":{"text":"two"}}"#,
            r#"{"type":"end_send"}"#,
        ],
        &[
            "open",
            r#"{"type":"data","data":{"count":"2","lastSeq":"2"}}"#,
            r#"{"type":"stream_end"}"#,
            "close 1000  true",
        ],
    ),
    (
        "/ws/v1/rooms/e/import",
        &[r#"{"type":"ping","pingId":7}"#, r#"{"type":"cancel"}"#],
        &["open", r#"{"type":"pong","pingId":7}"#, "close 1000  true"],
    ),
];

#[test]
fn what_a_page_sends_and_is_told() {
    let chat = start_chat();
    create_room(&chat, "r");
    create_room(&chat, "e");
    let browser = Browser::at(&format!("http://{}/v1/rooms", chat.address));
    for (path, frames, expected) in CASES {
        let frames = json!(frames);
        let script = format!(
            r#"const events = followSocket('{path}', (data) => data.replace(/,"sentAt":"[^"]*"/, ''));
            events.socket.addEventListener('open', () => {frames}.forEach((frame) => events.socket.send(frame)));
            return events.closed()"#
        );
        assert_eq!(browser.run(&script), json!(expected), "{path} {frames}");
    }
}

#[test]
fn a_socket_carries_both_directions_at_once() {
    let chat = start_chat();
    let browser = Browser::at(&format!("http://{}/v1/rooms", chat.address));
    let answers = browser.run(
        r#"const events = followSocket("/v1/rooms/lobby/talk", text);
        await events.until("open");
        for (const text of ["one", "two", "three"]) {
          events.socket.send(JSON.stringify({ text }));
          await events.until(text);
        }
        events.socket.close(1000);
        return events.closed()"#,
    );
    assert_eq!(
        answers,
        json!(["open", "one", "two", "three", "close 1000  true"])
    );
}

#[test]
fn binary_frames_are_protobuf_both_ways() {
    let chat = start_chat();
    let browser = Browser::at(&format!("http://{}/v1/rooms", chat.address));
    let answer = browser.run(
        r#"const events = followSocket("/v1/rooms/lobby/talk");
        events.socket.binaryType = "arraybuffer";
        await events.until("open");
        // text: "hi"
        events.socket.send(new Uint8Array([0x1a, 2, 0x68, 0x69]));
        const [, message] = await events.first(2);
        return typeof message === "string" ? message : [...new Uint8Array(message)].slice(0, 13)"#,
    );
    // seq: 4, room: "lobby", text: "hi"; the time follows.
    assert_eq!(answer, json!(b"\x08\x04\x12\x05lobby\x22\x02hi"));
}

#[test]
fn the_close_tells_why_a_stream_fails() {
    let chat = start_chat();
    let browser = Browser::at(&format!("http://{}/v1/rooms", chat.address));
    let doomed = |path: &str| -> Value {
        create_room(&chat, "doomed");
        browser.run(&format!(
            "globalThis.events = followSocket('{path}'); return events.until('open')"
        ));
        delete_room(&chat, "doomed");
        browser.run("return events.closed()")
    };
    let close = "close 4005 room \"doomed\" was deleted true";
    let status = r#"{"error":{"code":5,"message":"room \"doomed\" was deleted","details":[]}}"#;
    let envelope =
        r#"{"type":"error","error":"room \"doomed\" was deleted","code":5,"details":[]}"#;
    assert_eq!(
        doomed("/v1/rooms/doomed/messages"),
        json!(["open", status, close])
    );
    assert_eq!(
        doomed("/ws/v1/rooms/doomed/messages"),
        json!(["open", envelope, close])
    );
}
