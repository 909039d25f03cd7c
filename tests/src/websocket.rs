//! A WebSocket client whose conversation is written down line by line.

use std::fmt::Write as _;

use futures_util::{SinkExt as _, StreamExt as _};
use http::Request;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

use crate::script::PATIENCE;
use crate::server::Server;

/// A frame of a client, under a mask of zeros: the first byte, and up to 125 bytes.
///
/// # Panics
///
/// The payload is longer.
pub fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let length = u8::try_from(payload.len()).expect("a short frame");
    assert!(length < 126, "a short frame");
    [&[first, 0x80 | length, 0, 0, 0, 0], payload].concat()
}

/// An open WebSocket.
#[derive(Debug)]
pub struct Socket {
    stream: WebSocketStream<TcpStream>,
}

impl Socket {
    /// Opens a WebSocket, with header lines such as `x-script: mm`.
    ///
    /// # Errors
    ///
    /// The status line and the body of an answer that is no upgrade.
    pub async fn open(server: &Server, path: &str, headers: &[&str]) -> Result<Self, String> {
        let stream = TcpStream::connect(server.address)
            .await
            .expect("a connection");
        let mut request = Request::builder()
            .uri(format!("ws://localhost{path}"))
            .header("host", "localhost")
            .header("connection", "keep-alive, Upgrade")
            .header("upgrade", "websocket")
            .header("sec-websocket-version", "13")
            .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
        for line in headers {
            let (name, value) = line.split_once(": ").expect("a header line");
            request = request.header(name, value);
        }
        match client_async(request.body(()).expect("a request"), stream).await {
            Ok((stream, _)) => Ok(Self { stream }),
            Err(Error::Http(response)) => {
                let (parts, body) = response.into_parts();
                let body = String::from_utf8(body.unwrap_or_default()).expect("text");
                Err(format!("{} {body}", parts.status.as_u16()))
            }
            Err(error) => panic!("{error}"),
        }
    }

    /// Sends a text frame.
    pub async fn text(&mut self, text: &str) {
        self.send(Message::text(text)).await;
    }

    /// Sends a frame.
    pub async fn send(&mut self, frame: Message) {
        self.stream.send(frame).await.expect("the server reads");
    }

    /// Sends bytes as they are, in one piece.
    pub async fn bytes(&mut self, bytes: &[u8]) {
        let sent = self.stream.get_mut().write_all(bytes).await;
        sent.expect("the server reads");
    }

    /// Closes with code 1000.
    pub async fn close(&mut self) {
        let frame = CloseFrame {
            code: CloseCode::Normal,
            reason: "".into(),
        };
        self.send(Message::Close(Some(frame))).await;
    }

    /// The next frame: `text`, `close CODE REASON`, `ping`, or `end`.
    pub async fn next(&mut self) -> String {
        let frame = timeout(PATIENCE, self.stream.next())
            .await
            .expect("a frame");
        match frame {
            Some(Ok(Message::Text(text))) => text.to_string(),
            Some(Ok(Message::Close(Some(frame)))) => {
                format!("close {} {}", u16::from(frame.code), frame.reason)
                    .trim_end()
                    .to_owned()
            }
            Some(Ok(Message::Ping(_))) => "ping".to_owned(),
            Some(Ok(frame)) => format!("{frame:?}"),
            Some(Err(error)) => format!("error: {error}"),
            None => "end".to_owned(),
        }
    }

    /// The frames up to the end of the connection, a line each.
    pub async fn rest(&mut self) -> String {
        let mut lines = String::new();
        loop {
            let frame = self.next().await;
            let is_end = frame == "end" || frame.starts_with("error:");
            let _ = writeln!(lines, "{frame}");
            if is_end {
                return lines;
            }
        }
    }
}
