//! The parts of a WebSocket: an [`Upgrader`] turns a request into a [`Connection`].
//!
//! Serving WebSockets does not require anything from here, as [`HttpUpgrader`] is the default. This module is for those
//! who bring another engine, or who drive the WebSockets of a gateway without a network, as tests do: see
//! [`Gateway::websocket_upgrader`](crate::Gateway::websocket_upgrader).
//!
//! In this example the connection is a pair of channels, which come in the extensions of the request. The maker of the
//! request keeps the other ends:
//!
//! ```
//! use std::sync::{Arc, Mutex};
//! use std::task::{Context, Poll, ready};
//!
//! use gateway::Gateway;
//! use gateway::tonic::Status;
//! use gateway::websocket::{Connection, Disconnected, Outgoing, Received, Upgrade, Upgrader};
//! use http::{Response, StatusCode, request::Parts};
//! use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
//!
//! struct Channels {
//!     from_client: UnboundedReceiver<Received>,
//!     to_client: UnboundedSender<Outgoing>,
//!     is_closed: bool,
//! }
//!
//! impl Connection for Channels {
//!     fn poll_receive(&mut self, cx: &mut Context<'_>) -> Poll<Received> {
//!         let received = ready!(self.from_client.poll_recv(cx)).unwrap_or(Received::Disconnected);
//!         if received == Received::Close {
//!             self.is_closed = true;
//!             let _ = self.send(Outgoing::Close(1000, String::new()));
//!         }
//!         Poll::Ready(received)
//!     }
//!
//!     fn send(&mut self, frame: Outgoing) -> Result<(), Disconnected> {
//!         self.to_client.send(frame).map_err(|_| Disconnected)
//!     }
//!
//!     // Nothing waits to be written.
//!     fn poll_flush(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Disconnected>> {
//!         Poll::Ready(Ok(()))
//!     }
//!
//!     fn written(&self) -> u64 {
//!         0
//!     }
//!
//!     fn poll_closed(&mut self, cx: &mut Context<'_>) -> Poll<()> {
//!         while !self.is_closed {
//!             let received = ready!(self.from_client.poll_recv(cx));
//!             self.is_closed = matches!(received, None | Some(Received::Close));
//!         }
//!         Poll::Ready(())
//!     }
//! }
//!
//! /// Extensions are cloned, a connection is not.
//! #[derive(Clone)]
//! struct Offered(Arc<Mutex<Option<Channels>>>);
//!
//! #[derive(Debug)]
//! struct ChannelUpgrader;
//!
//! impl Upgrader for ChannelUpgrader {
//!     fn upgrade(&self, parts: &mut Parts, _max_message_bytes: usize) -> Result<Upgrade, Status> {
//!         let offered = parts.extensions.remove::<Offered>();
//!         let channels = offered
//!             .and_then(|offered| offered.0.lock().ok()?.take())
//!             .ok_or_else(|| Status::unimplemented("this request came without channels"))?;
//!         let mut answer = Response::new(());
//!         *answer.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
//!         Ok(Upgrade::new(answer, async { Some(channels) }))
//!     }
//! }
//!
//! let gateway = Gateway::new().websocket_upgrader(ChannelUpgrader);
//! ```

pub(crate) mod connection;
mod counted;
mod http;
mod socket;
pub(crate) mod upgrade;

pub use self::connection::{Connection, Data, Disconnected, Outgoing, Received};
pub use self::http::HttpUpgrader;
pub use self::upgrade::{Upgrade, Upgrader};
