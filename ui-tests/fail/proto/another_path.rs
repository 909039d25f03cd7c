use gateway::gateway;
use tonic::{Request, Response, Status};
use ui_tests::{FindRequest, Room, catalog_server};

struct Service;

#[gateway(proto)]
#[tonic::async_trait]
impl catalog_server::Catalog for Service {
    #[http(get = "/room/{name}")]
    #[http(get = "/search")]
    async fn find(&self, _: Request<FindRequest>) -> Result<Response<Room>, Status> {
        unimplemented!()
    }
}

fn main() {}
