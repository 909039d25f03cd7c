//! The smallest service: one unary method, one stream. `cargo run -p examples --bin hello`

use std::time::Duration;

use futures_util::stream::{self, BoxStream, StreamExt};
use gateway::gateway;
use hello::{GreetRequest, Greeting, hello_server};
use tonic::{Request, Response, Status};

#[allow(missing_docs, unreachable_pub)]
mod hello {
    gateway::include_proto!("hello.v1");
}

struct Greeter;

#[gateway]
#[tonic::async_trait]
impl hello_server::Hello for Greeter {
    #[http(get = "/v1/greetings/{name}")]
    async fn greet(&self, request: Request<GreetRequest>) -> Result<Response<Greeting>, Status> {
        Ok(Response::new(greeting(&request.get_ref().name, 1)))
    }

    type WatchStream = BoxStream<'static, Result<Greeting, Status>>;

    #[http(
        get = "/v1/greetings/{name}:watch",
        sse(id = "count", resume = "after")
    )]
    async fn watch(
        &self,
        request: Request<GreetRequest>,
    ) -> Result<Response<Self::WatchStream>, Status> {
        let GreetRequest { name, after } = request.into_inner();
        let greetings = stream::iter(after + 1..).then(move |count| {
            let greeting = greeting(&name, count);
            async move {
                tokio::time::sleep(Duration::from_secs(1)).await;
                Ok(greeting)
            }
        });
        Ok(Response::new(greetings.boxed()))
    }
}

fn greeting(name: &str, count: i64) -> Greeting {
    Greeting {
        count,
        text: format!("Hello, {name}!"),
    }
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let app = gateway::router(Greeter).merge(gateway::grpc::router(
        hello_server::HelloServer::new(Greeter),
    ));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
    gateway::serve(listener, app).await
}
