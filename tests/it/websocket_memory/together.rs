//! Messages that arrive together with what ends the session: the handler takes them first, whatever the end is.

use std::time::Duration;

use gateway::{Gateway, Handler, WebSocket};
use tests::memory::{MemoryUpgrader, open};
use tests::witness::Witness;
use tokio::time::sleep;

/// What the client has offered.
const RAW: &str = "sec-websocket-protocol: grpcws.raw";
const ENVELOPE: &str = "sec-websocket-protocol: grpcws.json";

const DATA_A: &str = r#"{"type":"data","data":"a"}"#;
const DATA_B: &str = r#"{"type":"data","data":"b"}"#;
const END_SEND: &str = r#"{"type":"end_send"}"#;

struct Case {
    name: &'static str,
    handler: fn(Witness) -> Handler,
    gateway: fn(Gateway) -> Gateway,
    headers: &'static [&'static str],
    /// What arrives all at once.
    puts: &'static [&'static str],
    /// What the handler sees, and the second at which it does.
    sees: &'static [&'static str],
    /// What the client gets, and the second at which it does.
    gets: &'static [&'static str],
}

const fn case(
    name: &'static str,
    handler: fn(Witness) -> Handler,
    headers: &'static [&'static str],
    puts: &'static [&'static str],
    sees: &'static [&'static str],
    gets: &'static [&'static str],
) -> Case {
    Case {
        name,
        handler,
        gateway: |gateway| gateway,
        headers,
        puts,
        sees,
        gets,
    }
}

fn echo(witness: Witness) -> Handler {
    witness.echo(Duration::ZERO)
}

fn slow_echo(witness: Witness) -> Handler {
    witness.echo(Duration::from_secs(2))
}

fn ignore(witness: Witness) -> Handler {
    witness.ignore(None)
}

fn impatient(gateway: Gateway) -> Gateway {
    gateway.websocket(WebSocket::default().close_timeout(Duration::ZERO))
}

const CASES: &[Case] = &[
    case(
        "a Close",
        echo,
        &[RAW],
        &[r#""a""#, r#""b""#, "<close>"],
        &["0 a", "0 b", "0 Cancelled", "0 gone"],
        &["0 close 1000", "0 end"],
    ),
    case(
        "a Close, envelope",
        echo,
        &[ENVELOPE],
        &[DATA_A, DATA_B, "<close>"],
        &["0 a", "0 b", "0 Cancelled", "0 gone"],
        &["0 close 1000", "0 end"],
    ),
    case(
        "a Close, client streaming",
        Witness::collect,
        &[RAW],
        &[r#""a""#, "<close>"],
        &["0 a", "0 Cancelled", "0 gone"],
        &["0 close 1000", "0 end"],
    ),
    case(
        "a Close, and a task that reads apart",
        Witness::relay,
        &[RAW],
        &[r#""a""#, r#""b""#, "<close>"],
        &["0 a", "0 b", "0 Cancelled", "0 gone"],
        &["0 close 1000", "0 end"],
    ),
    case(
        "a half-close and a Close",
        echo,
        &[RAW],
        &[r#""a""#, r#""b""#, "", "<close>"],
        &["0 a", "0 b", "0 end", "0 gone"],
        &["0 close 1000", "0 end"],
    ),
    case(
        "a half-close and a Close: the work on all messages may be finished",
        Witness::collect,
        &[RAW],
        &[r#""a""#, r#""b""#, "", "<close>"],
        &["0 a", "0 b", "0 end", "1 done", "1 gone"],
        &["0 close 1000", "0 end"],
    ),
    case(
        "a half-close and a Close, envelope",
        Witness::collect,
        &[ENVELOPE],
        &[DATA_A, END_SEND, "<close>"],
        &["0 a", "0 end", "1 done", "1 gone"],
        &["0 close 1000", "0 end"],
    ),
    case(
        "a Close while the handler is slow",
        slow_echo,
        &[RAW],
        &[r#""a""#, "<close>"],
        &["2 a", "4 Cancelled", "4 gone"],
        &["0 close 1000", "0 end"],
    ),
    case(
        "a Close while the handler is too slow",
        slow_echo,
        &[RAW],
        &[r#""a""#, r#""b""#, r#""c""#, "<close>"],
        &["2 a", "4 b", "5 gone"],
        &["0 close 1000", "0 end"],
    ),
    case(
        "a Close, and a handler that takes nothing",
        ignore,
        &[RAW],
        &[r#""a""#, "<close>"],
        &["5 gone"],
        &["0 close 1000", "0 end"],
    ),
    case(
        "a Close, and a handler that takes nothing and answers for ever",
        |witness| witness.ignore(Some("x")),
        &[RAW],
        &[r#""a""#, "<close>"],
        &["0 gone"],
        &["0 close 1000", "0 end"],
    ),
    Case {
        gateway: impatient,
        ..case(
            "a Close, and no time for the handler beyond what it takes at once",
            echo,
            &[RAW],
            &[r#""a""#, r#""b""#, "<close>"],
            &["0 a", "0 b", "0 Cancelled", "0 gone"],
            &["0 close 1000", "0 end"],
        )
    },
    Case {
        gateway: impatient,
        ..case(
            "a Close, and no time for a slow handler",
            slow_echo,
            &[RAW],
            &[r#""a""#, "<close>"],
            &["0 gone"],
            &["0 close 1000", "0 end"],
        )
    },
    case(
        "a Close, and a deadline before the handler's time is over",
        ignore,
        &[RAW, "grpc-timeout: 2S"],
        &[r#""a""#, "<close>"],
        &["2 gone"],
        &["0 close 1000", "0 end"],
    ),
    Case {
        gateway: |gateway| gateway.shutdown(sleep(Duration::from_secs(3))),
        ..case(
            "a Close, and a shutdown before the handler's time is over",
            ignore,
            &[RAW],
            &[r#""a""#, "<close>"],
            &["3 gone"],
            &["0 close 1000", "0 end"],
        )
    },
    case(
        "a Close after the first message of a server-streaming call",
        Witness::first,
        &[RAW],
        &[r#""a""#, "<close>"],
        &["0 a"],
        &["0 close 1000", "0 end"],
    ),
    case(
        "a broken frame: what was answered is written first",
        echo,
        &[RAW],
        &[r#""a""#, r#""b""#, "<violation 1002>"],
        &["0 a", "0 b", "0 InvalidArgument", "0 gone"],
        &["0 \"a\"", "0 \"b\"", "0 close 1002 broken", "5 end"],
    ),
    case(
        "bad UTF-8, envelope, and a task that reads apart",
        Witness::relay,
        &[ENVELOPE],
        &[DATA_A, DATA_B, "<violation 1007>"],
        &["0 a", "0 b", "0 InvalidArgument", "0 gone"],
        &[
            r#"0 {"type":"data","data":"a"}"#,
            r#"0 {"type":"data","data":"b"}"#,
            "0 close 1007 broken",
            "5 end",
        ],
    ),
    case(
        "a message over the limit, client streaming",
        Witness::collect,
        &[RAW],
        &[r#""a""#, "<violation 1009>"],
        &["0 a", "0 ResourceExhausted", "0 gone"],
        &["0 close 1009 broken", "5 end"],
    ),
    case(
        "a broken frame after the half-close: the answer is complete",
        echo,
        &[RAW],
        &[r#""a""#, "", "<violation 1002>"],
        &["0 a", "0 end", "0 gone"],
        &["0 \"a\"", "0 close 1000", "5 end"],
    ),
    case(
        "a broken frame after the half-close: the answer is not",
        Witness::collect,
        &[RAW],
        &[r#""a""#, "", "<violation 1002>"],
        &["0 a", "0 end", "0 gone"],
        &["0 close 1002 broken", "5 end"],
    ),
    case(
        "a broken frame while the handler is slow",
        slow_echo,
        &[RAW],
        &[r#""a""#, "<violation 1002>"],
        &["2 a", "4 InvalidArgument", "4 gone"],
        &["2 \"a\"", "4 close 1002 broken", "9 end"],
    ),
    case(
        "a broken frame, and a handler that takes nothing",
        ignore,
        &[RAW],
        &[r#""a""#, "<violation 1002>"],
        &["5 gone"],
        &["5 close 1002 broken", "10 end"],
    ),
    Case {
        gateway: impatient,
        ..case(
            "a broken frame, and no time for the handler beyond what it takes at once",
            echo,
            &[RAW],
            &[r#""a""#, "<violation 1002>"],
            &["0 a", "0 InvalidArgument", "0 gone"],
            &["0 \"a\"", "0 close 1002 broken", "0 end"],
        )
    },
    case(
        "a call that has ended before it came to the broken frame",
        Witness::one,
        &[RAW],
        &[r#""a""#, r#""b""#, "<violation 1002>"],
        &["0 a", "0 gone"],
        &["0 \"a\"", "0 close 1000", "5 end"],
    ),
    case(
        "a bad value",
        echo,
        &[RAW],
        &[r#""a""#, r#""b""#, "no JSON"],
        &["0 a", "0 b", "0 InvalidArgument", "0 gone"],
        &[
            "0 \"a\"",
            "0 \"b\"",
            r#"0 {"error":{"code":3,"message":"message 2: expected a string, got no (byte 0)","details":[]}}"#,
            "0 close 4003 message 2: expected a string, got no (byte 0)",
            "5 end",
        ],
    ),
    case(
        "a bad value, envelope",
        Witness::relay,
        &[ENVELOPE],
        &[DATA_A, r#"{"type":"data","data":7}"#],
        &["0 a", "0 InvalidArgument", "0 gone"],
        &[
            r#"0 {"type":"data","data":"a"}"#,
            r#"0 {"type":"error","error":"message 1: expected a string, got 7 (byte 0)","code":3,"details":[]}"#,
            "0 close 4003 message 1: expected a string, got 7 (byte 0)",
            "5 end",
        ],
    ),
    case(
        "a bad envelope",
        Witness::collect,
        &[ENVELOPE],
        &[DATA_A, DATA_B, "{}"],
        &["0 a", "0 b", "0 InvalidArgument", "0 gone"],
        &[
            r#"0 {"type":"error","error":"envelope: `type` is missing","code":3,"details":[]}"#,
            "0 close 4003 envelope: `type` is missing",
            "5 end",
        ],
    ),
    case(
        "a Close after a bad value is not what ends the messages",
        echo,
        &[RAW],
        &[r#""a""#, "no JSON", "<close>"],
        &["0 a", "0 InvalidArgument", "0 gone"],
        &[
            "0 \"a\"",
            r#"0 {"error":{"code":3,"message":"message 1: expected a string, got no (byte 0)","details":[]}}"#,
            "0 close 4003 message 1: expected a string, got no (byte 0)",
            "0 end",
        ],
    ),
    case(
        "the envelope of a cancelled call: what is cancelled is not waited for",
        echo,
        &[ENVELOPE],
        &[DATA_A, r#"{"type":"cancel"}"#],
        &["0 gone"],
        &["0 close 1000", "5 end"],
    ),
    case(
        "a connection that is lost: nobody is waited for",
        slow_echo,
        &[RAW],
        &[r#""a""#, "<lost>"],
        &["0 gone"],
        &["0 end"],
    ),
];

#[tokio::test(start_paused = true)]
async fn what_has_arrived_comes_before_the_end() {
    for case in CASES {
        let (witness, mut lines) = Witness::new();
        let began = tokio::time::Instant::now();
        let settings = (case.gateway)(Gateway::new().websocket_upgrader(MemoryUpgrader));
        let mut service = (case.handler)(witness).with(settings);
        let mut peer = open(&mut service, "/", case.headers, 1_000)
            .await
            .expect(case.name);
        peer.put_together(case.puts);
        for expected in case.gets {
            let got = peer.next().await;
            let line = format!("{} {got}", began.elapsed().as_secs());
            assert_eq!(line, *expected, "{}", case.name);
        }
        for expected in case.sees {
            assert_eq!(lines.next().await, *expected, "{}", case.name);
        }
        assert!(lines.is_empty(), "{}", case.name);
    }
}
