//! pbjson: serde's traits for ProtoJSON, generated.

use std::hint::black_box;

use serde::{Deserialize, Serialize};

use crate::Subject;

/// The messages.
pub mod messages {
    include!(concat!(env!("OUT_DIR"), "/pbjson/bench.v1.rs"));
    include!(concat!(env!("OUT_DIR"), "/pbjson/bench.v1.serde.rs"));
}

struct Serde<M> {
    message: M,
    out: Vec<u8>,
}

/// A message that implements serde's traits.
pub(crate) fn subject<M>(protobuf: &[u8]) -> Box<dyn Subject>
where
    M: prost::Message + Default + Serialize + for<'a> Deserialize<'a> + 'static,
{
    Box::new(Serde {
        message: M::decode(protobuf).expect("a message of this type"),
        out: Vec::new(),
    })
}

impl<M> Subject for Serde<M>
where
    M: prost::Message + Serialize + for<'a> Deserialize<'a>,
{
    fn write(&mut self) -> &[u8] {
        self.out.clear();
        serde_json::to_writer(&mut self.out, black_box(&self.message))
            .expect("a message with a JSON form");
        &self.out
    }

    fn read(&self, json: &[u8]) {
        let message: M = serde_json::from_slice(black_box(json)).expect("the message's JSON");
        black_box(message);
    }

    fn transcode(&self, json: &[u8]) -> Vec<u8> {
        let message: M = serde_json::from_slice(json).expect("the message's JSON");
        message.encode_to_vec()
    }
}
