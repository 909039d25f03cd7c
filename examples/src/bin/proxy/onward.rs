//! Requests as the other server is sent them.

use std::future::pending;
use std::sync::{Arc, OnceLock};

use futures_util::stream::{Stream, unfold};
use gateway::Deadline;
use tonic::{Request, Status, Streaming};

/// The metadata that the other server is told. All else is between the client and the proxy: a browser's cookies, say.
const PASSED_ON: [&str; 2] = ["authorization", "traceparent"];

/// The message, who asks, and how long the answer may take.
pub(crate) fn onward<M>(request: Request<M>) -> Request<M> {
    let (metadata, extensions, message) = request.into_parts();
    let mut onward = Request::new(message);
    for name in PASSED_ON {
        if let Some(value) = metadata.get(name) {
            onward.metadata_mut().insert(name, value.clone());
        }
    }
    if let Some(deadline) = extensions.get::<Deadline>() {
        onward.set_timeout(deadline.remaining());
    }
    onward
}

/// Why the client's messages have stopped before their end.
#[derive(Clone, Default)]
pub(crate) struct Failure(Arc<OnceLock<Status>>);

impl Failure {
    /// The reason of a status that the failure has led to.
    pub(crate) fn or(&self, status: Status) -> Status {
        self.0.get().cloned().unwrap_or(status)
    }
}

/// The same for a stream of messages. A tonic client takes no errors in it, and the other server must not take one for
/// the end: an error cancels the call.
pub(crate) fn stream_onward<M: Send + 'static>(
    request: Request<Streaming<M>>,
) -> (Request<impl Stream<Item = M> + Send + 'static>, Failure) {
    let mut request = onward(request);
    let cancellation = request.cancellation_handle();
    let failure = Failure::default();
    let noted = failure.clone();
    let request = request.map(|messages| {
        unfold(
            (messages, noted, cancellation),
            |(mut messages, noted, cancellation)| async {
                match messages.message().await {
                    Ok(message) => Some((message?, (messages, noted, cancellation))),
                    Err(status) => {
                        noted.0.get_or_init(|| status);
                        cancellation.cancel();
                        pending().await
                    }
                }
            },
        )
    });
    (request, failure)
}
