//! A WebSocket as the session sees it. The session polls it from one task, and knows nothing of the engine behind it.

use std::fmt;
use std::task::{Context, Poll};

use bytes::Bytes;

/// An open WebSocket, on the server's side (RFC 6455).
///
/// The gateway owns it, and polls it from one task. It answers pings and the peer's Close by itself, puts fragments
/// together, and holds the peer to the rules: what breaks them, or is larger than the limit that
/// [`Upgrader::upgrade`](super::Upgrader::upgrade) was given, is a [`Received::Violation`].
pub trait Connection: Send {
    /// The next frame, or why there is none.
    fn poll_receive(&mut self, cx: &mut Context<'_>) -> Poll<Received>;

    /// Queues a frame. It leaves with the next flush at the latest. The gateway bounds what it queues: it asks
    /// [`poll_flush`](Self::poll_flush) after 16 KiB, or one message if that is larger.
    ///
    /// # Errors
    ///
    /// The connection is gone.
    fn send(&mut self, frame: Outgoing) -> Result<(), Lost>;

    /// Ready when all that was sent is written.
    ///
    /// # Errors
    ///
    /// The connection is gone.
    fn poll_flush(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Lost>>;

    /// How many bytes have left so far. A peer that takes some is slow; one that takes none does not read.
    fn written(&self) -> u64;

    /// After a Close in either direction: ready when the closing handshake is over. What the peer still sends is
    /// dropped.
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
    /// The peer broke the protocol or the limit; the Close with this code and reason says how.
    Violation(u16, &'static str),
    /// The connection is gone.
    Lost,
}

/// The connection is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lost;

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the WebSocket's connection is gone")
    }
}

impl std::error::Error for Lost {}

impl Data {
    /// The bytes of the frame.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        let (Self::Text(bytes) | Self::Binary(bytes)) = self;
        bytes
    }
}
