//! gateway.

use std::hint::black_box;

use bytes::BytesMut;
use gateway::Message;
use gateway::json::{self, JsonOptions, ReadOptions};

use crate::Subject;

/// The messages.
pub mod messages {
    include!(concat!(env!("OUT_DIR"), "/bench.v1.rs"));
}

/// The message that the JSON is, in protobuf's binary form.
pub(crate) fn protobuf<M: Message>(json: &serde_json::Value) -> Vec<u8> {
    Gateway::<M>::parse(json.to_string().as_bytes()).encode_to_vec()
}

struct Gateway<M> {
    message: M,
    out: BytesMut,
}

pub(crate) fn subject<M: Message>(protobuf: &[u8]) -> Box<dyn Subject> {
    Box::new(Gateway {
        message: M::decode(protobuf).expect("a message of this type"),
        out: BytesMut::new(),
    })
}

impl<M: Message> Gateway<M> {
    fn parse(json: &[u8]) -> M {
        let mut message = M::default();
        json::read(&mut message, json, &ReadOptions::DEFAULT).expect("the message's JSON");
        message
    }
}

impl<M: Message> Subject for Gateway<M> {
    fn write(&mut self) -> &[u8] {
        self.out.clear();
        json::write(
            black_box(&self.message),
            &mut self.out,
            &JsonOptions::DEFAULT,
        )
        .expect("a message with a JSON form");
        &self.out
    }

    fn read(&self, json: &[u8]) {
        black_box(Self::parse(black_box(json)));
    }

    fn transcode(&self, json: &[u8]) -> Vec<u8> {
        Self::parse(json).encode_to_vec()
    }
}
