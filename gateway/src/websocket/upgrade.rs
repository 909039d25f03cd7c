//! [`Upgrader`]: turns requests into WebSockets.

use std::fmt;
use std::future::Future;

use axum::body::Body;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Response, header};
use tonic::Status;

use super::connection::Connection;
use crate::future::BoxFuture;

/// Turns requests that ask for a WebSocket into WebSockets.
///
/// [`Gateway::websocket_upgrader`](crate::Gateway::websocket_upgrader) sets one to use instead of the default
/// [`HttpUpgrader`](super::HttpUpgrader): another engine, one with compression, or a WebSocket without a network.
pub trait Upgrader: fmt::Debug + Send + Sync + 'static {
    /// Prepares the upgrade of a request. The gateway has already checked that the request is a WebSocket handshake
    /// (RFC 6455, section 4.2.1, and RFC 8441).
    ///
    /// An implementation takes whatever the server has left for the upgrade from the request's extensions. The
    /// connection must refuse messages larger than `max_message_bytes`.
    ///
    /// # Errors
    ///
    /// The request cannot be upgraded. The client receives the status as an HTTP error.
    fn upgrade(&self, parts: &mut Parts, max_message_bytes: usize) -> Result<Upgrade, Status>;
}

/// A future of the connection, which resolves once the client has the response; `None` if the client has left.
pub(crate) type Connecting = BoxFuture<'static, Option<Box<dyn Connection>>>;

/// A handshake that can be accepted: the response to it, and the connection that follows.
pub struct Upgrade {
    answer: Response<()>,
    connection: Connecting,
}

impl fmt::Debug for Upgrade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upgrade")
            .field("answer", &self.answer)
            .finish_non_exhaustive()
    }
}

impl Upgrade {
    /// Creates an upgrade from the response to the handshake and a future that resolves to the connection once the
    /// client has that response. The future resolves to `None` if the client has left, which cancels the call.
    ///
    /// The gateway adds headers of its own to the response, among them the subprotocol. If the call fails before the
    /// response is sent, the gateway may never send it; the future is then dropped without having been polled. The
    /// future is also dropped if it does not resolve within [`Limits::write_timeout`](crate::Limits::write_timeout).
    pub fn new<C: Connection + 'static>(
        answer: Response<()>,
        connection: impl Future<Output = Option<C>> + Send + 'static,
    ) -> Self {
        Self {
            answer,
            connection: Box::pin(async move {
                let connection = connection.await?;
                Some(Box::new(connection) as Box<dyn Connection>)
            }),
        }
    }

    pub(crate) fn choose_subprotocol(&mut self, name: HeaderValue) {
        self.answer
            .headers_mut()
            .insert(header::SEC_WEBSOCKET_PROTOCOL, name);
    }

    /// Returns the response to the handshake, and the future of the connection.
    pub(crate) fn accept(self, headers: HeaderMap) -> (Response<Body>, Connecting) {
        let mut answer = self.answer.map(|()| Body::empty());
        // The handshake's own headers take precedence.
        let own = std::mem::replace(answer.headers_mut(), headers);
        answer.headers_mut().extend(own);
        (answer, self.connection)
    }
}
