//! [`WebSocket`]: the WebSocket settings of a gateway.

use std::time::Duration;

use tonic::Status;

use crate::error::Hook;

/// The shortest ping interval and timeout, so that pings are not due again at once.
const MIN_PERIOD: Duration = Duration::from_millis(1);

/// The WebSocket settings of a gateway: who may open one, how long a peer may be silent, and how errors end it.
///
/// Browsers let every page open a WebSocket to every host, and send the host's cookies along. So a page of another
/// origin is refused with 403 unless its origin is listed here, and so is a request with several origins. A client
/// without an `Origin` header is not a browser and is allowed.
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

/// The end of a WebSocket: the last frame, if any, and the Close that follows it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WebSocketEnd {
    /// The text of the last frame; `None` sends no frame.
    pub frame: Option<String>,
    /// The code of the Close: 1000 to 1003, 1007 to 1014 or 3000 to 4999. Any other becomes 1011, as no client would
    /// accept it (RFC 6455, section 7.4).
    pub code: u16,
    /// The reason of the Close, cut at a character boundary to at most 123 bytes.
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

    /// Compares the origin of a request with the host and the scheme in `X-Forwarded-Host` and `X-Forwarded-Proto`.
    ///
    /// Use it only for a server that clients reach through a proxy that sets these headers itself; anyone else can set
    /// them to any value. In a list, the last entry counts, which the nearest proxy has added.
    pub fn trust_forwarded(mut self) -> Self {
        self.trusts_forwarded = true;
        self
    }

    /// Sets the time between pings. Default 25 s, at least 1 ms.
    pub fn ping_interval(mut self, interval: Duration) -> Self {
        self.ping_interval = interval.max(MIN_PERIOD);
        self
    }

    /// Sets how long a peer may be silent after a ping before its call is cancelled. Any frame counts as an answer.
    /// Default 20 s, at least 1 ms.
    pub fn ping_timeout(mut self, timeout: Duration) -> Self {
        self.ping_timeout = timeout.max(MIN_PERIOD);
        self
    }

    /// Sets how long a peer may take to answer our Close, and how long a handler may take to process what arrived
    /// before the client's Close, a frame that breaks the protocol, or a bad value. Default 5 s.
    ///
    /// The handler receives those messages first, in order, then the error that ends them: `CANCELLED` for a Close,
    /// `INVALID_ARGUMENT` for a bad value. Its call is dropped once it has received that error or the time is over.
    /// After a half-close and a Close it is not cancelled before the time is over, so that it can finish its work on
    /// what the client has sent. A cut connection and an envelope's `cancel` drop the call at once.
    ///
    /// With [`Duration::ZERO`] there is no wait: a handler receives only what it takes without waiting itself, and a
    /// peer that has not read everything by then may see the connection reset.
    pub fn close_timeout(mut self, timeout: Duration) -> Self {
        self.close_timeout = timeout;
        self
    }

    /// Answers every call that fails before its WebSocket is open with an HTTP error, even for pages.
    ///
    /// By default this depends on the client. A client without an `Origin` header gets the HTTP error. Browsers hide
    /// that error from pages, so for a page whose origin is allowed the WebSocket is opened, and the error ends it as
    /// it would later on: with a frame of the call's message form and a Close. A client that may not open a WebSocket
    /// at all always gets an HTTP error. So does a handshake that is malformed, or that the server has no room or no
    /// time for.
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

    /// Sets a function that changes how an error ends a WebSocket. It receives the default: the error as a frame of the
    /// call's message form, and a Close with `4000 + code` and the message as its reason.
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
