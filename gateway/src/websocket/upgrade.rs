//! [`Upgrader`]: makes WebSockets of requests.

use std::fmt;
use std::future::Future;

use axum::body::Body;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Response, header};
use tonic::Status;

use super::connection::Connection;
use crate::future::BoxFuture;

/// Makes WebSockets of requests that ask for one.
///
/// [`Gateway::websocket_upgrader`](crate::Gateway::websocket_upgrader) sets one that is not the default
/// [`HttpUpgrader`](super::HttpUpgrader): another engine, one with compression, or a WebSocket without a network.
pub trait Upgrader: fmt::Debug + Send + Sync + 'static {
    /// Prepares the upgrade of a request. The gateway has checked that it is a WebSocket handshake, as
    /// RFC 6455, section 4.2.1, and RFC 8441 have it.
    ///
    /// What the server has left in the request's extensions for the upgrade is taken from there. The connection has to
    /// refuse messages that are larger than `max_message_bytes`.
    ///
    /// # Errors
    ///
    /// The request cannot be upgraded. The status is answered as an HTTP error.
    fn upgrade(&self, parts: &mut Parts, max_message_bytes: usize) -> Result<Upgrade, Status>;
}

/// The connection, when the client has the answer; `None` if it has left.
pub(crate) type Connecting = BoxFuture<'static, Option<Box<dyn Connection>>>;

/// A handshake that can be answered.
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
    /// The answer to the handshake, and what becomes the connection once the client has that answer: `None` if the
    /// client has left, which cancels the call.
    ///
    /// The gateway adds headers of its own to the answer, among them the subprotocol. It may never give the answer, if
    /// the call fails before: then the connection is dropped without having been polled. So it is if it is not there
    /// within [`Limits::write_timeout`](crate::Limits::write_timeout).
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

    /// The answer to the handshake, and what becomes the connection when the client has it.
    pub(crate) fn accept(self, headers: HeaderMap) -> (Response<Body>, Connecting) {
        let mut answer = self.answer.map(|()| Body::empty());
        // The handshake's own headers win.
        let own = std::mem::replace(answer.headers_mut(), headers);
        answer.headers_mut().extend(own);
        (answer, self.connection)
    }
}
