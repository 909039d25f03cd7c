//! The time between the last frame that is read and the ending that it calls for. Meanwhile the handler takes what came
//! before that frame.

use std::task::{Context, Poll};

use futures_core::Stream;
use futures_util::future::join;
use tonic::Status;

use super::close::{Ending, close};
use super::inbox::Taken;
use super::open::{Open, Session};
use super::unheard::Unheard;
use crate::json::Message;
use crate::websocket::connection::Disconnected;

impl<S, M> Open<S>
where
    S: Stream<Item = Result<M, Status>> + Send + 'static,
    M: Message,
{
    /// Polls a handler whose messages are complete, until it has taken what ends them. Whatever it responds until then
    /// is written. A call that ends before that has an ending of its own.
    pub(super) fn poll_tail(&mut self, cx: &mut Context<'_>) -> Poll<Ending> {
        let has_taken = self.poll_taken(cx).is_some();
        let own = self.poll_call(cx);
        let Ok(is_written) = flushed(self.poll_flush(cx)) else {
            return Poll::Ready(Ending::Disconnected);
        };
        let is_error_taken = self.poll_taken(cx) == Some(Taken::Error);
        let is_late = self.tail.as_mut().is_none_or(|tail| tail.is_late(cx));
        match own {
            Poll::Ready(own) if !is_error_taken || own.is_lost() => return Poll::Ready(own),
            Poll::Ready(_) => {}
            Poll::Pending if has_taken && is_written && self.waits_for_handler => {}
            Poll::Pending if is_late => {}
            Poll::Pending => return Poll::Pending,
        }
        let ending = self.tail.take().map(|tail| tail.ending);
        Poll::Ready(ending.unwrap_or(Ending::Disconnected))
    }

    fn poll_taken(&mut self, cx: &mut Context<'_>) -> Option<Taken> {
        match self.session.sink.as_mut()?.poll_taken(cx) {
            Poll::Ready(taken) => Some(taken),
            Poll::Pending => None,
        }
    }

    /// Closes the WebSocket. The handler's resources are freed before the peer takes its time to close, unless the peer
    /// has closed and the handler has not taken everything that came before.
    pub(super) async fn close(self, ending: Ending) {
        let Session {
            call,
            frames,
            sink,
            supervision,
            settings,
            ..
        } = self.session;
        supervision.record.finish(&ending.status());
        let patience = settings.websocket.close_timeout;
        let unheard = match sink {
            Some(sink) if matches!(ending, Ending::Closed) => {
                let unheard = Unheard {
                    call,
                    sink,
                    supervision: supervision.clone(),
                    alarm: self.alarm,
                    is_half_closed: self.is_half_closed,
                };
                Box::pin(unheard.run(patience))
            }
            sink => {
                drop((call, sink));
                return close(self.connection, frames.as_ref(), ending, &settings).await;
            }
        };
        join(
            unheard,
            close(self.connection, frames.as_ref(), ending, &settings),
        )
        .await;
    }
}

/// Returns whether everything has left.
fn flushed(flushed: Poll<Result<(), Disconnected>>) -> Result<bool, Disconnected> {
    match flushed {
        Poll::Ready(flushed) => flushed.map(|()| true),
        Poll::Pending => Ok(false),
    }
}
