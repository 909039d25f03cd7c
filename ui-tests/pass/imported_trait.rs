//! The trait without its module: the server is looked for beside it, or named.

use gateway::gateway;
use tonic::{Request, Response, Status};
use ui_tests::lookup_server::{Lookup, LookupServer};
use ui_tests::rooms_server::Rooms;
use ui_tests::{FindRequest, Room};

struct Service;

#[gateway]
#[tonic::async_trait]
impl Lookup for Service {
    #[http(get = "/rooms/{name}")]
    async fn find(&self, _: Request<FindRequest>) -> Result<Response<Room>, Status> {
        Err(Status::unimplemented(""))
    }
}

#[gateway(server = ui_tests::rooms_server::RoomsServer)]
#[tonic::async_trait]
impl Rooms for Service {
    #[http(post = "/rooms", body = "*")]
    async fn create(&self, _: Request<Room>) -> Result<Response<Room>, Status> {
        Err(Status::unimplemented(""))
    }

    async fn remove(&self, _: Request<FindRequest>) -> Result<Response<()>, Status> {
        Err(Status::unimplemented(""))
    }
}

#[test]
fn the_router_is_built() {
    let _ = gateway::router::<LookupServer<_>>(Service);
}
