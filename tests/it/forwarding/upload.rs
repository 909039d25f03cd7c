//! A client in the middle of a request stream, in every form that one has.

use bytes::Bytes;
use http::Request;
use http_body_util::StreamBody;
use hyper::body::Frame;
use tests::server::{Client, Server};
use tests::websocket::Socket;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

/// How a client of the form sends its messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Http1,
    Http2,
    Raw,
    Envelope,
}

pub(super) const FORMS: [Form; 4] = [Form::Http1, Form::Http2, Form::Raw, Form::Envelope];

/// A client in the middle of its messages.
pub(super) enum Upload {
    Http1(Client),
    Http2 {
        messages: mpsc::Sender<Result<Frame<Bytes>, &'static str>>,
        call: tokio::task::JoinHandle<()>,
    },
    WebSocket(Box<Socket>),
}

pub(super) const ONE: &str = r#"{"text":"one"}"#;

impl Upload {
    /// Opens a call of this path, and sends one message.
    pub(super) async fn start(front: &Server, form: Form, path: &str) -> Self {
        match form {
            Form::Http1 => {
                let mut client = front.connect().await;
                let head = format!(
                    "POST {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-type: application/x-ndjson\r\n\
                     transfer-encoding: chunked\r\n\r\n"
                );
                client.send(head.as_bytes()).await;
                client.send(&chunk(ONE)).await;
                Self::Http1(client)
            }
            Form::Http2 => Self::over_http2(front, path).await,
            Form::Raw => {
                let socket = Socket::open(front, path, &[]).await;
                Self::over_websocket(socket.expect("a socket"), ONE).await
            }
            Form::Envelope => {
                let protocol = "sec-websocket-protocol: grpcws.json";
                let socket = Socket::open(front, path, &[protocol]).await;
                Self::over_websocket(socket.expect("a socket"), &data(ONE)).await
            }
        }
    }

    async fn over_websocket(mut socket: Socket, first: &str) -> Self {
        socket.text(first).await;
        Self::WebSocket(Box::new(socket))
    }

    async fn over_http2(front: &Server, path: &str) -> Self {
        let mut client = front.connect_http2().await;
        let (messages, body) = mpsc::channel(1);
        let request = Request::post(format!("http://a{path}"))
            .header("content-type", "application/x-ndjson")
            .body(StreamBody::new(ReceiverStream::new(body)))
            .expect("a request");
        let call = tokio::spawn(async move {
            let response = client.send_request(request).await;
            // The call goes on for as long as its response is held.
            std::future::pending::<()>().await;
            drop(response);
        });
        let first = Frame::data(format!("{ONE}\n").into());
        messages.send(Ok(first)).await.expect("the client sends");
        Self::Http2 { messages, call }
    }

    /// Sends text as the next message.
    pub(super) async fn send(&mut self, form: Form, text: &str) {
        match self {
            Self::Http1(client) => client.send(&chunk(text)).await,
            Self::Http2 { messages, .. } => {
                let frame = Frame::data(format!("{text}\n").into());
                messages.send(Ok(frame)).await.expect("the client sends");
            }
            Self::WebSocket(socket) if form == Form::Envelope => socket.text(&data(text)).await,
            Self::WebSocket(socket) => socket.text(text).await,
        }
    }

    /// Ends the messages.
    pub(super) async fn finish(&mut self, form: Form) {
        match self {
            Self::Http1(client) => client.send(b"0\r\n\r\n").await,
            Self::Http2 { messages, .. } => *messages = mpsc::channel(1).0,
            Self::WebSocket(socket) if form == Form::Envelope => {
                socket.text(r#"{"type":"end_send"}"#).await;
            }
            Self::WebSocket(socket) => socket.text("").await,
        }
    }

    /// Goes away: the connection, or over HTTP/2 the call, is no more.
    pub(super) fn leave(self) {
        if let Self::Http2 { call, .. } = self {
            call.abort();
        }
    }

    /// All that the client gets.
    pub(super) async fn rest(self) -> String {
        match self {
            Self::Http1(mut client) => client.read_to_end().await,
            Self::WebSocket(mut socket) => socket.rest().await,
            Self::Http2 { .. } => String::new(),
        }
    }
}

pub(super) fn chunk(text: &str) -> Vec<u8> {
    format!("{:x}\r\n{text}\n\r\n", text.len() + 1).into_bytes()
}

fn data(message: &str) -> String {
    format!(r#"{{"type":"data","data":{message}}}"#)
}
