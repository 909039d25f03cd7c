//! A WebSocket as the session sees it. The session polls it from one task, and knows nothing of the engine behind it.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream as _;
use futures_util::Sink as _;
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead as _, AsyncWrite as _, ReadBuf};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::error::{CapacityError, ProtocolError};
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error, Message, Utf8Bytes};

use super::Data;
use super::counted::Counted;

/// The engine fills its whole read buffer with zeros at every read, and keeps it while the socket is idle.
const READ_BUFFER_BYTES: usize = 4 << 10;

/// Frames up to this size leave in one write.
const WRITE_BUFFER_BYTES: usize = 16 << 10;

/// How much is read before other tasks have their turn. Not every connection takes turns by itself: a stream of
/// HTTP/2 never does.
pub(super) const FRAMES_A_POLL: usize = 64;

/// An open WebSocket.
pub(crate) trait Connection: Send {
    /// The next frame, or why there is none.
    fn poll_receive(&mut self, cx: &mut Context<'_>) -> Poll<Received>;

    /// Queues a frame. It leaves with the next flush at the latest.
    fn send(&mut self, frame: Outgoing) -> Result<(), Lost>;

    /// Ready when all that was sent is written.
    fn poll_flush(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Lost>>;

    /// How many bytes have left so far.
    fn written(&self) -> u64;

    /// After a Close in either direction: ready when the closing handshake is over. What the peer still sends is
    /// dropped.
    fn poll_closed(&mut self, cx: &mut Context<'_>) -> Poll<()>;
}

/// A frame to be sent.
#[derive(Debug)]
pub(crate) enum Outgoing {
    /// The bytes are UTF-8.
    Text(Bytes),
    Ping,
    Close(u16, String),
}

/// What has been received.
#[derive(Debug)]
pub(crate) enum Received {
    Data(Data),
    /// A ping, which the engine answers, or a pong.
    Control,
    /// The peer's Close, which the engine answers.
    Close,
    /// The peer broke the protocol or a limit; this Close says how.
    Violation(u16, &'static str),
    Lost,
}

/// The connection is gone.
#[derive(Debug)]
pub(crate) struct Lost;

/// A connection over an upgraded HTTP connection.
pub(super) struct Socket {
    stream: WebSocketStream<Counted<TokioIo<Upgraded>>>,
    is_violated: bool,
}

impl Socket {
    pub(super) async fn new(upgraded: Upgraded, max_message_bytes: usize) -> Self {
        let config = WebSocketConfig::default()
            .read_buffer_size(READ_BUFFER_BYTES)
            .write_buffer_size(WRITE_BUFFER_BYTES)
            .max_message_size(Some(max_message_bytes))
            .max_frame_size(Some(max_message_bytes));
        let io = Counted::new(TokioIo::new(upgraded));
        Self {
            stream: WebSocketStream::from_raw_socket(io, Role::Server, Some(config)).await,
            is_violated: false,
        }
    }
}

impl Connection for Socket {
    fn poll_receive(&mut self, cx: &mut Context<'_>) -> Poll<Received> {
        let message = ready!(Pin::new(&mut self.stream).poll_next(cx));
        let received = match message {
            Some(Ok(message)) => received(message),
            Some(Err(error)) => failed(&error),
            None => Received::Lost,
        };
        self.is_violated = matches!(received, Received::Violation(..));
        Poll::Ready(received)
    }

    fn send(&mut self, frame: Outgoing) -> Result<(), Lost> {
        Pin::new(&mut self.stream)
            .start_send(message(frame)?)
            .map_err(|_| Lost)
    }

    fn poll_flush(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Lost>> {
        Pin::new(&mut self.stream).poll_flush(cx).map_err(|_| Lost)
    }

    fn poll_closed(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if self.is_violated {
            return self.poll_drained(cx);
        }
        for _ in 0..FRAMES_A_POLL {
            match ready!(Pin::new(&mut self.stream).poll_next(cx)) {
                Some(Ok(_)) => {}
                Some(Err(_)) => return self.poll_drained(cx),
                None => return Poll::Ready(()),
            }
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }

    fn written(&self) -> u64 {
        self.stream.get_ref().written()
    }
}

impl Socket {
    /// Reads past the engine, which reads nothing after a violation. Closing a socket with unread bytes would reset
    /// the connection, and the peer might never see our Close.
    fn poll_drained(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        self.is_violated = true;
        let mut io = Pin::new(self.stream.get_mut());
        if ready!(io.as_mut().poll_shutdown(cx)).is_err() {
            return Poll::Ready(());
        }
        let mut bytes = [0; READ_BUFFER_BYTES];
        for _ in 0..FRAMES_A_POLL {
            let mut buffer = ReadBuf::new(&mut bytes);
            let read = ready!(io.as_mut().poll_read(cx, &mut buffer));
            if read.is_err() || buffer.filled().is_empty() {
                return Poll::Ready(());
            }
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

fn received(message: Message) -> Received {
    match message {
        Message::Text(text) => Received::Data(Data::Text(text.into())),
        Message::Binary(bytes) => Received::Data(Data::Binary(bytes)),
        Message::Close(_) => Received::Close,
        Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => Received::Control,
    }
}

fn failed(error: &Error) -> Received {
    match error {
        Error::Capacity(CapacityError::MessageTooLong { .. }) => {
            Received::Violation(1009, "a message is larger than `Limits::max_message_bytes`")
        }
        Error::Utf8(_) => Received::Violation(1007, "a text frame is not UTF-8"),
        Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => Received::Lost,
        Error::Protocol(_) => Received::Violation(1002, "a frame breaks RFC 6455"),
        _ => Received::Lost,
    }
}

fn message(frame: Outgoing) -> Result<Message, Lost> {
    Ok(match frame {
        Outgoing::Text(text) => Message::Text(Utf8Bytes::try_from(text).map_err(|_| Lost)?),
        Outgoing::Ping => Message::Ping(Bytes::new()),
        Outgoing::Close(code, reason) => Message::Close(Some(CloseFrame {
            code: CloseCode::from(code),
            reason: reason.into(),
        })),
    })
}
