//! Greets over gRPC, JSON, Server-Sent Events, NDJSON and WebSocket.

use std::time::Duration;

use futures_util::stream::{self, BoxStream, StreamExt};
use gateway::axum::{response::Html, routing::get};
use gateway::gateway;
use hello::hello_server::{Hello, HelloServer};
use hello::{GreetRequest, Greeting};
use tonic::{Request, Response, Status};

mod hello {
    gateway::include_proto!("hello.v1");
}

struct Greeter;

#[gateway]
#[tonic::async_trait]
impl Hello for Greeter {
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
        let greetings = stream::iter(after..i64::MAX).then(move |last| {
            let greeting = greeting(&name, last + 1);
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
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let app = gateway::router(Greeter)
        .merge(gateway::grpc::router(HelloServer::new(Greeter)))
        .route("/", get(|| async { Html(include_str!("index.html")) }));
    let address = std::env::args().nth(1).unwrap_or("127.0.0.1:3000".into());
    let listener = tokio::net::TcpListener::bind(&address)
        .await
        .map_err(|error| format!("{address}: {error}; try `cargo run -- 127.0.0.1:3001`"))?;
    println!("http://{}/", listener.local_addr()?);
    gateway::serve(listener, app).await?;
    Ok(())
}
