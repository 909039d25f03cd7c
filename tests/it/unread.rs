//! What a response that its client does not read holds, on a clock that the tests turn.

use std::time::Duration;

use axum::body::Body;
use futures_util::stream::{self, StreamExt as _};
use gateway::{Gateway, HandlerService, HttpBody, Limits};
use http::{Request, Response};
use http_body_util::BodyExt as _;
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
