//! Pings, and peers that do not answer.

use std::time::Duration;

use super::{
    Case, ENVELOPE, Freed, Get, Leave, Put, PutLarge, RAW, RAW_COLLECT, RAW_CONVERSE, Wait,
};
use super::{case, converse, with_websocket};

const CASES: &[Case] = &[
    case(
        "a ping every 25 s, whenever the answer comes",
        RAW,
        &["x-script: ."],
        &[
            Get("25 ping"),
            Put("<control>"),
            Get("50 ping"),
            Wait(19),
            Put("<control>"),
            Get("75 ping"),
            Put("<close>"),
            Get("75 close 1000"),
            Get("75 end"),
            Freed("75 watch"),
        ],
    ),
    case(
        "the JSON ping goes along in envelopes, and is counted",
        ENVELOPE,
        &["x-script: ."],
        &[
            Get("25 ping"),
            Get(r#"25 {"type":"ping","pingId":1}"#),
            Put(r#"{"type":"pong","pingId":1}"#),
            Get("50 ping"),
            Get(r#"50 {"type":"ping","pingId":2}"#),
            Put("<control>"),
            Get("75 ping"),
            Get(r#"75 {"type":"ping","pingId":3}"#),
            Get("95 end"),
            Freed("95 watch"),
        ],
    ),
    case(
        "a silent peer is dropped",
        RAW,
        &["x-script: ."],
        &[Get("25 ping"), Freed("45 watch"), Get("45 end")],
    ),
    case(
        "a silent peer is dropped while the handler has not answered",
        RAW_COLLECT,
        &["x-script: R"],
        &[Get("25 ping"), Freed("45 collect"), Get("45 end")],
    ),
    case(
        "any frame is an answer, but none that came before the ping",
        RAW,
        &["x-script: ."],
        &[
            Get("25 ping"),
            Put("anything"),
            Get("50 ping"),
            Put("<empty binary>"),
            Wait(24),
            Put("<control>"),
            Get("75 ping"),
            Get("95 end"),
        ],
    ),
    case(
        "a handler that takes a minute a message keeps a client that answers",
        RAW_CONVERSE,
        &["x-script: rsmrsm"],
        &[
            Put("{}"),
            Get("25 ping"),
            Put("<control>"),
            Get("50 ping"),
            Put("<control>"),
            Put("{}"),
            Get(r#"60 {"seq":"1","text":"m1"}"#),
            Get("75 ping"),
            Put("<control>"),
            Get("100 ping"),
            Put("<control>"),
            Get(r#"120 {"seq":"2","text":"m2"}"#),
            Get("120 close 1000"),
            Put("<close>"),
            Get("120 end"),
        ],
    ),
    case(
        "a handler that takes a minute a message loses a client that is gone",
        RAW_CONVERSE,
        &["x-script: rsm"],
        &[
            Put("{}"),
            Get("25 ping"),
            Freed("45 converse"),
            Get("45 end"),
        ],
    ),
    case(
        "while the handler does not keep up, pings go on and need no answer",
        RAW_CONVERSE,
        &["x-script: rssR"],
        &[
            PutLarge,
            PutLarge,
            PutLarge,
            Get("25 ping"),
            Get("50 ping"),
            Get("75 ping"),
            Get("100 ping"),
            Get("125 ping"),
            Freed("145 converse"),
            Get("145 end"),
        ],
    ),
    case(
        "the clock of a ping stands still when reading pauses after it",
        RAW_CONVERSE,
        &["x-script: rssR"],
        &[
            Put("{}"),
            Get("25 ping"),
            Wait(5),
            PutLarge,
            PutLarge,
            Get("50 ping"),
            Get("75 ping"),
            Get("100 ping"),
            Get("125 ping"),
            Get("145 end"),
        ],
    ),
    case(
        "while the handler does not keep up, the ping shows that the client has gone",
        RAW_CONVERSE,
        &["x-script: rss"],
        &[PutLarge, PutLarge, PutLarge, Leave, Freed("25 converse")],
    ),
    Case {
        unread: 2,
        ..case(
            "a peer that pings and takes no answer is dropped",
            ENVELOPE,
            &["x-script: ."],
            &[
                Put(r#"{"type":"ping"}"#),
                Put(r#"{"type":"ping"}"#),
                Put(r#"{"type":"ping"}"#),
                Put(r#"{"type":"ping"}"#),
                Freed("45 watch"),
            ],
        )
    },
    Case {
        gateway: |gateway| {
            with_websocket(gateway, |websocket| {
                websocket
                    .ping_interval(Duration::from_secs(2))
                    .ping_timeout(Duration::from_secs(7))
            })
        },
        ..case(
            "pings may be sooner than the answer has to be",
            RAW,
            &["x-script: ."],
            &[
                Get("2 ping"),
                Get("4 ping"),
                Get("6 ping"),
                Get("8 ping"),
                Freed("9 watch"),
                Get("9 end"),
            ],
        )
    },
    Case {
        unread: 1,
        gateway: |gateway| {
            with_websocket(gateway, |websocket| {
                websocket.ping_interval(Duration::from_secs(3))
            })
        },
        ..case(
            "a peer that pauses for a few pings is not lost, nor are pings heaped up",
            RAW,
            &["x-script: mm."],
            &[
                Wait(10),
                Get(r#"10 {"seq":"1","text":"m1","room":"lobby"}"#),
                Get(r#"10 {"seq":"2","text":"m2","room":"lobby"}"#),
                Get("10 ping"),
                Get("12 ping"),
                Put("<close>"),
                Get("12 close 1000"),
                Get("12 end"),
            ],
        )
    },
    Case {
        gateway: |gateway| {
            with_websocket(gateway, |websocket| websocket.ping_interval(Duration::MAX))
        },
        ..case(
            "no pings, and so nobody silent",
            RAW,
            &["x-script: ssm."],
            &[Get(r#"120 {"seq":"1","text":"m1","room":"lobby"}"#)],
        )
    },
];

#[tokio::test(start_paused = true)]
async fn pings() {
    converse(CASES).await;
}
