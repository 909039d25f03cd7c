//! A server on a port of its own, and a client that sees every byte.

use std::error::Error;
use std::net::SocketAddr;
use std::time::Duration;

use gateway::Gateway;
use http_body::Body;
use hyper::client::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::script::{PATIENCE, Scripted};

/// A server that runs until it is dropped.
#[derive(Debug)]
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    task: Option<JoinHandle<std::io::Result<()>>>,
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
        }
    }
}

impl Server {
    /// Serves a router.
    pub async fn start(router: axum::Router) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let task = tokio::spawn(async move { gateway::serve(listener, router).await });
        Self {
            address,
            task: Some(task),
        }
    }

    /// A server that somebody else runs.
    pub fn at(address: SocketAddr) -> Self {
        Self {
            address,
            task: None,
        }
    }

    /// Serves the scripted service, and tells which of its calls have ended.
    pub async fn scripted() -> (Self, Calls) {
        Self::scripted_with(|gateway| gateway).await
    }

    /// The same with other settings.
    pub async fn scripted_with(set: impl FnOnce(Gateway) -> Gateway) -> (Self, Calls) {
        let (service, calls) = Scripted::new();
        let gateway = set(Gateway::new().service(service));
        let router = gateway.build().expect("one service");
        (Self::start(router).await, Calls(calls))
    }

    /// Opens a connection.
    pub async fn connect(&self) -> Client {
        let stream = TcpStream::connect(self.address)
            .await
            .expect("a connection");
        Client {
            stream,
            received: Vec::new(),
        }
    }

    /// Opens an HTTP/2 connection, whose requests have bodies of this type.
    pub async fn connect_http2<B>(&self) -> http2::SendRequest<B>
    where
        B: Body<Data: Send, Error: Into<Box<dyn Error + Send + Sync>>> + Send + Unpin + 'static,
    {
        let stream = self.connect().await.stream;
        let connection = http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await;
        let (client, connection) = connection.expect("HTTP/2");
        tokio::spawn(connection);
        client
    }

    /// Sends one request and gives the whole answer, with the chunks put together and the date left out.
    ///
    /// The request's lines are given without `host` and `connection`; its body follows an empty line.
    pub async fn exchange(&self, request: &str) -> String {
        let mut client = self.connect().await;
        client.send(&complete(request)).await;
        let received = client.read_to_end().await;
        readable(&received)
    }
}

impl From<mpsc::UnboundedReceiver<&'static str>> for Calls {
    fn from(calls: mpsc::UnboundedReceiver<&'static str>) -> Self {
        Self(calls)
    }
}

/// The methods whose calls have ended.
#[derive(Debug)]
pub struct Calls(mpsc::UnboundedReceiver<&'static str>);

impl Calls {
    /// Waits until a call has ended and its resources are free.
    pub async fn ended(&mut self) -> &'static str {
        timeout(PATIENCE, self.0.recv())
            .await
            .expect("a call ends")
            .expect("the service lives")
    }

    /// Whether no call has ended so far, nor begun and ended.
    pub fn is_empty(&mut self) -> bool {
        self.0.try_recv().is_err()
    }
}

/// One raw connection.
#[derive(Debug)]
pub struct Client {
    stream: TcpStream,
    received: Vec<u8>,
}

impl Client {
    /// Sends bytes as they are.
    pub async fn send(&mut self, bytes: &[u8]) {
        self.stream
            .write_all(bytes)
            .await
            .expect("the server reads");
    }

    /// Sends a block again and again, and gives whether the server stopped reading before this many bytes.
    pub async fn send_until_stalled(&mut self, block: &[u8], bytes: usize) -> bool {
        for _ in 0..bytes / block.len() {
            let sent = timeout(Duration::from_secs(1), self.stream.write_all(block)).await;
            match sent {
                Ok(sent) => sent.expect("a connection"),
                Err(_) => return true,
            }
        }
        false
    }

    /// Reads until the text has come, and gives all that has come so far.
    pub async fn read_until(&mut self, text: &str) -> String {
        while !String::from_utf8_lossy(&self.received).contains(text) {
            let so_far = String::from_utf8_lossy(&self.received).into_owned();
            let read = timeout(PATIENCE, self.stream.read_buf(&mut self.received)).await;
            let bytes = read
                .unwrap_or_else(|_| panic!("no {text:?} in {so_far:?}"))
                .expect("the server writes");
            assert_ne!(bytes, 0, "no {text:?} before the end of {so_far:?}");
        }
        String::from_utf8_lossy(&self.received).into_owned()
    }

    /// Reads until the server closes the connection.
    pub async fn read_to_end(&mut self) -> String {
        let read = timeout(PATIENCE, self.stream.read_to_end(&mut self.received)).await;
        read.expect("the server closes the connection")
            .expect("the server writes");
        String::from_utf8_lossy(&self.received).into_owned()
    }

    /// Reads to the end what is no text: the body with escapes, after the head as a test compares it.
    pub async fn read_bytes_to_end(&mut self) -> String {
        let head = readable(&self.read_to_end().await);
        let head = head.split_once("\n\n").map_or("", |(head, _)| head);
        let body = self
            .received
            .windows(4)
            .position(|bytes| bytes == b"\r\n\r\n")
            .map_or(&[][..], |end| &self.received[end + 4..]);
        format!("{head}\n\n{}", body.escape_ascii())
    }

    /// Reads to the end, a little every few milliseconds.
    pub async fn read_slowly(&mut self) -> String {
        let mut received = Vec::new();
        let mut piece = vec![0; 32 << 10];
        loop {
            let read = timeout(PATIENCE, self.stream.read(&mut piece)).await;
            match read.expect("the server writes").expect("a connection") {
                0 => return String::from_utf8_lossy(&received).into_owned(),
                bytes => received.extend_from_slice(&piece[..bytes]),
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Sends no more.
    pub async fn shut_down(&mut self) {
        self.stream.shutdown().await.expect("the server is there");
    }
}

/// The bytes of a request whose `host`, `connection` and `content-length` are left out.
pub fn complete(request: &str) -> Vec<u8> {
    let (head, body) = request.split_once("\n\n").unwrap_or((request, ""));
    let mut lines = head.lines();
    let mut text = format!(
        "{} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n",
        lines.next().unwrap_or_default()
    );
    for line in lines {
        text += &format!("{line}\r\n");
    }
    if head.contains("transfer-encoding: chunked") {
        text += &format!("\r\n{}", chunks(body));
    } else if body.is_empty() && head.starts_with("GET") {
        text += "\r\n";
    } else {
        text += &format!("content-length: {}\r\n\r\n{body}", body.len());
    }
    text.into_bytes()
}

/// A body in chunks, which are parted by `|` here.
fn chunks(body: &str) -> String {
    let chunks = body.split('|').chain([""]);
    chunks
        .map(|chunk| format!("{:x}\r\n{chunk}\r\n", chunk.len()))
        .collect()
}

/// A response as a test compares it: header lines in their order without `date`, chunks put together.
pub fn readable(response: &str) -> String {
    let (head, body) = response.split_once("\r\n\r\n").unwrap_or((response, ""));
    let is_chunked = head.contains("transfer-encoding: chunked");
    let hidden = ["date:", "connection: close", "transfer-encoding:"];
    let lines = head
        .lines()
        .filter(|line| !hidden.iter().any(|name| line.starts_with(name)));
    let body = if is_chunked {
        unchunk(body)
    } else {
        body.to_owned()
    };
    format!("{}\n\n{body}", lines.collect::<Vec<_>>().join("\n"))
}

/// Puts chunks together. Trailers follow in braces; a body that is cut ends with `<cut>`.
fn unchunk(mut body: &str) -> String {
    let mut text = String::new();
    loop {
        let Some((size, rest)) = body.split_once("\r\n") else {
            return text + "<cut>";
        };
        let size = usize::from_str_radix(size, 16).expect("a chunk size");
        if size == 0 {
            let trailers: Vec<&str> = rest.lines().filter(|line| !line.is_empty()).collect();
            return if trailers.is_empty() {
                text
            } else {
                format!("{text}{{{}}}", trailers.join(", "))
            };
        }
        text += &rest[..size];
        body = &rest[size + 2..];
    }
}
