//! The whole grammar of paths, below a prefix.

use gateway::gateway;
use tonic::{Request, Response, Status};
use ui_tests::{FindRequest, Room, lookup_server};

struct Service;

#[gateway(prefix = "/api/v2")]
#[tonic::async_trait]
impl lookup_server::Lookup for Service {
    #[http(get = "/")]
    #[http(get = "/rooms")]
    #[http(get = "/rooms/*")]
    #[http(get = "/rooms/{name}/of/{owner.id}:find")]
    #[http(get = "/{name=rooms/*/parts/*}")]
    #[http(get = "/files/{name=**}")]
    #[http(get = "/files/{name=**/raw}/text:find")]
    #[http(get = "/**/end")]
    #[http(get = "/since/{since}/{page_size}")]
    #[http(get = "/by/{email}")]
    #[http(get = "/by/{number}:number")]
    #[http(get = "/räume/a%20b/{name}")]
    async fn find(&self, _: Request<FindRequest>) -> Result<Response<Room>, Status> {
        Err(Status::unimplemented(""))
    }
}

#[test]
fn the_router_is_built() {
    let _ = gateway::router(Service);
}
