//! A library in the manner of Google's API guidelines (<https://google.aip.dev>): resource names, field masks, custom
//! verbs, files. `cargo run -p examples --bin library`

mod mask;
mod service;
mod shelves;
mod stock;

/// What `build.rs` has made of `proto/library.proto`.
mod proto {
    #![allow(missing_docs, unreachable_pub)]
    gateway::include_proto!("library.v1");
}

use std::net::SocketAddr;

use gateway::Gateway;
use gateway::json::UnknownFields;

use crate::proto::library_server::LibraryServer;
use crate::service::LibraryService;
use crate::shelves::Shelves;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let address = match arguments.as_slice() {
        [] => "127.0.0.1:3000",
        [flag, address] if flag == "--listen" => address,
        _ => return Err("usage: library [--listen ADDRESS:PORT]".into()),
    };
    let listener = examples::listen(address).await?;
    announce(listener.local_addr()?);

    let library = LibraryService::new(Shelves::with_a_book());
    let app = Gateway::new()
        .service(library.clone())
        // Or else a PATCH of a field that is misspelt would change nothing, and look as if it had.
        .unknown_fields(UnknownFields::Reject)
        .build()?
        .merge(gateway::grpc::router(LibraryServer::new(library)));
    gateway::serve(listener, app)
        .with_graceful_shutdown(examples::stopped())
        .await?;
    Ok(())
}

fn announce(address: SocketAddr) {
    let novels = format!("http://{address}/v1/shelves/novels");
    let json = "-H 'content-type: application/json'";
    println!("get     curl {novels}/books/emma");
    println!("search  curl '{novels}/books:search?q=austen'");
    println!(
        "create  curl '{novels}/books?book_id=persuasion' {json} -d '{{\"title\":\"Persuasion\"}}'"
    );
    println!("update  curl -X PATCH {novels}/books/emma {json} -d '{{\"read\":true}}'");
    println!("cover   curl -T cover.png -H 'content-type: image/png' {novels}/books/emma/cover");
    println!("custom  curl -X LIST http://{address}/v1/shelves");
    println!("gRPC    {address} library.v1.Library");
}
