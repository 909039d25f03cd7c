//! [`Call`]: how far the handler of a session has come.

use std::task::{Context, Poll, ready};

use futures_core::Stream;
use tonic::{Response, Status};

use crate::message::Message;
use crate::reply::{Reply, Watch};
use crate::router::BoxFuture;

/// How far the handler has come.
pub(crate) enum Call<S: Stream> {
    Running(BoxFuture<'static, Result<Response<S>, Status>>),
    Replying(Reply<S>),
}

impl<S, M> Call<S>
where
    S: Stream<Item = Result<M, Status>> + Send + 'static,
    M: Message,
{
    /// What the handler answers with, once it has answered.
    pub(super) fn poll_reply(
        &mut self,
        cx: &mut Context<'_>,
        watch: &Watch,
    ) -> Poll<Result<&Reply<S>, Status>> {
        if let Self::Running(call) = self {
            let response = ready!(call.as_mut().poll(cx))?;
            *self = Self::Replying(Reply::new(response.into_inner(), watch));
        }
        match self {
            Self::Replying(reply) => Poll::Ready(Ok(reply)),
            Self::Running(_) => Poll::Pending,
        }
    }
}
