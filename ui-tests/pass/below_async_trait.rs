//! `#[gateway]` below `#[tonic::async_trait]` finds the methods rewritten already.

use gateway::gateway;
use tonic::{Request, Response, Status, Streaming};
use ui_tests::{
    BoxStream, FindRequest, Post, Room, WatchRequest, feed_server, lookup_server, talk_server,
    upload_server,
};

struct Service;

#[tonic::async_trait]
#[gateway]
impl lookup_server::Lookup for Service {
    #[http(get = "/rooms/{name}")]
    async fn find(&self, _: Request<FindRequest>) -> Result<Response<Room>, Status> {
        Err(Status::unimplemented(""))
    }
}

#[tonic::async_trait]
#[gateway]
impl feed_server::Feed for Service {
    type WatchStream = BoxStream<Post>;

    #[http(get = "/feed/{room}", sse(id = "seq"))]
    async fn watch(&self, _: Request<WatchRequest>) -> Result<Response<Self::WatchStream>, Status> {
        Err(Status::unimplemented(""))
    }
}

#[tonic::async_trait]
#[gateway]
impl upload_server::Upload for Service {
    #[http(post = "/posts")]
    async fn import(&self, _: Request<Streaming<Post>>) -> Result<Response<Room>, Status> {
        Err(Status::unimplemented(""))
    }
}

#[tonic::async_trait]
#[gateway]
impl talk_server::Talk for Service {
    type ChatStream = BoxStream<Post>;

    #[http(get = "/talk")]
    async fn chat(
        &self,
        _: Request<Streaming<Post>>,
    ) -> Result<Response<Self::ChatStream>, Status> {
        Err(Status::unimplemented(""))
    }
}

#[test]
fn the_router_is_built() {
    let _ = gateway::router::<lookup_server::LookupServer<_>>(Service);
    let _ = gateway::router::<feed_server::FeedServer<_>>(Service);
    let _ = gateway::router::<upload_server::UploadServer<_>>(Service);
    let _ = gateway::router::<talk_server::TalkServer<_>>(Service);
}
