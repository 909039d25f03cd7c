//! Client-streaming calls: messages, the half-close, and one response.

use super::conversation::Line::{Expect as Get, Send as Put};
use super::conversation::{Case, ENVELOPE_COLLECT, RAW_COLLECT};

pub(super) const CASES: &[Case] = &[
    Case {
        name: "client streaming, raw: half-close, and the answer",
        path: RAW_COLLECT,
        script: "R",
        lines: &[
            Put(r#"{"text":"a","room":"other"}"#),
            Put(r#"{"text":"b"}"#),
            Put(""),
            Get(r#"{"count":"2","texts":["a","b"],"room":"lobby"}"#),
            Get("close 1000"),
            Get("end"),
        ],
    },
    Case {
        name: "client streaming, raw: no messages",
        path: RAW_COLLECT,
        script: "R",
        lines: &[Put(""), Get("{}"), Get("close 1000"), Get("end")],
    },
    Case {
        name: "client streaming, raw: an answer before the half-close",
        path: RAW_COLLECT,
        script: "r",
        lines: &[Put("{}"), Get("{}"), Get("close 1000"), Get("end")],
    },
    Case {
        name: "client streaming, raw: an error after a message",
        path: RAW_COLLECT,
        script: "re",
        lines: &[
            Put("{}"),
            Get(r#"{"error":{"code":9,"message":"not \"now\"","details":[]}}"#),
            Get(r#"close 4009 not "now""#),
            Get("end"),
        ],
    },
    Case {
        name: "client streaming, raw: a panic after a message",
        path: RAW_COLLECT,
        script: "r#",
        lines: &[
            Put("{}"),
            Get(r#"{"error":{"code":13,"message":"the handler panicked","details":[]}}"#),
            Get("close 4013 the handler panicked"),
            Get("end"),
        ],
    },
    Case {
        name: "client streaming, raw: a message of a wrong type",
        path: RAW_COLLECT,
        script: "R",
        lines: &[
            Put(r#"{"text":"a"}"#),
            Put(r#"{"text":7}"#),
            Get(
                r#"{"error":{"code":3,"message":"message 1: text: expected a string, got 7 (byte 8)","details":[]}}"#,
            ),
            Get("close 4003 message 1: text: expected a string, got 7 (byte 8)"),
            Get("end"),
        ],
    },
    Case {
        name: "client streaming, raw: protobuf in binary frames, and in the answer",
        path: RAW_COLLECT,
        script: "R",
        lines: &[
            Put(r#"{"text":"a"}"#),
            Put("<protobuf>"),
            Put("<empty protobuf>"),
            Put("<protobuf>"),
            Put(""),
            Get(r#"Binary(b"\x08\x04\x12\x01a\x12\x01b\x12\0\x12\x01b\x1a\x05lobby")"#),
            Get("close 1000"),
            Get("end"),
        ],
    },
    Case {
        name: "client streaming, raw: a binary frame that is no protobuf",
        path: RAW_COLLECT,
        script: "R",
        lines: &[
            Put("<binary>"),
            Get(
                r#"{"error":{"code":3,"message":"message 0: failed to decode Protobuf message: buffer underflow","details":[]}}"#,
            ),
            Get("close 4003 message 0: failed to decode Protobuf message: buffer underflow"),
            Get("end"),
        ],
    },
    Case {
        name: "client streaming, raw: protobuf for a field that is a message",
        path: "/ws/asked/lobby/collect",
        script: "R",
        lines: &[
            Put("<empty protobuf>"),
            Put(""),
            Get(r#"Binary(b"\x08\x01\x12\0\x1a\x05lobby")"#),
            Get("close 1000"),
            Get("end"),
        ],
    },
    Case {
        name: "client streaming, raw: a binary frame where a field is no message",
        path: "/ws/texts/lobby/collect",
        script: "R",
        lines: &[
            Put(r#""a""#),
            Put("<protobuf>"),
            Get(
                r#"{"error":{"code":3,"message":"a binary frame; send messages as JSON in text frames","details":[]}}"#,
            ),
            Get("close 4003 a binary frame; send messages as JSON in text frames"),
            Get("end"),
        ],
    },
    Case {
        name: "client streaming, envelope: half-close, and the answer",
        path: ENVELOPE_COLLECT,
        script: "R",
        lines: &[
            Put(r#"{"data":{"text":"a"},"type":"data"}"#),
            Put(r#"{"type":"data"}"#),
            Put(r#"{"type":"end_send"}"#),
            Get(r#"{"type":"data","data":{"count":"2","texts":["a",""],"room":"lobby"}}"#),
            Get(r#"{"type":"stream_end"}"#),
            Get("close 1000"),
            Get("end"),
        ],
    },
    Case {
        name: "client streaming, envelope: an error after a message",
        path: ENVELOPE_COLLECT,
        script: "re",
        lines: &[
            Put(r#"{"type":"data"}"#),
            Get(r#"{"type":"error","error":"not \"now\"","code":9,"details":[]}"#),
            Get(r#"close 4009 not "now""#),
            Get("end"),
        ],
    },
    Case {
        name: "client streaming, envelope: a payload of a wrong type",
        path: ENVELOPE_COLLECT,
        script: "R",
        lines: &[
            Put(r#"{"type":"data","data":[]}"#),
            Get(
                r#"{"type":"error","error":"message 0: expected an object, got an array (byte 0)","code":3,"details":[]}"#,
            ),
            Get("close 4003 message 0: expected an object, got an array (byte 0)"),
            Get("end"),
        ],
    },
    Case {
        name: "client streaming, envelope: a member twice",
        path: ENVELOPE_COLLECT,
        script: "R",
        lines: &[
            Put(r#"{"type":"data","data":{},"data":{}}"#),
            Get(
                r#"{"type":"error","error":"envelope: data: given more than once (byte 25)","code":3,"details":[]}"#,
            ),
            Get("close 4003 envelope: data: given more than once (byte 25)"),
            Get("end"),
        ],
    },
    Case {
        name: "client streaming, envelope: no type",
        path: ENVELOPE_COLLECT,
        script: "R",
        lines: &[
            Put(r#"{"data":{}}"#),
            Get(r#"{"type":"error","error":"envelope: `type` is missing","code":3,"details":[]}"#),
            Get("close 4003 envelope: `type` is missing"),
            Get("end"),
        ],
    },
];
