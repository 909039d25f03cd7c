use gateway::gateway;
use tonic::{Request, Response, Status};
use ui_tests::plain::{Text, echo_server};

struct Service;

#[gateway]
#[tonic::async_trait]
impl echo_server::Echo for Service {
    #[http(get = "/echo/{text}")]
    async fn echo(&self, _: Request<Text>) -> Result<Response<Text>, Status> {
        unimplemented!()
    }
}

fn main() {}
