//! Server-streaming calls whose request is the first message.

use super::{Case, Freed, Get, Put, case, converse};

const RAW: &str = "/first/raw/lobby?after=5";
const ENVELOPE: &str = "/first/envelope/lobby?after=5";

const CASES: &[Case] = &[
    case(
        "raw: path and query are laid over the message; more messages are dropped",
        RAW,
        &["x-script: msm"],
        &[
            Get("25 ping"),
            Put(r#"{"room":"other","after":"1"}"#),
            Get(r#"25 {"seq":"6","text":"m6","room":"lobby"}"#),
            Put("no JSON"),
            Get("50 ping"),
            Put("{}"),
            Get("75 ping"),
            Put(""),
            Get(r#"85 {"seq":"7","text":"m7","room":"lobby"}"#),
            Get("85 close 1000"),
            Freed("85 watch"),
        ],
    ),
    case(
        "raw: binary protobuf is answered so",
        RAW,
        &["x-script: m"],
        &[
            Put("<empty binary>"),
            Get("0 binary 13"),
            Get("0 close 1000"),
        ],
    ),
    case(
        "envelope: the message, and the half-close after it",
        ENVELOPE,
        &["x-script: m"],
        &[
            Put(r#"{"type":"data","data":{}}"#),
            Put(r#"{"type":"end_send"}"#),
            Get(r#"0 {"type":"data","data":{"seq":"6","text":"m6","room":"lobby"}}"#),
            Get(r#"0 {"type":"stream_end"}"#),
            Get("0 close 1000"),
        ],
    ),
    case(
        "raw: a half-close without a message",
        RAW,
        &[],
        &[
            Put(""),
            Get(
                r#"0 {"error":{"code":3,"message":"the client has ended its messages without a request","details":[]}}"#,
            ),
            Get("0 close 4003 the client has ended its messages without a request"),
        ],
    ),
    case(
        "envelope: a half-close without a message",
        ENVELOPE,
        &[],
        &[
            Put(r#"{"type":"end_send"}"#),
            Get(
                r#"0 {"type":"error","error":"the client has ended its messages without a request","code":3,"details":[]}"#,
            ),
            Get("0 close 4003 the client has ended its messages without a request"),
        ],
    ),
    case(
        "a message that does not parse",
        RAW,
        &[],
        &[
            Put(r#"{"after":true}"#),
            Get(
                r#"0 {"error":{"code":3,"message":"message 0: after: expected an integer, got true (byte 9)","details":[]}}"#,
            ),
            Get("0 close 4003 message 0: after: expected an integer, got true (byte 9)"),
        ],
    ),
    case(
        "an error of the handler comes after the upgrade",
        ENVELOPE,
        &["x-script: !"],
        &[
            Put(r#"{"type":"data"}"#),
            Get(r#"0 {"type":"error","error":"not \"now\"","code":9,"details":[]}"#),
            Get(r#"0 close 4009 not "now""#),
        ],
    ),
    case(
        "a client that leaves instead",
        RAW,
        &[],
        &[Put("<close>"), Get("0 close 1000"), Get("0 end")],
    ),
];

#[tokio::test(start_paused = true)]
async fn first_messages() {
    converse(CASES).await;
}
