//! What goes on after the client has sent its last message.

use super::{Case, ENVELOPE_COLLECT, ENVELOPE_CONVERSE, Freed, Get, Put, RAW, RAW_COLLECT};
use super::{RAW_CONVERSE, case, converse};

const CASES: &[Case] = &[
    case(
        "raw: responses go on, and data is dropped",
        RAW_CONVERSE,
        &["x-script: Emsm"],
        &[
            Put(r#"{"text":"a"}"#),
            Get(r#"0 {"text":"a","room":"lobby"}"#),
            Put(""),
            Get(r#"0 {"seq":"1","text":"m1"}"#),
            Put(r#"{"text":"dropped"}"#),
            Put("no JSON"),
            Put(""),
            Get("25 ping"),
            Put("<control>"),
            Get("50 ping"),
            Put("<control>"),
            Get(r#"60 {"seq":"2","text":"m2"}"#),
            Get("60 close 1000"),
            Put("<close>"),
            Get("60 end"),
        ],
    ),
    case(
        "envelope: responses go on, and data is dropped",
        ENVELOPE_CONVERSE,
        &["x-script: Esm"],
        &[
            Put(r#"{"type":"data","data":{"text":"a"}}"#),
            Get(r#"0 {"type":"data","data":{"text":"a","room":"lobby"}}"#),
            Put(r#"{"type":"end_send"}"#),
            Put(r#"{"type":"data","data":7}"#),
            Put(r#"{"type":"end_send"}"#),
            Put(r#"{"type":"ping","pingId":"x"}"#),
            Get(r#"0 {"type":"pong","pingId":"x"}"#),
            Get("25 ping"),
            Get(r#"25 {"type":"ping","pingId":1}"#),
            Put("<control>"),
            Get("50 ping"),
            Get(r#"50 {"type":"ping","pingId":2}"#),
            Put("<control>"),
            Get(r#"60 {"type":"data","data":{"seq":"1","text":"m1"}}"#),
            Get(r#"60 {"type":"stream_end"}"#),
            Get("60 close 1000"),
        ],
    ),
    case(
        "raw: the answer of client streaming",
        RAW_COLLECT,
        &["x-script: R"],
        &[
            Put(r#"{"text":"a"}"#),
            Put(""),
            Get(r#"0 {"count":"1","texts":["a"],"room":"lobby"}"#),
            Get("0 close 1000"),
            Freed("0 collect: done"),
        ],
    ),
    case(
        "raw: a binary frame is dropped too, also where it could hold no message",
        "/ws/texts/lobby/collect",
        &["x-script: Rs"],
        &[
            Put(r#""a""#),
            Put(""),
            Put("<empty binary>"),
            Get("25 ping"),
            Put("<control>"),
            Get("50 ping"),
            Put("<control>"),
            Get(r#"60 {"count":"1","texts":["a"],"room":"lobby"}"#),
            Get("60 close 1000"),
        ],
    ),
    case(
        "envelope: the answer of client streaming takes a minute",
        ENVELOPE_COLLECT,
        &["x-script: rsR"],
        &[
            Put(r#"{"type":"data"}"#),
            Put(r#"{"data":{"text":"b"},"type":"data"}"#),
            Put(r#"{"type":"end_send"}"#),
            Get("25 ping"),
            Get(r#"25 {"type":"ping","pingId":1}"#),
            Put("<control>"),
            Get("50 ping"),
            Get(r#"50 {"type":"ping","pingId":2}"#),
            Put("<control>"),
            Get(r#"60 {"type":"data","data":{"count":"1","texts":["b"],"room":"lobby"}}"#),
            Get(r#"60 {"type":"stream_end"}"#),
            Get("60 close 1000"),
        ],
    ),
    case(
        "server streaming: the client sends nothing that counts",
        RAW,
        &["x-script: sm"],
        &[
            Put(""),
            Put("no JSON"),
            Put("<empty binary>"),
            Get("25 ping"),
            Put("<control>"),
            Get("50 ping"),
            Put("{}"),
            Get(r#"60 {"seq":"1","text":"m1","room":"lobby"}"#),
            Get("60 close 1000"),
        ],
    ),
    case(
        "a handler that has dropped its requests: they are dropped as they come",
        RAW_CONVERSE,
        &["x-script: rdsm"],
        &[
            Put("{}"),
            Put("no JSON"),
            Get("25 ping"),
            Put("{}"),
            Get("50 ping"),
            Put(""),
            Get(r#"60 {"seq":"1","text":"m1"}"#),
            Get("60 close 1000"),
        ],
    ),
    case(
        "without a half-close a payload that does not parse ends the call",
        RAW_CONVERSE,
        &["x-script: Es"],
        &[
            Put("no JSON"),
            Get(
                r#"0 {"error":{"code":3,"message":"message 0: expected an object, got no (byte 0)","details":[]}}"#,
            ),
            Get("0 close 4003 message 0: expected an object, got no (byte 0)"),
            Freed("0 converse"),
        ],
    ),
];

#[tokio::test(start_paused = true)]
async fn half_closes() {
    converse(CASES).await;
}
