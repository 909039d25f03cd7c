//! [`WebSocket`]: who may open a WebSocket.

/// Who may open a WebSocket.
///
/// Browsers let every page open a WebSocket to every host, and send the host's cookies along. So a page of another
/// origin is refused with 403 unless its origin is listed here. A client without an `Origin` header is no browser and
/// is allowed.
///
/// ```
/// use gateway::{Gateway, WebSocket};
///
/// let gateway = Gateway::new().websocket(WebSocket::default().origins(["https://app.example"]));
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct WebSocket {
    origins: Vec<String>,
}

impl WebSocket {
    /// Allows pages of these origins, as browsers write them: scheme, host, and the port if it is not the default.
    pub fn origins<O: Into<String>>(mut self, origins: impl IntoIterator<Item = O>) -> Self {
        self.origins.extend(origins.into_iter().map(Into::into));
        self
    }

    pub(crate) fn allows(&self, origin: &str) -> bool {
        self.origins
            .iter()
            .any(|allowed| allowed.eq_ignore_ascii_case(origin))
    }
}
