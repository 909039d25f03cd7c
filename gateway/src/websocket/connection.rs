//! A WebSocket as the session sees it. The session polls it from one task, and knows nothing about the engine behind
//! it.

use std::borrow::Cow;
use std::fmt;
use std::task::{Context, Poll};

use bytes::Bytes;

/// The number of frames read before other tasks get their turn. Not every connection yields by itself: a stream of
/// HTTP/2 never does.
pub(crate) const FRAMES_A_POLL: usize = 64;

/// An open WebSocket on the server's side (RFC 6455).
///
/// The gateway owns the connection, polls it from one task, and drops it when everything has been sent, which ends the
/// connection. An implementation answers pings and the peer's Close by itself, reassembles fragments, and holds the
/// peer to the protocol: a frame that breaks it, or a message larger than the limit passed to
/// [`Upgrader::upgrade`](super::Upgrader::upgrade), is a [`Received::Violation`].
///
/// A method that returns `Pending` must wake the task of the last poll. A connection may be ready for any number of
/// polls in a row: the gateway makes sure that other tasks get their turn.
///
/// See the [module](crate::websocket) for an example.
pub trait Connection: Send {
    /// Receives the next frame, or the reason why there is none. The gateway does not call this again after a
    /// [`Received::Close`], a [`Received::Violation`] or a [`Received::Disconnected`].
    fn poll_receive(&mut self, cx: &mut Context<'_>) -> Poll<Received>;

    /// Queues a frame, which leaves with the next flush at the latest. The gateway limits what it queues: it calls
    /// [`poll_flush`](Self::poll_flush) after 16 KiB, or after one message if that is larger. It queues nothing after
    /// an [`Outgoing::Close`] or after the peer's Close.
    ///
    /// # Errors
    ///
    /// The connection is gone.
    fn send(&mut self, frame: Outgoing) -> Result<(), Disconnected>;

    /// Writes what is queued. Ready when everything that was sent is written, including the answer to the peer's Close.
    /// While it is pending, the gateway takes no more messages from the handler.
    ///
    /// # Errors
    ///
    /// The connection is gone.
    fn poll_flush(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Disconnected>>;

    /// Returns the number of bytes that have left so far. A peer that takes some is slow; one that takes none does not
    /// read, and loses its call after [`Limits::write_timeout`](crate::Limits::write_timeout). Any count that grows
    /// whenever something leaves is enough, such as the number of frames.
    fn written(&self) -> u64;

    /// Waits for the end of the closing handshake, after a Close in either direction and its flush. Ready when the
    /// handshake is over or the connection is gone. Whatever the peer still sends is dropped. The gateway waits no
    /// longer than [`WebSocket::close_timeout`](crate::WebSocket::close_timeout).
    fn poll_closed(&mut self, cx: &mut Context<'_>) -> Poll<()>;
}

/// A frame to send.
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
    /// Text. The bytes are UTF-8.
    Text(Bytes),
    /// Binary data: any bytes.
    Binary(Bytes),
}

/// A received frame, or the reason why there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Received {
    /// A data frame.
    Data(Data),
    /// A ping, which the connection answers, or a pong.
    Control,
    /// The peer's Close, which the connection answers.
    Close,
    /// The peer broke the protocol or exceeded the limit. The gateway sends the handler's remaining responses to the
    /// messages before the violation, then a Close with this code and reason: 1002 for frames that RFC 6455 does not
    /// allow, 1007 for text that is not UTF-8, 1009 for a message over the limit.
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
    /// Returns the bytes of the frame.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        let (Self::Text(bytes) | Self::Binary(bytes)) = self;
        bytes
    }
}
