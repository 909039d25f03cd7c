//! Bindings of other HTTP methods whose WebSocket is opened by a GET of the same path, which is bound for that alone.

use bytes::Bytes;
use futures_util::stream::BoxStream;
use futures_util::{SinkExt as _, StreamExt as _};
use gateway::{Gateway, gateway};
use http_body_util::Empty;
use tests::script::Scripted;
use tests::server::Server;
use tests::websocket::Socket;
use tests::wire::{Ask, Item, Summary, wire_server};
use tokio_tungstenite::tungstenite::Message;
use tonic::{Request, Response, Status, Streaming};

use crate::websocket_http2::{self, Client};

/// Path, script, what the client sends (`>`) and gets (`<`) in turn.
type Conversation = (&'static str, &'static str, &'static [&'static str]);

const CONVERSATIONS: &[Conversation] = &[
    // The body of the POST is the message; over a WebSocket the query is.
    (
        "/post/lobby/watch?after=4",
        "m",
        &[
            r#"< {"seq":"5","text":"m5","room":"lobby"}"#,
            "< close 1000",
        ],
    ),
    (
        "/post/lobby/first?after=4",
        "m",
        &[
            r#"> {"type":"data","data":{"room":"other","text":"x"}}"#,
            r#"< {"type":"data","data":{"seq":"5","text":"m5","room":"lobby"}}"#,
            r#"< {"type":"stream_end"}"#,
            "< close 1000",
        ],
    ),
    // A unary GET has the same path.
    (
        "/post/lobby/collect",
        "R",
        &[
            r#"> {"type":"data","data":{"text":"a"}}"#,
            r#"> {"type":"end_send"}"#,
            r#"< {"type":"data","data":{"count":"1","texts":["a"],"room":"lobby"}}"#,
            r#"< {"type":"stream_end"}"#,
            "< close 1000",
        ],
    ),
    (
        "/post/lobby/only",
        "R",
        &[
            r#"> {"text":"a"}"#,
            "> ",
            r#"< {"count":"1","texts":["a"],"room":"lobby"}"#,
            "< close 1000",
        ],
    ),
    (
        "/post/lobby/converse",
        "E",
        &[
            r#"> {"text":"a"}"#,
            r#"< {"text":"a","room":"lobby"}"#,
            "> ",
            "< close 1000",
        ],
    ),
];

#[tokio::test]
async fn over_http1() {
    let (server, _calls) = Server::scripted().await;
    for (path, script, lines) in CONVERSATIONS {
        let script = format!("x-script: {script}");
        let mut socket = Socket::open(&server, path, &[&script]).await.expect(path);
        for line in *lines {
            match line.split_at(2) {
                ("> ", text) => socket.text(text).await,
                (_, text) => assert_eq!(socket.next().await, text, "{path}"),
            }
        }
    }
}

#[tokio::test]
async fn over_http2() {
    let (server, _calls) = Server::scripted().await;
    let mut client: Client = server.connect_http2::<Empty<Bytes>>().await;
    websocket_http2::settle(&mut client, "/none").await;
    for (path, script, lines) in CONVERSATIONS {
        let opened = websocket_http2::open(&mut client, path, &[("x-script", script)]).await;
        let mut socket = opened.expect(path);
        for line in *lines {
            match line.split_at(2) {
                ("> ", text) => {
                    let sent = socket.send(Message::text(text)).await;
                    sent.expect("the server reads");
                }
                (_, text) => {
                    assert_eq!(websocket_http2::next(&mut socket).await, text, "{path}");
                }
            }
        }
    }
    // A more specific GET without streams ignores the upgrade over HTTP/1.1; CONNECT is not bound to it.
    let unary = websocket_http2::open(&mut client, "/v1/items/a", &[]).await;
    assert!(unary.expect_err("a unary method").starts_with("405 "));
}

#[tokio::test]
async fn an_upgrade_of_a_path_without_websockets() {
    let (server, _calls) = Server::scripted().await;
    let path = "/v1/items/lobby/collect";
    let refused = Socket::open(&server, path, &[]).await.expect_err(path);
    let expected = r#"405 {"code":12,"message":"this path is bound under other methods: OPTIONS, POST; they open no WebSocket without `websocket(..)` in their `#[http]`","details":[]}"#;
    assert_eq!(refused, expected);
}

/// A service whose stream has a path of [`Scripted`]'s.
struct Rival;

#[gateway]
#[tonic::async_trait]
impl wire_server::Wire for Rival {
    async fn get(&self, _: Request<Ask>) -> Result<Response<Item>, Status> {
        Err(Status::unimplemented(""))
    }

    type WatchStream = BoxStream<'static, Result<Item, Status>>;

    #[http(get = "/post/{place.street}/watch", stream(disable_websockets))]
    async fn watch(&self, _: Request<Ask>) -> Result<Response<Self::WatchStream>, Status> {
        Ok(Response::new(futures_util::stream::pending().boxed()))
    }

    async fn collect(&self, _: Request<Streaming<Item>>) -> Result<Response<Summary>, Status> {
        Err(Status::unimplemented(""))
    }

    type ConverseStream = BoxStream<'static, Result<Item, Status>>;

    async fn converse(
        &self,
        _: Request<Streaming<Item>>,
    ) -> Result<Response<Self::ConverseStream>, Status> {
        Err(Status::unimplemented(""))
    }
}

#[test]
fn two_streams_cannot_have_the_same_upgrade() {
    let (service, _calls) = Scripted::new();
    let built = Gateway::new().service(service).service(Rival).build();
    assert_eq!(
        built.expect_err("a clash").to_string(),
        "`GET /post/{place.street}/watch` of `wire.v1.Wire.Watch` is bound already: \
         `GET /post/{room}/watch` of `wire.v1.Wire.Watch`"
    );
}
