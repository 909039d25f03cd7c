//! Bidirectional calls: messages and responses at the same time.

use super::conversation::Line::{Expect as Get, Send as Put};
use super::conversation::{Case, ENVELOPE_CONVERSE, RAW_CONVERSE};

pub(super) const CASES: &[Case] = &[
    Case {
        name: "bidirectional, raw: the answer is in the kind that the client used last",
        path: RAW_CONVERSE,
        script: "E",
        lines: &[
            Put(r#"{"text":"a"}"#),
            Get(r#"{"text":"a","room":"lobby"}"#),
            Put("<protobuf>"),
            Get(r#"Binary(b"\x12\x01b\x1a\x05lobby")"#),
            Put(r#"{"text":"a"}"#),
            Get(r#"{"text":"a","room":"lobby"}"#),
            Put("<empty protobuf>"),
            Get(r#"Binary(b"\x1a\x05lobby")"#),
            Put(""),
            Get("close 1000"),
            Get("end"),
        ],
    },
    Case {
        name: "bidirectional, raw: the half-close is not a message, and chooses no kind",
        path: RAW_CONVERSE,
        script: "Em",
        lines: &[
            Put("<protobuf>"),
            Get(r#"Binary(b"\x12\x01b\x1a\x05lobby")"#),
            Put(""),
            Get(r#"Binary(b"\x08\x01\x12\x02m1")"#),
            Get("close 1000"),
            Get("end"),
        ],
    },
    Case {
        name: "bidirectional, raw: an error is text, whatever the kind",
        path: RAW_CONVERSE,
        script: "re",
        lines: &[
            Put("<protobuf>"),
            Get(r#"{"error":{"code":9,"message":"not \"now\"","details":[]}}"#),
            Get(r#"close 4009 not "now""#),
            Get("end"),
        ],
    },
    Case {
        name: "bidirectional, raw: answers while the client sends",
        path: RAW_CONVERSE,
        script: "Em",
        lines: &[
            Put(r#"{"text":"a","room":"other"}"#),
            Get(r#"{"text":"a","room":"lobby"}"#),
            Put(r#"{"seq":"9007199254740993","text":"b"}"#),
            Get(r#"{"seq":"9007199254740993","text":"b","room":"lobby"}"#),
            Put(""),
            Get(r#"{"seq":"1","text":"m1"}"#),
            Get("close 1000"),
            Get("end"),
        ],
    },
    Case {
        name: "bidirectional, raw: messages after the half-close are dropped",
        path: RAW_CONVERSE,
        script: "Rm.",
        lines: &[
            Put("{}"),
            Put(""),
            Put("dropped"),
            Put("<close>"),
            Get("close 1000"),
            Get("end"),
        ],
    },
    Case {
        name: "bidirectional, raw: a malformed message in the middle",
        path: RAW_CONVERSE,
        script: "E",
        lines: &[
            Put("{}"),
            Get(r#"{"room":"lobby"}"#),
            Put("{"),
            Get(
                r#"{"error":{"code":3,"message":"message 1: expected a field name in quotes, got the end of the text (byte 1)","details":[]}}"#,
            ),
            Get(
                "close 4003 message 1: expected a field name in quotes, got the end of the text (byte 1)",
            ),
            Get("end"),
        ],
    },
    Case {
        name: "bidirectional, envelope: answers while the client sends",
        path: ENVELOPE_CONVERSE,
        script: "Em",
        lines: &[
            Put(r#"{"type":"data","data":{"text":"a"}}"#),
            Get(r#"{"type":"data","data":{"text":"a","room":"lobby"}}"#),
            Put("<binary>"),
            Get(r#"{"type":"data","data":{"text":"binary","room":"lobby"}}"#),
            Put(r#"{"type":"end_send"}"#),
            Get(r#"{"type":"data","data":{"seq":"1","text":"m1"}}"#),
            Get(r#"{"type":"stream_end"}"#),
            Get("close 1000"),
            Get("end"),
        ],
    },
    Case {
        name: "bidirectional, envelope: an error after a message",
        path: ENVELOPE_CONVERSE,
        script: "re",
        lines: &[
            Put(r#"{"type":"data"}"#),
            Get(r#"{"type":"error","error":"not \"now\"","code":9,"details":[]}"#),
            Get(r#"close 4009 not "now""#),
            Get("end"),
        ],
    },
];
