use gateway::gateway;
use tonic::{Request, Response, Status};
use ui_tests::{FindRequest, Room, bound::lookup_server};

struct Service;

#[gateway(proto)]
#[tonic::async_trait]
impl lookup_server::Lookup for Service {
    #[http(get = "/rooms/{name}")]
    #[http(get = "/search")]
    #[http(get = "/find")]
    async fn find(&self, _: Request<FindRequest>) -> Result<Response<Room>, Status> {
        unimplemented!()
    }
}

fn main() {}
