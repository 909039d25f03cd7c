//! [`Tail`]: the time between the last frame that is read and the end that it calls for. The handler takes what came
//! before it.

use std::future::Future as _;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;
use futures_util::future::join;
use tokio::time::{Sleep, sleep};
use tonic::Status;

use super::Taken;
use super::close::{Ending, close};
use super::connection::Lost;
use super::session::{Open, Session};
use super::unheard::Unheard;
use crate::message::Message;

/// What the last frame calls for, and how long the handler may take to come to it.
pub(super) struct Tail {
    ending: Ending,
    patience: Pin<Box<Sleep>>,
}

impl Tail {
    pub(super) fn new(ending: Ending, patience: Duration) -> Self {
        Self {
            ending,
            patience: Box::pin(sleep(patience)),
        }
    }

    fn is_late(&mut self, cx: &mut Context<'_>) -> bool {
        self.patience.as_mut().poll(cx).is_ready()
    }
}

impl<S, M> Open<S>
where
    S: Stream<Item = Result<M, Status>> + Send + 'static,
    M: Message,
{
    /// Polls a handler whose messages are complete, until it has taken what ends them. What it answers until then is
    /// written. A call that ends before that has an end of its own.
    pub(super) fn poll_tail(&mut self, cx: &mut Context<'_>) -> Poll<Ending> {
        let has_taken = self.poll_taken(cx).is_some();
        let own = self.poll_call(cx);
        let Ok(is_written) = flushed(self.poll_flush(cx)) else {
            return Poll::Ready(Ending::Lost);
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
        Poll::Ready(ending.unwrap_or(Ending::Lost))
    }

    fn poll_taken(&mut self, cx: &mut Context<'_>) -> Option<Taken> {
        match self.session.inlet.as_mut()?.poll_taken(cx) {
            Poll::Ready(taken) => Some(taken),
            Poll::Pending => None,
        }
    }

    /// Closes the WebSocket. The handler's resources are free before the peer takes its time to close, unless the peer
    /// has closed and the handler has not taken all that came before.
    pub(super) async fn close(self, ending: Ending) {
        let Session {
            call,
            frames,
            inlet,
            watch,
            settings,
            ..
        } = self.session;
        watch.record.finish(&ending.status());
        let patience = settings.websocket.close_timeout;
        let unheard = match inlet {
            Some(inlet) if matches!(ending, Ending::Closed) => {
                let unheard = Unheard {
                    call,
                    inlet,
                    watch: watch.clone(),
                    alarm: self.alarm,
                    is_half_closed: self.is_half_closed,
                };
                Box::pin(unheard.run(patience))
            }
            inlet => {
                drop((call, inlet));
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

/// Whether all has left.
fn flushed(flushed: Poll<Result<(), Lost>>) -> Result<bool, Lost> {
    match flushed {
        Poll::Ready(flushed) => flushed.map(|()| true),
        Poll::Pending => Ok(false),
    }
}
