//! [`Call`]: a call until the head of its response.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::BoxError;
use tokio::runtime::Handle;
use tokio::time::Sleep;
use tonic::Status;

use super::abort::Abort;
use crate::call::deadline;

/// The future of the channel.
pub(super) struct Call<F: Send + 'static> {
    /// `None` once the call has been answered.
    future: Option<Pin<Box<F>>>,
    abort: Abort,
    timer: Option<Pin<Box<Sleep>>>,
}

impl<F: Send + 'static> Call<F> {
    pub(super) fn new(future: F, abort: Abort, timer: Option<Pin<Box<Sleep>>>) -> Self {
        Self {
            future: Some(Box::pin(future)),
            abort,
            timer,
        }
    }

    fn poll_timer(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        match &mut self.timer {
            Some(timer) => timer.as_mut().poll(cx),
            None => Poll::Pending,
        }
    }

    /// Makes the request body fail. A transport resets a dropped call with `CANCEL`, so the call is kept until the
    /// transport has seen that the body fails. It is not polled again, as the channel has a timer that would drop it.
    fn abort(&mut self, reason: Status) {
        let Some(future) = self.future.take() else {
            return;
        };
        let abort = self.abort.clone();
        if !abort.abort(reason) {
            return;
        }
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(async move {
                abort.until_over().await;
                drop(future);
            });
        }
    }
}

impl<F, T, E> Future for Call<F>
where
    F: Future<Output = Result<T, E>> + Send + 'static,
    E: Into<BoxError>,
{
    type Output = Result<T, BoxError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if self.poll_timer(cx).is_ready() {
            self.abort(deadline::exceeded());
            return Poll::Ready(Err(deadline::exceeded().into()));
        }
        let this = &mut *self;
        let Some(future) = this.future.as_mut() else {
            return Poll::Pending;
        };
        let result = ready!(this.abort.polling(|| future.as_mut().poll(cx)));
        this.future = None;
        Poll::Ready(result.map_err(|error| because(&this.abort, error)))
    }
}

impl<F: Send + 'static> Drop for Call<F> {
    fn drop(&mut self) {
        self.abort(Status::cancelled("the call was dropped"));
    }
}

/// Returns the reason why the request body failed, or else this error.
pub(super) fn because(abort: &Abort, error: impl Into<BoxError>) -> BoxError {
    match abort.reason() {
        Some(reason) => reason.clone().into(),
        None => error.into(),
    }
}
