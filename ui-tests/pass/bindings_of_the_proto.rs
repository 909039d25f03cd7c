//! `#[gateway(proto)]` takes what the .proto file says, with the defaults of the impl; `#[http]` may repeat it, and bind
//! what the file does not.
#![deny(warnings)]

use axum::body::Body;
use axum::http::{Request as HttpRequest, StatusCode};
use gateway::gateway;
use tonic::{Request, Response, Status, Streaming};
use ui_tests::{
    BoxStream, FindRequest, Post, Room, WatchRequest, catalog_server, intake_server, news_server,
    store_server,
};

struct Service;

#[gateway(proto)]
#[tonic::async_trait]
impl catalog_server::Catalog for Service {
    #[http(get = "/search")]
    #[http(get = "/rooms/{name=*}")]
    async fn find(&self, _: Request<FindRequest>) -> Result<Response<Room>, Status> {
        Err(Status::unimplemented(""))
    }
}

#[gateway(
    proto,
    timeout = "30s",
    stream(disable_sse),
    sse(retry = "2s"),
    websocket(envelope)
)]
#[tonic::async_trait]
impl store_server::Store for Service {
    async fn create(&self, _: Request<FindRequest>) -> Result<Response<Room>, Status> {
        Err(Status::already_exists(""))
    }

    #[http(get = "/rooms")]
    async fn find(&self, _: Request<FindRequest>) -> Result<Response<Room>, Status> {
        Err(Status::unimplemented(""))
    }
}

#[tonic::async_trait]
#[gateway(
    proto,
    timeout = "30s",
    stream(disable_chunked_transfer),
    sse(retry = "2s", heartbeat = "5s"),
    websocket(envelope)
)]
impl news_server::News for Service {
    type WatchStream = BoxStream<Post>;

    async fn watch(&self, _: Request<WatchRequest>) -> Result<Response<Self::WatchStream>, Status> {
        Ok(Response::new(Box::pin(tokio_stream::empty())))
    }
}

struct Generic<T>(T);

#[gateway(proto = true, stream(disable_sse, disable_websockets))]
#[tonic::async_trait]
impl<T: Clone + Send + Sync + 'static> intake_server::Intake for Generic<T> {
    #[cfg(target_os = "none")]
    async fn import(&self, _: Request<Streaming<()>>) -> Result<Response<Room>, Status> {
        Err(Status::unimplemented("none"))
    }

    #[cfg(not(target_os = "none"))]
    async fn import(&self, _: Request<Streaming<Post>>) -> Result<Response<Room>, Status> {
        let _ = self.0.clone();
        Err(Status::unimplemented(""))
    }
}

async fn status(router: axum::Router, method: &str, path: &str) -> (StatusCode, String) {
    use tower_service::Service as _;
    let request = HttpRequest::builder()
        .method(method)
        .uri(path)
        .header("accept", "application/json, text/event-stream;q=0.5")
        .body(Body::from("{}"))
        .expect("a request");
    let mut router: axum::Router = router;
    let response = router.call(request).await.expect("infallible");
    let content_type = response.headers().get("content-type");
    let content_type = content_type.map_or("", |value| value.to_str().expect("text"));
    (response.status(), content_type.to_owned())
}

#[tokio::test]
async fn the_bindings_are_served() {
    let store = gateway::router::<store_server::StoreServer<_>>(Service);
    let (created, _) = status(store, "POST", "/rooms").await;
    assert_eq!(created, StatusCode::CONFLICT);
    let feed = gateway::router::<news_server::NewsServer<_>>(Service);
    let (_, content_type) = status(feed, "GET", "/feed").await;
    assert_eq!(content_type, "text/event-stream");
    let lookup = gateway::router::<catalog_server::CatalogServer<_>>(Service);
    let (found, _) = status(lookup, "GET", "/search").await;
    assert_eq!(found, StatusCode::NOT_IMPLEMENTED);
    let _ = gateway::router::<intake_server::IntakeServer<_>>(Generic(()));
}

#[test]
fn an_impl_may_stand_in_a_function() {
    struct Local;

    #[gateway(proto)]
    #[tonic::async_trait]
    impl catalog_server::Catalog for Local {
        async fn find(&self, _: Request<FindRequest>) -> Result<Response<Room>, Status> {
            Err(Status::unimplemented(""))
        }
    }

    let _ = gateway::router::<catalog_server::CatalogServer<_>>(Local);
}
