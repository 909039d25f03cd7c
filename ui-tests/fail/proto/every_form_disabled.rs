use gateway::gateway;
use tonic::{Request, Response, Status};
use ui_tests::{BoxStream, Post, WatchRequest, news_server};

struct Service;

#[gateway(proto, stream(disable_sse, disable_websockets, disable_chunked_transfer))]
#[tonic::async_trait]
impl news_server::News for Service {
    type WatchStream = BoxStream<Post>;

    async fn watch(&self, _: Request<WatchRequest>) -> Result<Response<Self::WatchStream>, Status> {
        unimplemented!()
    }
}

fn main() {}
