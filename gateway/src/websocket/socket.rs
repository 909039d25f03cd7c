//! The default WebSocket engine: tungstenite, over an upgraded HTTP connection.

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

use super::connection::{Connection, Data, Disconnected, FRAMES_A_POLL, Outgoing, Received};
use super::counted::Counted;

/// The engine fills its whole read buffer with zeros on every read, and keeps it while the socket is idle.
const READ_BUFFER_BYTES: usize = 4 << 10;

/// Frames up to this size leave in one write.
const WRITE_BUFFER_BYTES: usize = 16 << 10;

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
            None => Received::Disconnected,
        };
        self.is_violated = matches!(received, Received::Violation(..));
        Poll::Ready(received)
    }

    fn send(&mut self, frame: Outgoing) -> Result<(), Disconnected> {
        Pin::new(&mut self.stream)
            .start_send(message(frame)?)
            .map_err(|_| Disconnected)
    }

    fn poll_flush(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Disconnected>> {
        Pin::new(&mut self.stream)
            .poll_flush(cx)
            .map_err(|_| Disconnected)
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
    /// Reads past the engine, which reads nothing after a violation. Closing a socket with unread bytes would reset the
    /// connection, and the peer might never see our Close.
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
    let (code, reason) = match error {
        Error::Capacity(CapacityError::MessageTooLong { .. }) => {
            (1009, "a message is larger than `Limits::max_message_bytes`")
        }
        Error::Utf8(_) => (1007, "a text frame is not UTF-8"),
        Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => {
            return Received::Disconnected;
        }
        Error::Protocol(_) => (1002, "a frame breaks RFC 6455"),
        _ => return Received::Disconnected,
    };
    Received::Violation(code, reason.into())
}

fn message(frame: Outgoing) -> Result<Message, Disconnected> {
    Ok(match frame {
        Outgoing::Data(Data::Text(text)) => {
            Message::Text(Utf8Bytes::try_from(text).map_err(|_| Disconnected)?)
        }
        Outgoing::Data(Data::Binary(bytes)) => Message::Binary(bytes),
        Outgoing::Ping => Message::Ping(Bytes::new()),
        Outgoing::Close(code, reason) => Message::Close(Some(CloseFrame {
            code: CloseCode::from(code),
            reason: reason.into(),
        })),
    })
}
