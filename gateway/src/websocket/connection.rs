//! A WebSocket as the session sees it. The session polls it from one task, and knows nothing of the engine behind it.

use std::borrow::Cow;
use std::fmt;
use std::task::{Context, Poll};

use bytes::Bytes;

/// How much is read before other tasks have their turn. Not every connection takes turns by itself: a stream of
/// HTTP/2 never does.
pub(crate) const FRAMES_A_POLL: usize = 64;

/// An open WebSocket, on the server's side (RFC 6455).
///
/// The gateway owns it, polls it from one task, and drops it when all is said: that ends the connection. It answers
/// pings and the peer's Close by itself, puts fragments together, and holds the peer to the rules: what breaks them, or
/// is larger than the limit that [`Upgrader::upgrade`](super::Upgrader::upgrade) was given, is a
/// [`Received::Violation`].
///
/// What is `Pending` wakes the task of the last poll. A connection may be ready at any number of polls in a row: the
/// gateway sees to it that other tasks have their turn.
///
/// The [module](crate::websocket) has an example.
pub trait Connection: Send {
    /// The next frame, or why there is none. It is not asked again after a [`Received::Close`], a
    /// [`Received::Violation`] or a [`Received::Disconnected`].
    fn poll_receive(&mut self, cx: &mut Context<'_>) -> Poll<Received>;

    /// Queues a frame. It leaves with the next flush at the latest. The gateway bounds what it queues: it asks
    /// [`poll_flush`](Self::poll_flush) after 16 KiB, or one message if that is larger. It queues nothing after a
    /// [`Outgoing::Close`], nor after a Close of the peer.
    ///
    /// # Errors
    ///
    /// The connection is gone.
    fn send(&mut self, frame: Outgoing) -> Result<(), Disconnected>;

    /// Ready when all that was sent is written, the answer to the peer's Close among it. While it is pending, the gateway
    /// takes no more messages from the handler.
    ///
    /// # Errors
    ///
    /// The connection is gone.
    fn poll_flush(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Disconnected>>;

    /// How many bytes have left so far. A peer that takes some is slow; one that takes none does not read, and loses its
    /// call after [`Limits::write_timeout`](crate::Limits::write_timeout). Any count will do that grows whenever
    /// something leaves, such as that of frames.
    fn written(&self) -> u64;

    /// After a Close in either direction, and after its flush: ready when the closing handshake is over, or the
    /// connection is gone. What the peer still sends is dropped. The gateway waits for it no longer than
    /// [`WebSocket::close_timeout`](crate::WebSocket::close_timeout).
    fn poll_closed(&mut self, cx: &mut Context<'_>) -> Poll<()>;
}

/// A frame to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outgoing {
    /// A data frame.
    Data(Data),
    /// A ping without data.
    Ping,
    /// The last frame, with its code and reason.
    Close(u16, String),
}

/// A data frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Data {
    /// The bytes are UTF-8.
    Text(Bytes),
    /// Any bytes.
    Binary(Bytes),
}

/// What has been received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Received {
    /// A data frame.
    Data(Data),
    /// A ping, which the connection answers, or a pong.
    Control,
    /// The peer's Close, which the connection answers.
    Close,
    /// The peer broke the protocol or the limit. The gateway sends what the handler still answers to the messages before
    /// it, then a Close with this code and reason: 1002 for frames
    /// that RFC 6455 does not allow, 1007 for text that is not UTF-8, 1009 for a message over the limit.
    Violation(u16, Cow<'static, str>),
    /// The connection is gone.
    Disconnected,
}

/// The connection is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Disconnected;

impl fmt::Display for Disconnected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the WebSocket's connection is gone")
    }
}

impl std::error::Error for Disconnected {}

impl Data {
    /// The bytes of the frame.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        let (Self::Text(bytes) | Self::Binary(bytes)) = self;
        bytes
    }
}
