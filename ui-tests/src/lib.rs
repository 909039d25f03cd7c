//! The services that the attributes of the tests stand on.

#[allow(missing_docs)]
mod rooms {
    gateway::include_proto!("rooms.v1");
}

/// The services of the examples in the documentation.
#[allow(missing_docs)]
pub mod chat {
    gateway::include_proto!("chat.v1");
}

pub mod plain;

pub use rooms::*;

/// tonic's stream of responses.
pub type BoxStream<T> =
    std::pin::Pin<Box<dyn tokio_stream::Stream<Item = Result<T, tonic::Status>> + Send>>;

#[cfg(doctest)]
#[doc = include_str!(concat!(env!("OUT_DIR"), "/crate.md"))]
mod crate_page {}

#[cfg(doctest)]
#[doc = include_str!(concat!(env!("OUT_DIR"), "/gateway.md"))]
mod gateway_page {}

#[cfg(doctest)]
#[doc = include_str!(concat!(env!("OUT_DIR"), "/http.md"))]
mod http_page {}

#[cfg(doctest)]
#[doc = include_str!(concat!(env!("OUT_DIR"), "/recipes.md"))]
mod recipes_page {}

#[cfg(doctest)]
#[doc = include_str!(concat!(env!("OUT_DIR"), "/migration_servicekit.md"))]
mod servicekit_page {}
