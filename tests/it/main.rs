//! The tests of gateway: one binary, a module for each part.

mod build;
mod cases;
mod invariants;
mod json;
mod liveness;
mod one_port;
mod websocket;
mod websocket_http2;
