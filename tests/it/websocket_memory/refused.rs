//! Requests that become no WebSocket.

use gateway::Gateway;
use gateway::websocket::{Upgrade, Upgrader};
use http::request::Parts;
use tests::memory::open;
use tonic::Status;

use super::{RAW, RAW_COLLECT, RAW_CONVERSE, gateway};

/// Has no WebSockets to give.
#[derive(Debug)]
struct Reluctant;

impl Upgrader for Reluctant {
    fn upgrade(&self, _: &mut Parts, max_message_bytes: usize) -> Result<Upgrade, Status> {
        let why = format!("none for {max_message_bytes} bytes");
        Err(Status::resource_exhausted(why))
    }
}

struct Case {
    path: &'static str,
    headers: &'static [&'static str],
    gateway: fn(Gateway) -> Gateway,
    answer: &'static str,
}

const fn case(path: &'static str, script: &'static [&'static str], answer: &'static str) -> Case {
    Case {
        path,
        headers: script,
        gateway: |gateway| gateway,
        answer,
    }
}

const NOT_NOW: &str = r#"400 {"code":9,"message":"not \"now\"","details":[]}"#;

const CASES: &[Case] = &[
    case(RAW, &["x-script: !"], NOT_NOW),
    case(RAW, &["x-script: e"], NOT_NOW),
    case(RAW_COLLECT, &["x-script: !"], NOT_NOW),
    case(RAW_CONVERSE, &["x-script: e"], NOT_NOW),
    case(
        RAW_CONVERSE,
        &["x-script: #"],
        r#"500 {"code":13,"message":"the handler panicked","details":[]}"#,
    ),
    case(
        RAW,
        &["x-script: _", "grpc-timeout: 10S"],
        r#"504 {"code":4,"message":"the deadline has passed","details":[]}"#,
    ),
    case(
        "/first/raw/lobby?after=x",
        &[],
        r#"400 {"code":3,"message":"query parameter \"after\": expected an integer, got \"x\"","details":[]}"#,
    ),
    case(
        "/ws/items/lobby/collect?seq=x",
        &["x-script: R"],
        r#"400 {"code":3,"message":"query parameter \"seq\": expected an integer, got \"x\"","details":[]}"#,
    ),
    Case {
        gateway: |gateway| {
            gateway.interceptor(|_: tonic::Request<()>| Err(Status::unauthenticated("who?")))
        },
        ..case(
            "/first/envelope/lobby",
            &[],
            r#"401 {"code":16,"message":"who?","details":[]}"#,
        )
    },
    Case {
        gateway: |gateway| {
            gateway.interceptor(|_: tonic::Request<()>| Err(Status::unauthenticated("who?")))
        },
        ..case(
            RAW_COLLECT,
            &[],
            r#"401 {"code":16,"message":"who?","details":[]}"#,
        )
    },
    Case {
        gateway: Gateway::without_websocket,
        ..case(
            RAW,
            &["x-script: m"],
            r#"501 {"code":12,"message":"streaming not supported: websocket is disabled for this endpoint; accept text/event-stream or application/x-ndjson","details":[]}"#,
        )
    },
    Case {
        gateway: |gateway| gateway.websocket_upgrader(Reluctant),
        ..case(
            RAW,
            &["x-script: m"],
            r#"429 {"code":8,"message":"none for 4194304 bytes","details":[]}"#,
        )
    },
    Case {
        gateway: |gateway| gateway.shutdown(std::future::ready(())),
        ..case(
            RAW,
            &["x-script: m"],
            r#"503 {"code":14,"message":"the server is shutting down","details":[]}"#,
        )
    },
];

#[tokio::test(start_paused = true)]
async fn refusals_are_http_errors() {
    for case in CASES {
        let (gateway, _calls) = gateway();
        let service = (case.gateway)(gateway).build_service();
        let mut service = service.expect("one service");
        let refused = open(&mut service, case.path, case.headers, 1).await;
        assert_eq!(refused.expect_err(case.path), case.answer, "{}", case.path);
    }
}
