//! Messages and services that the tests in `it/` serve, and the client that looks at them.

pub mod script;
pub mod server;
pub mod websocket;

/// Every kind of field that protobuf has.
#[allow(missing_docs)]
pub mod all {
    gateway::include_proto!("all.v1");
}

/// The four kinds of RPC.
#[allow(missing_docs)]
pub mod wire {
    gateway::include_proto!("wire.v1");
}
