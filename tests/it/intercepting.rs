//! Interceptors: on the gateway, shared with tonic's server, and before both.

use gateway::{ErrorShape, Gateway, InterceptorLayer};
use tests::script::Scripted;
use tests::server::Server;
use tests::websocket::Socket;
use tests::wire::wire_client::WireClient;
use tests::wire::wire_server::WireServer;
use tests::wire::{Ask, Item};
use tonic::{Code, GrpcMethod, Request, Status};

/// Lets in who has the token, and says who that is.
fn check(mut request: Request<()>) -> Result<Request<()>, Status> {
    match request.metadata().get("authorization") {
        Some(token) if token == "Bearer a.b-c" => {
            let user = "ada".parse().expect("metadata");
            request.metadata_mut().insert("x-user", user);
            Ok(request)
        }
        _ => Err(Status::unauthenticated("no valid token")),
    }
}

/// Refuses one method, whichever binding it is called by.
fn forbid(request: Request<()>) -> Result<Request<()>, Status> {
    let method = request.extensions().get::<GrpcMethod<'_>>();
    let name = method.map(|method| (method.service(), method.method()));
    if name == Some(("wire.v1.Wire", "Collect")) {
        return Err(Status::permission_denied("not this one"));
    }
    Ok(request)
}

const REFUSED: &str = r#"{"code":16,"message":"no valid token","details":[]}"#;

async fn guarded() -> Server {
    let (server, _) =
        Server::scripted_with(|gateway| gateway.interceptor(check).interceptor(forbid)).await;
    server
}

#[tokio::test]
async fn they_run_once_a_call_before_anything_is_bound() {
    let server = guarded().await;
    for (request, status, body) in [
        ("GET /v1/items/a", "401 Unauthorized", REFUSED),
        ("GET /v1/items/a?after=x", "401 Unauthorized", REFUSED),
        (
            "POST /v1/items/a\ncontent-type: text/plain\n\nx",
            "401 Unauthorized",
            REFUSED,
        ),
        (
            "GET /v1/plain/a\naccept: text/event-stream",
            "401 Unauthorized",
            REFUSED,
        ),
        (
            "GET /v1/items/a\nauthorization: Bearer a.b-c\nx-user: eve\nx-script: who",
            "200 OK",
            "{\"text\":\"Some(\\\"wire.v1.Wire/Get\\\") Some(\\\"/v1/items/{room}\\\") Some(60.0) \
             Some(\\\"ada\\\") Some(127.0.0.1)\"}",
        ),
        (
            "POST /v1/items/a/collect\nauthorization: Bearer a.b-c\ncontent-type: application/json\n\n{}",
            "403 Forbidden",
            r#"{"code":7,"message":"not this one","details":[]}"#,
        ),
    ] {
        let answer = server.exchange(request).await;
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}\n")),
            "{answer}"
        );
        assert!(answer.ends_with(&format!("\n\n{body}")), "{answer}");
    }
}

/// Nothing that a call would show is shown to whom the call is refused, whatever the HTTP method. What has no call, such
/// as an unknown path, has no interceptor.
#[tokio::test]
async fn they_run_before_what_is_answered_without_a_call() {
    let (server, mut calls) =
        Server::scripted_with(|gateway| gateway.interceptor(check).interceptor(forbid)).await;
    let token = "authorization: Bearer a.b-c";
    let sse = "accept: text/event-stream";
    let array = "accept: application/json";
    for (request, without, with) in [
        ("HEAD /v1/plain/a", 401, 200),
        (&format!("HEAD /v1/plain/a\n{sse}"), 401, 200),
        (&format!("HEAD /v1/plain/a\n{array}"), 401, 200),
        ("HEAD /v1/items/a/converse", 401, 200),
        ("HEAD /v1/items/a", 401, 200),
        (&format!("HEAD /v1/without/sse\n{sse}"), 501, 501),
        ("GET /ws/items/a/collect", 501, 501),
        ("POST /v1/items/a/collect", 401, 403),
        ("OPTIONS /v1/plain/a", 204, 204),
        (
            &format!("GET /v1/plain/a\n{sse}\nlast-event-id: EOS"),
            204,
            204,
        ),
        ("POST /v1/plain/a", 405, 405),
        ("GET /nowhere", 404, 404),
    ] {
        let refused = server.exchange(request).await;
        assert!(
            refused.starts_with(&format!("HTTP/1.1 {without} ")),
            "{refused}"
        );
        let answer = server.exchange(&format!("{request}\n{token}")).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {with} ")), "{answer}");
    }
    assert_eq!(calls.ended().await, "get");
    assert!(calls.is_empty());
}

#[tokio::test]
async fn they_answer_before_the_body_is_read() {
    let server = guarded().await;
    let mut client = server.connect().await;
    let head = "POST /v1/items/a HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n\
                content-length: 1000\r\n\r\n";
    client.send(head.as_bytes()).await;
    client.read_until(REFUSED).await;
}

#[tokio::test]
async fn they_run_before_the_upgrade_and_see_the_token_of_a_subprotocol() {
    let server = guarded().await;
    let path = "/v1/items/a/watch";
    for offered in ["", "sec-websocket-protocol: grpcws.raw, bearer.wrong"] {
        let headers: Vec<&str> = Some(offered)
            .filter(|offered| !offered.is_empty())
            .into_iter()
            .collect();
        let refused = Socket::open(&server, path, &headers).await;
        assert_eq!(refused.expect_err("no token"), format!("401 {REFUSED}"));
    }
    let offered = "sec-websocket-protocol: bearer.a.b-c, grpcws.raw";
    for headers in [
        &[offered, "x-script: m"][..],
        &["authorization: Bearer a.b-c", "x-script: m"],
        // The header wins over the token.
        &[
            "authorization: Bearer a.b-c",
            "x-script: m",
            "sec-websocket-protocol: bearer.wrong, grpcws.raw",
        ],
    ] {
        let mut socket = Socket::open(&server, path, headers).await.expect("a token");
        let message = "{\"seq\":\"1\",\"text\":\"m1\",\"room\":\"a\"}";
        assert_eq!(socket.rest().await, format!("{message}\nclose 1000\nend\n"));
    }
}

#[tokio::test]
async fn one_is_shared_with_tonics_server() {
    let (service, _) = Scripted::new();
    let gateway = Gateway::new().service(service.clone()).interceptor(check);
    let grpc = gateway::grpc::router(WireServer::with_interceptor(service, check));
    let server = Server::start(gateway.build().expect("one service").merge(grpc)).await;
    assert_refused_by_both(&server).await;
}

#[tokio::test]
async fn one_layer_guards_both_sides_and_the_users_routes() {
    let (service, _) = Scripted::new();
    let app = gateway::router(service.clone())
        .merge(gateway::grpc::router(WireServer::new(service)))
        .route("/health", axum::routing::get(|| async { "ok" }))
        .layer(InterceptorLayer::new(check));
    let server = Server::start(app).await;
    assert_refused_by_both(&server).await;
    let refused = server.exchange("GET /health").await;
    assert_eq!(
        refused,
        format!(
            "HTTP/1.1 401 Unauthorized\ncontent-type: application/json\n\
             x-content-type-options: nosniff\ncontent-length: 51\n\n{REFUSED}"
        )
    );
    let allowed = server
        .exchange("GET /health\nauthorization: Bearer a.b-c")
        .await;
    assert!(allowed.ends_with("\n\nok"), "{allowed}");
    let who = "GET /v1/items/a\nauthorization: Bearer a.b-c\nx-script: who";
    assert!(server.exchange(who).await.contains("ada"));
}

#[tokio::test]
async fn a_layer_refuses_as_the_type_of_the_request_has_it() {
    let layer = InterceptorLayer::new(check);
    let server = Server::start(axum::Router::new().layer(layer)).await;
    let json = format!(
        "HTTP/1.1 401 Unauthorized\ncontent-type: application/json\nx-content-type-options: nosniff\ncontent-length: 51\n\n{REFUSED}"
    );
    let grpc = |kind: &str| {
        format!(
            "HTTP/1.1 200 OK\ncontent-type: {kind}\ngrpc-status: 16\n\
             grpc-message: no%20valid%20token\ncontent-length: 0\n\n"
        )
    };
    for (kind, expected) in [
        ("application/grpc", grpc("application/grpc")),
        ("application/grpc+proto", grpc("application/grpc")),
        ("Application/gRPC;x=y", grpc("application/grpc")),
        ("application/grpc-web", grpc("application/grpc-web")),
        ("application/grpc-web+proto", grpc("application/grpc-web")),
        (
            "application/grpc-web-text+proto",
            grpc("application/grpc-web-text"),
        ),
        ("application/grpcish", json.clone()),
        ("application/json", json),
    ] {
        let request = format!("POST /wire.v1.Wire/Get\ncontent-type: {kind}\n\n");
        assert_eq!(server.exchange(&request).await, expected, "{kind}");
    }
}

#[tokio::test]
async fn a_layer_says_errors_as_its_gateway_does() {
    let gateway = Gateway::new()
        .error_shape(ErrorShape::Aip193)
        .on_error(|_, response| {
            let challenge = "Bearer".parse().expect("a header value");
            response.headers_mut().insert("www-authenticate", challenge);
        });
    let layer = InterceptorLayer::new(check).errors_of(&gateway);
    let server = Server::start(axum::Router::new().layer(layer)).await;
    assert_eq!(
        server.exchange("GET /").await,
        "HTTP/1.1 401 Unauthorized\ncontent-type: application/json\nwww-authenticate: Bearer\n\
         x-content-type-options: nosniff\ncontent-length: 89\n\n\
         {\"error\":{\"code\":401,\"message\":\"no valid token\",\"status\":\"UNAUTHENTICATED\",\"details\":[]}}"
    );
}

async fn assert_refused_by_both(server: &Server) {
    let answer = server.exchange("GET /v1/items/a").await;
    assert!(answer.ends_with(REFUSED), "{answer}");
    let uri = format!("http://{}", server.address);
    let mut client = WireClient::connect(uri).await.expect("a connection");
    let refused = client.get(Ask::default()).await.expect_err("no token");
    assert_eq!(
        (refused.code(), refused.message()),
        (Code::Unauthenticated, "no valid token")
    );
    let mut request = Request::new(Ask::default());
    let token = "Bearer a.b-c".parse().expect("metadata");
    request.metadata_mut().insert("authorization", token);
    let answer: Item = client.get(request).await.expect("a token").into_inner();
    assert_eq!(answer.text, "mm");
}
