//! How WebSockets close, and how they are lost.

use std::time::Duration;

use super::{
    Case, ENVELOPE, ENVELOPE_CONVERSE, ENVELOPE_M1, Freed, Get, M1, Put, RAW, RAW_COLLECT,
};
use super::{RAW_CONVERSE, Wait, case, connect, converse, ended, with_websocket};

const CASES: &[Case] = &[
    case(
        "our Close waits 5 s for the peer's",
        RAW,
        &["x-script: m"],
        &[Get(M1), Get("0 close 1000"), Freed("0 watch"), Get("5 end")],
    ),
    case(
        "the peer's Close ends it",
        ENVELOPE,
        &["x-script: m"],
        &[
            Get(ENVELOPE_M1),
            Get(r#"0 {"type":"stream_end"}"#),
            Get("0 close 1000"),
            Wait(3),
            Put("<close>"),
            Get("3 end"),
        ],
    ),
    case(
        "nothing follows our Close, whatever the peer sends",
        ENVELOPE_CONVERSE,
        &["x-script: r"],
        &[
            Put(r#"{"type":"data"}"#),
            Get(r#"0 {"type":"stream_end"}"#),
            Get("0 close 1000"),
            Put(r#"{"type":"ping"}"#),
            Put("<control>"),
            Put("no JSON"),
            Put("<violation 1002>"),
            Get("5 end"),
        ],
    ),
    Case {
        gateway: |gateway| {
            with_websocket(gateway, |websocket| {
                websocket.close_timeout(Duration::from_secs(2))
            })
        },
        ..case(
            "the close timeout is a setting",
            RAW,
            &["x-script: "],
            &[Get("0 close 1000"), Get("2 end")],
        )
    },
    Case {
        unread: 1,
        ..case(
            "the last messages have as much time as any",
            RAW,
            &["x-script: mmm"],
            &[
                Wait(20),
                Get(r#"20 {"seq":"1","text":"m1","room":"lobby"}"#),
                Wait(20),
                Get(r#"40 {"seq":"2","text":"m2","room":"lobby"}"#),
                Get(r#"40 {"seq":"3","text":"m3","room":"lobby"}"#),
                Get("40 close 1000"),
                Get("45 end"),
            ],
        )
    },
    Case {
        unread: 1,
        ..case(
            "the last messages are not kept for a peer that reads nothing",
            RAW,
            &["x-script: mmm"],
            &[
                Wait(61),
                Get("61 {\"seq\":\"1\",\"text\":\"m1\",\"room\":\"lobby\"}"),
                Get("61 end"),
            ],
        )
    },
    case(
        "a broken frame while the handler has not answered",
        RAW_COLLECT,
        &["x-script: R"],
        &[
            Put("<violation 1002>"),
            Get("0 close 1002 broken"),
            Freed("0 collect"),
            Put("<close>"),
            Get("0 end"),
        ],
    ),
    case(
        "bad UTF-8 while the handler streams",
        ENVELOPE,
        &["x-script: m."],
        &[
            Get(ENVELOPE_M1),
            Put("<violation 1007>"),
            Get("0 close 1007 broken"),
            Freed("0 watch"),
            Get("5 end"),
        ],
    ),
    case(
        "a message over the limit after the half-close",
        RAW_CONVERSE,
        &["x-script: R."],
        &[
            Put(""),
            Put("<violation 1009>"),
            Get("0 close 1009 broken"),
            Get("5 end"),
        ],
    ),
    case(
        "an engine's own code is none that no client would take",
        RAW,
        &["x-script: ."],
        &[Put("<violation 1006>"), Get("0 close 1011 broken")],
    ),
    case(
        "lost while the handler has not answered",
        RAW_COLLECT,
        &["x-script: R"],
        &[Put("<lost>"), Freed("0 collect"), Get("0 end")],
    ),
    case(
        "lost before the first message",
        RAW,
        &["x-script: ."],
        &[Put("<lost>"), Freed("0 watch"), Get("0 end")],
    ),
    case(
        "lost in the middle",
        ENVELOPE,
        &["x-script: m."],
        &[
            Get(ENVELOPE_M1),
            Put("<lost>"),
            Freed("0 watch"),
            Get("0 end"),
        ],
    ),
    case(
        "lost after the half-close",
        RAW_CONVERSE,
        &["x-script: R."],
        &[Put(""), Put("<lost>"), Freed("0 converse"), Get("0 end")],
    ),
    case(
        "lost after our Close",
        RAW,
        &["x-script: "],
        &[Get("0 close 1000"), Put("<lost>"), Get("0 end")],
    ),
    case(
        "the client's Close cancels a call",
        RAW_COLLECT,
        &["x-script: R"],
        &[
            Put("{}"),
            Put("<close>"),
            Freed("0 collect"),
            Get("0 close 1000"),
            Get("0 end"),
        ],
    ),
    case(
        "cancel, server streaming",
        ENVELOPE,
        &["x-script: m."],
        &[
            Get(ENVELOPE_M1),
            Put(r#"{"type":"cancel"}"#),
            Get("0 close 1000"),
            Freed("0 watch"),
            Get("5 end"),
        ],
    ),
    case(
        "cancel, client streaming, before the handler's answer",
        super::ENVELOPE_COLLECT,
        &["x-script: R"],
        &[
            Put(r#"{"type":"data"}"#),
            Put(r#"{"type":"cancel"}"#),
            Get("0 close 1000"),
            Freed("0 collect"),
        ],
    ),
    case(
        "cancel, bidirectional, after the half-close",
        ENVELOPE_CONVERSE,
        &["x-script: R."],
        &[
            Put(r#"{"type":"end_send"}"#),
            Put(r#"{"type":"cancel"}"#),
            Get("0 close 1000"),
            Freed("0 converse"),
        ],
    ),
    case(
        "a call that panics when it is dropped still says its end",
        ENVELOPE,
        &["x-script: mP."],
        &[
            Get(ENVELOPE_M1),
            Put(r#"{"type":"cancel"}"#),
            Get("0 close 1000"),
            Freed("0 watch"),
            Get("5 end"),
        ],
    ),
    case(
        "a panic in the middle",
        RAW,
        &["x-script: m#"],
        &[
            Get(M1),
            Get(r#"0 {"error":{"code":13,"message":"the handler panicked","details":[]}}"#),
            Get("0 close 4013 the handler panicked"),
            Get("5 end"),
        ],
    ),
    Case {
        gateway: |gateway| {
            with_websocket(gateway, |websocket| {
                websocket.on_error(|status, end| {
                    end.frame = Some(status.message().to_uppercase());
                    end.code = 1006;
                    end.reason = "reason ".repeat(20);
                })
            })
        },
        ..case(
            "another end of errors, with a code that no client would take and a long reason",
            RAW,
            &["x-script: me"],
            &[
                Get(M1),
                Get(r#"0 NOT "NOW""#),
                Get(
                    "0 close 1011 reason reason reason reason reason reason reason reason reason reason \
                     reason reason reason reason reason reason reason reas",
                ),
            ],
        )
    },
    Case {
        gateway: |gateway| {
            with_websocket(gateway, |websocket| {
                websocket.on_error(|_, end| end.frame = None)
            })
        },
        ..case(
            "errors without a frame",
            ENVELOPE_CONVERSE,
            &["x-script: re"],
            &[Put(r#"{"type":"data"}"#), Get(r#"0 close 4009 not "now""#)],
        )
    },
];

#[tokio::test(start_paused = true)]
async fn ends() {
    converse(CASES).await;
}

#[tokio::test(start_paused = true)]
async fn a_client_that_leaves_within_the_handshake_drops_the_call() {
    for (path, script, method) in [
        (RAW, "x-script: .", "watch"),
        (RAW_COLLECT, "x-script: R", "collect"),
        (ENVELOPE_CONVERSE, "x-script: E", "converse"),
    ] {
        let (peer, mut calls) = connect(path, script, 1).await;
        drop(peer);
        assert_eq!(ended(&mut calls).await, method, "{path}");
    }
}
