//! Uploads that are aborted through the proxy: an import stores all messages, or none.

use std::convert::Infallible;
use std::future::poll_fn;
use std::io::{Read, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use axum::body::Body;
use futures_util::StreamExt as _;
use futures_util::future::ready;
use futures_util::stream;
use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tonic::client::GrpcService as _;
use tonic::transport::Endpoint;

use super::{PATIENCE, Running, Socket, next, open, send, start_in_front_of};

const IMPORT: &str = "/chat/rooms/lobby/import";

/// The author of what must not be stored, by whom it is known on its way to the chat.
const HALF: &str = r#"{"author":"half"}"#;

/// A way to abort an upload of which one message has been sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    SocketCut,
    BodyCut,
    Reset,
    Close,
    Cancel,
    MalformedFrame,
    MalformedLine,
}

const WAYS: [Way; 7] = [
    Way::SocketCut,
    Way::BodyCut,
    Way::Reset,
    Way::Close,
    Way::Cancel,
    Way::MalformedFrame,
    Way::MalformedLine,
];

/// Joins the proxy and the chat, and tells when a message is on its way to the chat.
struct Relay {
    address: String,
    seen: Receiver<()>,
}

impl Relay {
    fn to(chat: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address").to_string();
        let (tell, seen) = channel();
        let chat = chat.to_owned();
        thread::spawn(move || {
            for proxy in listener.incoming().map_while(Result::ok) {
                let chat = TcpStream::connect(&chat).expect("the chat is there");
                join(proxy, chat, tell.clone());
            }
        });
        Self { address, seen }
    }

    fn wait_for_half(&self) {
        let seen = self.seen.recv_timeout(PATIENCE);
        seen.expect("the first message reaches the chat");
    }
}

fn join(proxy: TcpStream, chat: TcpStream, tell: Sender<()>) {
    let clone = |stream: &TcpStream| stream.try_clone().expect("a handle");
    let (answers, to_proxy) = (clone(&chat), clone(&proxy));
    thread::spawn(move || pass(answers, to_proxy, |_| {}));
    thread::spawn(move || {
        pass(proxy, chat, |bytes| {
            if bytes.windows(4).any(|text| text == b"half") {
                let _ = tell.send(());
            }
        });
    });
}

fn pass(mut from: impl Read, mut to: TcpStream, look: impl Fn(&[u8])) {
    let mut buffer = vec![0; 16 << 10];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        if to.write_all(&buffer[..count]).is_err() {
            break;
        }
        look(&buffer[..count]);
    }
    let _ = to.shutdown(Shutdown::Both);
}

/// Sends one message, and aborts when it is with the chat. What the client learns, if it is still there.
async fn abort(way: Way, proxy: &Running, relay: &Relay) -> String {
    match way {
        Way::SocketCut => {
            let socket = with_half(open(proxy, IMPORT).await, HALF, relay).await;
            drop(socket);
            String::new()
        }
        Way::Close => {
            let mut socket = with_half(open(proxy, IMPORT).await, HALF, relay).await;
            socket.close(None).await.expect("the proxy reads");
            next(&mut socket).await
        }
        Way::MalformedFrame => {
            let mut socket = with_half(open(proxy, IMPORT).await, HALF, relay).await;
            send(&mut socket, r#"{"author":5}"#).await;
            next(&mut socket).await
        }
        Way::Cancel => {
            let half = format!(r#"{{"type":"data","data":{HALF}}}"#);
            let mut socket = with_half(open_envelope(proxy).await, &half, relay).await;
            send(&mut socket, r#"{"type":"cancel"}"#).await;
            next(&mut socket).await
        }
        Way::Reset => reset(proxy, relay).await,
        Way::BodyCut => {
            drop(body(proxy, relay));
            String::new()
        }
        Way::MalformedLine => {
            let mut client = body(proxy, relay);
            let sent = client.write_all(b"d\r\n{\"author\":5}\n\r\n0\r\n\r\n");
            sent.expect("the proxy reads");
            let mut answer = String::new();
            client.read_to_string(&mut answer).expect("an answer");
            answer
        }
    }
}

async fn with_half(mut socket: Socket, half: &str, relay: &Relay) -> Socket {
    send(&mut socket, half).await;
    relay.wait_for_half();
    socket
}

async fn open_envelope(proxy: &Running) -> Socket {
    let stream = tokio::net::TcpStream::connect(&proxy.address).await;
    let url = format!("ws://{}{IMPORT}", proxy.address);
    let mut request = url.into_client_request().expect("a request");
    let protocol = "grpcws.json".parse().expect("a header value");
    request
        .headers_mut()
        .insert("sec-websocket-protocol", protocol);
    let opened = client_async(request, stream.expect("a connection")).await;
    opened.expect("an upgrade").0
}

/// A chunked body of which one line has been sent.
fn body(proxy: &Running, relay: &Relay) -> TcpStream {
    let mut client = TcpStream::connect(&proxy.address).expect("a connection");
    let head = format!(
        "POST {IMPORT} HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-type: application/x-ndjson\r\n\
         transfer-encoding: chunked\r\n\r\n{:x}\r\n{HALF}\n\r\n",
        HALF.len() + 1
    );
    client.write_all(head.as_bytes()).expect("the proxy reads");
    relay.wait_for_half();
    client
}

/// Resets a call over HTTP/2 with `CANCEL`, as a browser does.
async fn reset(proxy: &Running, relay: &Relay) -> String {
    let endpoint = Endpoint::from_shared(format!("http://{}", proxy.address));
    let channel = endpoint.expect("an address").connect().await;
    let lines = stream::once(ready(Ok::<_, Infallible>(format!("{HALF}\n"))));
    let request = axum::http::Request::post(IMPORT)
        .header("content-type", "application/x-ndjson")
        .body(tonic::body::Body::new(Body::from_stream(
            lines.chain(stream::pending()),
        )));
    let mut channel = channel.expect("a connection");
    let ready = poll_fn(|cx| channel.poll_ready(cx)).await;
    ready.expect("a connection that is ready");
    let call = tokio::spawn(channel.call(request.expect("a request")));
    relay.wait_for_half();
    call.abort();
    String::new()
}

// The test blocks its thread while it waits for the relay.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upload_that_is_aborted_stores_nothing() {
    const MALFORMED: &str = "message 1: author: expected a string, got 5";
    let chat = Running::start(env!("CARGO_BIN_EXE_chat"), &[]);
    let relay = Relay::to(&chat.address);
    let proxy = start_in_front_of(&relay.address);
    for (stored, way) in (4..).zip(WAYS) {
        let told = abort(way, &proxy, &relay).await;
        let expected = match way {
            Way::SocketCut | Way::BodyCut | Way::Reset => "",
            Way::Close => "Close",
            Way::Cancel => "close 1000",
            Way::MalformedFrame | Way::MalformedLine => MALFORMED,
        };
        assert!(told.contains(expected), "{way:?}: {told}");
        // On the connection to the chat this comes after the reset.
        let head = format!("POST {IMPORT}\ncontent-type: application/x-ndjson");
        let whole = proxy.ask(&head, r#"{"author":"whole"}"#);
        let summary = format!(r#"{{"count":"1","lastSeq":"{stored}"}}"#);
        assert!(whole.ends_with(&summary), "{way:?}: {whole}");
    }
    let all = WAYS.len() + 3;
    let messages = chat.ask(&format!("GET /v1/rooms/lobby/messages?limit={all}"), "");
    assert!(!messages.contains("half"), "{messages}");
}

#[tokio::test]
async fn a_chat_that_dies_is_an_error_of_the_upload() {
    let chat = Running::start(env!("CARGO_BIN_EXE_chat"), &[]);
    let relay = Relay::to(&chat.address);
    let proxy = start_in_front_of(&relay.address);
    let mut socket = with_half(open(&proxy, IMPORT).await, HALF, &relay).await;
    drop(chat);
    let frame = next(&mut socket).await;
    assert!(frame.starts_with(r#"{"error":{"code":"#), "{frame}");
    let close = next(&mut socket).await;
    assert!(close.starts_with("close 40"), "{close}");
}
