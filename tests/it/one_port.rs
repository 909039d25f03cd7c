//! What stands beside the gateway on the same port: the user's own routes, gRPC, HTTP/2.

use axum::Router;
use axum::routing::{delete, get};
use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use gateway::Gateway;
use http::{HeaderValue, Request, StatusCode};
use http_body_util::{BodyExt as _, Empty};
use tests::script::Scripted;
use tests::server::Server;
use tests::wire::wire_client::WireClient;
use tests::wire::wire_server::WireServer;
use tests::wire::{Ask, Item};

/// Routes of a user, some of them in the way of ours, and a fallback.
fn own() -> Router {
    Router::new()
        .route("/v1/items/special", get(|| async { "special" }))
        .route("/v1/items/{id}/mine", get(|| async { "mine" }))
        .route("/v1/{kind}/count", get(|| async { "count" }))
        .route("/v1/colors/{p2}", delete(|| async { "deleted" }))
        .route("/health", get(|| async { "ok" }))
        .fallback(|| async { (StatusCode::NOT_FOUND, "nothing of ours") })
}

#[tokio::test]
async fn routers_merge_in_any_order() {
    let (service, _calls) = Scripted::new();
    let ours = || gateway::router(service.clone());
    let grpc = || gateway::grpc::router(WireServer::new(service.clone()));
    for router in [
        own().merge(ours()).merge(grpc()),
        Router::new().merge(ours()).merge(own()).merge(grpc()),
        grpc().merge(ours()).merge(own()),
        ours().merge(grpc()).merge(own()),
    ] {
        let server = Server::start(router).await;
        for (request, status, body) in [
            ("GET /v1/items/special", "200 OK", "special"),
            ("GET /v1/items/7/mine", "200 OK", "mine"),
            ("GET /v1/things/count", "200 OK", "count"),
            ("DELETE /v1/colors/COLOR_RED", "200 OK", "deleted"),
            ("GET /health", "200 OK", "ok"),
            ("GET /nowhere", "404 Not Found", "nothing of ours"),
            (
                "GET /v1/items/7",
                "200 OK",
                "{\"seq\":\"9007199254740993\",\"text\":\"mm\",\"asked\":{\"room\":\"7\"}}",
            ),
            (
                "GET /v1/colors/COLOR_RED",
                "200 OK",
                "{\"seq\":\"9007199254740993\",\"text\":\"mm\",\"asked\":{\"color\":\"COLOR_RED\"}}",
            ),
        ] {
            let answer = server.exchange(request).await;
            assert!(
                answer.starts_with(&format!("HTTP/1.1 {status}\n")),
                "{request}: {answer}"
            );
            assert!(
                answer.ends_with(&format!("\n\n{body}")),
                "{request}: {answer}"
            );
        }
    }
}

#[tokio::test]
async fn a_gateway_behind_a_router_clashes_with_nothing() {
    let (service, _calls) = Scripted::new();
    let app = own()
        .route("/v1/items/{anything}", delete(|| async { "deleted" }))
        .route("/v1/plain/{*rest}", get(|| async { "rest" }));
    let router = Gateway::new()
        .service(service.clone())
        .attach(app)
        .expect("one service");
    let server =
        Server::start(router.merge(Router::new().route("/late", get(|| async { "late" })))).await;
    for (request, status, body) in [
        ("GET /v1/items/special", "200 OK", "special"),
        ("DELETE /v1/items/7", "200 OK", "deleted"),
        (
            "GET /v1/items/7",
            "200 OK",
            "{\"seq\":\"9007199254740993\",\"text\":\"mm\",\"asked\":{\"room\":\"7\"}}",
        ),
        (
            "GET /v1/%69tems/7",
            "200 OK",
            "{\"seq\":\"9007199254740993\",\"text\":\"mm\",\"asked\":{\"room\":\"7\"}}",
        ),
        ("GET /v1/plain/a", "200 OK", "rest"),
        (
            "POST /v1/items/special",
            "201 Created",
            "{\"seq\":\"9007199254740993\",\"text\":\"mm\",\"asked\":{\"room\":\"special\"}}",
        ),
        ("POST /health", "405 Method Not Allowed", ""),
        ("GET /late", "200 OK", "late"),
        ("GET /nowhere", "404 Not Found", "nothing of ours"),
    ] {
        let answer = server.exchange(request).await;
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}\n")),
            "{request}: {answer}"
        );
        assert!(
            answer.ends_with(&format!("\n\n{body}")),
            "{request}: {answer}"
        );
    }
}

#[tokio::test]
async fn a_gateway_behind_a_router_is_outside_of_the_layers_that_this_has() {
    let mark = |name: &'static str| {
        axum::middleware::map_response(move |mut response: axum::response::Response| async move {
            let value = HeaderValue::from_static("x");
            response.headers_mut().insert(name, value);
            response
        })
    };
    let (service, _calls) = Scripted::new();
    let gateway = Gateway::new().service(service);
    let app = gateway.attach(own().layer(mark("x-inner")));
    let server = Server::start(app.expect("one service").layer(mark("x-outer"))).await;
    for (request, is_inner) in [
        ("GET /health", true),
        ("GET /v1/items/special", true),
        ("GET /nowhere", true),
        ("GET /v1/items/7", false),
        ("GET /v1/plain/a", false),
        ("POST /v1/items/special", false),
    ] {
        let answer = server.exchange(request).await;
        assert_eq!(
            answer.contains("\nx-inner: x\n"),
            is_inner,
            "{request}: {answer}"
        );
        assert!(answer.contains("\nx-outer: x\n"), "{request}: {answer}");
    }
}

#[tokio::test]
async fn the_bare_service_answers_every_path() {
    let (service, _calls) = Scripted::new();
    let service = Gateway::new()
        .service(service)
        .build_service()
        .expect("one service");
    let server = Server::start(Router::new().fallback_service(service)).await;
    let answer = server.exchange("GET /nowhere").await;
    assert!(
        answer.starts_with("HTTP/1.1 404 Not Found\ncontent-type: application/json\n"),
        "{answer}"
    );
    assert!(
        answer
            .ends_with("{\"code\":5,\"message\":\"nothing is bound to this path\",\"details\":[]}"),
        "{answer}"
    );
}

#[tokio::test]
async fn services_that_clash_are_an_error() {
    let (service, _calls) = Scripted::new();
    let gateway = Gateway::new().service(service.clone()).service(service);
    let error = gateway.build().expect_err("a clash");
    assert_eq!(
        error.to_string(),
        "`GET /v1/items/{room}` of `wire.v1.Wire.Get` is bound already: `GET /v1/items/{room}` of `wire.v1.Wire.Get`"
    );
}

#[tokio::test]
async fn a_nested_gateway_keeps_its_paths() {
    let (service, _calls) = Scripted::new();
    let router = Router::new()
        .nest("/api", gateway::router(service))
        .merge(own());
    let server = Server::start(router).await;
    let answer = server.exchange("GET /api/v1/items/7:touch").await;
    assert!(
        answer.ends_with("\"asked\":{\"room\":\"7:touch\"}}"),
        "{answer}"
    );
    let answer = server.exchange("POST /api/v1/items/7:touch").await;
    assert!(answer.ends_with("\"asked\":{\"room\":\"7\"}}"), "{answer}");
}

#[tokio::test]
async fn grpc_speaks_on_the_same_port() {
    let (service, _calls) = Scripted::new();
    let router =
        gateway::router(service.clone()).merge(gateway::grpc::router(WireServer::new(service)));
    let server = Server::start(router).await;
    let channel = tonic::transport::Endpoint::from_shared(format!("http://{}", server.address))
        .expect("an address");
    let mut client = WireClient::new(channel.connect().await.expect("a connection"));
    let ask = Ask {
        room: "lobby".to_owned(),
        ..Ask::default()
    };
    let item = client.get(ask.clone()).await.expect("an item").into_inner();
    assert_eq!(item.asked, Some(ask.clone()));
    let items = client.watch(ask).await.expect("items").into_inner();
    let items: Vec<_> = items
        .map(|item| item.expect("an item").text)
        .collect()
        .await;
    assert_eq!(items, ["m1", "m2"]);
    let upload = stream::iter(["a", "b"]).map(|text| Item {
        text: text.to_owned(),
        ..Item::default()
    });
    let summary = client
        .collect(upload)
        .await
        .expect("a summary")
        .into_inner();
    assert_eq!(summary.texts, ["a", "b"]);
}

#[tokio::test]
async fn http2_ends_with_trailers() {
    let (server, _calls) = Server::scripted().await;
    let mut client = server.connect_http2().await;
    for (accept, script, body, status) in [
        (
            "application/x-ndjson",
            "m",
            "{\"seq\":\"1\",\"text\":\"m1\",\"room\":\"a\"}\n",
            "0",
        ),
        (
            "application/json",
            "m",
            "[{\"seq\":\"1\",\"text\":\"m1\",\"room\":\"a\"}]",
            "0",
        ),
        (
            "text/event-stream",
            " ",
            "id: EOS\nevent: EOS\ndata: \n\n",
            "0",
        ),
        (
            "text/event-stream",
            "m#",
            "data: {\"seq\":\"1\",\"text\":\"m1\",\"room\":\"a\"}\n\n\
             event: failure\ndata: {\"code\":13,\"message\":\"the handler panicked\",\"details\":[]}\n\n",
            "13",
        ),
    ] {
        let request = Request::get(format!("http://{}/v1/plain/a", server.address))
            .header("accept", accept)
            .header("x-script", script)
            .body(Empty::<Bytes>::new())
            .expect("a request");
        let response = client.send_request(request).await.expect("a response");
        assert_eq!(response.status(), StatusCode::OK);
        let collected = response.into_body().collect().await.expect("a body");
        assert_eq!(
            collected
                .trailers()
                .and_then(|trailers| trailers.get("grpc-status"))
                .expect("a status"),
            status
        );
        assert_eq!(collected.to_bytes(), body);
    }
}

#[tokio::test]
async fn http2_answers_without_content() {
    let (server, _calls) = Server::scripted().await;
    let mut client = server.connect_http2().await;
    for (method, script, status) in [("GET", "n", 204), ("HEAD", "m", 200), ("OPTIONS", "m", 204)] {
        let request = Request::builder()
            .method(method)
            .uri(format!("http://{}/v1/items/a", server.address))
            .header("x-script", script)
            .body(Empty::<Bytes>::new())
            .expect("a request");
        let response = client.send_request(request).await.expect("a response");
        assert_eq!(response.status(), status, "{method}");
        let body = response
            .into_body()
            .collect()
            .await
            .expect("a body")
            .to_bytes();
        assert_eq!(body, "", "{method}");
    }
}
