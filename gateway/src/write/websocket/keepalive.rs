//! Pings, and the time that a peer may stay silent.

use std::future::Future as _;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep};

const PING_EVERY: Duration = Duration::from_secs(25);
const ANSWER_WITHIN: Duration = Duration::from_secs(20);

/// What the time asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Due {
    Ping,
    /// The peer has not answered.
    Silent,
}

/// The clock of pings.
#[derive(Debug)]
pub(super) struct Keepalive {
    timer: Pin<Box<Sleep>>,
    is_waiting: bool,
}

impl Keepalive {
    pub(super) fn new() -> Self {
        Self {
            timer: Box::pin(sleep(PING_EVERY)),
            is_waiting: false,
        }
    }

    /// Any frame counts as an answer.
    pub(super) fn answered(&mut self) {
        if std::mem::take(&mut self.is_waiting) {
            self.restart(PING_EVERY);
        }
    }

    /// While nothing is read, no answer can be seen: a peer has all the time for it. Pings go on, because writing them
    /// is how a connection that is gone is noticed.
    pub(super) fn pause(&mut self) {
        self.answered();
    }

    /// What is due now.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Due> {
        ready!(self.timer.as_mut().poll(cx));
        if self.is_waiting {
            return Poll::Ready(Due::Silent);
        }
        self.is_waiting = true;
        self.restart(ANSWER_WITHIN);
        Poll::Ready(Due::Ping)
    }

    fn restart(&mut self, period: Duration) {
        self.timer.as_mut().reset(Instant::now() + period);
    }
}
