//! Chat rooms over gRPC, JSON, Server-Sent Events, WebSocket and NDJSON on one port.
//!
//! `cargo run -p examples --bin chat`, then open the address that it prints.

mod rooms;
mod service;
mod talk;

/// What `build.rs` has made of `proto/chat.proto`.
mod proto {
    #![allow(missing_docs, unreachable_pub)]
    gateway::include_proto!("chat.v1");
}

use std::net::SocketAddr;

use axum::Router;
use axum::response::Html;
use axum::routing::get;
use gateway::{Gateway, WebSocket};
use tonic::{Request, Status};

use crate::proto::chat_server::ChatServer;
use crate::rooms::Rooms;
use crate::service::ChatService;

const USAGE: &str =
    "usage: chat [--listen ADDRESS:PORT] [--allow-origin ORIGIN]... [--token TOKEN]";

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let options = Options::of_the_command_line()?;
    let listener = examples::listen(&options.listen).await?;
    announce(listener.local_addr()?);
    let chat = ChatService::new(Rooms::with_lobby());
    let token = options.token.map(|token| format!("Bearer {token}"));
    let authorize = move |request| authorize(request, token.as_deref());
    let gateway = Gateway::new()
        .service(chat.clone())
        .interceptor(authorize.clone())
        .websocket(WebSocket::default().origins(options.origins));
    let grpc = ChatServer::with_interceptor(chat, authorize);
    let app = Router::new()
        .route("/", get(|| async { Html(include_str!("page.html")) }))
        .merge(gateway.build()?)
        .merge(gateway::grpc::router(grpc));
    gateway::serve(listener, app)
        .with_graceful_shutdown(examples::stopped())
        .await?;
    Ok(())
}

/// Lets a call in that brings the token, where there is one.
fn authorize(request: Request<()>, token: Option<&str>) -> Result<Request<()>, Status> {
    let brought = request.metadata().get("authorization");
    let is_allowed = token.is_none_or(|token| brought.is_some_and(|brought| brought == token));
    if is_allowed {
        Ok(request)
    } else {
        Err(Status::unauthenticated("bring the token of `--token`"))
    }
}

struct Options {
    listen: String,
    /// Other sites whose pages may open WebSockets.
    origins: Vec<String>,
    /// What callers have to bring as `authorization: Bearer TOKEN`; a page offers it as the subprotocol `bearer.TOKEN`.
    token: Option<String>,
}

impl Options {
    fn of_the_command_line() -> Result<Self, String> {
        let mut options = Self {
            listen: "127.0.0.1:3000".to_owned(),
            origins: Vec::new(),
            token: None,
        };
        let mut arguments = std::env::args().skip(1);
        while let Some(name) = arguments.next() {
            match (name.as_str(), arguments.next()) {
                ("--listen", Some(address)) => options.listen = address,
                ("--allow-origin", Some(origin)) => options.origins.push(origin),
                ("--token", Some(token)) => options.token = Some(token),
                _ => return Err(USAGE.to_owned()),
            }
        }
        Ok(options)
    }
}

fn announce(address: SocketAddr) {
    println!("page  http://{address}/");
    println!("HTTP  curl http://{address}/v1/rooms");
    println!(
        "SSE   curl -N -H 'accept: text/event-stream' http://{address}/v1/rooms/lobby/messages"
    );
    println!("WS    ws://{address}/v1/rooms/lobby/talk");
    println!("gRPC  {address} chat.v1.Chat");
}
