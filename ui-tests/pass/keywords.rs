//! Methods and fields may be named like keywords.

use gateway::gateway;
use tonic::{Request, Response, Status};
use ui_tests::{BoxStream, Loop, keyword_server};

struct Service;

#[gateway]
#[tonic::async_trait]
impl keyword_server::Keyword for Service {
    type TypeStream = BoxStream<Loop>;

    #[http(get = "/loop/{type}/{match}", sse(id = "type", event = "match"))]
    async fn r#type(&self, _: Request<Loop>) -> Result<Response<Self::TypeStream>, Status> {
        Err(Status::unimplemented(""))
    }
}

#[test]
fn the_router_is_built() {
    let _ = gateway::router(Service);
}
