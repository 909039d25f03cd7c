use gateway::gateway;
use tonic::{Request, Response, Status};
use ui_tests::{BoxStream, Post, WatchRequest, bound::feed_server};

struct Service;

#[gateway(proto, stream(disable_sse, disable_websockets, disable_chunked_transfer))]
#[tonic::async_trait]
impl feed_server::Feed for Service {
    type WatchStream = BoxStream<Post>;

    async fn watch(&self, _: Request<WatchRequest>) -> Result<Response<Self::WatchStream>, Status> {
        unimplemented!()
    }
}

fn main() {}
