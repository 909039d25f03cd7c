//! Runs one RPC in process: the user's function, with its panics caught.

use std::any::Any;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_core::Stream;
use http::HeaderMap;
use pin_project_lite::pin_project;
use tonic::{Code, Extensions, GrpcMethod, Request, Response, Status};
use tracing::Span;

use crate::deadline::Deadline;
use crate::end_reason::EndReason;
use crate::metadata::Metadata;
use crate::peer;
use crate::router::BoxFuture;
use crate::seldom::Seldom;
use crate::service::MethodDescriptor;

/// A method of a tonic service trait, as a function of the service.
pub(crate) trait Function<S, I, O>:
    for<'a> Fn(&'a Arc<S>, Request<I>) -> BoxFuture<'a, Result<Response<O>, Status>>
    + Send
    + Sync
    + 'static
{
}

impl<S, I, O, F> Function<S, I, O> for F where
    F: for<'a> Fn(&'a Arc<S>, Request<I>) -> BoxFuture<'a, Result<Response<O>, Status>>
        + Send
        + Sync
        + 'static
{
}

/// A method of the user's service, ready to be called.
#[derive(Debug)]
pub(crate) struct Method<S, F> {
    pub(crate) service: Arc<S>,
    pub(crate) function: Arc<F>,
}

impl<S, F> Clone for Method<S, F> {
    fn clone(&self) -> Self {
        Self {
            service: Arc::clone(&self.service),
            function: Arc::clone(&self.function),
        }
    }
}

impl<S, F> Method<S, F> {
    /// Calls the method within a span, with the request that `request` makes, and gives what `answer` makes of the
    /// response; a panic is `INTERNAL`.
    ///
    /// Both run in one go with the method's own first and last steps: a message is nowhere but in the handler's future
    /// while that waits, however large it is.
    pub(crate) fn call<I, O, T, E, Q, A>(
        self,
        request: Q,
        answer: A,
        span: &Span,
    ) -> impl Future<Output = Result<T, E>> + Send + use<S, F, I, O, T, E, Q, A>
    where
        Q: FnOnce() -> Result<Request<I>, Status> + Send,
        A: FnOnce(Response<O>) -> Result<T, E> + Send,
        S: Send + Sync + 'static,
        I: Send + 'static,
        O: Send + 'static,
        F: Function<S, I, O>,
        E: From<Status>,
    {
        let call = async move {
            let Self { service, function } = self;
            let called = request().map(|request| (*function)(&service, request))?;
            called.await.map_err(E::from).and_then(answer)
        };
        CatchPanic::new(call, span)
    }
}

/// What tonic tells a handler beside its message.
///
/// # Errors
///
/// The headers cannot be metadata.
pub(crate) fn request(
    headers: &HeaderMap,
    mut extensions: Extensions,
    method: &MethodDescriptor,
    metadata: Metadata,
    deadline: Option<Deadline>,
) -> Result<Request<()>, Status> {
    let metadata = metadata.of_request(headers)?;
    // A handler without `#[gateway]` has no name.
    if !method.name().is_empty() {
        extensions.insert(GrpcMethod::new(method.service(), method.name()));
    }
    if let Some(deadline) = deadline {
        extensions.insert(deadline);
    }
    peer::show_to_tonic(&mut extensions);
    Ok(Request::from_parts(metadata, extensions, ()))
}

pin_project! {
    /// The user's future or stream, which runs within a span, and whose panics become `INTERNAL`.
    #[derive(Debug)]
    pub(crate) struct CatchPanic<T> {
        // Here until the drop.
        #[pin]
        inner: Option<T>,
        span: Span,
    }

    impl<T> PinnedDrop for CatchPanic<T> {
        fn drop(this: Pin<&mut Self>) {
            let mut this = this.project();
            let _entered = this.span.enter();
            // Whoever drops the call has more to do: say the end, or serve the other calls of the connection.
            let dropped = catch_unwind(AssertUnwindSafe(|| this.inner.set(None)));
            if let Err(panic) = dropped {
                panicked(&*panic);
            }
        }
    }
}

impl<T> CatchPanic<T> {
    pub(crate) fn new(inner: T, span: &Span) -> Self {
        Self {
            inner: Some(inner),
            span: span.clone(),
        }
    }
}

impl<F, T, E> Future for CatchPanic<F>
where
    F: Future<Output = Result<T, E>>,
    E: From<Status>,
{
    type Output = Result<T, E>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let Some(inner) = this.inner.as_pin_mut() else {
            return Poll::Pending;
        };
        let _entered = this.span.enter();
        catch_unwind(AssertUnwindSafe(|| inner.poll(cx)))
            .unwrap_or_else(|panic| Poll::Ready(Err(panicked(&*panic).into())))
    }
}

impl<S, T> Stream for CatchPanic<S>
where
    S: Stream<Item = Result<T, Status>>,
{
    type Item = Result<T, Status>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.project();
        let Some(inner) = this.inner.as_pin_mut() else {
            return Poll::Ready(None);
        };
        let _entered = this.span.enter();
        catch_unwind(AssertUnwindSafe(|| inner.poll_next(cx)))
            .unwrap_or_else(|panic| Poll::Ready(Some(Err(panicked(&*panic)))))
    }
}

/// The panics of all gateways. A client that finds one can cause it as often as it likes.
static PANICS: Seldom = Seldom::new();

/// The client learns that the handler panicked, the log learns why.
#[cold]
fn panicked(panic: &(dyn Any + Send)) -> Status {
    panicked_in("the handler", panic)
}

/// The status of a panic in a part of the user's code.
#[cold]
pub(crate) fn panicked_in(part: &str, panic: &(dyn Any + Send)) -> Status {
    let text = panic
        .downcast_ref::<&str>()
        .copied()
        .or(panic.downcast_ref::<String>().map(String::as_str));
    let text = text.unwrap_or("not a string");
    match PANICS.times(text) {
        Some(times) => tracing::error!(panic = text, times, "{part} panicked"),
        None => tracing::debug!(panic = text, "{part} panicked"),
    }
    EndReason::Panic.status(Code::Internal, format!("{part} panicked"))
}
