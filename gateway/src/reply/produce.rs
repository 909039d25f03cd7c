//! [`produce`]: the messages of a task as a response stream that fails when the task fails.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::{JoinError, JoinHandle};
use tonic::Status;
use tracing::Instrument as _;

use crate::call::panicked_in;

/// Spawns a producer of messages and returns its messages as a response stream.
///
/// A channel ends when its sender is dropped, for whatever reason: if a task that the handler has spawned panics or
/// returns early, the client sees a complete stream. Here the stream ends as the task does:
///
/// | the producer | the stream, after all messages that were sent |
/// |---|---|
/// | returns `Ok(())` | ends |
/// | returns `Err(status)` | fails with this status |
/// | panics | fails with `INTERNAL`; the log has the panic's message |
///
/// ```
/// use gateway::Produced;
/// use gateway::tonic::{Response, Status};
/// # struct Row;
/// # struct Cursor;
/// # impl Cursor { async fn next(&mut self) -> Result<Option<Row>, Status> { Ok(None) } }
///
/// // Of a service: type ListStream = Produced<Row>;
/// async fn list(mut cursor: Cursor) -> Result<Response<Produced<Row>>, Status> {
///     let rows = gateway::produce(16, |sender| async move {
///         while let Some(row) = cursor.next().await? {
///             sender.send(row).await?;
///         }
///         Ok(())
///     });
///     Ok(Response::new(rows))
/// }
/// ```
///
/// At most `capacity` messages wait for the client; 0 counts as 1. When the stream is dropped, because the client has
/// left or the deadline has passed, the task is aborted: it ends at its next `.await`.
///
/// # Panics
///
/// Panics if called outside of a tokio runtime.
pub fn produce<M, P, F>(capacity: usize, producer: P) -> Produced<M>
where
    M: Send + 'static,
    P: FnOnce(MessageSender<M>) -> F,
    F: Future<Output = Result<(), Status>> + Send + 'static,
{
    let (sender, messages) = mpsc::channel(capacity.clamp(1, Semaphore::MAX_PERMITS));
    let task = producer(MessageSender(sender)).in_current_span();
    Produced {
        messages,
        task: Some(tokio::spawn(task)),
        failure: None,
    }
}

/// The sender of a producer's messages.
#[derive(Debug)]
pub struct MessageSender<M>(mpsc::Sender<M>);

impl<M> MessageSender<M> {
    /// Sends a message as soon as there is room for it.
    ///
    /// # Errors
    ///
    /// `CANCELLED` if the stream was dropped. The producer then has nothing more to do, and may return this error.
    pub async fn send(&self, message: M) -> Result<(), Status> {
        let sent = self.0.send(message).await;
        sent.map_err(|_| Status::cancelled("the response stream was dropped"))
    }
}

/// The response stream that [`produce`] returns: the messages of a producer, and how it has ended.
#[derive(Debug)]
#[must_use = "the producer is aborted when its stream is dropped"]
pub struct Produced<M> {
    messages: mpsc::Receiver<M>,
    /// `None` once the producer has ended.
    task: Option<JoinHandle<Result<(), Status>>>,
    failure: Option<Status>,
}

impl<M> Produced<M> {
    fn poll_end(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if let Some(task) = &mut self.task {
            let ended = ready!(Pin::new(task).poll(cx));
            self.task = None;
            self.failure = ended.unwrap_or_else(|error| Err(stopped(error))).err();
            // A sender that outlives the producer can send no more.
            self.messages.close();
        }
        Poll::Ready(())
    }
}

impl<M> Stream for Produced<M> {
    type Item = Result<M, Status>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Poll::Ready(Some(message)) = self.messages.poll_recv(cx) {
            return Poll::Ready(Some(Ok(message)));
        }
        ready!(self.poll_end(cx));
        // Messages that were sent since the last poll.
        let message = ready!(self.messages.poll_recv(cx));
        Poll::Ready(message.map(Ok).or_else(|| self.failure.take().map(Err)))
    }
}

impl<M> Drop for Produced<M> {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
        }
    }
}

#[cold]
fn stopped(error: JoinError) -> Status {
    match error.try_into_panic() {
        Ok(panic) => panicked_in("the handler", &*panic),
        Err(_) => Status::cancelled("the producer was stopped"),
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use futures_util::StreamExt as _;
    use tokio::sync::oneshot;

    use super::*;

    async fn seen(mut stream: Produced<usize>) -> Vec<Result<usize, tonic::Code>> {
        let mut seen = Vec::new();
        while let Some(item) = stream.next().await {
            seen.push(item.map_err(|status| status.code()));
        }
        assert!(stream.next().await.is_none());
        seen
    }

    #[tokio::test]
    async fn gives_all_messages_and_then_the_end_at_every_capacity() {
        for capacity in [0, 1, 2, 3, usize::MAX] {
            let stream = produce(capacity, |sender| async move {
                for message in 0..3 {
                    sender.send(message).await?;
                }
                Ok(())
            });
            assert_eq!(seen(stream).await, [Ok(0), Ok(1), Ok(2)], "{capacity}");
        }
    }

    #[tokio::test]
    async fn a_failure_comes_after_the_messages() {
        let failed = produce(4, |sender| async move {
            sender.send(0).await?;
            Err(Status::data_loss("half a row"))
        });
        assert_eq!(seen(failed).await, [Ok(0), Err(tonic::Code::DataLoss)]);
        let panicked = produce(4, |sender| async move {
            sender.send(0).await?;
            panic!("asked to");
        });
        assert_eq!(seen(panicked).await, [Ok(0), Err(tonic::Code::Internal)]);
    }

    #[tokio::test]
    async fn a_sender_that_outlives_its_producer_does_not_keep_the_stream_open() {
        let (give, taken) = oneshot::channel();
        let stream = produce(4, |sender| async move {
            sender.send(0).await?;
            drop(give.send(sender));
            Ok(())
        });
        let sender = taken.await.expect("a sender");
        assert_eq!(seen(stream).await, [Ok(0)]);
        assert!(sender.send(1).await.is_err());
    }

    #[tokio::test]
    async fn a_dropped_stream_aborts_its_producer() {
        let (held, released) = oneshot::channel::<()>();
        let stream = produce(1, |sender: MessageSender<usize>| async move {
            sender.send(0).await?;
            let _held = held;
            pending().await
        });
        drop(stream);
        assert!(released.await.is_err());
    }

    #[tokio::test]
    async fn a_producer_is_ahead_by_its_capacity_at_most() {
        let (count, mut counted) = tokio::sync::watch::channel(0);
        let mut stream = produce(2, |sender| async move {
            for message in 0..10 {
                sender.send(message).await?;
                count.send_replace(message + 1);
            }
            Ok(())
        });
        counted.wait_for(|count| *count == 2).await.expect("two");
        for _ in 0..10 {
            tokio::task::yield_now().await;
        }
        assert_eq!(*counted.borrow(), 2);
        assert_eq!(stream.next().await.map(|item| item.is_ok()), Some(true));
        counted.wait_for(|count| *count == 3).await.expect("three");
    }
}
