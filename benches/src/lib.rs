//! What the benchmarks measure: messages, and the libraries that write them as JSON and read them.

pub mod engine;
pub mod row;
mod sample;

pub use engine::{Engine, Subject};
pub use row::Row;
