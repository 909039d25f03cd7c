//! Who makes a call, as observers see it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Extension;
use axum::body::Body;
use gateway::websocket::{Upgrade, Upgrader};
use gateway::{CallEnd, CallInfo, Gateway, GatewayService, Observer};
use http::Request;
use http::request::Parts;
use tests::script::Scripted;
use tests::server::Server;
use tests::websocket::Socket;
use tokio::sync::mpsc;
use tonic::Status;
use tower_service::Service as _;

/// What an interceptor has found out.
#[derive(Clone)]
struct User(&'static str);

/// What a layer has.
#[derive(Clone)]
struct Tenant(&'static str);

/// Writes down who calls, when calls open and close.
#[derive(Clone, Debug)]
struct Access(mpsc::UnboundedSender<String>);

impl Access {
    fn say(&self, event: &str, call: &CallInfo) {
        let method = call.method().name();
        let peer = call.peer().map(|peer| peer.ip().to_string());
        let agent = call.metadata().get("user-agent");
        let agent = agent.and_then(|agent| agent.to_str().ok());
        let checked = call.metadata().contains_key("x-checked");
        let tenant = call.extensions().get::<Tenant>().map(|tenant| tenant.0);
        let user = call.extensions().get::<User>().map(|user| user.0);
        let line = format!("{event} {method} {peer:?} {agent:?} {checked} {tenant:?} {user:?}");
        let _ = self.0.send(line);
    }
}

impl Observer for Access {
    fn opened(&self, call: &CallInfo) {
        self.say("opened", call);
    }

    fn closed(&self, call: &CallInfo, _: &CallEnd<'_>) {
        self.say("closed", call);
    }
}

/// Lets in who has the token.
fn check(mut request: tonic::Request<()>) -> Result<tonic::Request<()>, Status> {
    let token = request.metadata().get("authorization");
    if token.is_none_or(|token| token != "Bearer a") {
        request.extensions_mut().insert(User("eve"));
        return Err(Status::unauthenticated("no valid token"));
    }
    let checked = "yes".parse().expect("metadata");
    request.metadata_mut().insert("x-checked", checked);
    request.extensions_mut().insert(User("ada"));
    Ok(request)
}

#[tokio::test]
async fn as_interceptors_and_layers_have_left_the_request() {
    let (say, mut lines) = mpsc::unbounded_channel();
    let (service, _calls) = Scripted::new();
    let gateway = Gateway::new()
        .service(service)
        .interceptor(check)
        .observer(Access(say));
    let app = gateway.build().expect("one service");
    let server = Server::start(app.layer(Extension(Tenant("acme")))).await;
    let known = r#"Some("127.0.0.1") Some("curl") true Some("acme") Some("ada")"#;
    let refused = r#"Some("127.0.0.1") Some("curl") false Some("acme") None"#;
    let token = "authorization: Bearer a\nuser-agent: curl";
    for (request, method, expected) in [
        (format!("GET /v1/items/a\n{token}"), "Get", known),
        (format!("GET /v1/items/a?after=x\n{token}"), "Get", known),
        (format!("GET /v1/plain/a\n{token}"), "Watch", known),
        (format!("HEAD /v1/plain/a\n{token}"), "Watch", known),
        (
            format!(
                "POST /v1/items/a/collect\ncontent-type: application/json\n{token}\nx-script: R\n\n"
            ),
            "Collect",
            known,
        ),
        (
            "GET /v1/items/a\nuser-agent: curl".to_owned(),
            "Get",
            refused,
        ),
        (
            "HEAD /v1/plain/a\nuser-agent: curl".to_owned(),
            "Watch",
            refused,
        ),
        // Refused before there is anything for interceptors.
        (
            format!("GET /v1/items/a\n{token}\ngrpc-timeout: soon"),
            "Get",
            refused,
        ),
    ] {
        server.exchange(&request).await;
        for event in ["opened", "closed"] {
            let line = lines.recv().await.expect("a line");
            assert_eq!(line, format!("{event} {method} {expected}"), "{request}");
        }
    }
    let headers = [
        "sec-websocket-protocol: bearer.a, grpcws.raw",
        "user-agent: curl",
        "x-script: m",
    ];
    let socket = Socket::open(&server, "/v1/items/a/watch", &headers).await;
    socket.expect("a token").rest().await;
    for event in ["opened", "closed"] {
        let line = lines.recv().await.expect("a line");
        assert_eq!(line, format!("{event} Watch {known}"));
    }
}

/// Makes no WebSocket of anything.
#[derive(Debug)]
struct Panics;

impl Upgrader for Panics {
    fn upgrade(&self, _: &mut Parts, _: usize) -> Result<Upgrade, Status> {
        panic!("asked to")
    }
}

/// Whatever counts open calls relies on it.
#[tokio::test]
async fn a_call_that_closes_has_opened() {
    let (say, mut lines) = mpsc::unbounded_channel();
    let gateway = |gateway: Gateway| gateway.observer(Access(say)).websocket_upgrader(Panics);
    let (server, _calls) = Server::scripted_with(gateway).await;
    let mut client = server.connect().await;
    let handshake = "GET /v1/items/a/watch HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
                     sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    client.send(handshake.as_bytes()).await;
    for event in ["opened", "closed"] {
        let line = lines.recv().await.expect("a line");
        assert!(line.starts_with(&format!("{event} Watch ")), "{line}");
    }
}

/// Counts how often it is copied.
struct Copied(Arc<AtomicUsize>);

impl Clone for Copied {
    fn clone(&self) -> Self {
        self.0.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(&self.0))
    }
}

/// An observer that does not ask who calls.
#[derive(Debug)]
struct Counts;

impl Observer for Counts {
    fn opened(&self, call: &CallInfo) {
        assert!(call.metadata().is_empty() && call.extensions().is_empty());
    }

    fn reads_request(&self) -> bool {
        false
    }
}

async fn copies(set: impl FnOnce(Gateway) -> Gateway) -> usize {
    let (service, _calls) = Scripted::new();
    let gateway = set(Gateway::new().service(service));
    let mut service: GatewayService = gateway.build_service().expect("one service");
    let copied = Arc::new(AtomicUsize::new(0));
    let request = Request::get("/v1/items/a").extension(Copied(Arc::clone(&copied)));
    let request = request.body(Body::empty()).expect("a request");
    let Ok(response) = service.call(request).await;
    assert_eq!(response.status(), 200);
    copied.load(Ordering::Relaxed)
}

/// Nobody pays for what nobody reads.
#[tokio::test]
async fn a_request_is_copied_for_those_alone_who_read_it() {
    let (say, _lines) = mpsc::unbounded_channel();
    let access = Access(say);
    assert_eq!(copies(|gateway| gateway).await, 0);
    assert_eq!(copies(|gateway| gateway.interceptor(Ok)).await, 0);
    assert_eq!(copies(|gateway| gateway.observer(Counts)).await, 0);
    assert_eq!(copies(|gateway| gateway.observer(access.clone())).await, 1);
    let both = |gateway: Gateway| gateway.interceptor(Ok).observer(access.clone());
    assert_eq!(copies(both).await, 2);
}

#[tokio::test]
async fn what_is_secret_is_not_in_the_debug_form() {
    #[derive(Debug)]
    struct Debugs(mpsc::UnboundedSender<String>);

    impl Observer for Debugs {
        fn opened(&self, call: &CallInfo) {
            let _ = self.0.send(format!("{call:?}"));
        }
    }

    let (say, mut lines) = mpsc::unbounded_channel();
    let (server, _calls) = Server::scripted_with(|gateway| gateway.observer(Debugs(say))).await;
    server
        .exchange("GET /v1/items/a\nauthorization: Bearer hidden")
        .await;
    let line = lines.recv().await.expect("a line");
    assert!(line.contains("Get") && !line.contains("hidden"), "{line}");
}
