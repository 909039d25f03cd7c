use gateway::gateway;
use tonic::{Request, Response, Status};
use ui_tests::{FindRequest, Room, lookup_server};

struct Service;

#[gateway]
#[tonic::async_trait]
impl lookup_server::Lookup for Service {
    #[http(get = "/rooms/<name>")]
    async fn find(&self, _: Request<FindRequest>) -> Result<Response<Room>, Status> {
        unimplemented!()
    }
}

fn main() {}
