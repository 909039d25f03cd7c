//! The services that the attributes of the tests stand on.

#[allow(missing_docs)]
mod rooms {
    tonic::include_proto!("rooms.v1");
}

pub use rooms::*;

/// tonic's stream of responses.
pub type BoxStream<T> =
    std::pin::Pin<Box<dyn tokio_stream::Stream<Item = Result<T, tonic::Status>> + Send>>;

pub mod plain;
