//! What a response that its client does not read holds, on a clock that the tests turn.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::body::Body;
use futures_util::stream::{self, StreamExt as _};
use gateway::{Gateway, HandlerService, HttpBody, Limits};
use http::{Request, Response};
use http_body_util::BodyExt as _;
use tests::seen::Seen;
use tokio::time::sleep;
use tower_service::Service as _;

const WRITE_TIMEOUT: Duration = Duration::from_secs(30);

/// So many messages, for one call at a time.
fn messages(count: usize) -> HandlerService {
    let handler = gateway::server_streaming(move |_: tonic::Request<()>| async move {
        let messages = stream::repeat("x".repeat(1_000)).map(Ok);
        Ok(tonic::Response::new(messages.take(count)))
    });
    let limits = Limits::default()
        .max_open_streams(1)
        .write_timeout(WRITE_TIMEOUT);
    handler.with(Gateway::new().limits(limits))
}

async fn get(service: &HandlerService, headers: &[(&str, &str)]) -> Response<Body> {
    let mut request = Request::get("/");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::empty()).expect("a request");
    let Ok(response) = service.clone().call(request).await;
    response
}

/// The reaper closes such a call, and so does whoever drops what is left of it.
#[tokio::test(start_paused = true)]
async fn its_end_is_observed_once() {
    let (seen, mut lines) = Seen::new();
    let handler = gateway::server_streaming(|_: tonic::Request<()>| async {
        Ok(tonic::Response::new(
            stream::repeat("x".repeat(1_000)).map(Ok),
        ))
    });
    let limits = Limits::default().write_timeout(WRITE_TIMEOUT);
    let service = handler.with(Gateway::new().limits(limits).observer(seen));
    let mut unread = get(&service, &[]).await;
    unread
        .body_mut()
        .frame()
        .await
        .expect("a piece")
        .expect("no error");
    sleep(WRITE_TIMEOUT + Duration::from_secs(1)).await;
    let end = lines.end().await;
    assert!(end.starts_with("slow_reader: Unavailable"), "{end}");
    drop(unread);
    let refused = get(&service, &[("grpc-timeout", "soon")]).await;
    assert_eq!(refused.status(), 400);
    let next = lines.next().await;
    assert!(next.ends_with("ndjson"), "{next}");
}

#[tokio::test(start_paused = true)]
async fn its_place_is_given_back_however_the_stream_has_ended() {
    for (name, count, headers) in [
        ("more is to come", usize::MAX, &[][..]),
        ("complete", 1, &[]),
        (
            "the deadline has passed",
            usize::MAX,
            &[("grpc-timeout", "1S")],
        ),
    ] {
        let service = messages(count);
        let mut unread = get(&service, headers).await;
        let piece = unread.body_mut().frame().await.expect("a piece");
        assert!(piece.expect("no error").is_data(), "{name}");
        sleep(WRITE_TIMEOUT / 2).await;
        assert_eq!(get(&service, &[]).await.status(), 503, "{name}");
        sleep(WRITE_TIMEOUT).await;
        assert_eq!(get(&service, &[]).await.status(), 200, "{name}");
    }
}

/// What a service answers to one call at a time: messages, each of so many bytes after so much time.
fn timed(messages: &'static [(Duration, usize)]) -> HandlerService {
    let handler = gateway::server_streaming(move |_: tonic::Request<()>| async move {
        let messages = stream::iter(messages).then(|(pause, bytes)| async {
            sleep(*pause).await;
            Ok("x".repeat(*bytes))
        });
        Ok(tonic::Response::new(messages))
    });
    let limits = Limits::default()
        .max_open_streams(1)
        .write_timeout(WRITE_TIMEOUT);
    handler.with(Gateway::new().limits(limits))
}

/// Only a client that has something to read can be late in reading.
#[tokio::test(start_paused = true)]
async fn a_silent_stream_has_no_slow_reader() {
    const SILENCE: Duration = WRITE_TIMEOUT.saturating_mul(3);
    let service = timed(&[(Duration::ZERO, 1), (SILENCE, 2), (SILENCE, 3)]);
    let response = get(&service, &[]).await;
    let body = response.into_body().collect().await.expect("a body");
    assert_eq!(body.to_bytes(), "\"x\"\n\"xx\"\n\"xxx\"\n");
}

/// A client that takes what there is and does not come back is late, though nothing more may have come.
#[tokio::test(start_paused = true)]
async fn a_reader_that_stays_away_is_slow_though_nothing_more_is_there() {
    let service = timed(&[(Duration::ZERO, 1), (Duration::MAX, 1)]);
    let mut unread = get(&service, &[]).await;
    let piece = unread.body_mut().frame().await.expect("a piece");
    assert_eq!(
        piece.expect("no error").into_data().expect("data"),
        "\"x\"\n"
    );
    sleep(WRITE_TIMEOUT / 2).await;
    assert_eq!(get(&service, &[]).await.status(), 503);
    sleep(WRITE_TIMEOUT).await;
    assert_eq!(get(&service, &[]).await.status(), 200);
}

/// Progress is what counts, not the time that a message takes as a whole.
#[tokio::test(start_paused = true)]
async fn a_large_message_may_be_read_slowly() {
    const BYTES: usize = 200_000;
    for messages in [
        &[(Duration::ZERO, BYTES)][..],
        &[(Duration::ZERO, BYTES), (Duration::ZERO, BYTES)],
    ] {
        let mut response = get(&timed(messages), &[]).await;
        let mut read = 0;
        while let Some(frame) = response.body_mut().frame().await {
            read += frame.expect("no error").into_data().expect("data").len();
            sleep(WRITE_TIMEOUT * 9 / 10).await;
        }
        assert_eq!(read, messages.len() * (BYTES + 3));
    }
}

/// A client that reads a little of a message has no more of them made.
#[tokio::test(start_paused = true)]
async fn the_next_message_is_asked_for_when_the_last_is_nearly_read() {
    const BYTES: usize = 100_000;
    let given = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&given);
    let handler = gateway::server_streaming(move |_: tonic::Request<()>| {
        let count = Arc::clone(&count);
        let messages = stream::repeat_with(move || {
            count.fetch_add(1, Ordering::Relaxed);
            Ok("x".repeat(BYTES))
        });
        async { Ok(tonic::Response::new(messages)) }
    });
    let mut response = get(&handler.into_service(), &[]).await;
    let mut read = 0;
    while read < 10 * BYTES {
        let frame = response.body_mut().frame().await.expect("a piece");
        read += frame.expect("no error").into_data().expect("data").len();
        let given = given.load(Ordering::Relaxed);
        assert!(
            given <= read / BYTES + 1,
            "{given} messages for {read} bytes"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_raw_body_may_be_late_as_nothing_is_there_to_be_read() {
    let late = gateway::server_streaming(|_: tonic::Request<()>| async {
        let pieces = stream::once(async {
            sleep(WRITE_TIMEOUT * 3).await;
            Ok(HttpBody {
                data: "late".into(),
                ..HttpBody::default()
            })
        });
        Ok(tonic::Response::new(pieces))
    });
    let response = get(&late.into_service(), &[]).await;
    assert_eq!(response.status(), 200);
    let body = response.into_body().collect().await.expect("a body");
    assert_eq!(body.to_bytes(), "late");
}
