//! Pings, and the time for which a peer may stay silent.

use std::future::Future as _;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep_until};

use crate::settings::WebSocket;

/// The event that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tick {
    Ping,
    /// The peer has not answered.
    Silent,
}

/// The timer of pings.
#[derive(Debug)]
pub(super) struct Keepalive {
    timer: Pin<Box<Sleep>>,
    ping_at: Instant,
    /// The time at which the peer has not answered for too long.
    silent_at: Option<Instant>,
    is_reading: bool,
    interval: Duration,
    timeout: Duration,
}

impl Keepalive {
    pub(super) fn new(settings: &WebSocket) -> Self {
        let ping_at = after(settings.ping_interval);
        Self {
            timer: Box::pin(sleep_until(ping_at)),
            ping_at,
            silent_at: None,
            is_reading: true,
            interval: settings.ping_interval,
            timeout: settings.ping_timeout,
        }
    }

    /// Records that the peer has answered. Any frame counts as an answer.
    pub(super) fn answered(&mut self) {
        self.silent_at = None;
    }

    /// Records whether frames are being read. While they are not, no answer can be seen: the peer may take any time to
    /// answer, but it has to take what is sent.
    pub(super) fn read(&mut self, is_reading: bool) {
        if std::mem::replace(&mut self.is_reading, is_reading) && !is_reading {
            self.answered();
        }
    }

    /// Records that the peer, or the network before it, has taken some of what was sent.
    pub(super) fn taken(&mut self) {
        if !self.is_reading {
            self.answered();
        }
    }

    /// Returns the event that is due now.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Tick> {
        loop {
            ready!(self.timer.as_mut().poll(cx));
            let now = Instant::now();
            if self.silent_at.is_some_and(|at| at <= now) {
                return Poll::Ready(Tick::Silent);
            }
            let is_due = self.ping_at <= now;
            if is_due {
                self.ping_at = after(self.interval);
                self.silent_at.get_or_insert(after(self.timeout));
            }
            let silent_at = self.silent_at.unwrap_or(self.ping_at);
            self.timer.as_mut().reset(self.ping_at.min(silent_at));
            if is_due {
                return Poll::Ready(Tick::Ping);
            }
        }
    }
}

/// Returns the time after this period, or one later than any session lives.
fn after(period: Duration) -> Instant {
    let now = Instant::now();
    now.checked_add(period).unwrap_or(now + FAR)
}

const FAR: Duration = Duration::from_secs(86_400 * 365);
