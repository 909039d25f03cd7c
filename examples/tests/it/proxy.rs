//! The `proxy` example, in front of the `chat` example or of a server that shows what it is told.

mod aborted_uploads;

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream as StdTcpStream;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{HeaderMap, Response};
use axum::routing::post;
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{WebSocketStream, client_async};
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt as _};

use crate::running::Running;
use crate::session::Step;

/// How long a test waits for what has to happen.
const PATIENCE: Duration = Duration::from_secs(20);

fn start_in_front_of(address: &str) -> Running {
    let remote = format!("http://{address}");
    Running::start(env!("CARGO_BIN_EXE_proxy"), &["--remote", &remote])
}

/// The chat and a proxy in front of it.
fn start() -> (Running, Running) {
    let chat = Running::start(env!("CARGO_BIN_EXE_chat"), &[]);
    let proxy = start_in_front_of(&chat.address);
    (chat, proxy)
}

const SESSION: &[Step] = &[
    (
        "GET /chat/rooms/lobby",
        "",
        200,
        &[r#"{"name":"lobby","topic":"everything","messageCount":"3","#],
    ),
    (
        "GET /chat/rooms/nowhere",
        "",
        404,
        &[r#"{"code":5,"message":"no room \"nowhere\"","details":[]}"#],
    ),
    (
        "GET /chat/rooms/lobby/messages?limit=2",
        "",
        200,
        &["application/x-ndjson", r#"{"seq":"1","#, r#"{"seq":"2","#],
    ),
    (
        "GET /chat/rooms/lobby/messages?limit=1\naccept: text/event-stream\nlast-event-id: 2",
        "",
        200,
        &[
            "id: 3\ndata: {\"seq\":\"3\",",
            "id: EOS\nevent: EOS\ndata: \n\n",
        ],
    ),
    (
        "GET /chat/rooms/nowhere/messages\naccept: text/event-stream",
        "",
        404,
        &[r#"{"code":5,"message":"no room \"nowhere\"","details":[]}"#],
    ),
    (
        "POST /chat/rooms/lobby/import\ncontent-type: application/x-ndjson",
        "{\"author\":\"ada\",\"text\":\"one\"}\n{\"author\":\"ada\",\"text\":\"two\"}\n",
        200,
        &["\r\n\r\n{\"count\":\"2\",\"lastSeq\":\"5\"}"],
    ),
    (
        "POST /chat/rooms/nowhere/import\ncontent-type: application/x-ndjson",
        "{}",
        404,
        &[r#""code":5"#],
    ),
    // What fails here is no end there: the import stores all messages, or none.
    (
        "POST /chat/rooms/lobby/import\ncontent-type: application/x-ndjson",
        "{\"author\":\"ada\"}\n{\"text\":7}\n",
        400,
        &[r#"{"code":3,"message":"message 1: text: expected a string, got 7"#],
    ),
    (
        "POST /chat/rooms/lobby/talk\ncontent-type: application/x-ndjson",
        r#"{"author":"ada","text":"three"}"#,
        200,
        &[r#"{"seq":"6","room":"lobby","author":"ada","text":"three","#],
    ),
    ("GET /chat/rooms/lobby", "", 200, &[r#""messageCount":"6""#]),
];

#[test]
fn a_session() {
    let (_chat, proxy) = start();
    proxy.session(SESSION);
}

#[test]
fn a_remote_that_is_not_there() {
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = nobody.local_addr().expect("an address").to_string();
    drop(nobody);
    let unavailable: &[Step] = &[
        ("GET /chat/rooms/lobby", "", 503, &[r#""code":14"#]),
        ("GET /chat/rooms/lobby/messages", "", 503, &[r#""code":14"#]),
    ];
    start_in_front_of(&address).session(unavailable);
}

type Socket = WebSocketStream<TcpStream>;

async fn open(proxy: &Running, path: &str) -> Socket {
    let stream = TcpStream::connect(&proxy.address)
        .await
        .expect("a connection");
    let url = format!("ws://{}{path}", proxy.address);
    let (socket, _) = client_async(url, stream).await.expect("an upgrade");
    socket
}

async fn send(socket: &mut Socket, text: &str) {
    let sent = socket.send(Message::text(text)).await;
    sent.expect("the proxy reads");
}

/// The text of the next frame, or its close code and reason.
async fn next(socket: &mut Socket) -> String {
    let frame = tokio::time::timeout(PATIENCE, socket.next()).await;
    match frame.expect("a frame") {
        Some(Ok(Message::Text(text))) => text.to_string(),
        Some(Ok(Message::Close(Some(close)))) => {
            format!("close {} {}", u16::from(close.code), close.reason)
        }
        frame => format!("{frame:?}"),
    }
}

/// Path, and what the client sends (`>`) and how what it gets begins (`<`), in turn.
const CONVERSATIONS: &[(&str, &[&str])] = &[
    (
        "messages?limit=2",
        &[r#"< {"seq":"1","#, r#"< {"seq":"2","#, "< close 1000"],
    ),
    (
        "import",
        &[
            r#"> {"author":"ada","text":"one"}"#,
            r#"> {"author":"ada","text":"two"}"#,
            "> ",
            r#"< {"count":"2","lastSeq":"5"}"#,
            "< close 1000",
        ],
    ),
    (
        "talk",
        &[
            r#"> {"author":"ada","text":"three"}"#,
            r#"< {"seq":"6","room":"lobby","author":"ada","text":"three","#,
            r#"> {"author":"ada","text":"four"}"#,
            r#"< {"seq":"7","room":"lobby","author":"ada","text":"four","#,
            "> ",
            "< close 1000",
        ],
    ),
    (
        "talk",
        &[
            r#"> {"author":"ada"}"#,
            r#"< {"seq":"8","#,
            r#"> {"text":7}"#,
            r#"< {"error":{"code":3,"message":"message 1: text: expected a string"#,
            "< close 4003 message 1: text: expected a string",
        ],
    ),
    (
        "import",
        &[
            r#"> {"author":"ada"}"#,
            r#"> {"text":7}"#,
            r#"< {"error":{"code":3,"message":"message 1: text: expected a string"#,
            "< close 4003",
        ],
    ),
    (
        "messages?afterSeq=7&limit=1",
        &[r#"< {"seq":"8","#, "< close 1000"],
    ),
];

#[tokio::test]
async fn conversations_over_websockets() {
    let (_chat, proxy) = start();
    for (path, lines) in CONVERSATIONS {
        let mut socket = open(&proxy, &format!("/chat/rooms/lobby/{path}")).await;
        for line in *lines {
            match line.split_at(2) {
                ("> ", text) => send(&mut socket, text).await,
                (_, start) => {
                    let frame = next(&mut socket).await;
                    assert!(frame.starts_with(start), "{path}: {start}\n{frame}");
                }
            }
        }
    }
    let mut socket = open(&proxy, "/chat/rooms/nowhere/talk").await;
    send(&mut socket, "{}").await;
    let frame = next(&mut socket).await;
    assert_eq!(
        frame,
        r#"{"error":{"code":5,"message":"no room \"nowhere\"","details":[]}}"#
    );
    let close = next(&mut socket).await;
    assert_eq!(close, r#"close 4005 no room "nowhere""#);
}

/// Waits until so many streams of the chat itself follow the lobby.
fn wait_for_followers(chat: &Running, expected: usize) {
    let deadline = Instant::now() + PATIENCE;
    let text = format!(r#","followers":{expected}}}"#);
    loop {
        let room = chat.ask("GET /v1/rooms/lobby", "");
        if room.ends_with(&text) || (expected == 0 && !room.contains("followers")) {
            return;
        }
        assert!(Instant::now() < deadline, "no {expected} followers: {room}");
    }
}

#[tokio::test]
async fn a_client_that_leaves_cancels_the_remote_call() {
    let (chat, proxy) = start();
    let messages = "/chat/rooms/lobby/messages?afterSeq=3";

    let mut stream = StdTcpStream::connect(&proxy.address).expect("a connection");
    let request =
        format!("GET {messages} HTTP/1.1\r\nhost: a\r\naccept: text/event-stream\r\n\r\n");
    stream
        .write_all(request.as_bytes())
        .expect("the proxy reads");
    let mut head = BufReader::new(&stream).lines();
    assert!(head.any(|line| line.expect("a line").is_empty()));
    wait_for_followers(&chat, 1);
    drop(stream);
    wait_for_followers(&chat, 0);

    let socket = open(&proxy, messages).await;
    wait_for_followers(&chat, 1);
    drop(socket);
    wait_for_followers(&chat, 0);

    let mut socket = open(&proxy, "/chat/rooms/lobby/talk").await;
    send(&mut socket, r#"{"author":"ada"}"#).await;
    next(&mut socket).await;
    wait_for_followers(&chat, 1);
    drop(socket);
    wait_for_followers(&chat, 0);
}

/// Refuses every call, and says what it was told.
async fn refuse(headers: HeaderMap) -> Response<Body> {
    let told = ["authorization", "cookie"].map(|name| headers.get(name));
    let has_deadline = headers.contains_key("grpc-timeout");
    Status::with_error_details(
        Code::Unauthenticated,
        format!("{told:?}, a deadline: {has_deadline}"),
        ErrorDetails::with_error_info("NOBODY", "chat.example", []),
    )
    .into_http()
}

// The test blocks its thread while it waits for the proxy, which waits for the remote server.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn metadata_deadlines_and_details_are_passed_on() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address").to_string();
    let remote = axum::Router::new().route("/chat.v1.Chat/{method}", post(refuse));
    let server = tokio::spawn(async move { gateway::serve(listener, remote).await });
    let proxy = start_in_front_of(&address);
    const DETAILS: &str = r#""details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"NOBODY","domain":"chat.example"}]}"#;
    let steps: &[Step] = &[
        (
            "GET /chat/rooms/lobby\nauthorization: Bearer x\ncookie: a=b",
            "",
            401,
            &[
                r#"{"code":16,"message":"[Some(\"Bearer x\"), None], a deadline: true","#,
                DETAILS,
            ],
        ),
        (
            "GET /chat/rooms/lobby/messages\naccept: text/event-stream",
            "",
            401,
            &[
                r#"{"code":16,"message":"[None, None], a deadline: false","#,
                DETAILS,
            ],
        ),
        (
            "POST /chat/rooms/lobby/import\nauthorization: Bearer x\ngrpc-timeout: 1M",
            "",
            401,
            &[
                r#"{"code":16,"message":"[Some(\"Bearer x\"), None], a deadline: true","#,
                DETAILS,
            ],
        ),
    ];
    proxy.session(steps);
    server.abort();
}
