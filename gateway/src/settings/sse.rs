//! [`Sse`]: how a gateway's Server-Sent Events begin and end.

use std::time::Duration;

use tonic::Status;

use super::sse_event::SseEvent;
use crate::error::Hook;

/// The name of the event that says an error, unless the user's function gives it another one.
pub(crate) const FAILURE_EVENT: &str = "failure";

/// Browsers that are told to come back at once do so, hundreds of times a second.
const MIN_RETRY: Duration = Duration::from_secs(1);

/// The time that clients are told, which has a least value.
pub(crate) fn bounded_retry(time: Duration) -> Duration {
    time.max(MIN_RETRY)
}

/// How the Server-Sent Events of a gateway begin and end (WHATWG HTML, section 9.2).
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
    /// The event that says that a stream is complete; `None` for none. By default its id and its name are `EOS`.
    ///
    /// Browsers reconnect whenever a stream ends. A request whose `Last-Event-ID` is the id of this event is answered
    /// by 204, which stops them; so an event without an id, and no event, let them come back for ever, unless the page
    /// closes its `EventSource`.
    pub fn end_of_stream(mut self, event: impl Into<Option<SseEvent>>) -> Self {
        self.end = event.into();
        self
    }

    /// Changes the event that says an error in the middle of a stream, which is its last one. It is given the default,
    /// `failure` with the `google.rpc.Status` as JSON; with `None` nothing is written.
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

    /// The time after which browsers come back when a stream has ended, at least a second. By default they decide.
    /// A binding's own `sse(retry = "…")` wins.
    pub fn retry(mut self, time: Duration) -> Self {
        self.retry = Some(bounded_retry(time));
        self
    }

    /// The silence after which a comment is written, so that proxies keep the connection and a dead one is noticed.
    /// Default 15 s, at least a millisecond. A binding's own `sse(heartbeat = "…")` wins.
    pub fn heartbeat(mut self, silence: Duration) -> Self {
        self.heartbeat = silence;
        self
    }

    /// The `Last-Event-ID` of a client that has the whole stream.
    pub(crate) fn end_id(&self) -> Option<&str> {
        self.end.as_ref()?.id_line()
    }

    /// Whether the protocol itself uses this name of an event.
    pub(crate) fn uses_event(&self, name: &[u8]) -> bool {
        let end = self.end.as_ref().and_then(SseEvent::event_line);
        [end, Some(FAILURE_EVENT)]
            .into_iter()
            .flatten()
            .any(|used| used.as_bytes() == name)
    }
}
