//! [`Unheard`]: a call whose client has closed the WebSocket, and whose handler has not taken everything that came
//! before.

use std::future::poll_fn;
use std::ops::ControlFlow;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use tokio::time::timeout;
use tonic::Status;

use super::RequestSink;
use super::alarm::Alarm;
use super::progress::Progress;
use crate::json::Message;
use crate::reply::Supervision;

/// The number of responses that are dropped before other tasks get their turn.
const MESSAGES_A_BATCH: usize = 64;

/// The maximum number of such batches: a handler that responds without end takes no more messages.
const BATCHES: usize = 16;

/// A call that no client listens to any more.
pub(super) struct Unheard<S: Stream> {
    pub(super) call: Progress<S>,
    pub(super) sink: Box<dyn RequestSink>,
    pub(super) supervision: Supervision,
    pub(super) alarm: Alarm,
    /// Whether the client has sent everything that it had to send. If so, the handler may finish its work; otherwise
    /// the call is cancelled once the handler knows that the rest is missing.
    pub(super) is_half_closed: bool,
}

impl<S, M> Unheard<S>
where
    S: Stream<Item = Result<M, Status>> + Send + 'static,
    M: Message,
{
    /// Drives the call until its handler has taken what had arrived, for at most this time.
    pub(super) async fn run(mut self, patience: Duration) {
        let mut batches = BATCHES;
        let _ = timeout(patience, poll_fn(|cx| self.poll(cx, &mut batches))).await;
    }

    fn poll(&mut self, cx: &mut Context<'_>, batches: &mut usize) -> Poll<()> {
        if self.alarm.is_raised(cx) {
            return Poll::Ready(());
        }
        let has_taken = self.sink.poll_taken(cx).is_ready();
        let has_ended = match self.poll_call(cx) {
            Poll::Ready(has_ended) => has_ended,
            Poll::Pending if has_taken && !self.is_half_closed => true,
            Poll::Pending => return Poll::Pending,
        };
        *batches = batches.saturating_sub(1);
        if has_ended || *batches == 0 {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }

    /// Drops the handler's responses. Returns `true` if the handler has ended, `false` if a batch is over.
    fn poll_call(&mut self, cx: &mut Context<'_>) -> Poll<bool> {
        let Ok(reply) = ready!(self.call.poll_reply(cx, &self.supervision)) else {
            return Poll::Ready(true);
        };
        let mut left = MESSAGES_A_BATCH;
        reply.poll_batch(cx, |item| match item {
            Some(Ok(_)) if left > 0 => {
                left -= 1;
                ControlFlow::Continue(())
            }
            item => ControlFlow::Break(!matches!(item, Some(Ok(_)))),
        })
    }
}
