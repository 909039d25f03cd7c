//! [`forward_requests`]: a request stream as tonic clients take one.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use pin_project_lite::pin_project;
use tonic::{CancellationHandle, Request, Status};

use super::abort::Abort;

/// Makes a handler's request stream one that a tonic client sends on, for a client whose channel is a
/// [`Forward`](crate::Forward).
///
/// A tonic client takes messages and no errors, so that a stream that fails could only end, and the server behind would
/// take what has come for all. This stream ends when the client's has ended. If that fails, the call fails: at the
/// server behind as a reset, here with the status of the failure.
///
/// The metadata and the extensions stay as they are. What the server behind need not know, such as a browser's cookies,
/// take out before; a [`Deadline`](crate::Deadline) becomes a timeout by `Request::set_timeout`.
///
/// The stream may be any of messages and statuses, so that messages can be changed on their way:
///
/// ```
/// use futures_util::{Stream, TryStreamExt as _};
/// use gateway::tonic::{Request, Streaming};
/// # struct Post { text: String }
///
/// fn onward(request: Request<Streaming<Post>>) -> Request<impl Stream<Item = String>> {
///     gateway::forward_requests(request.map(|posts| posts.map_ok(|post| post.text)))
/// }
/// ```
///
/// # Errors
///
/// Without a [`Forward`](crate::Forward) the call ends with `CANCELLED` before its first message, and the log names the
/// reason.
pub fn forward_requests<S, M>(request: Request<S>) -> Request<ForwardedRequests<S>>
where
    S: Stream<Item = Result<M, Status>>,
{
    let mut request = request;
    let abort = Abort::default();
    request.extensions_mut().insert(abort.clone());
    let cancellation = request.cancellation_handle();
    request.map(|messages| ForwardedRequests {
        messages: Some(messages),
        abort,
        cancellation: Some(cancellation),
    })
}

pin_project! {
    /// The messages of a request stream, without its errors: what [`forward_requests`] makes.
    #[must_use = "streams do nothing unless they are polled"]
    pub struct ForwardedRequests<S> {
        // Gone when they have ended or failed.
        #[pin]
        messages: Option<S>,
        abort: Abort,
        cancellation: Option<CancellationHandle>,
    }
}

impl<S> fmt::Debug for ForwardedRequests<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ForwardedRequests").finish_non_exhaustive()
    }
}

impl<S, M> Stream for ForwardedRequests<S>
where
    S: Stream<Item = Result<M, Status>>,
{
    type Item = M;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<M>> {
        let mut this = self.project();
        if !this.abort.is_attached() {
            refuse(this.cancellation.take());
            return Poll::Pending;
        }
        let Some(messages) = this.messages.as_mut().as_pin_mut() else {
            // An end is told once, and a failure has none.
            return Poll::Pending;
        };
        match ready!(messages.poll_next(cx)) {
            Some(Ok(message)) => Poll::Ready(Some(message)),
            Some(Err(status)) => {
                this.messages.set(None);
                this.abort.abort(status);
                Poll::Pending
            }
            None => Poll::Ready(None),
        }
    }
}

/// Ends a call that could not fail. Nothing has been sent.
#[cold]
fn refuse(cancellation: Option<CancellationHandle>) {
    if let Some(cancellation) = cancellation {
        tracing::error!(
            "gateway::forward_requests needs a client whose channel is in gateway::Forward::new(..)"
        );
        cancellation.cancel();
    }
}
