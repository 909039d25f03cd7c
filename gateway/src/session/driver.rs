//! Drives one call over one WebSocket.

use std::future::poll_fn;
use std::task::{Context, Poll, ready};

use bytes::BytesMut;
use futures_core::Stream;
use tonic::Status;

use super::Incoming;
use super::alarm::Alarm;
use super::batch::Batch;
use super::close::Ending;
use super::keepalive::{Keepalive, Tick};
use super::open::{Open, Session, Tail};
use super::progress::Progress;
use crate::json::Message;
use crate::shutdown::draining;
use crate::websocket::connection::FRAMES_A_POLL;
use crate::websocket::connection::{Connection, Data, Disconnected, Outgoing, Received};

/// The number of batches written before the client's frames, the clock and other tasks get their turn.
const BATCHES_A_POLL: usize = 4;

impl<S, M> Session<S>
where
    S: Stream<Item = Result<M, Status>> + Send + 'static,
    M: Message,
{
    /// Runs the call to its end and closes the WebSocket.
    pub(crate) async fn run(self, connection: Box<dyn Connection>) {
        let mut open = Open {
            alarm: Alarm::new(&self.supervision.shutdowns, &self.supervision.reaper),
            keepalive: Keepalive::new(&self.settings.websocket),
            session: self,
            connection,
            is_half_closed: false,
            tail: None,
            owes_frames: false,
            waits_for_handler: false,
            written: 0,
            written_at_ping: 0,
            buffer: BytesMut::new(),
        };
        let ending = poll_fn(|cx| open.poll(cx)).await;
        open.close(ending).await;
    }
}

impl<S, M> Open<S>
where
    S: Stream<Item = Result<M, Status>> + Send + 'static,
    M: Message,
{
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Ending> {
        if self.alarm.is_raised(cx) {
            return Poll::Ready(Ending::Failed(draining()));
        }
        if self.tail.is_none()
            && let Poll::Ready(ending) = self.poll_requests(cx)
        {
            return Poll::Ready(ending);
        }
        if self.tail.is_some() {
            return self.poll_tail(cx);
        }
        if let Poll::Ready(ending) = self.poll_keepalive(cx) {
            return Poll::Ready(ending);
        }
        if let Poll::Ready(ending) = self.poll_call(cx) {
            return Poll::Ready(ending);
        }
        match self.poll_flush(cx) {
            Poll::Ready(Err(Disconnected)) => Poll::Ready(Ending::Disconnected),
            _ => Poll::Pending,
        }
    }

    /// Writes what is queued. A client that takes some of it is slow, but it does read.
    pub(super) fn poll_flush(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Disconnected>> {
        let flushed = self.connection.poll_flush(cx);
        let written = self.connection.written();
        if std::mem::replace(&mut self.written, written) != written {
            self.keepalive.taken();
            if let Progress::Replying(reply) = &self.session.call {
                reply.progress();
            }
        }
        flushed
    }

    /// Reads frames while there is room for their contents.
    fn poll_requests(&mut self, cx: &mut Context<'_>) -> Poll<Ending> {
        for _ in 0..FRAMES_A_POLL {
            let may_read = self.poll_may_read(cx);
            self.keepalive.read(may_read.is_ready());
            if ready!(may_read).is_err() {
                return Poll::Ready(Ending::Disconnected);
            }
            let received = ready!(self.connection.poll_receive(cx));
            self.keepalive.answered();
            if let Some(ending) = self.receive(received) {
                return self.after_messages(ending);
            }
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }

    /// Queues the end of the client's messages behind them, so that the handler gets it after them, unless the client
    /// cancelled the call or is gone.
    fn after_messages(&mut self, ending: Ending) -> Poll<Ending> {
        let Some(sink) = self.session.sink.as_mut() else {
            return Poll::Ready(ending);
        };
        match ending {
            Ending::Cancelled | Ending::Disconnected => return Poll::Ready(ending),
            _ => sink.fail(ending.status()),
        }
        if matches!(ending, Ending::Closed) {
            return Poll::Ready(ending);
        }
        let patience = self.session.settings.websocket.close_timeout;
        self.tail = Some(Box::new(Tail::new(ending, patience)));
        Poll::Pending
    }

    /// Waits until the client has taken the frames that its own have called for, and the handler keeps up.
    fn poll_may_read(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Disconnected>> {
        if self.owes_frames {
            ready!(self.poll_flush(cx))?;
            self.owes_frames = false;
        }
        match &mut self.session.sink {
            Some(sink) => sink.poll_room(cx).map(Ok),
            None => Poll::Ready(Ok(())),
        }
    }

    fn receive(&mut self, received: Received) -> Option<Ending> {
        match received {
            Received::Data(data) => match self.session.frames.read(data) {
                Ok(incoming) => self.take(incoming),
                Err(status) => Some(Ending::Failed(status)),
            },
            Received::Control => {
                self.owes_frames = true;
                None
            }
            Received::Close => Some(Ending::Closed),
            Received::Violation(code, reason) => Some(Ending::Violation(code, reason)),
            Received::Disconnected => Some(Ending::Disconnected),
        }
    }

    fn take(&mut self, incoming: Incoming) -> Option<Ending> {
        match (incoming, self.session.sink.as_mut()) {
            (Incoming::Message(value, encoding), Some(sink)) => {
                return sink.put(&value, &encoding).err().map(Ending::refused);
            }
            (Incoming::HalfClose, Some(sink)) => {
                sink.half_close();
                self.is_half_closed = true;
            }
            (Incoming::Cancel, _) => return Some(Ending::Cancelled),
            (Incoming::Answer(frame), _) => {
                self.owes_frames = true;
                let sent = self.connection.send(Outgoing::Data(Data::Text(frame)));
                return sent.err().map(|Disconnected| Ending::Disconnected);
            }
            _ => {}
        }
        None
    }

    /// Polls the handler, and writes its messages as fast as the socket takes them.
    pub(super) fn poll_call(&mut self, cx: &mut Context<'_>) -> Poll<Ending> {
        self.waits_for_handler = false;
        match self.session.call.poll_reply(cx, &self.session.supervision) {
            Poll::Ready(Ok(_)) => self.poll_reply(cx),
            Poll::Ready(Err(status)) => Poll::Ready(Ending::Failed(status)),
            Poll::Pending => {
                self.waits_for_handler = true;
                Poll::Pending
            }
        }
    }

    fn poll_reply(&mut self, cx: &mut Context<'_>) -> Poll<Ending> {
        for _ in 0..BATCHES_A_POLL {
            match self.poll_flush(cx) {
                Poll::Ready(Ok(())) => {}
                Poll::Ready(Err(Disconnected)) => return Poll::Ready(Ending::Disconnected),
                Poll::Pending => return self.poll_reaped(cx),
            }
            let is_binary = self.session.frames.is_binary();
            self.session.payload.set_protobuf(is_binary);
            let Progress::Replying(reply) = &self.session.call else {
                return Poll::Pending;
            };
            let mut batch = Batch {
                connection: self.connection.as_mut(),
                frames: self.session.frames.as_ref(),
                payload: &self.session.payload,
                record: &self.session.supervision.record,
                buffer: &mut self.buffer,
                bytes: 0,
            };
            let polled = reply.poll_batch(cx, |item| batch.send(item));
            match polled {
                Poll::Ready(Some(ending)) => return Poll::Ready(ending),
                Poll::Pending if batch.bytes == 0 => {
                    self.waits_for_handler = true;
                    return Poll::Pending;
                }
                _ => {}
            }
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }

    /// Returns the ending of a call that the reaper has ended. A session that waits for its client polls neither the
    /// messages nor the error that ends them.
    fn poll_reaped(&self, cx: &Context<'_>) -> Poll<Ending> {
        let Progress::Replying(reply) = &self.session.call else {
            return Poll::Pending;
        };
        match reply.reaped(cx) {
            Some(status) => Poll::Ready(Ending::Failed(status)),
            None => Poll::Pending,
        }
    }

    fn poll_keepalive(&mut self, cx: &mut Context<'_>) -> Poll<Ending> {
        while let Poll::Ready(due) = self.keepalive.poll(cx) {
            if due == Tick::Silent {
                return Poll::Ready(Ending::Silent);
            }
            if !self.is_stuck(cx) && self.ping().is_err() {
                return Poll::Ready(Ending::Disconnected);
            }
        }
        Poll::Pending
    }

    /// Returns whether nothing has left since the last ping although something waits to leave. Another ping would only
    /// wait behind that one.
    fn is_stuck(&mut self, cx: &mut Context<'_>) -> bool {
        let is_waiting = self.poll_flush(cx).is_pending();
        let before = std::mem::replace(&mut self.written_at_ping, self.written);
        is_waiting && before == self.written
    }

    fn ping(&mut self) -> Result<(), Disconnected> {
        self.connection.send(Outgoing::Ping)?;
        match self.session.frames.ping() {
            Some(ping) => self.connection.send(Outgoing::Data(Data::Text(ping))),
            None => Ok(()),
        }
    }
}
