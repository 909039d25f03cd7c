//! Any stream of messages as a [`tonic::Streaming`], the type that handlers of request streams take.
//!
//! `Streaming` pulls frames from a body and turns them into messages with a decoder. Here the body pulls a message
//! from the source, leaves it in a slot and gives tonic the header of an empty frame; the decoder takes the message
//! from the slot. Nothing is encoded, and the source is polled as often as the handler asks, in the turns of its task:
//! one piece of a body may hold thousands of messages.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http_body::{Body, Frame};
use tokio::task::coop;
use tonic::codec::{BufferSettings, DecodeBuf, Decoder};
use tonic::{Status, Streaming};

/// An uncompressed gRPC frame of no bytes.
const EMPTY_FRAME: Bytes = Bytes::from_static(&[0; 5]);

/// The size of tonic's buffer, which would otherwise be 8 KiB for frames that are never longer than their header.
const BUFFER_BYTES: usize = 64;

/// Turns a stream of messages into a handler's request stream.
pub(crate) fn streaming<M, S>(source: S) -> Streaming<M>
where
    M: Send + 'static,
    S: Stream<Item = Result<M, Status>> + Send + 'static,
{
    let slot = MessageSlot::default();
    let body = SourceBody {
        source: Some(Box::pin(source)),
        slot: slot.clone(),
    };
    Streaming::new_request(SlotDecoder { slot }, body, None, None)
}

/// The message on its way from the body to the decoder. An error takes the same path, as `Streaming` treats some errors
/// of a body as its end.
struct MessageSlot<M>(Arc<Mutex<Option<Result<M, Status>>>>);

impl<M> Default for MessageSlot<M> {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(None)))
    }
}

impl<M> Clone for MessageSlot<M> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<M> MessageSlot<M> {
    fn put(&self, item: Result<M, Status>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(item);
    }

    fn take(&self) -> Option<Result<M, Status>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

struct SourceBody<M, S> {
    /// `None` after its end or its first error.
    source: Option<Pin<Box<S>>>,
    slot: MessageSlot<M>,
}

impl<M, S> Body for SourceBody<M, S>
where
    S: Stream<Item = Result<M, Status>>,
{
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        let Some(source) = self.source.as_mut() else {
            return Poll::Ready(None);
        };
        let turn = ready!(coop::poll_proceed(cx));
        let item = ready!(source.as_mut().poll_next(cx));
        turn.made_progress();
        if !matches!(item, Some(Ok(_))) {
            self.source = None;
        }
        Poll::Ready(item.map(|item| {
            self.slot.put(item);
            Ok(Frame::data(EMPTY_FRAME))
        }))
    }
}

struct SlotDecoder<M> {
    slot: MessageSlot<M>,
}

impl<M: Send + 'static> Decoder for SlotDecoder<M> {
    type Item = M;
    type Error = Status;

    fn decode(&mut self, _: &mut DecodeBuf<'_>) -> Result<Option<M>, Status> {
        self.slot.take().transpose()
    }

    fn buffer_settings(&self) -> BufferSettings {
        BufferSettings::new(BUFFER_BYTES, BUFFER_BYTES)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::stream::{self, StreamExt as _};

    #[tokio::test]
    async fn gives_messages_and_the_end() {
        let mut messages = streaming(stream::iter([Ok(1), Ok(2)]));
        assert_eq!(messages.message().await.unwrap(), Some(1));
        assert_eq!(messages.message().await.unwrap(), Some(2));
        assert_eq!(messages.message().await.unwrap(), None);
        assert_eq!(messages.message().await.unwrap(), None);
    }

    #[tokio::test]
    async fn gives_an_error_once_whatever_its_code() {
        for status in [Status::cancelled("cut"), Status::invalid_argument("bad")] {
            let code = status.code();
            let mut messages = streaming(stream::iter([Ok(1), Err(status), Ok(2)]));
            assert_eq!(messages.message().await.unwrap(), Some(1));
            assert_eq!(messages.message().await.unwrap_err().code(), code);
            assert_eq!(messages.message().await.unwrap(), None);
        }
    }

    /// However many messages are ready at once, a handler that takes them all does not block other calls on its thread.
    #[tokio::test]
    async fn a_handler_that_takes_what_is_there_lets_others_run() {
        let mut messages = streaming(stream::repeat(()).take(100_000).map(Ok));
        let taking = tokio::spawn(async move {
            while let Some(()) = messages.message().await? {}
            Ok::<_, Status>(())
        });
        tokio::task::yield_now().await;
        assert!(!taking.is_finished());
        assert!(taking.await.is_ok_and(|taken| taken.is_ok()));
    }
}
