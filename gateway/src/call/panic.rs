//! [`CatchPanic`]: runs the user's code and catches its panics.

use std::any::Any;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use pin_project_lite::pin_project;
use tonic::{Code, Status};
use tracing::Span;

use crate::error::EndReason;
use crate::error::Seldom;

pin_project! {
    /// The user's future or stream. It runs within a span, and its panics become `INTERNAL`.
    #[derive(Debug)]
    pub(crate) struct CatchPanic<T> {
        // `Some` until the drop.
        #[pin]
        inner: Option<T>,
        span: Span,
    }

    impl<T> PinnedDrop for CatchPanic<T> {
        fn drop(this: Pin<&mut Self>) {
            let mut this = this.project();
            let _entered = this.span.enter();
            // A panic must not unwind into whoever drops the call: it still has to report the end, or to serve the
            // other calls of the connection.
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

/// The panics in all gateways. A client that finds one can cause it as often as it likes.
static PANICS: Seldom = Seldom::new();

/// Returns the status of a panic in the handler. The client sees that it panicked; the log records why.
#[cold]
fn panicked(panic: &(dyn Any + Send)) -> Status {
    panicked_in("the handler", panic)
}

/// Logs a panic in a part of the user's code and returns its status.
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
