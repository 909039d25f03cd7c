use gateway::gateway;
use tonic::{Request, Response, Status, Streaming};
use ui_tests::{Post, Room, upload_server};

struct Service;

#[gateway]
#[tonic::async_trait]
impl upload_server::Upload for Service {
    #[http(post = "/posts", stream(disable_sse))]
    async fn import(&self, _: Request<Streaming<Post>>) -> Result<Response<Room>, Status> {
        unimplemented!()
    }
}

fn main() {}
