//! [`Forward`] and [`forward_requests`]: pass request streams on to a tonic client.

use std::task::{Context, Poll};

use axum::BoxError;
use bytes::Bytes;
use http::{Request, Response};
use tokio::time::sleep;
use tonic::body::Body;
use tower_service::Service;

mod abort;
mod call;
mod request_body;
mod requests;
mod response_body;

use self::abort::Abort;
use self::call::Call;
use self::request_body::RequestBody;
pub use self::requests::{ForwardedRequests, forward_requests};
use self::response_body::ResponseBody;
use crate::call::deadline;
use crate::future::BoxFuture;

/// The channel of a tonic client that passes request streams on: a stream that stops before its end fails the call at
/// the upstream server.
///
/// A tonic client that is dropped before its request stream has ended resets the call with `CANCEL`, which a tonic
/// server reports to the handler as the end of the stream. The handler then mistakes half of an upload for all of it. A
/// client whose channel is a `Forward` resets such a call with `INTERNAL_ERROR`, which every server reports to its
/// handler as an error. It does so
///
/// - when the messages of [`forward_requests`] fail, because the client has sent a malformed value, has cancelled the
///   call, or is gone;
/// - when the call is dropped, or its deadline passes;
/// - when a message cannot be encoded.
///
/// The caller gets the status of the failure itself, such as the `INVALID_ARGUMENT` that names the malformed value,
/// rather than an error about the reset. So a handler can return the client's result unchanged:
///
/// ```
/// use gateway::Forward;
/// use gateway::tonic::{Request, Response, Status, Streaming};
/// # struct PostRequest;
/// # struct Summary;
/// # #[derive(Clone)]
/// # struct Channel;
/// # #[derive(Clone)]
/// # struct ChatClient<T>(T);
/// # impl<T> ChatClient<T> {
/// #     fn new(channel: T) -> Self { Self(channel) }
/// #     async fn import(
/// #         &mut self,
/// #         _: impl gateway::tonic::IntoStreamingRequest<Message = PostRequest>,
/// #     ) -> Result<Response<Summary>, Status> { Ok(Response::new(Summary)) }
/// # }
///
/// #[derive(Clone)]
/// struct Remote {
///     chat: ChatClient<Forward<Channel>>,
/// }
///
/// impl Remote {
///     fn new(channel: Channel) -> Self {
///         Self { chat: ChatClient::new(Forward::new(channel)) }
///     }
///
///     async fn import(
///         mut self,
///         request: Request<Streaming<PostRequest>>,
///     ) -> Result<Response<Summary>, Status> {
///         self.chat.import(gateway::forward_requests(request)).await
///     }
/// }
/// ```
///
/// All calls of a client may go through it: those without a request stream behave as they do without it.
///
/// A dropped call goes on until the transport has written the reset, which it does when it next takes a part of the
/// request. If the server reads nothing, that is when the server reads again or ends the call.
///
/// Set the deadline of a call with `Request::set_timeout`. Anything that drops the call below a `Forward`, such as
/// `Endpoint::timeout`, resets it with `CANCEL`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Forward<S> {
    channel: S,
}

impl<S> Forward<S> {
    /// Wraps this channel: a `tonic::transport::Channel`, or any other service that tonic clients accept.
    pub const fn new(channel: S) -> Self {
        Self { channel }
    }
}

impl<S, B> Service<Request<Body>> for Forward<S>
where
    S: Service<Request<Body>, Response = Response<B>>,
    S::Error: Into<BoxError>,
    S::Future: Send + 'static,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response<Body>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Response<Body>, BoxError>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.channel.poll_ready(cx).map_err(Into::into)
    }

    fn call(&mut self, mut request: Request<Body>) -> Self::Future {
        let abort = Abort::of(request.extensions_mut());
        // The channel has the same deadline, and drops the call at it. That must not happen first, so the channel's
        // time begins later.
        let timeout = deadline::asked(request.headers()).ok().flatten();
        let timer = timeout.map(|timeout| Box::pin(sleep(timeout)));
        let request = request.map(|body| Body::new(RequestBody::new(body, abort.clone())));
        let call = Call::new(self.channel.call(request), abort.clone(), timer);
        Box::pin(async move {
            let response = call.await?;
            Ok(response.map(|body| Body::new(ResponseBody::new(body, abort))))
        })
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// A channel whose `call` is slow after it has started the timer of the call.
    struct Slow;

    impl Service<Request<Body>> for Slow {
        type Response = Response<Body>;
        type Error = BoxError;
        type Future = BoxFuture<'static, Result<Response<Body>, BoxError>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, _: Request<Body>) -> Self::Future {
            let timer = sleep(Duration::from_millis(20));
            std::thread::sleep(Duration::from_millis(5));
            Box::pin(async move {
                timer.await;
                Err("the channel was the first".into())
            })
        }
    }

    #[tokio::test]
    async fn the_deadline_of_a_call_passes_before_that_of_its_channel() {
        let mut request = Request::new(Body::empty());
        let timeout = "20m".parse().expect("a header value");
        request.headers_mut().insert("grpc-timeout", timeout);
        let error = Forward::new(Slow).call(request).await.map(|_| ());
        let error = error.expect_err("no answer").to_string();
        assert!(error.contains("the deadline has passed"), "{error}");
    }
}
