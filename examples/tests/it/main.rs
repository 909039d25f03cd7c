//! The examples as they run, over real sockets: one binary, a module for each example.

mod chat;
mod library;
mod project;
mod proxy;
mod readme;
mod running;
mod session;
