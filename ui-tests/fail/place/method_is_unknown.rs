use gateway::gateway;
use tonic::{Request, Response, Status};
use ui_tests::{FindRequest, Room, rooms_server};

struct Service;

#[gateway]
#[tonic::async_trait]
impl rooms_server::Rooms for Service {
    #[http(get = "/rooms/{name}")]
    async fn lookup(&self, _: Request<FindRequest>) -> Result<Response<Room>, Status> {
        unimplemented!()
    }

    #[http(post = "/rooms", body = "*")]
    async fn create(&self, _: Request<Room>) -> Result<Response<Room>, Status> {
        unimplemented!()
    }

    async fn remove(&self, _: Request<FindRequest>) -> Result<Response<()>, Status> {
        unimplemented!()
    }
}

fn main() {}
