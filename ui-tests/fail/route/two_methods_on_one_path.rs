use gateway::gateway;
use tonic::{Request, Response, Status};
use ui_tests::{FindRequest, Room, rooms_server};

struct Service;

#[gateway(prefix = "/api")]
#[tonic::async_trait]
impl rooms_server::Rooms for Service {
    #[http(delete = "/{name=rooms/*}", body = "*")]
    async fn create(&self, _: Request<Room>) -> Result<Response<Room>, Status> {
        unimplemented!()
    }

    #[http(delete = "/rooms/{number}")]
    async fn remove(&self, _: Request<FindRequest>) -> Result<Response<()>, Status> {
        unimplemented!()
    }
}

fn main() {}
