//! [`Reply`]: the response of a handler, in the form that every writer consumes.
//!
//! The handler's stream lives in a slot that the response body locks once per batch. The reaper may empty the slot, so
//! that the handler's resources are free while the body still waits for a client that does not read.

mod payload;
mod produce;

use std::future::poll_fn;
use std::ops::ControlFlow;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use futures_core::Stream;
use tokio::time::Instant;
use tonic::{Code, Status};

pub(crate) use self::payload::{Payload, Shape};
pub use self::produce::{MessageSender, Produced, produce};
use crate::call::{CatchPanic, Deadline, deadline};
use crate::error::EndReason;
use crate::observe::Record;
use crate::shutdown::{Reap, Reaper, Registration, Shutdowns, draining};

/// The delay before a call that was being polled is checked again.
const BUSY_RETRY: Duration = Duration::from_millis(10);

/// The delay before a call whose time cannot be over is checked again.
const LONG_RETRY: Duration = Duration::from_secs(3_600);

/// The messages of a response, and the time that they may take.
pub(crate) struct Reply<S: Stream> {
    slot: Arc<StreamSlot<S>>,
    _registration: Registration,
}

/// The handler's stream while it runs.
type Running<S> = Pin<Box<CatchPanic<S>>>;

struct StreamSlot<S: Stream> {
    state: Mutex<State<S>>,
    deadline: Option<Instant>,
    write_timeout: Duration,
    shutdowns: Shutdowns,
    record: Arc<Record>,
}

struct State<S: Stream> {
    /// `None` after the end or the first error of the stream, or when the reaper has taken it.
    stream: Option<Running<S>>,
    /// The item that the stream yielded before the head was sent.
    first: Option<S::Item>,
    /// The reason why the reaper has taken the stream.
    reaped: Option<Status>,
    /// The time since which the writer has held messages without coming back for more.
    writing_since: Option<Instant>,
    waker: Option<Waker>,
}

/// The rules that the writer of a call is held to, and what enforces and records them.
#[derive(Clone, Debug)]
pub(crate) struct Supervision {
    pub(crate) reaper: Arc<Reaper>,
    pub(crate) deadline: Option<Deadline>,
    pub(crate) write_timeout: Duration,
    pub(crate) shutdowns: Shutdowns,
    pub(crate) record: Arc<Record>,
}

impl<S, M> Reply<S>
where
    S: Stream<Item = Result<M, Status>> + Send + 'static,
    M: Send + 'static,
{
    /// Polls the handler's stream once, so that an error that is ready at once can become the response.
    ///
    /// # Errors
    ///
    /// The first item of the stream, if it is an error that is ready.
    pub(crate) async fn start(stream: S, supervision: &Supervision) -> Result<Self, Status> {
        let mut stream = Box::pin(CatchPanic::new(stream, supervision.record.span()));
        let polled = poll_fn(|cx| Poll::Ready(stream.as_mut().poll_next(cx))).await;
        let (stream, first) = match polled {
            Poll::Ready(Some(Err(status))) => return Err(status),
            Poll::Ready(Some(first)) => (Some(stream), Some(first)),
            Poll::Ready(None) => (None, None),
            Poll::Pending => (Some(stream), None),
        };
        Ok(Self::register(stream, first, supervision))
    }

    /// Takes the handler's stream without polling it.
    pub(crate) fn new(stream: S, supervision: &Supervision) -> Self {
        let stream = CatchPanic::new(stream, supervision.record.span());
        Self::register(Some(Box::pin(stream)), None, supervision)
    }

    /// Waits for the first message without taking it, and returns what `look` sees in it; `None` if there is no
    /// message.
    ///
    /// # Errors
    ///
    /// The first item of the stream, if it is an error.
    pub(crate) fn poll_first<T>(
        &self,
        cx: &mut Context<'_>,
        look: impl Fn(&M) -> T,
    ) -> Poll<Result<Option<T>, Status>> {
        let mut state = self.slot.lock();
        let Poll::Ready(first) = state.poll_next(cx) else {
            // There is nothing yet that the client could read.
            state.writing_since = None;
            return Poll::Pending;
        };
        state.writing_since = Some(Instant::now());
        let seen = match &first {
            Some(Ok(message)) => Ok(Some(look(message))),
            Some(Err(status)) => Err(status.clone()),
            None => Ok(None),
        };
        state.first = first.filter(Result::is_ok);
        Poll::Ready(seen)
    }

    /// Returns why the reaper has ended the call, for a writer that waits for its client and so does not poll the
    /// messages.
    pub(crate) fn reaped(&self, cx: &Context<'_>) -> Option<Status> {
        let mut state = self.slot.lock();
        state.keep_waker(cx);
        state.reaped.take()
    }

    /// Records that the client has read some of what was written.
    pub(crate) fn progress(&self) {
        let mut state = self.slot.lock();
        state.writing_since = state.writing_since.map(|_| Instant::now());
    }

    fn register(
        stream: Option<Running<S>>,
        first: Option<S::Item>,
        supervision: &Supervision,
    ) -> Self {
        let now = Instant::now();
        let slot = Arc::new(StreamSlot {
            state: Mutex::new(State {
                stream,
                first,
                reaped: None,
                writing_since: Some(now),
                waker: None,
            }),
            deadline: supervision
                .deadline
                .map(|deadline| deadline.instant().into()),
            write_timeout: supervision.write_timeout,
            shutdowns: supervision.shutdowns.clone(),
            record: Arc::clone(&supervision.record),
        });
        let weak: Weak<StreamSlot<S>> = Arc::downgrade(&slot);
        let at = slot.next_check(&slot.lock(), now);
        let registration = supervision.reaper.register(weak, at);
        supervision.shutdowns.tell(&supervision.reaper);
        Self {
            slot,
            _registration: registration,
        }
    }

    /// Passes all items that are ready to `take`, and `None` at the end, until `take` breaks off or nothing is ready.
    pub(crate) fn poll_batch<T>(
        &self,
        cx: &mut Context<'_>,
        mut take: impl FnMut(Option<S::Item>) -> ControlFlow<T>,
    ) -> Poll<T> {
        let mut state = self.slot.lock();
        let mut has_taken = false;
        loop {
            let Poll::Ready(item) = state.poll_next(cx) else {
                state.writing_since = has_taken.then(Instant::now);
                return Poll::Pending;
            };
            has_taken = true;
            if let ControlFlow::Break(taken) = take(item) {
                state.writing_since = Some(Instant::now());
                return Poll::Ready(taken);
            }
        }
    }
}

impl<S, M> State<S>
where
    S: Stream<Item = Result<M, Status>>,
{
    fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<S::Item>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(first));
        }
        if let Some(status) = self.reaped.take() {
            return Poll::Ready(Some(Err(status)));
        }
        let Some(stream) = self.stream.as_mut() else {
            return Poll::Ready(None);
        };
        let item = stream.as_mut().poll_next(cx);
        match &item {
            Poll::Pending => self.keep_waker(cx),
            Poll::Ready(Some(Ok(_))) => {}
            Poll::Ready(_) => self.stream = None,
        }
        item
    }

    fn keep_waker(&mut self, cx: &Context<'_>) {
        match &mut self.waker {
            Some(waker) => waker.clone_from(cx.waker()),
            None => self.waker = Some(cx.waker().clone()),
        }
    }
}

impl<S: Stream> StreamSlot<S> {
    fn lock(&self) -> MutexGuard<'_, State<S>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn next_check(&self, state: &State<S>, now: Instant) -> Instant {
        let stall = self
            .stalled_at(state.writing_since.unwrap_or(now))
            .unwrap_or(now + LONG_RETRY);
        let deadline = self.deadline.filter(|_| state.stream.is_some());
        deadline.map_or(stall, |deadline| deadline.min(stall))
    }

    /// Returns the time at which the client counts as stalled, or `None` if it is too far ahead to be represented.
    fn stalled_at(&self, writing_since: Instant) -> Option<Instant> {
        writing_since.checked_add(self.write_timeout)
    }

    /// Returns why the handler's stream must end now, if it must.
    fn overdue(&self, now: Instant) -> Option<Status> {
        if self.deadline.is_some_and(|deadline| deadline <= now) {
            return Some(deadline::exceeded());
        }
        self.shutdowns.is_draining().then(draining)
    }

    /// Takes the handler's stream, and leaves the reason to the writer, which the caller has to wake.
    fn reap(&self, state: &mut State<S>, status: Status) -> Option<(Running<S>, Option<Waker>)> {
        let stream = state.stream.take()?;
        self.record.finish(&status);
        state.reaped = Some(status);
        Some((stream, state.waker.take()))
    }

    /// Returns why the call must end, if the client has left what was written unread for too long.
    fn stalled(&self, state: &State<S>, now: Instant) -> Option<Status> {
        let stalled_at = state.writing_since.and_then(|since| self.stalled_at(since));
        let is_stalled = stalled_at.is_some_and(|at| at <= now);
        is_stalled.then(slow_reader)
    }
}

impl<S: Stream + Send + 'static> Reap for StreamSlot<S>
where
    S::Item: Send,
{
    fn check(&self, now: Instant) -> Option<Instant> {
        // A handler that blocks in its poll must not block the reaper.
        let Ok(mut state) = self.state.try_lock() else {
            return Some(now + BUSY_RETRY);
        };
        let stalled = self.stalled(&state, now);
        let is_stalled = stalled.is_some();
        let overdue = self.overdue(now).filter(|_| state.stream.is_some());
        let ends = overdue.or(stalled);
        let reaped = ends.and_then(|status| self.reap(&mut state, status));
        // Even then the client may leave what was written unread, which would keep the call's place.
        let next = (!is_stalled).then(|| self.next_check(&state, now));
        drop(state);
        let (stream, waker) = reaped.unzip();
        waker.flatten().into_iter().for_each(Waker::wake);
        match stream {
            Some(stream) => free(stream, Arc::clone(&self.record), is_stalled),
            None if is_stalled => self.record.close(),
            None => {}
        }
        next
    }
}

/// Returns the status of a call whose client does not read.
pub(crate) fn slow_reader() -> Status {
    EndReason::SlowReader.status(
        Code::Unavailable,
        "the client did not read what was written (`Limits::write_timeout`)",
    )
}

/// Runs the user's destructor where it holds up no other call, however long it takes. If `is_over`, the call is over
/// once the destructor has run.
fn free<T: Send + 'static>(stream: T, record: Arc<Record>, is_over: bool) {
    tokio::task::spawn_blocking(move || {
        drop(stream);
        if is_over {
            record.close();
        }
    });
}
