//! Calls that fail before their WebSocket is open, for a page: it can read no HTTP error, so that the error is reported
//! on the WebSocket, whatever it is that fails.

use std::future::ready;

use gateway::{Gateway, Limits, WebSocket};
use tests::memory::open;
use tests::seen::Seen;
use tonic::{Request, Status};

use super::{ENVELOPE, ENVELOPE_CONVERSE, RAW, RAW_COLLECT, RAW_CONVERSE, gateway, with_websocket};

const PAGE: &str = "origin: http://localhost";
const LISTED: &str = "origin: https://app.example";

struct Case {
    path: &'static str,
    headers: &'static [&'static str],
    gateway: fn(Gateway) -> Gateway,
    gets: &'static [&'static str],
}

const fn case(
    path: &'static str,
    headers: &'static [&'static str],
    gets: &'static [&'static str],
) -> Case {
    Case {
        path,
        headers,
        gateway: |gateway| gateway,
        gets,
    }
}

fn strict(gateway: Gateway) -> Gateway {
    gateway.interceptor(|_: Request<()>| Err(Status::unauthenticated("who?")))
}

const NOT_NOW: &[&str] = &[
    r#"{"error":{"code":9,"message":"not \"now\"","details":[]}}"#,
    r#"close 4009 not "now""#,
    "end",
];

const NOT_NOW_IN_ENVELOPE: &[&str] = &[
    r#"{"type":"error","error":"not \"now\"","code":9,"details":[]}"#,
    r#"close 4009 not "now""#,
    "end",
];

const REPORTED: &[Case] = &[
    case(RAW, &[PAGE, "x-script: !"], NOT_NOW),
    case(RAW, &[PAGE, "x-script: e"], NOT_NOW),
    case(RAW_COLLECT, &[PAGE, "x-script: !"], NOT_NOW),
    case(RAW_CONVERSE, &[PAGE, "x-script: e"], NOT_NOW),
    case(ENVELOPE, &[PAGE, "x-script: !"], NOT_NOW_IN_ENVELOPE),
    case(
        ENVELOPE_CONVERSE,
        &[PAGE, "x-script: e"],
        NOT_NOW_IN_ENVELOPE,
    ),
    case(
        RAW,
        &[PAGE, "x-script: !", "sec-websocket-protocol: grpcws.json"],
        NOT_NOW_IN_ENVELOPE,
    ),
    case(
        RAW,
        &[PAGE, "x-script: ?"],
        &[
            r#"{"error":{"code":13,"message":"the handler panicked","details":[]}}"#,
            "close 4013 the handler panicked",
            "end",
        ],
    ),
    case(
        RAW,
        &[PAGE, "x-script: _", "grpc-timeout: 10S"],
        &[
            r#"{"error":{"code":4,"message":"the deadline has passed","details":[]}}"#,
            "close 4004 the deadline has passed",
            "end",
        ],
    ),
    case(
        "/v1/items/lobby/watch?after=x",
        &[PAGE],
        &[
            r#"{"error":{"code":3,"message":"query parameter \"after\": expected an integer, got \"x\"","details":[]}}"#,
            r#"close 4003 query parameter "after": expected an integer, got "x""#,
            "end",
        ],
    ),
    case(
        "/first/envelope/lobby?after=x",
        &[PAGE],
        &[
            r#"{"type":"error","error":"query parameter \"after\": expected an integer, got \"x\"","code":3,"details":[]}"#,
            r#"close 4003 query parameter "after": expected an integer, got "x""#,
            "end",
        ],
    ),
    case(
        "/v1/items/%ff/converse",
        &[PAGE],
        &[
            r#"{"error":{"code":3,"message":"path parameter \"room\": not UTF-8 after percent-decoding","details":[]}}"#,
            r#"close 4003 path parameter "room": not UTF-8 after percent-decoding"#,
            "end",
        ],
    ),
    Case {
        gateway: strict,
        ..case(
            ENVELOPE,
            &[PAGE],
            &[
                r#"{"type":"error","error":"who?","code":16,"details":[]}"#,
                "close 4016 who?",
                "end",
            ],
        )
    },
    Case {
        gateway: |gateway| {
            with_websocket(strict(gateway), |websocket| {
                websocket.origins(["https://app.example"])
            })
        },
        ..case(
            RAW_COLLECT,
            &[LISTED],
            &[
                r#"{"error":{"code":16,"message":"who?","details":[]}}"#,
                "close 4016 who?",
                "end",
            ],
        )
    },
    Case {
        gateway: |gateway| {
            with_websocket(gateway, |websocket| {
                websocket.on_error(|status, end| {
                    end.frame = None;
                    end.code = 1011;
                    end.reason = status.message().to_uppercase();
                })
            })
        },
        ..case(
            RAW,
            &[PAGE, "x-script: !"],
            &[r#"close 1011 NOT "NOW""#, "end"],
        )
    },
];

#[tokio::test(start_paused = true)]
async fn a_page_gets_the_error_on_the_websocket() {
    for case in REPORTED {
        let name = format!("{} {:?}", case.path, case.headers);
        let (gateway, _calls) = gateway();
        let (observer, mut lines) = Seen::new();
        let gateway = (case.gateway)(gateway).observer(observer);
        let mut service = gateway.build_service().expect("one service");
        let mut peer = open(&mut service, case.path, case.headers, 10)
            .await
            .unwrap_or_else(|answer| panic!("{name}: {answer}"));
        for expected in case.gets {
            assert_eq!(peer.next().await, *expected, "{name}");
        }
        let (opened, end) = (lines.next().await, lines.end().await);
        assert!(opened.ends_with(" websocket"), "{name}: {opened}");
        assert!(!end.starts_with("complete"), "{name}: {end}");
        assert!(end.ends_with("0 out of 0"), "{name}: {end}");
        drop(service);
        assert!(lines.is_over().await, "{name}: told twice");
    }
}

/// A path, header lines, the settings, and the answer.
type Refused = (
    &'static str,
    &'static [&'static str],
    fn(Gateway) -> Gateway,
    &'static str,
);

const REFUSED: &[Refused] = &[
    (
        RAW,
        &["x-script: !"],
        |gateway| gateway,
        r#"400 {"code":9,"message":"not \"now\"","details":[]}"#,
    ),
    (
        RAW,
        &[PAGE, "x-script: !"],
        |gateway| with_websocket(gateway, WebSocket::refuse_by_status),
        r#"400 {"code":9,"message":"not \"now\"","details":[]}"#,
    ),
    (
        RAW,
        &[PAGE],
        |gateway| with_websocket(strict(gateway), WebSocket::refuse_by_status),
        r#"401 {"code":16,"message":"who?","details":[]}"#,
    ),
    (
        RAW,
        &["origin: http://other.example"],
        strict,
        r#"403 {"code":7,"message":"a page of this origin may not open a WebSocket here","details":[]}"#,
    ),
    (
        RAW,
        &[PAGE, "sec-websocket-protocol: a,b,c,d,e,f,g,h,i"],
        strict,
        r#"400 {"code":3,"message":"header `sec-websocket-protocol`: more than 8 subprotocols","details":[]}"#,
    ),
    (
        RAW,
        &[PAGE, "sec-websocket-version: 12"],
        strict,
        r#"426 {"code":3,"message":"WebSocket version 13 is needed: `sec-websocket-version: 13`","details":[]}"#,
    ),
    (
        RAW,
        &[PAGE],
        |gateway| gateway.shutdown(ready(())),
        r#"503 {"code":14,"message":"the server is shutting down","details":[]}"#,
    ),
    (
        RAW,
        &[PAGE],
        |gateway| gateway.limits(Limits::default().max_open_streams(0)),
        r#"503 {"code":8,"message":"too many streams are open (`Limits::max_open_streams`)","details":[]}"#,
    ),
];

#[tokio::test(start_paused = true)]
async fn who_may_not_open_a_websocket_gets_a_status() {
    for (path, headers, change, expected) in REFUSED {
        let (gateway, _calls) = gateway();
        let mut service = change(gateway).build_service().expect("one service");
        let answer = open(&mut service, path, headers, 1).await;
        assert_eq!(answer.expect_err(path), *expected, "{path} {headers:?}");
    }
}

/// Nobody could count sockets that are opened for an error alone if they had no place.
#[tokio::test(start_paused = true)]
async fn the_websocket_of_an_error_has_its_place_among_the_open_streams() {
    let (gateway, _calls) = gateway();
    let limits = Limits::default().max_open_streams(1);
    let mut service = gateway.limits(limits).build_service().expect("one service");
    let headers = &[PAGE, "x-script: !"];
    let mut peer = open(&mut service, RAW, headers, 10).await.expect("a place");
    assert_eq!(peer.next().await, NOT_NOW[0]);
    let full = open(&mut service, RAW, headers, 10).await;
    assert!(full.expect_err("no place").starts_with("503 "));
    for expected in &NOT_NOW[1..] {
        assert_eq!(peer.next().await, *expected);
    }
    let mut peer = open(&mut service, RAW, headers, 10).await.expect("a place");
    assert_eq!(peer.next().await, NOT_NOW[0]);
}
