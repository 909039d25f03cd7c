//! Bytes that are written while a stream is silent, so that proxies keep the connection and a dead one is noticed.

use std::future::Future as _;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use tokio::time::{Instant, Sleep};

/// A heartbeat without a pause would leave no time for messages.
const MIN_PERIOD: Duration = Duration::from_millis(1);

/// A period longer than any stream lives.
const MAX_PERIOD: Duration = Duration::from_secs(86_400 * 365);

/// Bytes that are due after a period of silence.
#[derive(Debug)]
pub(crate) struct Heartbeat {
    period: Duration,
    text: &'static [u8],
    /// Created when the stream is silent for the first time: a stream that never is needs no timer.
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

    /// Ends the silence. The timer itself is moved when the next silence begins.
    pub(crate) fn restart(&mut self) {
        self.is_stale = true;
    }

    /// Returns the bytes when the silence has lasted long enough.
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
