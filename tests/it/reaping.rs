//! Calls that end while nobody polls them.

use std::pin::Pin;
use std::sync::{Arc, Mutex, mpsc};
use std::task::{Context, Poll};

use futures_util::Stream;
use gateway::{Gateway, Limits};
use tests::script::PATIENCE;
use tests::server::{Server, complete};
use tests::wire::{Item, Summary};
use tonic::{Request, Response, Status, Streaming};

/// A stream that gives nothing, and says when it is dropped. The first one then waits to be released.
struct Slow {
    release: Option<mpsc::Receiver<()>>,
    dropped: tokio::sync::mpsc::UnboundedSender<bool>,
}

impl Stream for Slow {
    type Item = Result<String, Status>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Pending
    }
}

impl Drop for Slow {
    fn drop(&mut self) {
        let _ = self.dropped.send(self.release.is_some());
        if let Some(release) = &self.release {
            let _ = release.recv_timeout(PATIENCE);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_slow_destructor_delays_no_other_call() {
    let (release, released) = mpsc::channel();
    let (dropped, mut drops) = tokio::sync::mpsc::unbounded_channel();
    let first = Mutex::new(Some(released));
    let handler = gateway::server_streaming(move |_: Request<()>| {
        let release = first.lock().expect("no panic").take();
        let dropped = dropped.clone();
        async move { Ok(Response::new(Slow { release, dropped })) }
    });
    let server = Server::start(axum::Router::new().route("/", handler.into())).await;
    for is_slow in [true, false] {
        let answer = server.exchange("GET /\ngrpc-timeout: 20m").await;
        assert!(answer.contains("\"code\":4"), "{answer}");
        let dropped = tokio::time::timeout(PATIENCE, drops.recv()).await;
        assert_eq!(dropped.expect("a drop"), Some(is_slow));
    }
    release.send(()).expect("the destructor waits");
}

#[tokio::test]
async fn requests_that_are_kept_keep_no_place() {
    let kept = Arc::new(Mutex::new(Vec::new()));
    let keep = Arc::clone(&kept);
    let collect = gateway::client_streaming(move |request: Request<Streaming<Item>>| {
        keep.lock().expect("no panic").push(request.into_inner());
        async { Ok(Response::new(Summary::default())) }
    });
    let limits = Limits::default().max_open_streams(1);
    let collect = collect.with(Gateway::new().limits(limits));
    let app = axum::Router::new().route("/", axum::routing::any_service(collect));
    let server = Server::start(app).await;
    for _ in 0..3 {
        let mut client = server.connect().await;
        let request = "POST /\ncontent-type: application/json\n\n{}";
        client.send(&complete(request)).await;
        let answer = client.read_until("\r\n\r\n").await;
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    }
    assert_eq!(kept.lock().expect("no panic").len(), 3);
}
