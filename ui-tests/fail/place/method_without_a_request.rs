use gateway::gateway;
use tonic::{Response, Status};
use ui_tests::{Room, lookup_server};

struct Service;

#[gateway]
#[tonic::async_trait]
impl lookup_server::Lookup for Service {
    #[http(get = "/rooms")]
    async fn find(&self) -> Result<Response<Room>, Status> {
        unimplemented!()
    }
}

fn main() {}
