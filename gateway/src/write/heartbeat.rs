//! Bytes that are written in silence, so that proxies keep the connection and a dead one is noticed.

use std::future::Future as _;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use tokio::time::{Instant, Sleep};

/// A heartbeat without a pause would leave no time for messages.
const MIN_PERIOD: Duration = Duration::from_millis(1);

/// A silence that no stream lives to see the end of.
const MAX_PERIOD: Duration = Duration::from_secs(86_400 * 365);

/// Bytes that are due after a time of silence.
#[derive(Debug)]
pub(crate) struct Heartbeat {
    period: Duration,
    text: &'static [u8],
    /// Made when the stream is silent for the first time: one that never is needs no timer.
    timer: Option<Pin<Box<Sleep>>>,
    is_stale: bool,
}

impl Heartbeat {
    pub(crate) fn new(period: Duration, text: &'static [u8]) -> Self {
        Self {
            period: period.max(MIN_PERIOD),
            text,
            timer: None,
            is_stale: false,
        }
    }

    fn due(&self) -> Instant {
        let now = Instant::now();
        now.checked_add(self.period).unwrap_or(now + MAX_PERIOD)
    }

    /// The silence is over. The timer itself is moved when the next one begins.
    pub(crate) fn restart(&mut self) {
        self.is_stale = true;
    }

    /// The bytes, when the silence has lasted long enough.
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Bytes> {
        let due = self.due();
        let timer = self
            .timer
            .get_or_insert_with(|| Box::pin(tokio::time::sleep_until(due)));
        if std::mem::take(&mut self.is_stale) {
            timer.as_mut().reset(due);
        }
        ready!(timer.as_mut().poll(cx));
        timer.as_mut().reset(due);
        Poll::Ready(Bytes::from_static(self.text))
    }
}
