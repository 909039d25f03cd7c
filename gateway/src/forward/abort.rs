//! [`Abort`]: makes the request body of a call fail.

use std::cell::RefCell;
use std::future::poll_fn;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};

use futures_util::task::AtomicWaker;
use http::Extensions;
use tonic::Status;

/// The call has gone through a `Forward`.
const ATTACHED: u8 = 1;

/// The transport is sending the body.
const SENDING: u8 = 2;

/// The body must fail.
const ABORTED: u8 = 4;

/// The body has ended, has failed, or was dropped.
const OVER: u8 = 8;

/// The channel's future sends the body itself, to a server in the same process.
const IN_PROCESS: u8 = 16;

thread_local! {
    /// The calls whose futures are being polled, each within the previous one.
    static POLLED: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
}

/// The state shared by everything that can make a request body fail, or waits for it to be over.
#[derive(Clone, Debug, Default)]
pub(super) struct Abort(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    state: AtomicU8,
    reason: OnceLock<Status>,
    /// The task that sends the body.
    sender: AtomicWaker,
    /// The task that waits for the body to be over.
    holder: AtomicWaker,
}

impl Abort {
    /// Returns the `Abort` of a request's [`ForwardedRequests`](super::ForwardedRequests), or a new one for any other
    /// body.
    pub(super) fn of(extensions: &mut Extensions) -> Self {
        let abort: Self = extensions.remove().unwrap_or_default();
        abort.set(ATTACHED);
        abort
    }

    /// Sets a flag, and returns the flags that were set before.
    fn set(&self, flag: u8) -> u8 {
        self.0.state.fetch_or(flag, Ordering::AcqRel)
    }

    fn has(&self, flag: u8) -> bool {
        self.0.state.load(Ordering::Acquire) & flag != 0
    }

    pub(super) fn is_attached(&self) -> bool {
        self.has(ATTACHED)
    }

    /// Records that the body is being sent from now on.
    pub(super) fn sending(&self) {
        let is_in_process = POLLED.with_borrow(|polled| polled.contains(&self.id()));
        self.set(SENDING | if is_in_process { IN_PROCESS } else { 0 });
    }

    /// Polls the future of the channel.
    pub(super) fn polling<T>(&self, poll: impl FnOnce() -> T) -> T {
        POLLED.with_borrow_mut(|polled| polled.push(self.id()));
        let _popped = Pop;
        poll()
    }

    fn id(&self) -> usize {
        Arc::as_ptr(&self.0).addr()
    }

    pub(super) fn over(&self) {
        self.set(OVER);
        self.0.holder.wake();
    }

    /// Makes the body fail. The first reason counts.
    ///
    /// Returns whether a transport is sending the body and still has to see that it fails.
    pub(super) fn abort(&self, reason: Status) -> bool {
        self.0.reason.get_or_init(|| reason);
        let state = self.set(ABORTED);
        self.0.sender.wake();
        state & (SENDING | OVER | IN_PROCESS) == SENDING
    }

    /// Returns the reason why the body fails.
    pub(super) fn reason(&self) -> Option<&Status> {
        self.has(ABORTED).then(|| self.0.reason.get()).flatten()
    }

    /// Waits for a reason to fail.
    pub(super) fn poll_reason(&self, cx: &mut Context<'_>) -> Poll<&Status> {
        self.0.sender.register(cx.waker());
        self.reason().map_or(Poll::Pending, Poll::Ready)
    }

    /// Waits until the body is over.
    pub(super) async fn until_over(&self) {
        poll_fn(|cx| {
            self.0.holder.register(cx.waker());
            if self.has(OVER) {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        })
        .await;
    }
}

/// Removes the last entry of `POLLED` when dropped, also after a panic.
struct Pop;

impl Drop for Pop {
    fn drop(&mut self) {
        POLLED.with_borrow_mut(Vec::pop);
    }
}
