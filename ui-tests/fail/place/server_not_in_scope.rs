use gateway::gateway;
use tonic::{Request, Response, Status};
use ui_tests::lookup_server::Lookup;
use ui_tests::{FindRequest, Room};

struct Service;

#[gateway]
#[tonic::async_trait]
impl Lookup for Service {
    #[http(get = "/rooms/{name}")]
    async fn find(&self, _: Request<FindRequest>) -> Result<Response<Room>, Status> {
        unimplemented!()
    }
}

fn main() {}
