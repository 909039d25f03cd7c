//! [`forward_requests`]: a request stream in the form that tonic clients accept.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use pin_project_lite::pin_project;
use tonic::{CancellationHandle, Request, Status};

use super::abort::Abort;

/// Turns a handler's request stream into one that a tonic client can send, for a client whose channel is a
/// [`Forward`](crate::Forward).
///
/// A tonic client accepts messages but no errors, so a stream that fails could only end, and the upstream server would
/// mistake the messages so far for all of them. This stream ends only when the client's stream has ended. If that
/// fails, the call fails: at the upstream server with a reset, here with the status of the failure.
///
/// The metadata and the extensions stay as they are. Remove what the upstream server need not see, such as a browser's
/// cookies, and pass a [`Deadline`](crate::Deadline) on with `Request::set_timeout`.
///
/// Any stream of messages and statuses is accepted, so messages can be changed on their way:
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
/// Without a [`Forward`](crate::Forward), the call ends with `CANCELLED` before its first message, and the reason is
/// logged.
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
    /// The messages of a request stream, without its errors, made by [`forward_requests`].
    #[must_use = "streams do nothing unless they are polled"]
    pub struct ForwardedRequests<S> {
        // `None` once they have failed.
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
            // A stream that has failed does not end.
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

/// Cancels a call that could not report a failure. Nothing has been sent yet.
#[cold]
fn refuse(cancellation: Option<CancellationHandle>) {
    if let Some(cancellation) = cancellation {
        tracing::error!(
            "gateway::forward_requests needs a client whose channel is in gateway::Forward::new(..)"
        );
        cancellation.cancel();
    }
}
