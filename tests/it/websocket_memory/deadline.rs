//! Deadlines, and clients that do not read what was written.

use std::time::Duration;

use gateway::{Limits, WebSocket};
use tests::memory::Late;

use super::{Case, ENVELOPE, ENVELOPE_M1, Freed, Get, M1, Put, RAW, RAW_COLLECT, RAW_CONVERSE};
use super::{Wait, case, converse};

const EXCEEDED: &str =
    r#"10 {"error":{"code":4,"message":"the deadline has passed","details":[]}}"#;
const CLOSED: &str = "10 close 4004 the deadline has passed";

const CASES: &[Case] = &[
    case(
        "before the first message",
        RAW,
        &["x-script: .", "grpc-timeout: 10S"],
        &[Get(EXCEEDED), Get(CLOSED), Freed("10 watch"), Get("15 end")],
    ),
    case(
        "in the middle",
        ENVELOPE,
        &["x-script: m.", "grpc-timeout: 10S"],
        &[
            Get(ENVELOPE_M1),
            Get(r#"10 {"type":"error","error":"the deadline has passed","code":4,"details":[]}"#),
            Get(CLOSED),
            Freed("10 watch"),
        ],
    ),
    case(
        "while the handler has not answered",
        RAW_COLLECT,
        &["x-script: R", "grpc-timeout: 10S"],
        &[Put("{}"), Get(EXCEEDED), Get(CLOSED), Freed("10 collect")],
    ),
    case(
        "while the handler waits for the client",
        RAW_CONVERSE,
        &["x-script: E", "grpc-timeout: 10S"],
        &[Get(EXCEEDED), Get(CLOSED), Freed("10 converse")],
    ),
    Case {
        gateway: |gateway| gateway.websocket_upgrader(Late(Duration::from_secs(20))),
        ..case(
            "while the client has not got the answer to its handshake",
            RAW_COLLECT,
            &["x-script: R", "grpc-timeout: 10S"],
            &[
                Freed("10 collect"),
                Get(r#"20 {"error":{"code":4,"message":"the deadline has passed","details":[]}}"#),
                Get("20 close 4004 the deadline has passed"),
            ],
        )
    },
    Case {
        gateway: |gateway| gateway.websocket_upgrader(Late(Duration::from_secs(3_600))),
        ..case(
            "a client that does not take the answer to its handshake",
            RAW_COLLECT,
            &["x-script: R"],
            &[Freed("30 collect"), Get("30 end")],
        )
    },
    case(
        "before the first message of a call that begins with it",
        "/first/raw/lobby",
        &["grpc-timeout: 10S"],
        &[Get(EXCEEDED), Get(CLOSED)],
    ),
    Case {
        unread: 1,
        ..case(
            "while the client does not read",
            RAW,
            &["x-script: mm.", "grpc-timeout: 10S"],
            &[
                Freed("10 watch"),
                Get(r#"10 {"seq":"1","text":"m1","room":"lobby"}"#),
                Get(r#"10 {"seq":"2","text":"m2","room":"lobby"}"#),
                Get(EXCEEDED),
                Get(CLOSED),
            ],
        )
    },
    Case {
        unread: 1,
        ..case(
            "a client that reads nothing",
            RAW,
            &["x-script: mm."],
            &[
                Freed("30 watch"),
                Wait(6),
                Get(r#"36 {"seq":"1","text":"m1","room":"lobby"}"#),
                Get("36 end"),
            ],
        )
    },
    Case {
        unread: 2,
        gateway: |gateway| gateway.limits(Limits::default().write_timeout(Duration::from_secs(7))),
        ..case(
            "a client that has read once, with another limit",
            RAW,
            &["x-script: mmm."],
            &[
                Wait(5),
                Get(r#"5 {"seq":"1","text":"m1","room":"lobby"}"#),
                Wait(5),
                Get(r#"10 {"seq":"2","text":"m2","room":"lobby"}"#),
                Wait(10),
                Get(r#"20 {"seq":"3","text":"m3","room":"lobby"}"#),
                Get("25 ping"),
            ],
        )
    },
    Case {
        unread: 1,
        gateway: |gateway| gateway.limits(Limits::default().write_timeout(Duration::from_secs(7))),
        ..case(
            "a client that stops reading",
            RAW,
            &["x-script: mmm."],
            &[
                Wait(5),
                Get(r#"5 {"seq":"1","text":"m1","room":"lobby"}"#),
                Freed("12 watch"),
                Wait(6),
                Get(r#"18 {"seq":"2","text":"m2","room":"lobby"}"#),
                Get("18 end"),
            ],
        )
    },
    Case {
        gateway: |gateway| gateway.limits(Limits::default().write_timeout(Duration::ZERO)),
        ..case(
            "a client that reads, with the shortest limit",
            RAW,
            &["x-script: mm."],
            &[
                Get(M1),
                Get(r#"0 {"seq":"2","text":"m2","room":"lobby"}"#),
                Get("25 ping"),
            ],
        )
    },
    Case {
        gateway: |gateway| gateway.websocket(WebSocket::default().close_timeout(Duration::ZERO)),
        ..case(
            "a client that may take no time to close",
            RAW,
            &["x-script: m"],
            &[Get(M1), Get("0 close 1000"), Get("0 end")],
        )
    },
    case(
        "an answer just in time",
        RAW,
        &["x-script: m", "grpc-timeout: 10S"],
        &[Get(M1), Get("0 close 1000"), Get("5 end")],
    ),
];

#[tokio::test(start_paused = true)]
async fn deadlines() {
    converse(CASES).await;
}
