//! A crate may re-export `gateway`, also from a macro of its own.

mod framework {
    pub(super) use gateway as http_gateway;
}

use tonic::{Request, Response, Status};
use ui_tests::{FindRequest, Room, lookup_server};

struct Service;

#[framework::http_gateway::gateway(crate = self::framework::http_gateway)]
#[tonic::async_trait]
impl lookup_server::Lookup for Service {
    #[http(get = "/rooms/{name}")]
    async fn find(&self, _: Request<FindRequest>) -> Result<Response<Room>, Status> {
        Err(Status::unimplemented(""))
    }
}

macro_rules! lookup {
    ($service:ident, $path:literal) => {
        struct $service;

        #[gateway::gateway(crate = $crate::another_crate_path::framework::http_gateway)]
        #[tonic::async_trait]
        impl lookup_server::Lookup for $service {
            #[http(get = $path)]
            async fn find(&self, _: Request<FindRequest>) -> Result<Response<Room>, Status> {
                Err(Status::unimplemented(""))
            }
        }
    };
}

lookup!(Other, "/other/{name}");

macro_rules! with_gateway {
    ($service:item) => {
        #[gateway::gateway]
        $service
    };
}

struct Captured;

with_gateway! {
    #[tonic::async_trait]
    impl lookup_server::Lookup for Captured {
        #[http(get = "/captured/{name}")]
        async fn find(&self, _: Request<FindRequest>) -> Result<Response<Room>, Status> {
            Err(Status::unimplemented(""))
        }
    }
}

#[test]
fn the_router_is_built() {
    let _ = gateway::router(Service).merge(gateway::router(Other));
    let _ = gateway::router(Captured);
}
