//! A bounded queue between two tasks.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use gateway::websocket::Disconnected;

/// One end of a queue. The queue is closed when an end is dropped, at the latest.
#[derive(Debug)]
pub(super) struct End<T>(Arc<Mutex<Shared<T>>>);

#[derive(Debug)]
struct Shared<T> {
    items: VecDeque<T>,
    room: usize,
    is_closed: bool,
    /// Whoever waits: the reader of an empty queue, or the writer of a full one.
    waiting: Option<Waker>,
}

/// Both ends of a queue for this many items.
pub(super) fn queue<T>(room: usize) -> (End<T>, End<T>) {
    let shared = Arc::new(Mutex::new(Shared {
        items: VecDeque::new(),
        room,
        is_closed: false,
        waiting: None,
    }));
    (End(Arc::clone(&shared)), End(shared))
}

impl<T> Shared<T> {
    fn wake(&mut self) {
        if let Some(waiting) = self.waiting.take() {
            waiting.wake();
        }
    }
}

impl<T> End<T> {
    fn lock(&self) -> MutexGuard<'_, Shared<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn is_open(&self) -> bool {
        !self.lock().is_closed
    }

    pub(super) fn close(&self) {
        let mut shared = self.lock();
        shared.is_closed = true;
        shared.wake();
    }

    /// How many items wait.
    pub(super) fn len(&self) -> usize {
        self.lock().items.len()
    }

    /// Ready while there is room for an item.
    pub(super) fn poll_room(&self, cx: &Context<'_>) -> Poll<Result<(), Disconnected>> {
        let mut shared = self.lock();
        if shared.is_closed {
            return Poll::Ready(Err(Disconnected));
        }
        if shared.items.len() < shared.room {
            return Poll::Ready(Ok(()));
        }
        shared.waiting = Some(cx.waker().clone());
        Poll::Pending
    }

    pub(super) fn push(&self, item: T) {
        let mut shared = self.lock();
        shared.items.push_back(item);
        shared.wake();
    }

    /// The next item, `None` at the end.
    pub(super) fn poll_pop(&self, cx: &Context<'_>) -> Poll<Option<T>> {
        let mut shared = self.lock();
        let item = shared.items.pop_front();
        if item.is_some() || shared.is_closed {
            shared.wake();
            return Poll::Ready(item);
        }
        shared.waiting = Some(cx.waker().clone());
        Poll::Pending
    }
}

impl<T> Drop for End<T> {
    fn drop(&mut self) {
        self.close();
    }
}
