//! `cfg` on a method takes its bindings with it; an impl without bindings is a service too.
#![deny(warnings)]

use gateway::gateway;
use tonic::{Request, Response, Status};
use ui_tests::{FindRequest, Room, lookup_server, rooms_server};

struct Service;

#[gateway]
#[tonic::async_trait]
impl lookup_server::Lookup for Service {
    #[cfg(target_os = "none")]
    #[http(get = "/rooms/{nothing}")]
    async fn find(&self, _: Request<FindRequest>) -> Result<Response<Room>, Status> {
        Err(Status::unimplemented("none"))
    }

    #[cfg(not(target_os = "none"))]
    #[http(get = "/rooms/{name}")]
    async fn find(&self, _: Request<FindRequest>) -> Result<Response<Room>, Status> {
        Err(Status::unimplemented(""))
    }
}

#[gateway]
#[tonic::async_trait]
impl rooms_server::Rooms for Service {
    async fn create(&self, _: Request<Room>) -> Result<Response<Room>, Status> {
        Err(Status::unimplemented(""))
    }

    async fn remove(&self, _: Request<FindRequest>) -> Result<Response<()>, Status> {
        Err(Status::unimplemented(""))
    }
}

#[test]
fn the_router_is_built() {
    let _ = gateway::router::<lookup_server::LookupServer<_>>(Service);
    let _ = gateway::router::<rooms_server::RoomsServer<_>>(Service);
}
