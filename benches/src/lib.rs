//! What the benchmarks measure: messages, the libraries that write them as JSON and read them, and a service that is
//! served by gateway and by hand.

pub mod by_hand;
pub mod engine;
pub mod feed;
pub mod row;
mod sample;

pub use engine::{Engine, Subject};
pub use row::Row;
