//! JSON, Server-Sent Events, NDJSON and WebSockets in front of a gRPC server that is elsewhere: no service is
//! implemented here, the handlers are calls of a tonic client.
//!
//! `cargo run -p examples --bin proxy`, while `chat` runs.

mod onward;
mod remote;

/// What `build.rs` has made of `proto/chat.proto`.
mod proto {
    #![allow(missing_docs, unreachable_pub)]
    gateway::include_proto!("chat.v1");
}

use std::net::SocketAddr;

use axum::Router;
use gateway::SseFields;
use tonic::transport::Endpoint;

use crate::proto::chat_server::ChatServer;
use crate::remote::Remote;

const USAGE: &str = "usage: proxy [--listen ADDRESS:PORT] [--remote URL]";

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let options = Options::of_the_command_line()?;
    let remote = Endpoint::from_shared(options.remote.clone())?.connect_lazy();
    let listener = examples::listen(&options.listen).await?;
    announce(listener.local_addr()?, &options.remote);
    let app = routes(&Remote::new(remote));
    gateway::serve(listener, app)
        .with_graceful_shutdown(examples::stopped())
        .await?;
    Ok(())
}

/// The type says which service the methods are of; nothing serves it.
type Chat = ChatServer<()>;

fn routes(remote: &Remote) -> Router {
    let get_room = gateway::unary(remote.call(Remote::get_room)).method::<Chat>("GetRoom");
    let subscribe = gateway::server_streaming(remote.call(Remote::subscribe))
        .method::<Chat>("Subscribe")
        .sse(SseFields::NONE.id("seq").resume("after_seq"));
    let import = gateway::client_streaming(remote.call(Remote::import)).method::<Chat>("Import");
    let talk = gateway::bidi_streaming(remote.call(Remote::talk)).method::<Chat>("Talk");
    let rooms = Router::new()
        .route("/{room}", get_room.into())
        .route("/{room}/messages", subscribe.into())
        .route("/{room}/import", import.into())
        .route("/{room}/talk", talk.into());
    Router::new().nest("/chat/rooms", rooms)
}

struct Options {
    listen: String,
    remote: String,
}

impl Options {
    fn of_the_command_line() -> Result<Self, String> {
        let mut options = Self {
            listen: "127.0.0.1:3001".to_owned(),
            remote: "http://127.0.0.1:3000".to_owned(),
        };
        let mut arguments = std::env::args().skip(1);
        while let Some(name) = arguments.next() {
            match (name.as_str(), arguments.next()) {
                ("--listen", Some(address)) => options.listen = address,
                ("--remote", Some(url)) => options.remote = url,
                _ => return Err(USAGE.to_owned()),
            }
        }
        Ok(options)
    }
}

fn announce(address: SocketAddr, remote: &str) {
    println!("HTTP  curl http://{address}/chat/rooms/lobby");
    println!(
        "SSE   curl -N -H 'accept: text/event-stream' http://{address}/chat/rooms/lobby/messages"
    );
    println!("WS    ws://{address}/chat/rooms/lobby/talk");
    println!("gRPC  {remote} chat.v1.Chat, which answers");
}
