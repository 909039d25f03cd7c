//! serde_json with prost's messages that derive serde's traits: camelCase names, every field written, 64-bit integers and
//! enums as numbers, timestamps as objects.

use serde::{Deserialize, Serialize};

use crate::Subject;

use super::pbjson;

/// The messages.
pub mod messages {
    include!(concat!(env!("OUT_DIR"), "/serde/bench.v1.rs"));
}

/// A point in time.
#[derive(Clone, Copy, PartialEq, Eq, Hash, prost::Message, Serialize, Deserialize)]
pub struct Timestamp {
    /// Since 1970.
    #[prost(int64, tag = "1")]
    pub seconds: i64,
    /// What comes on top.
    #[prost(int32, tag = "2")]
    pub nanos: i32,
}

pub(crate) fn subject<M>(protobuf: &[u8]) -> Box<dyn Subject>
where
    M: prost::Message + Default + Serialize + for<'a> Deserialize<'a> + 'static,
{
    pbjson::subject::<M>(protobuf)
}
