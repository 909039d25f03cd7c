//! The end of the gateway, 10 s after its first call.

use std::time::Duration;

use gateway::Gateway;
use tokio::time::sleep;

use super::{Case, ENVELOPE, ENVELOPE_COLLECT, ENVELOPE_M1, Freed, Get, M1, Put, RAW, RAW_COLLECT};
use super::{RAW_CONVERSE, Wait, case, converse};

const GOING_AWAY: &str = "10 close 1001 the server is shutting down";

/// A conversation that the shutdown ends.
const fn drained(
    name: &'static str,
    path: &'static str,
    headers: &'static [&'static str],
    steps: &'static [super::Step],
) -> Case {
    Case {
        gateway: shutdown,
        ..case(name, path, headers, steps)
    }
}

fn shutdown(gateway: Gateway) -> Gateway {
    gateway.shutdown(sleep(Duration::from_secs(10)))
}

const CASES: &[Case] = &[
    drained(
        "raw: before the handler has answered",
        RAW_COLLECT,
        &["x-script: R"],
        &[
            Put("{}"),
            Get(GOING_AWAY),
            Freed("10 collect"),
            Get("15 end"),
        ],
    ),
    drained(
        "envelope: before the handler has answered",
        ENVELOPE_COLLECT,
        &["x-script: R"],
        &[
            Get(GOING_AWAY),
            Freed("10 collect"),
            Put("<close>"),
            Get("10 end"),
        ],
    ),
    drained(
        "raw: before the first message",
        RAW,
        &["x-script: ."],
        &[Get(GOING_AWAY), Freed("10 watch"), Get("15 end")],
    ),
    drained(
        "raw: in the middle",
        RAW,
        &["x-script: m."],
        &[
            Get(M1),
            Get(GOING_AWAY),
            Freed("10 watch"),
            Put("<close>"),
            Get("10 end"),
        ],
    ),
    drained(
        "envelope: in the middle, without a frame",
        ENVELOPE,
        &["x-script: m."],
        &[Get(ENVELOPE_M1), Get(GOING_AWAY), Freed("10 watch")],
    ),
    drained(
        "while the handler waits for the client",
        RAW_CONVERSE,
        &["x-script: E"],
        &[Get(GOING_AWAY), Freed("10 converse")],
    ),
    drained(
        "before the message that begins the call",
        "/first/envelope/lobby",
        &[],
        &[Get(GOING_AWAY), Get("15 end")],
    ),
    Case {
        unread: 1,
        ..drained(
            "while the client does not read, and then it does",
            RAW,
            &["x-script: mm."],
            &[
                Freed("10 watch"),
                Wait(2),
                Get(r#"12 {"seq":"1","text":"m1","room":"lobby"}"#),
                Get(r#"12 {"seq":"2","text":"m2","room":"lobby"}"#),
                Get("12 close 1001 the server is shutting down"),
                Get("17 end"),
            ],
        )
    },
    Case {
        unread: 1,
        ..drained(
            "while the client does not read, and never does",
            RAW,
            &["x-script: mm."],
            &[
                Freed("10 watch"),
                Wait(6),
                Get(r#"16 {"seq":"1","text":"m1","room":"lobby"}"#),
                Get("16 end"),
            ],
        )
    },
];

#[tokio::test(start_paused = true)]
async fn shutdowns() {
    converse(CASES).await;
}
