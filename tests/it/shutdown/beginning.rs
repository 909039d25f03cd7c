//! Calls that a shutdown finds on their way: let in before it, and with nothing yet that it could end.

use std::future::Future;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use futures_util::stream;
use gateway::{Gateway, Handler, HandlerService};
use http::Request;
use http_body_util::BodyExt as _;
use tests::memory::{MemoryUpgrader, open};
use tests::script::PATIENCE;
use tests::wire::Item;
use tokio::sync::oneshot;
use tokio::time::timeout;
use tonic::{Response, Status, Streaming};
use tower_service::Service as _;

/// The ends of a shutdown that a handler begins, and of which it waits for the beginning.
struct Shutdown {
    begin: oneshot::Sender<()>,
    begun: oneshot::Receiver<()>,
}

impl Shutdown {
    /// The shutdown, and the signal of it. Whoever awaits `begun` runs after the gateway has had the signal.
    fn new() -> (Self, impl Future<Output = ()> + Send + 'static) {
        let (begin, told) = oneshot::channel();
        let (say, begun) = oneshot::channel();
        let signal = async move {
            let _ = told.await;
            let _ = say.send(());
        };
        (Self { begin, begun }, signal)
    }

    async fn pass(self) {
        self.begin.send(()).expect("the gateway listens");
        self.begun.await.expect("the signal");
    }
}

/// A handler whose one call is in the midst of a shutdown when it answers.
fn service(handler: impl Fn(Arc<Mutex<Option<Shutdown>>>) -> Handler) -> HandlerService {
    let (shutdown, signal) = Shutdown::new();
    let handler = handler(Arc::new(Mutex::new(Some(shutdown))));
    let gateway = Gateway::new().websocket_upgrader(MemoryUpgrader);
    handler.with(gateway.shutdown(signal))
}

fn take(shutdown: &Mutex<Option<Shutdown>>) -> Shutdown {
    let shutdown = shutdown.lock().expect("no panic").take();
    shutdown.expect("one call")
}

fn answers_late(shutdown: Arc<Mutex<Option<Shutdown>>>) -> Handler {
    gateway::server_streaming(move |_: tonic::Request<()>| {
        let shutdown = take(&shutdown);
        async {
            shutdown.pass().await;
            Ok(Response::new(stream::pending::<Result<Item, Status>>()))
        }
    })
}

fn talks_late(shutdown: Arc<Mutex<Option<Shutdown>>>) -> Handler {
    gateway::bidi_streaming(move |request: tonic::Request<Streaming<Item>>| {
        let shutdown = take(&shutdown);
        async {
            shutdown.pass().await;
            let _ = request.into_inner().message().await?;
            Ok(Response::new(stream::pending::<Result<Item, Status>>()))
        }
    })
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_begins_in_a_shutdown_ends() {
    let mut service = service(answers_late);
    let request = Request::get("/").body(Body::empty()).expect("a request");
    let Ok(response) = service.call(request).await;
    assert_eq!(response.status(), 200);
    let body = timeout(PATIENCE, response.into_body().collect()).await;
    let body = body.expect("an end").expect("a body").to_bytes();
    assert_eq!(
        body,
        "{\"error\":{\"code\":14,\"message\":\"the server is shutting down\",\"details\":[]}}\n"
    );
}

#[tokio::test(start_paused = true)]
async fn a_websocket_that_begins_in_a_shutdown_is_closed() {
    for handler in [answers_late, talks_late] {
        let mut service = service(handler);
        let peer = open(&mut service, "/", &[], 1_000).await;
        let mut peer = peer.expect("a WebSocket");
        let frame = timeout(PATIENCE, peer.next()).await;
        let frame = frame.expect("a frame");
        assert_eq!(frame, "close 1001 the server is shutting down");
    }
}
