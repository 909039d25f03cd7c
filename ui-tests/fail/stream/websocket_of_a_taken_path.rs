use gateway::gateway;
use tonic::{Request, Response, Status, Streaming};
use ui_tests::{BoxStream, Post, talk_server};

struct Service;

#[gateway]
#[tonic::async_trait]
impl talk_server::Talk for Service {
    type ChatStream = BoxStream<Post>;

    #[http(get = "/talk/{text}")]
    #[http(post = "/talk/{seq}", websocket(envelope))]
    #[http(post = "/talks", websocket(raw))]
    #[http(put = "/talks", websocket(raw))]
    async fn chat(&self, _: Request<Streaming<Post>>) -> Result<Response<Self::ChatStream>, Status> {
        unimplemented!()
    }
}

fn main() {}
