//! One client that reads a stream of events as fast as they come, over a TCP connection of its own: gateway beside axum
//! by hand. Server and client are in this process.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::LazyLock;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use benches::by_hand;
use benches::feed::Feed;
use divan::Bencher;
use divan::counter::ItemsCount;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tonic::codegen::Service as _;

const EVENTS: usize = 20_000;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a runtime"));

static GATEWAY: LazyLock<SocketAddr> = LazyLock::new(|| {
    let (listener, address) = listen();
    RUNTIME.spawn(async { gateway::serve(listener, gateway::router(Feed)).await });
    address
});

static BY_HAND: LazyLock<SocketAddr> = LazyLock::new(|| {
    let (listener, address) = listen();
    let router: Router = by_hand::router();
    RUNTIME.spawn(async { axum::serve(listener, router).await });
    address
});

fn listen() -> (TcpListener, SocketAddr) {
    let listener = RUNTIME
        .block_on(TcpListener::bind("127.0.0.1:0"))
        .expect("a port");
    let address = listener.local_addr().expect("an address");
    (listener, address)
}

fn main() {
    divan::main();
}

/// Sends a request and reads until its answer ends so.
fn exchange(stream: &mut TcpStream, request: &[u8], end: &[u8]) {
    stream.write_all(request).expect("the server reads");
    let mut piece = vec![0; 256 << 10];
    let mut tail = Vec::new();
    while !tail.ends_with(end) {
        let bytes = stream.read(&mut piece).expect("the server writes");
        assert_ne!(bytes, 0, "the answer has an end");
        tail.extend_from_slice(&piece[..bytes]);
        tail.drain(..tail.len().saturating_sub(end.len()));
    }
}

fn stream(bencher: Bencher<'_, '_>, server: SocketAddr, head: &str, end: &[u8]) {
    let request = head.replace("COUNT", &EVENTS.to_string());
    bencher
        .counter(ItemsCount::new(EVENTS))
        .with_inputs(|| TcpStream::connect(server).expect("a connection"))
        .bench_values(|mut stream| exchange(&mut stream, request.as_bytes(), end));
}

const CHUNKS_END: &[u8] = b"\r\n0\r\n\r\n";

/// A Close with code 1000.
const CLOSE: &[u8] = &[0x88, 0x02, 0x03, 0xe8];

const UPGRADE: &str = "connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n\
                       sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

#[divan::bench]
fn sse_gateway(bencher: Bencher<'_, '_>) {
    let head = "GET /events?count=COUNT HTTP/1.1\r\nhost: a\r\naccept: text/event-stream\r\n\r\n";
    stream(bencher, *GATEWAY, head, CHUNKS_END);
}

#[divan::bench]
fn sse_by_hand(bencher: Bencher<'_, '_>) {
    stream(
        bencher,
        *BY_HAND,
        "GET /sse?count=COUNT HTTP/1.1\r\nhost: a\r\n\r\n",
        CHUNKS_END,
    );
}

#[divan::bench]
fn ndjson_gateway(bencher: Bencher<'_, '_>) {
    stream(
        bencher,
        *GATEWAY,
        "GET /events?count=COUNT HTTP/1.1\r\nhost: a\r\n\r\n",
        CHUNKS_END,
    );
}

#[divan::bench]
fn ndjson_by_hand(bencher: Bencher<'_, '_>) {
    stream(
        bencher,
        *BY_HAND,
        "GET /ndjson?count=COUNT HTTP/1.1\r\nhost: a\r\n\r\n",
        CHUNKS_END,
    );
}

#[divan::bench]
fn websocket_gateway(bencher: Bencher<'_, '_>) {
    let head = format!("GET /events?count=COUNT HTTP/1.1\r\nhost: a\r\n{UPGRADE}\r\n");
    stream(bencher, *GATEWAY, &head, CLOSE);
}

#[divan::bench]
fn websocket_by_hand(bencher: Bencher<'_, '_>) {
    let head = format!("GET /ws?count=COUNT HTTP/1.1\r\nhost: a\r\n{UPGRADE}\r\n");
    stream(bencher, *BY_HAND, &head, CLOSE);
}

const EVENT: &str = "{\"seq\":\"7\",\"id\":\"evt-0000-1111-2222\",\"kind\":\"KIND_POST\",\
                     \"at\":\"2025-11-24T16:00:00Z\",\"text\":\"something that was said in a room\"}";

/// One call after the other over one connection.
fn unary(bencher: Bencher<'_, '_>, server: SocketAddr) {
    let request = format!(
        "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{EVENT}",
        EVENT.len()
    );
    let mut stream = TcpStream::connect(server).expect("a connection");
    stream.set_nodelay(true).expect("an option of the socket");
    bencher.bench_local(|| exchange(&mut stream, request.as_bytes(), EVENT.as_bytes()));
}

/// One call after the other of a router, without a connection.
fn in_process(bencher: Bencher<'_, '_>, router: Router) {
    let call = async || {
        let request = Request::post("/echo")
            .header("host", "a")
            .header("content-type", "application/json")
            .header("content-length", EVENT.len())
            .body(Body::from(EVENT))
            .expect("a request");
        let response = router.clone().call(request).await.expect("an answer");
        let body = axum::body::to_bytes(response.into_body(), EVENT.len()).await;
        assert_eq!(body.expect("a body"), EVENT);
    };
    RUNTIME.block_on(call());
    bencher.bench_local(|| RUNTIME.block_on(call()));
}

#[divan::bench(sample_size = 32)]
fn in_process_gateway(bencher: Bencher<'_, '_>) {
    in_process(bencher, gateway::router(Feed));
}

#[divan::bench(sample_size = 32)]
fn in_process_by_hand(bencher: Bencher<'_, '_>) {
    in_process(bencher, by_hand::router());
}

#[divan::bench]
fn unary_gateway(bencher: Bencher<'_, '_>) {
    unary(bencher, *GATEWAY);
}

#[divan::bench]
fn unary_by_hand(bencher: Bencher<'_, '_>) {
    unary(bencher, *BY_HAND);
}
