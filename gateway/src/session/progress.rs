//! [`Progress`]: the progress of a session's handler.

use std::task::{Context, Poll, ready};

use futures_core::Stream;
use tonic::{Response, Status};

use crate::future::BoxFuture;
use crate::json::Message;
use crate::reply::{Reply, Supervision};

/// The progress of the handler.
pub(crate) enum Progress<S: Stream> {
    Running(BoxFuture<'static, Result<Response<S>, Status>>),
    Replying(Reply<S>),
}

impl<S, M> Progress<S>
where
    S: Stream<Item = Result<M, Status>> + Send + 'static,
    M: Message,
{
    /// Returns the handler's reply, once the handler has responded.
    pub(super) fn poll_reply(
        &mut self,
        cx: &mut Context<'_>,
        supervision: &Supervision,
    ) -> Poll<Result<&Reply<S>, Status>> {
        if let Self::Running(call) = self {
            let response = ready!(call.as_mut().poll(cx))?;
            *self = Self::Replying(Reply::new(response.into_inner(), supervision));
        }
        match self {
            Self::Replying(reply) => Poll::Ready(Ok(reply)),
            Self::Running(_) => Poll::Pending,
        }
    }
}
