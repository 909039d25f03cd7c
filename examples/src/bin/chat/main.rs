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
use tokio::net::TcpListener;

use crate::proto::chat_server::ChatServer;
use crate::rooms::Rooms;
use crate::service::ChatService;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let listener = TcpListener::bind(listen_address()?).await?;
    announce(listener.local_addr()?);
    let chat = ChatService::new(Rooms::with_lobby());
    let app = Router::new()
        .route("/", get(|| async { Html(include_str!("page.html")) }))
        .merge(gateway::router(chat.clone()))
        .merge(gateway::grpc::router(ChatServer::new(chat)));
    gateway::serve(listener, app).await?;
    Ok(())
}

fn listen_address() -> Result<SocketAddr, String> {
    let mut arguments = std::env::args().skip(1);
    match (
        arguments.next().as_deref(),
        arguments.next(),
        arguments.next(),
    ) {
        (None, ..) => Ok(SocketAddr::from(([127, 0, 0, 1], 3000))),
        (Some("--listen"), Some(address), None) => address
            .parse()
            .map_err(|error| format!("{address}: {error}")),
        _ => Err("usage: chat [--listen ADDRESS:PORT]".to_owned()),
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
