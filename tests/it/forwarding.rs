//! Request streams that go on to a gRPC server behind: only the client's end of its messages is their end there. A call
//! that is aborted in any other way fails, so that half of an upload is never taken for all of it.

mod behind;
mod upload;

use axum::Router;
use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use gateway::tonic::client::GrpcService;
use gateway::{Deadline, Forward};
use tests::server::Server;
use tests::wire::wire_client::WireClient;
use tests::wire::wire_server::WireServer;
use tests::wire::{Ask, Item};
use tokio::sync::oneshot;
use tokio::time::timeout;
use tonic::transport::{Channel, Endpoint};
use tonic::{Request, Status, Streaming};

use self::behind::{Behind, Seen, item};
use self::upload::{FORMS, Form, ONE, Upload, chunk};
use tests::script::PATIENCE;

/// The request for the server behind: without the headers of the client, with its deadline.
fn onward<M>(request: Request<M>) -> Request<M> {
    let deadline = request.extensions().get::<Deadline>().copied();
    let mut onward = Request::new(request.into_inner());
    if let Some(deadline) = deadline {
        onward.set_timeout(deadline.remaining());
    }
    onward
}

/// Handlers that pass their calls on to this channel, as it is.
fn in_front_of<C>(channel: C) -> Router
where
    C: GrpcService<tonic::body::Body> + Clone + Send + Sync + 'static,
    C::Error: Into<axum::BoxError>,
    C::Future: Send,
    C::ResponseBody: http_body::Body<Data = Bytes> + Send + 'static,
    <C::ResponseBody as http_body::Body>::Error: Into<axum::BoxError> + Send,
{
    let remote = WireClient::new(channel);
    let (collect, converse) = (remote.clone(), remote);
    let collect = gateway::client_streaming(move |request: Request<Streaming<Item>>| {
        let mut remote = collect.clone();
        async move {
            let request = gateway::forward_requests(onward(request));
            remote.collect(request).await
        }
    });
    let converse = gateway::bidi_streaming(move |request: Request<Streaming<Item>>| {
        let mut remote = converse.clone();
        async move {
            let request = gateway::forward_requests(onward(request));
            remote.converse(request).await
        }
    });
    Router::new()
        .route("/collect", collect.into())
        .route("/converse", converse.into())
}

fn channel_to(server: &Server) -> Channel {
    let endpoint = Endpoint::from_shared(format!("http://{}", server.address));
    endpoint.expect("an address").connect_lazy()
}

/// A server behind, one in front of it, and what the one behind sees of its requests.
struct Servers {
    behind: Server,
    front: Server,
    seen: Seen,
}

impl Servers {
    async fn start() -> Self {
        Self::start_with(Forward::new).await
    }

    async fn start_with<C>(wrap: impl FnOnce(Channel) -> C) -> Self
    where
        C: GrpcService<tonic::body::Body> + Clone + Send + Sync + 'static,
        C::Error: Into<axum::BoxError>,
        C::Future: Send,
        C::ResponseBody: http_body::Body<Data = Bytes> + Send + 'static,
        <C::ResponseBody as http_body::Body>::Error: Into<axum::BoxError> + Send,
    {
        let (service, seen) = Behind::new();
        let grpc = WireServer::new(service);
        let behind = Server::start(Router::new().route_service("/wire.v1.Wire/{*method}", grpc));
        let behind = behind.await;
        Self {
            front: Server::start(in_front_of(wrap(channel_to(&behind)))).await,
            behind,
            seen,
        }
    }

    /// A client of the server behind.
    fn remote(&self) -> WireClient<Forward<Channel>> {
        WireClient::new(Forward::new(channel_to(&self.behind)))
    }
}

const PATHS: [&str; 2] = ["/collect", "/converse"];

#[tokio::test]
async fn the_end_of_the_messages_is_their_end() {
    for form in FORMS {
        for path in PATHS {
            let mut servers = Servers::start().await;
            let mut upload = Upload::start(&servers.front, form, path).await;
            servers.seen.expect(&["one"]).await;
            upload.send(form, r#"{"text":"two"}"#).await;
            upload.finish(form).await;
            servers.seen.expect(&["two", "end"]).await;
            let answer = upload.rest().await;
            assert!(form == Form::Http2 || answer.contains("two"), "{answer}");
        }
    }
}

#[tokio::test]
async fn a_malformed_message_fails_the_call_and_is_what_the_client_learns() {
    for form in FORMS {
        for path in PATHS {
            let mut servers = Servers::start().await;
            let mut upload = Upload::start(&servers.front, form, path).await;
            servers.seen.expect(&["one"]).await;
            upload.send(form, r#"{"text":7}"#).await;
            servers.seen.expect(&["failed"]).await;
            let answer = upload.rest().await;
            let told = "message 1: text: expected a string, got 7";
            assert!(form == Form::Http2 || answer.contains(told), "{answer}");
        }
    }
}

#[tokio::test]
async fn a_client_that_leaves_fails_the_call() {
    for form in FORMS {
        for path in PATHS {
            let mut servers = Servers::start().await;
            let upload = Upload::start(&servers.front, form, path).await;
            servers.seen.expect(&["one"]).await;
            upload.leave();
            servers.seen.expect(&["failed"]).await;
        }
    }
}

#[tokio::test]
async fn a_client_that_cancels_fails_the_call() {
    for (form, path) in [Form::Raw, Form::Envelope].into_iter().zip(PATHS.repeat(2)) {
        let mut servers = Servers::start().await;
        let mut upload = Upload::start(&servers.front, form, path).await;
        servers.seen.expect(&["one"]).await;
        match &mut upload {
            Upload::WebSocket(socket) if form == Form::Raw => socket.close().await,
            _ => cancel(&mut upload).await,
        }
        servers.seen.expect(&["failed"]).await;
        assert!(upload.rest().await.contains("close 1000"));
    }
}

async fn cancel(upload: &mut Upload) {
    if let Upload::WebSocket(socket) = upload {
        socket.text(r#"{"type":"cancel"}"#).await;
    }
}

/// The client's HTTP/2 library resets a call whose body fails with another code than one that is dropped.
#[tokio::test]
async fn a_body_that_fails_fails_the_call() {
    for path in PATHS {
        let mut servers = Servers::start().await;
        let upload = Upload::start(&servers.front, Form::Http2, path).await;
        servers.seen.expect(&["one"]).await;
        let Upload::Http2 { messages, call } = &upload else {
            unreachable!("the form is HTTP/2")
        };
        messages.send(Err("broken")).await.expect("it sends");
        servers.seen.expect(&["failed"]).await;
        call.abort();
    }
}

/// The deadline of the call is that of the channel as well, which drops its part of the call.
#[tokio::test]
async fn a_deadline_fails_the_call() {
    let mut servers = Servers::start().await;
    let mut client = servers.front.connect().await;
    let head = "POST /collect HTTP/1.1\r\nhost: a\r\nconnection: close\r\ngrpc-timeout: 500m\r\n\
                content-type: application/x-ndjson\r\ntransfer-encoding: chunked\r\n\r\n";
    client.send(head.as_bytes()).await;
    client.send(&chunk(ONE)).await;
    let answer = client.read_to_end().await;
    assert!(answer.starts_with("HTTP/1.1 504"), "{answer}");
    servers.seen.expect(&["one", "failed"]).await;
}

/// The transport sees that a body fails when it takes the next part of it, which it does not while the server behind
/// reads nothing.
#[tokio::test]
async fn a_call_that_is_stalled_fails_when_the_server_reads_again() {
    let mut servers = Servers::start().await;
    let (tell, large_is_taken) = oneshot::channel();
    let large = stream::once(async move {
        let _ = tell.send(());
        item(&"x".repeat(3_000_000))
    });
    let items = stream::iter([item("hold")]).chain(large);
    let items = items.chain(stream::pending()).map(Ok);
    let mut remote = servers.remote();
    let call = tokio::spawn(async move {
        let request = gateway::forward_requests(Request::new(items));
        remote.collect(request).await
    });
    servers.seen.expect(&["hold"]).await;
    large_is_taken.await.expect("a stream that is sent");
    call.abort();
    assert!(call.await.is_err_and(|error| error.is_cancelled()));
    servers.seen.go_on();
    assert_eq!(servers.seen.end().await, "failed");
}

#[tokio::test]
async fn an_error_of_the_server_behind_is_the_answer() {
    for (form, path) in [Form::Http1, Form::Raw].into_iter().zip(PATHS) {
        let mut servers = Servers::start().await;
        let mut upload = Upload::start(&servers.front, form, path).await;
        servers.seen.expect(&["one"]).await;
        upload.send(form, r#"{"text":"refuse"}"#).await;
        let answer = upload.rest().await;
        assert!(
            answer.contains(r#""code":9,"message":"refused""#),
            "{answer}"
        );
    }
}

/// A tonic server that is called in the same process takes `CANCELLED` for the end, over no transport at all.
#[tokio::test]
async fn a_service_in_the_same_process_fails_as_well() {
    for form in [Form::Http1, Form::Envelope] {
        for path in PATHS {
            let (service, mut seen) = Behind::new();
            let front = Server::start(in_front_of(Forward::new(WireServer::new(service)))).await;
            let mut upload = Upload::start(&front, form, path).await;
            seen.expect(&["one"]).await;
            if form == Form::Envelope {
                cancel(&mut upload).await;
            } else {
                upload.leave();
            }
            seen.expect(&["failed"]).await;
        }
    }
}

/// Without `Forward` nothing is sent at all: it would be right until the first client leaves.
#[tokio::test]
async fn a_channel_without_forward_is_refused() {
    let mut servers = Servers::start_with(|channel| channel).await;
    for path in PATHS {
        let upload = Upload::start(&servers.front, Form::Http1, path).await;
        let answer = upload.rest().await;
        assert!(answer.contains(r#"{"code":1,"#), "{answer}");
    }
    assert!(servers.seen.is_empty_of_messages());
}

/// Calls without a request stream go through the channel as ever.
#[tokio::test]
async fn other_calls_are_as_they_are() {
    let servers = Servers::start().await;
    let mut remote = servers.remote();
    let item = remote.get(Ask::default()).await.expect("an item");
    assert_eq!(item.into_inner().text, "got");
    let items = remote.watch(Ask::default()).await.expect("a stream");
    let texts = items.into_inner().map(|item| item.map(|item| item.text));
    let texts = timeout(PATIENCE, texts.collect::<Vec<Result<String, Status>>>()).await;
    let texts: Result<Vec<String>, Status> = texts.expect("an end").into_iter().collect();
    assert_eq!(texts.expect("no error"), ["first", "second"]);
}

/// The same where gRPC clients come to the port themselves: `grpc::router` is the server of tonic that is right there.
#[tokio::test]
async fn a_grpc_client_that_cancels_fails_its_own_call() {
    let (service, mut seen) = Behind::new();
    let server = Server::start(gateway::grpc::router(WireServer::new(service))).await;
    let remote = WireClient::connect(format!("http://{}", server.address)).await;
    let mut remote = remote.expect("a connection");
    let items = stream::iter([item("one")]).chain(stream::pending());
    let call = tokio::spawn(async move { remote.collect(items).await });
    seen.expect(&["one"]).await;
    call.abort();
    seen.expect(&["failed"]).await;
}
