//! Every kind of RPC in every form, in every way that a call can go: `cases/matrix.txt` has each cell, to the byte.
//!
//! A cell is a line `### kind · form · case`, then what the client got. A cell that has nothing to show says why. With
//! `UPDATE_CASES=1` the file is written anew, to be read before it is committed.

use std::path::PathBuf;

use tests::script::{PATIENCE, Scripted};
use tests::server::{Calls, Client, Server, readable};
use tests::websocket::Socket;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// A kind of RPC in one form.
struct Row {
    kind: Kind,
    form: &'static str,
    wire: Wire,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Unary,
    Server,
    Client,
    Bidi,
}

#[derive(Clone, Copy)]
enum Wire {
    /// A request with this line and this `accept`.
    Http(&'static str, &'static str),
    Raw(&'static str),
    Envelope(&'static str),
}

use Kind::{Bidi, Client as ClientStreaming, Server as ServerStreaming, Unary};
use Wire::{Envelope, Http, Raw};

const SSE: &str = "text/event-stream";
const NDJSON: &str = "application/x-ndjson";
const JSON: &str = "application/json";
const PROTOBUF: &str = "application/protobuf";

const WATCH: &str = "GET /v1/items/a/watch";
const COLLECT: &str = "POST /v1/items/a/collect";
const CONVERSE: &str = "POST /v1/items/a/converse";

const fn row(kind: Kind, form: &'static str, wire: Wire) -> Row {
    Row { kind, form, wire }
}

const ROWS: [Row; 15] = [
    row(Unary, "json", Http("GET /v1/items/a", JSON)),
    row(Unary, "protobuf", Http("GET /v1/items/a", PROTOBUF)),
    row(ServerStreaming, "sse", Http(WATCH, SSE)),
    row(ServerStreaming, "ndjson", Http(WATCH, NDJSON)),
    row(ServerStreaming, "array", Http(WATCH, JSON)),
    row(ServerStreaming, "raw", Raw("/v1/items/a/watch")),
    row(ServerStreaming, "envelope", Envelope("/ws/items/a/watch")),
    row(ClientStreaming, "json", Http(COLLECT, JSON)),
    row(ClientStreaming, "raw", Raw("/ws/items/a/collect")),
    row(
        ClientStreaming,
        "envelope",
        Envelope("/envelope/items/a/collect"),
    ),
    row(Bidi, "sse", Http(CONVERSE, SSE)),
    row(Bidi, "ndjson", Http(CONVERSE, NDJSON)),
    row(Bidi, "array", Http(CONVERSE, JSON)),
    row(Bidi, "raw", Raw("/v1/items/a/converse")),
    row(Bidi, "envelope", Envelope("/envelope/items/a/converse")),
];

/// How a call goes: the scripts of its handler, by kind, and what the client does once the call runs.
struct Column {
    case: &'static str,
    scripts: [&'static str; 4],
    timeout: Option<&'static str>,
    then: Then,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Then {
    /// The client has sent all its messages.
    Complete,
    /// The client sends nothing more and waits.
    Wait,
    /// The client ends its messages when it has the first answer, if the handler gives one before that.
    HalfClose,
    Cancel,
    Leave,
    StopServer,
}

const COLUMNS: [Column; 9] = [
    column("success", ["m", "mm", "R", "E"], Then::Complete),
    column("error at once", ["!", "!", "!", "!"], Then::Complete),
    column(
        "error before the first message",
        ["", "e", "e", "e"],
        Then::Complete,
    ),
    column(
        "error in the middle",
        ["", "me", "re", "rme"],
        Then::Complete,
    ),
    Column {
        timeout: Some("40m"),
        ..column("deadline", ["_", "m.", "r.", "m."], Then::Wait)
    },
    column("client leaves", ["_", "m.", "R", "mR"], Then::Leave),
    column("cancel", ["", "m.", "r.", "m."], Then::Cancel),
    column("half-close", ["", "m", "R", "mRm"], Then::HalfClose),
    column("server stops", ["", "m.", "r.", "m."], Then::StopServer),
];

const fn column(case: &'static str, scripts: [&'static str; 4], then: Then) -> Column {
    Column {
        case,
        scripts,
        timeout: None,
        then,
    }
}

impl Kind {
    fn name(self) -> &'static str {
        [
            "unary",
            "server streaming",
            "client streaming",
            "bidirectional",
        ][self as usize]
    }

    fn streams_requests(self) -> bool {
        matches!(self, ClientStreaming | Bidi)
    }
}

/// Why a cell has nothing to show.
fn reason(row: &Row, column: &Column) -> Option<&'static str> {
    let is_http = matches!(row.wire, Http(..));
    match (row.kind, column.then) {
        (Unary, Then::Complete) if column.scripts[0].is_empty() => {
            Some("without a stream every error is an error at once")
        }
        (Unary | ClientStreaming, Then::StopServer) if is_http => {
            Some("a call with one response finishes, or is cut with its connection")
        }
        (Unary | ServerStreaming, Then::HalfClose) if is_http => {
            Some("the request is complete before the handler is called")
        }
        (_, Then::Cancel) if is_http => Some("over HTTP a client cancels by leaving"),
        _ => None,
    }
}

struct Running {
    server: Server,
    calls: Calls,
    stop: Option<oneshot::Sender<()>>,
}

impl Running {
    async fn start() -> Self {
        let (service, calls) = Scripted::new();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (stop, told) = oneshot::channel::<()>();
        let serve = gateway::serve(listener, gateway::router(service))
            .with_graceful_shutdown(async { drop(told.await) });
        tokio::spawn(serve.into_future());
        Self {
            server: Server::at(address),
            calls: Calls::from(calls),
            stop: Some(stop),
        }
    }

    async fn cell(&mut self, row: &Row, column: &Column) -> String {
        let script = column.scripts[row.kind as usize];
        let mut headers = vec![format!("x-script: {script}")];
        headers.extend(
            column
                .timeout
                .map(|timeout| format!("grpc-timeout: {timeout}")),
        );
        match row.wire {
            Http(line, accept) => {
                headers.push(format!("accept: {accept}"));
                if accept == PROTOBUF && column.case == "success" {
                    let mut client = self.ask(row.kind, line, &headers, column).await;
                    return client.read_bytes_to_end().await;
                }
                let client = self.ask(row.kind, line, &headers, column).await;
                self.http_rest(row.kind, client, column).await
            }
            Raw(path) => self.websocket(row.kind, path, &headers, column, &RAW).await,
            Envelope(path) => {
                self.websocket(row.kind, path, &headers, column, &ENVELOPE)
                    .await
            }
        }
    }

    async fn ask(&mut self, kind: Kind, line: &str, headers: &[String], column: &Column) -> Client {
        let mut client = self.server.connect().await;
        let mut head = format!("{line} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n");
        headers
            .iter()
            .for_each(|line| head += &format!("{line}\r\n"));
        if kind.streams_requests() {
            head += "content-type: application/x-ndjson\r\ntransfer-encoding: chunked\r\n";
        }
        client.send(format!("{head}\r\n").as_bytes()).await;
        if kind.streams_requests() {
            client.send(b"d\r\n{\"text\":\"x\"}\n\r\n").await;
        }
        let is_complete = matches!(column.then, Then::Complete | Then::HalfClose);
        if column.then == Then::HalfClose && column.scripts[kind as usize].starts_with('m') {
            client.read_until("m1").await;
        }
        if is_complete && kind.streams_requests() {
            client.send(b"0\r\n\r\n").await;
        }
        client
    }

    async fn http_rest(&mut self, kind: Kind, mut client: Client, column: &Column) -> String {
        match column.then {
            Then::Leave => {
                if column.scripts[kind as usize].starts_with('m') {
                    client.read_until("m1").await;
                }
                drop(client);
                format!("the call ends: {}", self.calls.ended().await)
            }
            Then::StopServer => {
                if column.scripts[kind as usize].starts_with('m') {
                    client.read_until("m1").await;
                }
                self.stop();
                readable(&client.read_to_end().await)
            }
            _ => readable(&client.read_to_end().await),
        }
    }

    fn stop(&mut self) {
        let stop = self.stop.take().expect("a server that runs");
        stop.send(()).expect("the server listens");
    }

    async fn websocket(
        &mut self,
        kind: Kind,
        path: &str,
        headers: &[String],
        column: &Column,
        frames: &Frames,
    ) -> String {
        let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
        let mut socket = match Socket::open(&self.server, path, &headers).await {
            Ok(socket) => socket,
            Err(refused) => return format!("refused: {refused}\n"),
        };
        if kind.streams_requests() {
            socket.text(frames.message).await;
        }
        let mut seen = String::new();
        if column.then != Then::Complete && column.scripts[kind as usize].starts_with('m') {
            seen = socket.next().await + "\n";
        }
        match column.then {
            Then::Complete | Then::HalfClose => socket.text(frames.half_close).await,
            Then::Cancel => match frames.cancel {
                Some(cancel) => socket.text(cancel).await,
                None => socket.close().await,
            },
            Then::Leave => {
                drop(socket);
                return format!("{seen}the call ends: {}\n", self.calls.ended().await);
            }
            Then::StopServer => self.stop(),
            Then::Wait => {}
        }
        seen + &socket.rest().await
    }
}

/// What the client sends in a message form.
struct Frames {
    message: &'static str,
    half_close: &'static str,
    /// The raw form has none but the Close.
    cancel: Option<&'static str>,
}

const RAW: Frames = Frames {
    message: r#"{"text":"x"}"#,
    half_close: "",
    cancel: None,
};

const ENVELOPE: Frames = Frames {
    message: r#"{"type":"data","data":{"text":"x"}}"#,
    half_close: r#"{"type":"end_send"}"#,
    cancel: Some(r#"{"type":"cancel"}"#),
};

#[tokio::test]
async fn every_kind_in_every_form_goes_every_way() {
    let mut found = String::new();
    for row in &ROWS {
        for column in &COLUMNS {
            let cell = match reason(row, column) {
                Some(reason) => format!("– {reason}"),
                None => {
                    let mut running = Running::start().await;
                    let cell = tokio::time::timeout(4 * PATIENCE, running.cell(row, column)).await;
                    cell.expect("a call that goes on")
                }
            };
            let (kind, form, case) = (row.kind.name(), row.form, column.case);
            found += &format!("### {kind} · {form} · {case}\n{}\n\n", cell.trim_end());
        }
    }
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("cases/matrix.txt");
    if std::env::var_os("UPDATE_CASES").is_some() {
        std::fs::write(&path, &found).expect("the file can be written");
    }
    let expected = std::fs::read_to_string(&path).expect("the matrix");
    for (found, expected) in found.split("### ").zip(expected.split("### ")) {
        assert_eq!(found, expected);
    }
    assert_eq!(found.len(), expected.len());
}
