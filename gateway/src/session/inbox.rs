//! The messages between the socket and the handler's request stream.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use futures_core::Stream;
use tonic::Status;

use crate::bind::BodyEncoding;
use crate::json::Message;
use crate::receive::MessageReader;

/// The number of bytes read from the socket ahead of the handler; a single message may be larger.
const READ_AHEAD_BYTES: usize = 64 << 10;

/// The sink into which the session puts messages, whatever their type.
pub(crate) trait RequestSink: Send {
    /// Puts in a message from the client.
    ///
    /// # Errors
    ///
    /// The value does not fit the message. The handler gets the same error.
    fn put(&mut self, value: &Bytes, encoding: &BodyEncoding) -> Result<(), Status>;

    /// Ends the messages: the client sends no more.
    fn half_close(&mut self);

    /// Ends the client's messages with this error, after those that have been put in. Has no effect after a half-close.
    fn fail(&mut self, status: Status);

    /// Waits until another message may be read.
    fn poll_room(&mut self, cx: &mut Context<'_>) -> Poll<()>;

    /// Waits until the handler has taken everything that was put in and the end, or takes no more.
    fn poll_taken(&mut self, cx: &mut Context<'_>) -> Poll<Taken>;
}

/// The last item that a handler has taken from its request stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// The end of the messages, or the handler dropped the stream before it.
    End,
    Error,
}

/// A message, or the reason why there is none, and its size in bytes.
type Queued<M> = (Result<M, Status>, usize);

/// Both ends of a queue of messages, and what the handler has asked for.
struct Shared<M> {
    queue: VecDeque<Queued<M>>,
    queued_bytes: usize,
    is_closed: bool,
    /// The last item that the handler has taken, if nothing comes after it.
    taken: Option<Taken>,
    /// Whether the handler has asked for a message that was not there.
    is_asked: bool,
    handler: Option<Waker>,
    session: Option<Waker>,
}

/// The session's end.
pub(crate) struct InboxSink<M> {
    shared: Arc<Mutex<Shared<M>>>,
    reader: MessageReader,
}

/// The handler's end.
pub(crate) struct Inbox<M> {
    shared: Arc<Mutex<Shared<M>>>,
}

/// Creates a request stream that a session fills, and returns both ends.
pub(crate) fn inbox<M: Message>(reader: MessageReader) -> (InboxSink<M>, Inbox<M>) {
    let shared = Arc::new(Mutex::new(Shared {
        queue: VecDeque::new(),
        queued_bytes: 0,
        is_closed: false,
        taken: None,
        is_asked: false,
        handler: None,
        session: None,
    }));
    let sink = InboxSink {
        shared: Arc::clone(&shared),
        reader,
    };
    (sink, Inbox { shared })
}

/// Waits until the handler asks for a message that is not there.
pub(crate) fn asked<M>(sink: &InboxSink<M>) -> impl Future<Output = ()> + use<M> {
    let shared = Arc::clone(&sink.shared);
    poll_fn(move |cx| {
        let mut shared = lock(&shared);
        if shared.is_asked {
            return Poll::Ready(());
        }
        shared.session = Some(cx.waker().clone());
        Poll::Pending
    })
}

fn lock<M>(shared: &Mutex<Shared<M>>) -> MutexGuard<'_, Shared<M>> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<M> Shared<M> {
    fn put(&mut self, item: Result<M, Status>, bytes: usize) {
        self.queue.push_back((item, bytes));
        self.queued_bytes += bytes;
        self.wake_handler();
    }

    fn close(&mut self) {
        self.is_closed = true;
        self.wake_handler();
    }

    fn fail(&mut self, status: Status) {
        if !self.is_closed {
            self.put(Err(status), 0);
            self.close();
        }
    }

    fn has_room(&self) -> bool {
        self.is_closed || self.queue.is_empty() || self.queued_bytes < READ_AHEAD_BYTES
    }

    /// Takes the next message or the end, if it is there.
    fn take(&mut self) -> Option<Option<Result<M, Status>>> {
        let Some((item, bytes)) = self.queue.pop_front() else {
            return self.is_closed.then(|| {
                self.taken.get_or_insert(Taken::End);
                None
            });
        };
        self.queued_bytes -= bytes;
        if item.is_err() {
            self.taken = Some(Taken::Error);
        }
        Some(Some(item))
    }

    fn wake_handler(&mut self) {
        if let Some(handler) = self.handler.take() {
            handler.wake();
        }
    }

    fn wake_session(&mut self) {
        if let Some(session) = self.session.take() {
            session.wake();
        }
    }
}

impl<M: Message> RequestSink for InboxSink<M> {
    fn put(&mut self, value: &Bytes, encoding: &BodyEncoding) -> Result<(), Status> {
        if lock(&self.shared).is_closed {
            return Ok(());
        }
        let message = self.reader.read(value, encoding);
        let refused = message.as_ref().err().cloned();
        let bytes = match &message {
            Ok(_) => self.held_bytes(value),
            Err(_) => value.len(),
        };
        let mut shared = lock(&self.shared);
        if !shared.is_closed {
            shared.put(message, bytes);
        }
        match refused {
            None => Ok(()),
            Some(status) => {
                shared.close();
                Err(status)
            }
        }
    }

    fn half_close(&mut self) {
        lock(&self.shared).close();
    }

    fn fail(&mut self, status: Status) {
        lock(&self.shared).fail(status);
    }

    fn poll_room(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let mut shared = lock(&self.shared);
        if shared.has_room() {
            return Poll::Ready(());
        }
        shared.session = Some(cx.waker().clone());
        Poll::Pending
    }

    fn poll_taken(&mut self, cx: &mut Context<'_>) -> Poll<Taken> {
        let mut shared = lock(&self.shared);
        if let Some(taken) = shared.taken {
            return Poll::Ready(taken);
        }
        shared.session = Some(cx.waker().clone());
        Poll::Pending
    }
}

impl<M> InboxSink<M> {
    /// Returns the size of the last message while it waits. The message takes more than its frame, or as much if its
    /// bytes are parts of the frame.
    fn held_bytes(&self, value: &Bytes) -> usize {
        size_of::<Queued<M>>() - size_of::<M>() + self.reader.last_memory.max(value.len())
    }
}

/// A handler that outlives the session, in a task of its own, must not mistake the loss of the client for the end.
impl<M> Drop for InboxSink<M> {
    fn drop(&mut self) {
        lock(&self.shared).fail(Status::cancelled("the client has gone"));
    }
}

/// A handler that drops its request stream takes no more messages: whatever comes is read and dropped.
impl<M> Drop for Inbox<M> {
    fn drop(&mut self) {
        let mut shared = lock(&self.shared);
        shared.is_closed = true;
        shared.taken.get_or_insert(Taken::End);
        shared.queue.clear();
        shared.queued_bytes = 0;
        shared.wake_session();
    }
}

impl<M> Stream for Inbox<M> {
    type Item = Result<M, Status>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut shared = lock(&self.shared);
        if let Some(item) = shared.take() {
            shared.wake_session();
            return Poll::Ready(item);
        }
        shared.handler = Some(cx.waker().clone());
        shared.is_asked = true;
        shared.wake_session();
        Poll::Pending
    }
}
