//! How far reading and writing go ahead, and who has a turn.

use std::time::Duration;

use futures_util::stream;
use gateway::tonic::{Request, Response, Status, Streaming};
use gateway::{Gateway, bidi_streaming};
use tests::memory::{MemoryUpgrader, open};
use tokio::time::advance;

use super::{ENVELOPE, RAW_CONVERSE, connect, ended, large};

const READ_AHEAD_BYTES: usize = 64 << 10;

#[tokio::test(start_paused = true)]
async fn a_message_or_64_kib_are_read_ahead() {
    let kilobyte = format!(r#"{{"text":"{}"}}"#, "x".repeat(1_000));
    for (message, least, most) in [
        (kilobyte.as_str(), 40, READ_AHEAD_BYTES / 1_000 + 1),
        (large().as_str(), 1, 1),
    ] {
        let (mut peer, _calls) = connect(RAW_CONVERSE, "x-script: .", 1).await;
        let read = peer.put_until_stalled(message, 10_000).await;
        assert!((least..=most).contains(&read), "{read} messages");
    }
}

type Silence = stream::Pending<Result<(), Status>>;

/// Holds its requests and takes none of them.
async fn hold(request: Request<Streaming<()>>) -> Result<Response<Silence>, Status> {
    let silence = Response::new(stream::pending());
    let requests = request.into_inner();
    tokio::spawn(async move {
        std::future::pending::<()>().await;
        drop(requests);
    });
    Ok(silence)
}

#[tokio::test(start_paused = true)]
async fn messages_of_nothing_are_not_queued_without_end() {
    let settings = Gateway::new().websocket_upgrader(MemoryUpgrader);
    let mut service = bidi_streaming(hold).with(settings);
    let mut peer = open(&mut service, "/", &[], 1).await.expect("a WebSocket");
    let read = peer.put_until_stalled("<empty binary>", 100_000).await;
    assert!(read < READ_AHEAD_BYTES / 8, "{read} messages");
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_is_always_ready_leaves_others_their_turn() {
    let (mut peer, mut calls) = connect(ENVELOPE, "x-script: M", 100_000).await;
    peer.next().await;
    let written = peer.unread();
    assert!(
        written < 10_000,
        "{written} messages before anybody read one"
    );
    advance(Duration::from_secs(25)).await;
    let mut frames = 0;
    while peer.next().await != "ping" {
        frames += 1;
        assert!(frames < 1_000, "no ping");
    }
    peer.put(r#"{"type":"cancel"}"#).await;
    assert_eq!(ended(&mut calls).await, "watch");
}

#[tokio::test(start_paused = true)]
async fn a_peer_that_never_stops_sending_leaves_others_their_turn() {
    let (mut peer, mut calls) = connect(RAW_CONVERSE, "x-script: dmsm", 1_000).await;
    for frame in 0..10_000 {
        peer.put("{}").await;
        assert!(
            frame < 100 || peer.unread() > 0,
            "no message after {frame} frames"
        );
    }
    assert_eq!(peer.next().await, r#"{"seq":"1","text":"m1"}"#);
    peer.put("<close>").await;
    assert_eq!(ended(&mut calls).await, "converse");
}
