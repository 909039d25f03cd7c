use gateway::gateway;
use tonic::{Request, Response, Status};
use ui_tests::{FindRequest, Room, store_server};

struct Service;

#[gateway(proto)]
#[tonic::async_trait]
impl store_server::Store for Service {
    #[http(post = "/rooms", body = "*", response_body = "owner")]
    async fn create(&self, _: Request<FindRequest>) -> Result<Response<Room>, Status> {
        unimplemented!()
    }

    async fn find(&self, _: Request<FindRequest>) -> Result<Response<Room>, Status> {
        unimplemented!()
    }
}

fn main() {}
