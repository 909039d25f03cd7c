//! A tonic client of the `chat` example: the same methods over gRPC, on the same port.
//!
//! `cargo run -p examples --bin grpc_client`, while `chat` runs.

use chat::chat_client::ChatClient;
use chat::{GetRoomRequest, PostRequest, SubscribeRequest};

#[allow(missing_docs, unreachable_pub)]
mod chat {
    gateway::include_proto!("chat.v1");
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let address = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "http://127.0.0.1:3000".to_owned());
    let chat = ChatClient::connect(address.clone()).await;
    let mut chat = chat.map_err(|error| {
        format!("{address}: {error}; start the server by `cargo run -p examples --bin chat`")
    })?;
    let request = GetRoomRequest {
        room: "lobby".to_owned(),
    };
    println!("{:?}", chat.get_room(request).await?.into_inner());

    let post = PostRequest {
        room: "lobby".to_owned(),
        author: "grpc".to_owned(),
        text: "from a tonic client".to_owned(),
        ..PostRequest::default()
    };
    let posted = chat.post(post).await?.into_inner();

    let request = SubscribeRequest {
        room: "lobby".to_owned(),
        after_seq: posted.seq - 2,
        limit: 2,
    };
    let mut messages = chat.subscribe(request).await?.into_inner();
    while let Some(message) = messages.message().await? {
        println!("{} {}: {}", message.seq, message.author, message.text);
    }
    Ok(())
}
