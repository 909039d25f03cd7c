//! Everything that `query(..)`, `custom(..)` and `response_body` take.
#![deny(warnings)]

use gateway::gateway;
use tonic::{Request, Response, Status, Streaming};
use ui_tests::{
    BoxStream, FindRequest, Post, Room, WatchRequest, feed_server, lookup_server, rooms_server,
    talk_server,
};

struct Service;

#[gateway]
#[tonic::async_trait]
impl lookup_server::Lookup for Service {
    #[http(
        custom(method = "LIST", path = "/rooms/{name}"),
        response_body = "owner",
        query(
            alias(
                q = "owner.id",
                type = "owner.roles",
                r#match = "email",
                "page-size" = "page_size",
                "page[size]" = "page_size",
                label = "labels",
                since = "since",
                tag = "tags",
            ),
            ignore("owner.email", "members", "by_city"),
            disable_discovery,
        )
    )]
    #[http(
        custom(path = "/rooms", method = "M-SEARCH"),
        body = "owner",
        query(ignore("owner"))
    )]
    #[http(custom(method = "OPTIONS", path = "/rooms"), body = "*")]
    #[http(get = "/rooms", query(disable_discovery))]
    #[http(get = "/rooms:all", query(disable_discovery = false))]
    async fn find(&self, _: Request<FindRequest>) -> Result<Response<Room>, Status> {
        Err(Status::unimplemented(""))
    }
}

#[gateway]
#[tonic::async_trait]
impl rooms_server::Rooms for Service {
    #[http(
        post = "/rooms",
        body = "owner",
        query(alias(n = "name")),
        response_body = "name",
        status = 201
    )]
    async fn create(&self, _: Request<Room>) -> Result<Response<Room>, Status> {
        Err(Status::unimplemented(""))
    }

    async fn remove(&self, _: Request<FindRequest>) -> Result<Response<()>, Status> {
        Err(Status::unimplemented(""))
    }
}

#[gateway]
#[tonic::async_trait]
impl feed_server::Feed for Service {
    type WatchStream = BoxStream<Post>;

    #[http(get = "/feed/{room}", response_body = "author", sse(id = "seq"))]
    #[http(
        custom(method = "WATCH", path = "/feed/{room}"),
        response_body = "tags"
    )]
    async fn watch(&self, _: Request<WatchRequest>) -> Result<Response<Self::WatchStream>, Status> {
        Err(Status::unimplemented(""))
    }
}

#[gateway]
#[tonic::async_trait]
impl talk_server::Talk for Service {
    type ChatStream = BoxStream<Post>;

    #[http(post = "/talk", body = "*", query(alias(t = "text"), ignore("seq")))]
    #[http(custom(method = "TALK", path = "/talk"))]
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
    let _ = gateway::router::<rooms_server::RoomsServer<_>>(Service);
    let _ = gateway::router::<feed_server::FeedServer<_>>(Service);
    let _ = gateway::router::<talk_server::TalkServer<_>>(Service);
}
