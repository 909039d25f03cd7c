//! The tests of gateway: one binary, a module for each part.

mod build;
mod cases;
mod details;
mod invariants;
mod json;
mod liveness;
mod one_port;
mod rows;
mod websocket;
mod websocket_http2;
mod websocket_memory;
