use gateway::gateway;
use tonic::{Request, Response, Status, Streaming};
use ui_tests::{Post, Room, bound::upload_server};

struct Service;

#[gateway(proto, stream(disable_chunked_transfer))]
#[tonic::async_trait]
impl upload_server::Upload for Service {
    async fn import(&self, _: Request<Streaming<Post>>) -> Result<Response<Room>, Status> {
        unimplemented!()
    }
}

fn main() {}
