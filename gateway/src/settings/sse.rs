//! [`Sse`]: how a gateway's Server-Sent Events begin and end.

use std::time::Duration;

use tonic::Status;

use super::sse_event::SseEvent;
use crate::error::Hook;

/// The name of the error event, unless the user's function gives it another one.
pub(crate) const FAILURE_EVENT: &str = "failure";

/// The shortest reconnection time. With a time of zero, browsers reconnect hundreds of times per second.
const MIN_RETRY: Duration = Duration::from_secs(1);

/// Returns the reconnection time to send to clients, which is never below the minimum.
pub(crate) fn bounded_retry(time: Duration) -> Duration {
    time.max(MIN_RETRY)
}

/// The settings of a gateway's Server-Sent Events: how streams begin and end (WHATWG HTML, section 9.2).
///
/// ```
/// use std::time::Duration;
/// use gateway::{Gateway, Sse, SseEvent};
///
/// let sse = Sse::default()
///     .retry(Duration::from_secs(5))
///     .end_of_stream(SseEvent::new("{}").id("end").event("end"));
/// let gateway = Gateway::new().sse(sse);
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Sse {
    pub(crate) end: Option<SseEvent>,
    pub(crate) retry: Option<Duration>,
    pub(crate) heartbeat: Duration,
    pub(crate) on_error: Hook<Option<SseEvent>>,
}

impl Default for Sse {
    fn default() -> Self {
        Self {
            end: Some(SseEvent::new("").id("EOS").event("EOS")),
            retry: None,
            heartbeat: Duration::from_secs(15),
            on_error: Hook::default(),
        }
    }
}

impl Sse {
    /// Sets the event that marks a stream as complete; `None` writes none. By default its id and its name are `EOS`.
    ///
    /// Browsers reconnect whenever a stream ends. A request whose `Last-Event-ID` is the id of this event is answered
    /// with 204, which stops them. Without the event, or with one that has no id, they reconnect forever unless the
    /// page closes its `EventSource`.
    pub fn end_of_stream(mut self, event: impl Into<Option<SseEvent>>) -> Self {
        self.end = event.into();
        self
    }

    /// Sets a function that changes the event for an error in the middle of a stream, which is the last event of the
    /// stream. It receives the default, `failure` with the `google.rpc.Status` as JSON; if it leaves `None`, no event
    /// is written.
    ///
    /// ```
    /// use gateway::{Sse, SseEvent};
    ///
    /// let sse = Sse::default().on_error(|status, event| {
    ///     *event = Some(SseEvent::new(status.message()).event("problem"));
    /// });
    /// ```
    pub fn on_error(
        mut self,
        change: impl Fn(&Status, &mut Option<SseEvent>) + Send + Sync + 'static,
    ) -> Self {
        self.on_error = Hook::new(change);
        self
    }

    /// Sets the time after which browsers reconnect when a stream has ended, at least 1 s. By default browsers decide.
    /// A binding's own `sse(retry = "…")` takes precedence.
    pub fn retry(mut self, time: Duration) -> Self {
        self.retry = Some(bounded_retry(time));
        self
    }

    /// Sets the silence after which a comment is written, so that proxies keep the connection open and dead connections
    /// are noticed. Default 15 s, at least 1 ms. A binding's own `sse(heartbeat = "…")` takes precedence.
    pub fn heartbeat(mut self, silence: Duration) -> Self {
        self.heartbeat = silence;
        self
    }

    /// Returns the `Last-Event-ID` of a client that has received the whole stream.
    pub(crate) fn end_id(&self) -> Option<&str> {
        self.end.as_ref()?.id_line()
    }

    /// Returns whether the protocol itself uses this event name.
    pub(crate) fn uses_event(&self, name: &[u8]) -> bool {
        let end = self.end.as_ref().and_then(SseEvent::event_line);
        [end, Some(FAILURE_EVENT)]
            .into_iter()
            .flatten()
            .any(|used| used.as_bytes() == name)
    }
}
