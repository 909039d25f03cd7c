//! The four kinds of methods, in a crate that allows no lint to fire.
#![deny(
    warnings,
    missing_docs,
    unused,
    unreachable_pub,
    unused_qualifications,
    single_use_lifetimes
)]

use gateway::gateway;
use tonic::{Request, Response, Status, Streaming};
use ui_tests::{
    BoxStream, FindRequest, Post, Room, WatchRequest, feed_server, lookup_server, talk_server,
    upload_server,
};

#[derive(Clone)]
struct Service;

#[gateway]
#[tonic::async_trait]
impl lookup_server::Lookup for Service {
    #[http(get = "/rooms/{name}", timeout = "30s")]
    async fn find(&self, _: Request<FindRequest>) -> Result<Response<Room>, Status> {
        Err(Status::unimplemented(""))
    }
}

#[gateway]
#[tonic::async_trait]
impl feed_server::Feed for Service {
    type WatchStream = BoxStream<Post>;

    #[http(
        get = "/feed/{room}",
        sse(
            id = "seq",
            event = "text",
            resume = "after_seq",
            retry = "2s",
            heartbeat = "5s"
        )
    )]
    #[http(get = "/ws/feed", websocket(envelope, first_message))]
    async fn watch(&self, _: Request<WatchRequest>) -> Result<Response<Self::WatchStream>, Status> {
        Err(Status::unimplemented(""))
    }
}

#[gateway]
#[tonic::async_trait]
impl upload_server::Upload for Service {
    #[http(post = "/posts", status = 201)]
    #[http(put = "/authors", body = "author")]
    #[http(get = "/posts", websocket(envelope))]
    async fn import(&self, _: Request<Streaming<Post>>) -> Result<Response<Room>, Status> {
        Err(Status::unimplemented(""))
    }
}

#[gateway]
#[tonic::async_trait]
impl talk_server::Talk for Service {
    type ChatStream = BoxStream<Post>;

    #[http(
        get = "/talk",
        stream(disable_sse, disable_chunked_transfer),
        websocket(raw)
    )]
    #[http(post = "/talk", stream(disable_websockets))]
    #[http(
        post = "/talk/{text}",
        stream(disable_sse, disable_chunked_transfer),
        websocket(envelope)
    )]
    #[http(custom(method = "LIST", path = "/talks"), websocket(raw))]
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
