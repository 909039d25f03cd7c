//! Request bodies that bring nothing: over sockets with short limits, and with the default ones on a clock that nobody
//! waits for.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use futures_util::stream::{self, StreamExt as _};
use gateway::{Gateway, Limits};
use http::Request;
use http_body_util::BodyExt as _;
use tests::script::Scripted;
use tests::seen::Seen;
use tests::server::{Server, readable};
use tokio::time::{Instant, sleep};
use tower_service::Service as _;

fn refused(limit: &str) -> String {
    format!(
        "{{\"code\":4,\"message\":\"nothing of the request body has come for 50ms (`Limits::{limit}`)\",\
         \"details\":[]}}"
    )
}

fn answered(limit: &str) -> String {
    let body = refused(limit);
    format!(
        "HTTP/1.1 408 Request Timeout\ncontent-type: application/json\nvary: accept\n\
         x-content-type-options: nosniff\ncontent-length: {}\n\n{body}",
        body.len()
    )
}

#[tokio::test]
async fn a_body_that_stays_away_ends_the_call() {
    let (seen, mut lines) = Seen::new();
    let limit = Duration::from_millis(50);
    let limits = Limits::default()
        .body_idle(limit)
        .upload_idle(limit)
        .max_open_streams(1);
    let (server, _calls) =
        Server::scripted_with(|gateway| gateway.limits(limits).observer(seen)).await;
    let begun = "HTTP/1.1 200 OK\ncache-control: no-cache, no-transform\nx-accel-buffering: no\n\
                 content-type: application/x-ndjson\nvary: accept\nx-content-type-options: nosniff\n\n\
                 {\"seq\":\"1\",\"text\":\"m1\"}\n";
    for (path, script, sent, expected) in [
        ("", "m", "", answered("body_idle")),
        ("", "m", "{", answered("body_idle")),
        ("/collect", "R", "", answered("upload_idle")),
        ("/collect", "R", "{} ", answered("upload_idle")),
        ("/collect", "R", "{}[", answered("body_idle")),
        (
            "/converse",
            "mE",
            "",
            format!("{begun}{{\"error\":{}}}\n", refused("upload_idle")),
        ),
    ] {
        let mut client = server.connect().await;
        let request = format!(
            "POST /v1/items/a{path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\nx-script: {script}\r\n\
             content-type: application/json\r\ncontent-length: 100\r\n\r\n{sent}"
        );
        client.send(request.as_bytes()).await;
        let answer = readable(&client.read_to_end().await);
        assert_eq!(answer, expected, "{path} {sent:?}");
        let end = lines.end().await;
        assert!(end.starts_with("silent_upload: DeadlineExceeded"), "{end}");
    }
}

/// Text, and the seconds that pass before it comes.
type Piece = (u64, &'static str);

/// A body of these pieces.
fn body(pieces: &'static [Piece]) -> Body {
    let pieces = stream::iter(pieces).then(|(seconds, text)| async move {
        sleep(Duration::from_secs(*seconds)).await;
        Ok::<_, Infallible>(Bytes::from_static(text.as_bytes()))
    });
    Body::from_stream(pieces)
}

/// Path, script, the pieces of the body, and the second and the status of the answer.
type Upload = (&'static str, &'static str, &'static [Piece], (u64, u16));

const UPLOADS: &[Upload] = &[
    ("", "m", &[(29, "{"), (29, "}")], (58, 201)),
    ("", "m", &[(29, "{"), (31, "}")], (59, 408)),
    ("/collect", "R", &[(299, "{}"), (299, "{}")], (598, 200)),
    ("/collect", "R", &[(0, "{}"), (301, "{}")], (300, 408)),
    ("/collect", "R", &[(290, "{"), (29, "}")], (319, 200)),
    ("/collect", "R", &[(290, "{"), (31, "}")], (320, 408)),
    // Nothing is counted while the handler does not ask.
    ("/collect", "ssR", &[(0, "{"), (29, "}")], (149, 200)),
    ("/collect", "rssR", &[(0, "{}{"), (29, "}")], (149, 200)),
    ("/collect", "rssR", &[(0, "{}{"), (31, "}")], (150, 408)),
];

#[tokio::test(start_paused = true)]
async fn only_the_time_in_which_it_is_read_counts() {
    let (service, _calls) = Scripted::new();
    let gateway = Gateway::new().service(service);
    let mut service = gateway.build_service().expect("one service");
    for (path, script, pieces, expected) in UPLOADS {
        let began = Instant::now();
        let request = Request::post(format!("/v1/items/a{path}"))
            .header("content-type", "application/json")
            .header("x-script", *script)
            .header("grpc-timeout", "1H")
            .body(body(pieces))
            .expect("a request");
        let Ok(response) = service.call(request).await;
        let seen = (began.elapsed().as_secs(), response.status().as_u16());
        let text = response.into_body().collect().await.expect("a body");
        assert_eq!(seen, *expected, "{path} {script} {pieces:?} {text:?}");
    }
}
