use gateway::gateway;
use tonic::{Request, Response, Status, Streaming};
use ui_tests::{Post, Room, upload_server};

struct Service;

type Posts = Streaming<Post>;

#[gateway]
#[tonic::async_trait]
impl upload_server::Upload for Service {
    #[http(post = "/posts", body = "*")]
    async fn import(&self, _: Request<Posts>) -> Result<Response<Room>, Status> {
        unimplemented!()
    }
}

fn main() {}
