//! The defaults of an impl skip the methods that they do not fit, and a binding undoes them.

use gateway::gateway;
use tonic::{Request, Response, Status, Streaming};
use ui_tests::{
    BoxStream, FindRequest, Post, Room, WatchRequest, feed_server, lookup_server, upload_server,
};

struct Service;

#[gateway(
    timeout = "30s",
    stream(disable_sse),
    websocket(envelope),
    sse(retry = "2s", heartbeat = "5s")
)]
#[tonic::async_trait]
impl lookup_server::Lookup for Service {
    #[http(get = "/rooms/{name}")]
    #[http(get = "/rooms", timeout = false)]
    async fn find(&self, _: Request<FindRequest>) -> Result<Response<Room>, Status> {
        Err(Status::unimplemented(""))
    }
}

#[gateway(
    timeout = "30s",
    stream(disable_sse),
    websocket(envelope),
    sse(retry = "2s", heartbeat = "5s")
)]
#[tonic::async_trait]
impl feed_server::Feed for Service {
    type WatchStream = BoxStream<Post>;

    #[http(get = "/feed/{room}")]
    #[http(
        get = "/feed",
        websocket(raw),
        stream(disable_sse = false),
        sse(id = "seq", retry = false)
    )]
    #[http(get = "/ws/feed", websocket(first_message))]
    #[http(post = "/feed", body = "*")]
    async fn watch(&self, _: Request<WatchRequest>) -> Result<Response<Self::WatchStream>, Status> {
        Err(Status::unimplemented(""))
    }
}

#[gateway(
    timeout = "30s",
    stream(disable_sse),
    websocket(envelope),
    sse(retry = "2s", heartbeat = "5s")
)]
#[tonic::async_trait]
impl upload_server::Upload for Service {
    #[http(post = "/posts")]
    #[http(get = "/posts")]
    async fn import(&self, _: Request<Streaming<Post>>) -> Result<Response<Room>, Status> {
        Err(Status::unimplemented(""))
    }
}

#[test]
fn the_router_is_built() {
    let _ = gateway::router::<lookup_server::LookupServer<_>>(Service);
    let _ = gateway::router::<feed_server::FeedServer<_>>(Service);
    let _ = gateway::router::<upload_server::UploadServer<_>>(Service);
}
