//! The server's type tells them apart; for one service it is inferred.

use gateway::gateway;
use tonic::{Request, Response, Status};
use ui_tests::{FindRequest, Room, lookup_server, rooms_server};

struct Both;

#[gateway]
#[tonic::async_trait]
impl lookup_server::Lookup for Both {
    #[http(get = "/rooms/{name}")]
    async fn find(&self, _: Request<FindRequest>) -> Result<Response<Room>, Status> {
        Err(Status::unimplemented(""))
    }
}

#[gateway]
#[tonic::async_trait]
impl rooms_server::Rooms for Both {
    #[http(post = "/rooms", body = "*", status = 201)]
    async fn create(&self, _: Request<Room>) -> Result<Response<Room>, Status> {
        Err(Status::unimplemented(""))
    }

    #[http(delete = "/rooms/{name}", status = 204)]
    #[http(delete = "/rooms", body = "owner", status = 205)]
    async fn remove(&self, _: Request<FindRequest>) -> Result<Response<()>, Status> {
        Err(Status::unimplemented(""))
    }
}

struct One;

#[gateway]
#[tonic::async_trait]
impl lookup_server::Lookup for One {
    #[http(get = "/rooms/{name}")]
    async fn find(&self, _: Request<FindRequest>) -> Result<Response<Room>, Status> {
        Err(Status::unimplemented(""))
    }
}

#[test]
fn the_router_is_built() {
    let _ = gateway::router::<lookup_server::LookupServer<_>>(Both);
    let _ = gateway::router::<rooms_server::RoomsServer<_>>(Both);
    let _ = gateway::router(One);
}
