//! Calls over WebSockets in memory: whole conversations with the second at which each line is said.

mod apart;
mod close;
mod deadline;
mod flow;
mod half_close;
mod keepalive;
mod pages;
mod refused;
mod request;
mod shutdown;
mod together;

use std::time::Duration;

use gateway::{Gateway, WebSocket};
use tests::memory::{MemoryUpgrader, Peer, open};
use tests::script::Scripted;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, timeout};

const RAW: &str = "/v1/items/lobby/watch";
const ENVELOPE: &str = "/ws/items/lobby/watch";
const RAW_COLLECT: &str = "/ws/items/lobby/collect";
const ENVELOPE_COLLECT: &str = "/envelope/items/lobby/collect";
const RAW_CONVERSE: &str = "/v1/items/lobby/converse";
const ENVELOPE_CONVERSE: &str = "/envelope/items/lobby/converse";

/// The first message of a server-streaming call, the same as an envelope, and that of a handler's own.
const M1: &str = r#"0 {"seq":"1","text":"m1","room":"lobby"}"#;
const ENVELOPE_M1: &str = r#"0 {"type":"data","data":{"seq":"1","text":"m1","room":"lobby"}}"#;

/// What the client does, and what happens to it.
enum Step {
    /// The client sends a line.
    Put(&'static str),
    /// The client sends a message that fills the read-ahead.
    PutLarge,
    /// The client's connection is cut.
    Leave,
    /// The client does nothing for so many seconds.
    Wait(u64),
    /// The second and the frame that the client reads.
    Get(&'static str),
    /// The second at which a call's resources were freed, and its method. Nothing is read until then.
    Freed(&'static str),
}

use Step::{Freed, Get, Leave, Put, PutLarge, Wait};

struct Case {
    name: &'static str,
    path: &'static str,
    headers: &'static [&'static str],
    gateway: fn(Gateway) -> Gateway,
    /// How many frames the client leaves unread before nothing can be written any more.
    unread: usize,
    steps: &'static [Step],
}

/// A conversation with the default settings, and a client for whom everything can be written.
const fn case(
    name: &'static str,
    path: &'static str,
    headers: &'static [&'static str],
    steps: &'static [Step],
) -> Case {
    Case {
        name,
        path,
        headers,
        gateway: |gateway| gateway,
        unread: 1_000,
        steps,
    }
}

/// The scripted service over WebSockets in memory, and the methods whose calls have ended.
fn gateway() -> (Gateway, mpsc::UnboundedReceiver<&'static str>) {
    let (service, calls) = Scripted::new();
    let gateway = Gateway::new()
        .service(service)
        .websocket_upgrader(MemoryUpgrader);
    (gateway, calls)
}

/// Opens a WebSocket to a gateway of its own.
async fn connect(
    path: &str,
    script: &str,
    unread: usize,
) -> (Peer, mpsc::UnboundedReceiver<&'static str>) {
    let (gateway, calls) = gateway();
    let mut service = gateway.build_service().expect("one service");
    let peer = open(&mut service, path, &[script], unread).await;
    (peer.expect("a WebSocket"), calls)
}

async fn converse(cases: &[Case]) {
    for case in cases {
        let (gateway, mut calls) = gateway();
        let began = Instant::now();
        let mut service = (case.gateway)(gateway)
            .build_service()
            .expect("one service");
        let peer = open(&mut service, case.path, case.headers, case.unread).await;
        let mut peer = peer.unwrap_or_else(|answer| panic!("{}: {answer}", case.name));
        for (index, step) in case.steps.iter().enumerate() {
            let seen = take(step, &mut peer, &mut calls).await;
            let (Get(expected) | Freed(expected)) = step else {
                continue;
            };
            let line = format!("{} {seen}", began.elapsed().as_secs());
            assert_eq!(line, *expected, "{}, step {index}", case.name);
        }
    }
}

/// Takes a step, and gives what has been seen.
async fn take(
    step: &Step,
    peer: &mut Peer,
    calls: &mut mpsc::UnboundedReceiver<&'static str>,
) -> String {
    match step {
        Put(line) => peer.put(line).await,
        PutLarge => peer.put(&large()).await,
        Leave => peer.leave(),
        Wait(seconds) => sleep(Duration::from_secs(*seconds)).await,
        Get(_) => return peer.next().await,
        Freed(_) => return ended(calls).await.to_owned(),
    }
    String::new()
}

/// The method of the next call whose resources are free.
async fn ended(calls: &mut mpsc::UnboundedReceiver<&'static str>) -> &'static str {
    let ended = timeout(Duration::from_secs(3_600), calls.recv()).await;
    ended.expect("a call ends").expect("the service lives")
}

/// A message that is more than the read-ahead by itself.
fn large() -> String {
    format!(r#"{{"text":"{}"}}"#, "x".repeat(100_000))
}

fn with_websocket(gateway: Gateway, change: fn(WebSocket) -> WebSocket) -> Gateway {
    gateway.websocket(change(WebSocket::default()))
}
