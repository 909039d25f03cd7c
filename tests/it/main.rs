//! The tests of gateway: one binary, a module for each part.

mod build;
mod cases;
mod details;
mod duplex;
mod handlers;
mod head;
mod intercepting;
mod invariants;
mod json;
mod limits;
mod liveness;
mod matrix;
mod metrics;
mod observing;
mod one_port;
mod panics;
mod raw_bodies;
mod rows;
mod shutdown;
mod spans;
mod subprotocols;
mod unread;
mod websocket;
mod websocket_bodies;
mod websocket_http2;
mod websocket_memory;
