//! prost-reflect: messages whose types are known at run time only.

use std::hint::black_box;
use std::sync::LazyLock;

use prost::Message as _;
use prost_reflect::{DescriptorPool, DynamicMessage, ReflectMessage as _};
use serde::Serialize as _;

use crate::Subject;

use super::gateway::messages::FILE_DESCRIPTOR_SET;

static POOL: LazyLock<DescriptorPool> =
    LazyLock::new(|| DescriptorPool::decode(FILE_DESCRIPTOR_SET).expect("valid descriptors"));

struct Reflect {
    message: DynamicMessage,
    out: Vec<u8>,
}

pub(crate) fn subject(name: &str, protobuf: &[u8]) -> Box<dyn Subject> {
    Box::new(Reflect {
        message: decode(name, protobuf),
        out: Vec::new(),
    })
}

/// The message, which can be compared with others of its type.
pub(crate) fn decode(name: &str, protobuf: &[u8]) -> DynamicMessage {
    let descriptor = POOL
        .get_message_by_name(&format!("bench.v1.{name}"))
        .expect("a message of the pool");
    DynamicMessage::decode(descriptor, protobuf).expect("a message of this type")
}

impl Reflect {
    fn parse(&self, json: &[u8]) -> DynamicMessage {
        let mut json = serde_json::Deserializer::from_slice(json);
        let message = DynamicMessage::deserialize(self.message.descriptor(), &mut json)
            .expect("the message's JSON");
        json.end().expect("nothing else");
        message
    }
}

impl Subject for Reflect {
    fn write(&mut self) -> &[u8] {
        self.out.clear();
        black_box(&self.message)
            .serialize(&mut serde_json::Serializer::new(&mut self.out))
            .expect("a message with a JSON form");
        &self.out
    }

    fn read(&self, json: &[u8]) {
        black_box(self.parse(black_box(json)));
    }

    fn transcode(&self, json: &[u8]) -> Vec<u8> {
        self.parse(json).encode_to_vec()
    }
}
