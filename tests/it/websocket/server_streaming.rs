//! Server-streaming calls: a response after the other, whatever the client sends.

use super::conversation::Line::{Expect as Get, Send as Put};
use super::conversation::{Case, ENVELOPE, RAW};

pub(super) const CASES: &[Case] = &[
    Case {
        name: "server streaming, raw: messages and the end",
        path: RAW,
        script: "mm",
        lines: &[
            Get(r#"{"seq":"1","text":"m1","room":"lobby"}"#),
            Get(r#"{"seq":"2","text":"m2","room":"lobby"}"#),
            Get("close 1000"),
            Get("end"),
        ],
    },
    Case {
        name: "server streaming, raw: no messages",
        path: RAW,
        script: " ",
        lines: &[Get("close 1000"), Get("end")],
    },
    Case {
        name: "server streaming, raw: an error in the middle",
        path: RAW,
        script: "me",
        lines: &[
            Get(r#"{"seq":"1","text":"m1","room":"lobby"}"#),
            Get(r#"{"error":{"code":9,"message":"not \"now\"","details":[]}}"#),
            Get(r#"close 4009 not "now""#),
            Get("end"),
        ],
    },
    Case {
        name: "server streaming, raw: a panic in the middle",
        path: RAW,
        script: "m#",
        lines: &[
            Get(r#"{"seq":"1","text":"m1","room":"lobby"}"#),
            Get(r#"{"error":{"code":13,"message":"the handler panicked","details":[]}}"#),
            Get("close 4013 the handler panicked"),
            Get("end"),
        ],
    },
    Case {
        name: "server streaming, raw: what the client sends is dropped",
        path: RAW,
        script: "m.",
        lines: &[
            Get(r#"{"seq":"1","text":"m1","room":"lobby"}"#),
            Put("not even JSON"),
            Put(""),
            Put("<close>"),
            Get("close 1000"),
            Get("end"),
        ],
    },
    Case {
        name: "server streaming, envelope: messages and the end",
        path: ENVELOPE,
        script: "mm",
        lines: &[
            Get(r#"{"type":"data","data":{"seq":"1","text":"m1","room":"lobby"}}"#),
            Get(r#"{"type":"data","data":{"seq":"2","text":"m2","room":"lobby"}}"#),
            Get(r#"{"type":"stream_end"}"#),
            Get("close 1000"),
            Get("end"),
        ],
    },
    Case {
        name: "server streaming, envelope: an error in the middle",
        path: ENVELOPE,
        script: "me",
        lines: &[
            Get(r#"{"type":"data","data":{"seq":"1","text":"m1","room":"lobby"}}"#),
            Get(r#"{"type":"error","error":"not \"now\"","code":9,"details":[]}"#),
            Get(r#"close 4009 not "now""#),
            Get("end"),
        ],
    },
    Case {
        name: "server streaming, envelope: cancel",
        path: ENVELOPE,
        script: "m.",
        lines: &[
            Get(r#"{"type":"data","data":{"seq":"1","text":"m1","room":"lobby"}}"#),
            Put(r#"{"type":"cancel"}"#),
            Get("close 1000"),
            Get("end"),
        ],
    },
    Case {
        name: "server streaming, envelope: a ping, a pong and an unknown type",
        path: ENVELOPE,
        script: ".",
        lines: &[
            Put(r#"{"type":"hello"}"#),
            Put(r#"{"type":"pong","pingId":1}"#),
            Put(r#"{"type":"ping","pingId":7}"#),
            Get(r#"{"type":"pong","pingId":7}"#),
            Put(r#"{"type":"cancel"}"#),
            Get("close 1000"),
            Get("end"),
        ],
    },
    Case {
        name: "server streaming, envelope: no JSON",
        path: ENVELOPE,
        script: ".",
        lines: &[
            Put("hi"),
            Get(
                r#"{"type":"error","error":"envelope: expected an object, got hi (byte 0)","code":3,"details":[]}"#,
            ),
            Get("close 4003 envelope: expected an object, got hi (byte 0)"),
            Get("end"),
        ],
    },
];
