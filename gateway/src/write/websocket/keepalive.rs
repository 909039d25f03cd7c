//! Pings, and the time that a peer may stay silent.

use std::future::Future as _;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep};

use crate::settings::WebSocket;

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
    interval: Duration,
    timeout: Duration,
}

impl Keepalive {
    pub(super) fn new(settings: &WebSocket) -> Self {
        Self {
            timer: Box::pin(sleep(settings.ping_interval)),
            is_waiting: false,
            interval: settings.ping_interval,
            timeout: settings.ping_timeout,
        }
    }

    /// Any frame counts as an answer.
    pub(super) fn answered(&mut self) {
        if std::mem::take(&mut self.is_waiting) {
            self.restart(self.interval);
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
        self.restart(self.timeout);
        Poll::Ready(Due::Ping)
    }

    fn restart(&mut self, period: Duration) {
        let due = Instant::now().checked_add(period);
        self.timer.as_mut().reset(due.unwrap_or_else(far_future));
    }
}

/// A moment that no session lives to see.
fn far_future() -> Instant {
    Instant::now() + Duration::from_secs(86_400 * 365)
}
