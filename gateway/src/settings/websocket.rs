//! [`WebSocket`]: who may open a WebSocket, how long a peer may be silent, and how errors end one.

use std::time::Duration;

use tonic::Status;

use crate::error::Hook;

/// No ping may be due at once, again and again.
const MIN_PERIOD: Duration = Duration::from_millis(1);

/// Who may open a WebSocket, how long a peer may be silent, and how errors end one.
///
/// Browsers let every page open a WebSocket to every host, and send the host's cookies along. So a page of another
/// origin is refused with 403 unless its origin is listed here, and so is a request that names several. A client without
/// an `Origin` header is no browser and is allowed.
///
/// ```
/// use gateway::{Gateway, WebSocket};
///
/// let gateway = Gateway::new().websocket(WebSocket::default().origins(["https://app.example"]));
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct WebSocket {
    origins: Vec<String>,
    pub(crate) trusts_forwarded: bool,
    pub(crate) ping_interval: Duration,
    pub(crate) ping_timeout: Duration,
    pub(crate) close_timeout: Duration,
    pub(crate) refuses_by_status: bool,
    pub(crate) on_error: Hook<WebSocketEnd>,
}

/// How a WebSocket ends: the last frame, if any, and the Close that follows it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WebSocketEnd {
    /// The text of the last frame; none is sent if it is `None`.
    pub frame: Option<String>,
    /// The code of the Close: 1000 to 1003, 1007 to 1014 or 3000 to 4999; any other becomes 1011, as no client would
    /// take it (RFC 6455, section 7.4).
    pub code: u16,
    /// The reason of the Close, cut to 123 bytes at a character.
    pub reason: String,
}

impl Default for WebSocket {
    fn default() -> Self {
        Self {
            origins: Vec::new(),
            trusts_forwarded: false,
            ping_interval: Duration::from_secs(25),
            ping_timeout: Duration::from_secs(20),
            close_timeout: Duration::from_secs(5),
            refuses_by_status: false,
            on_error: Hook::default(),
        }
    }
}

impl WebSocket {
    /// Allows pages of these origins, as browsers write them: scheme, host, and the port if it is not the default.
    pub fn origins<O: Into<String>>(mut self, origins: impl IntoIterator<Item = O>) -> Self {
        self.origins.extend(origins.into_iter().map(Into::into));
        self
    }

    /// Takes `X-Forwarded-Host` and `X-Forwarded-Proto` for the host and the scheme of a request, when its origin is
    /// compared with them.
    ///
    /// Only for a server that clients reach through a proxy which sets these headers itself: anybody else can write
    /// what they like there. Of a list the last entry counts, which is the nearest proxy's.
    pub fn trust_forwarded(mut self) -> Self {
        self.trusts_forwarded = true;
        self
    }

    /// The time between pings. Default 25 s, at least a millisecond.
    pub fn ping_interval(mut self, interval: Duration) -> Self {
        self.ping_interval = interval.max(MIN_PERIOD);
        self
    }

    /// How long a peer may be silent after a ping before its call is cancelled. Any frame is an answer. Default 20 s,
    /// at least a millisecond.
    pub fn ping_timeout(mut self, timeout: Duration) -> Self {
        self.ping_timeout = timeout.max(MIN_PERIOD);
        self
    }

    /// How long a peer may take to answer our Close, and how long a handler may take for what had arrived before the
    /// client's Close, a frame that breaks the protocol, or a bad value. Default 5 s.
    ///
    /// The handler is given those messages first, in their order, then the error that ends them: `CANCELLED` for a
    /// Close, `INVALID_ARGUMENT` for a bad value. When it has taken that error, or the time is over, its call is
    /// dropped. After a half-close and a Close it is not cancelled before the time is over, so that it can finish its
    /// work on what the client has sent. A connection that is cut, and an envelope's `cancel`, drop the call at once.
    ///
    /// With [`Duration::ZERO`] nobody waits: a handler has what it takes without waiting itself, and a peer that has
    /// not read all by then may see the connection reset.
    pub fn close_timeout(mut self, timeout: Duration) -> Self {
        self.close_timeout = timeout;
        self
    }

    /// Answers every call that fails before its WebSocket is open with an HTTP error, also for pages.
    ///
    /// Without it that depends on who asks. A client without an `Origin` header gets the HTTP error. Browsers show no
    /// page what it is: for a page whose origin is allowed the WebSocket is opened, and the error ends it as it would
    /// later on, as a frame of the call's message form and a Close. Who may not open a WebSocket at all gets an HTTP
    /// error in any case, as does a handshake that is malformed, and one that the server has no room or no time for.
    ///
    /// ```
    /// use gateway::WebSocket;
    ///
    /// let websocket = WebSocket::default().refuse_by_status();
    /// ```
    pub fn refuse_by_status(mut self) -> Self {
        self.refuses_by_status = true;
        self
    }

    /// Changes how an error ends a WebSocket. It is given the default: the error as a frame of the call's message form,
    /// and a Close with `4000 + code` and the message as its reason.
    ///
    /// ```
    /// use gateway::WebSocket;
    /// use gateway::tonic::Code;
    ///
    /// let websocket = WebSocket::default().on_error(|status, end| {
    ///     if status.code() == Code::Unavailable {
    ///         end.frame = None;
    ///         end.code = 1013;
    ///     }
    /// });
    /// ```
    pub fn on_error(
        mut self,
        change: impl Fn(&Status, &mut WebSocketEnd) + Send + Sync + 'static,
    ) -> Self {
        self.on_error = Hook::new(change);
        self
    }

    pub(crate) fn allows(&self, origin: &str) -> bool {
        self.origins
            .iter()
            .any(|allowed| allowed.eq_ignore_ascii_case(origin))
    }
}
