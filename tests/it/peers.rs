//! The peer's address, wherever axum and tonic look for it.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::routing::get;
use bytes::Bytes;
use gateway::InterceptorLayer;
use http::Request;
use http_body_util::{BodyExt as _, Empty};
use tests::script::Scripted;
use tests::server::Server;
use tests::wire::Ask;
use tests::wire::wire_client::WireClient;
use tests::wire::wire_server::WireServer;
use tonic::transport::server::TcpConnectInfo;
use tower_service::Service as _;

async fn serve() -> Server {
    let (service, _calls) = Scripted::new();
    let by_axum = get(|ConnectInfo(peer): ConnectInfo<SocketAddr>| async move { peer.to_string() });
    let app = gateway::router(service.clone())
        .merge(gateway::grpc::router(WireServer::new(service)))
        .route("/axum", by_axum);
    Server::start(app).await
}

/// What the scripted service shows of `remote_addr()`.
const SHOWN: &str = "Some(127.0.0.1)";

#[tokio::test]
async fn over_http1() {
    let server = serve().await;
    let axum = server.exchange("GET /axum").await;
    assert!(axum.contains("\n\n127.0.0.1:"), "{axum}");
    let gateway = server.exchange("GET /v1/items/a\nx-script: who").await;
    assert!(gateway.contains(SHOWN), "{gateway}");
    let mut client = server.connect().await;
    let grpc = "POST /wire.v1.Wire/Get HTTP/1.1\r\nhost: a\r\nconnection: close\r\nx-script: who\r\n\
                content-type: application/grpc\r\ncontent-length: 5\r\n\r\n\0\0\0\0\0";
    client.send(grpc.as_bytes()).await;
    let grpc = client.read_to_end().await;
    assert!(grpc.contains(SHOWN), "{grpc}");
}

#[tokio::test]
async fn over_http2() {
    let server = serve().await;
    let mut client = server.connect_http2::<Empty<Bytes>>().await;
    for (path, expected) in [("/axum", "127.0.0.1:"), ("/v1/items/a", SHOWN)] {
        let request = Request::get(format!("http://a{path}")).header("x-script", "who");
        let request = request.body(Empty::new()).expect("a request");
        let response = client.send_request(request).await.expect("a response");
        let body = response.into_body().collect().await.expect("a body");
        let body = String::from_utf8_lossy(&body.to_bytes()).into_owned();
        assert!(body.contains(expected), "{path}: {body}");
    }
    let mut request = tonic::Request::new(Ask::default());
    let script = "who".parse().expect("metadata");
    request.metadata_mut().insert("x-script", script);
    let uri = format!("http://{}", server.address);
    let mut client = WireClient::connect(uri).await.expect("a connection");
    let answer = client.get(request).await.expect("an answer").into_inner();
    assert!(answer.text.contains(SHOWN), "{}", answer.text);
}

/// What the gateway shows of a request that has these extensions, when it comes by itself or through a layer that looks
/// at the address too.
async fn shown(
    of_axum: Option<SocketAddr>,
    of_tonic: Option<SocketAddr>,
    is_layered: bool,
) -> String {
    let (service, _calls) = Scripted::new();
    let mut app = gateway::router(service);
    if is_layered {
        app = app.layer(InterceptorLayer::new(|mut request: tonic::Request<()>| {
            let seen = request.remote_addr().map(|peer| peer.ip());
            let user = format!("{seen:?}").parse().expect("metadata");
            request.metadata_mut().insert("x-user", user);
            Ok(request)
        }));
    }
    let mut request = Request::get("/v1/items/a").header("x-script", "who");
    if let Some(peer) = of_axum {
        request = request.extension(ConnectInfo(peer));
    }
    if of_tonic.is_some() {
        request = request.extension(TcpConnectInfo {
            local_addr: None,
            remote_addr: of_tonic,
        });
    }
    let request = request.body(Body::empty()).expect("a request");
    let Ok(response) = app.call(request).await;
    let body = response.into_body().collect().await.expect("a body");
    String::from_utf8_lossy(&body.to_bytes()).into_owned()
}

/// axum's address counts, as layers replace that by what a trusted proxy has written; a server of tonic's has only its
/// own.
#[tokio::test]
async fn whichever_is_there() {
    let one = SocketAddr::from(([192, 0, 2, 1], 1));
    let other = SocketAddr::from(([192, 0, 2, 2], 2));
    for (of_axum, of_tonic, expected) in [
        (None, None, "None"),
        (Some(one), None, "Some(192.0.2.1)"),
        (None, Some(one), "Some(192.0.2.1)"),
        (Some(one), Some(one), "Some(192.0.2.1)"),
        (Some(one), Some(other), "Some(192.0.2.1)"),
    ] {
        let bare = shown(of_axum, of_tonic, false).await;
        let end = format!("None {expected}\"}}");
        assert!(bare.ends_with(&end), "{bare}");
        let layered = shown(of_axum, of_tonic, true).await;
        let end = format!("Some(\\\"{expected}\\\") {expected}\"}}");
        assert!(layered.ends_with(&end), "{layered}");
    }
}
