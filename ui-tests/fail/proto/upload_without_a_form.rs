use gateway::gateway;
use tonic::{Request, Response, Status, Streaming};
use ui_tests::{Post, Room, intake_server};

struct Service;

#[gateway(proto, stream(disable_chunked_transfer))]
#[tonic::async_trait]
impl intake_server::Intake for Service {
    async fn import(&self, _: Request<Streaming<Post>>) -> Result<Response<Room>, Status> {
        unimplemented!()
    }
}

fn main() {}
