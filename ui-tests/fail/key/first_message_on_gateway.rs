use gateway::gateway;
use tonic::{Request, Response, Status};
use ui_tests::{BoxStream, Post, WatchRequest, feed_server};

struct Service;

#[gateway(websocket(first_message))]
#[tonic::async_trait]
impl feed_server::Feed for Service {
    type WatchStream = BoxStream<Post>;

    #[http(get = "/feed")]
    async fn watch(&self, _: Request<WatchRequest>) -> Result<Response<Self::WatchStream>, Status> {
        unimplemented!()
    }
}

fn main() {}
