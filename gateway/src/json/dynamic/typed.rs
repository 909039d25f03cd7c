//! Messages with a JSON form of their own, as their Rust types.

use bytes::Buf;
use prost::DecodeError;
use prost::encoding::{DecodeContext, WireType};

use crate::json::{Message, ReadError, Reader, Writer};

/// A message of any type.
pub(crate) trait DynMessage: Send + Sync {
    fn write(&self, writer: &mut Writer<'_>);

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError>;

    fn merge_field(
        &mut self,
        number: u32,
        wire_type: WireType,
        bytes: &mut dyn Buf,
        context: DecodeContext,
    ) -> Result<(), DecodeError>;

    fn encode(&self) -> Vec<u8>;

    fn encoded_len(&self) -> usize;

    fn clear(&mut self);
}

impl<M: Message> DynMessage for M {
    fn write(&self, writer: &mut Writer<'_>) {
        Message::write(self, writer);
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        Message::read(self, reader)
    }

    fn merge_field(
        &mut self,
        number: u32,
        wire_type: WireType,
        mut bytes: &mut dyn Buf,
        context: DecodeContext,
    ) -> Result<(), DecodeError> {
        prost::Message::merge_field(self, number, wire_type, &mut bytes, context)
    }

    fn encode(&self) -> Vec<u8> {
        self.encode_to_vec()
    }

    fn encoded_len(&self) -> usize {
        prost::Message::encoded_len(self)
    }

    fn clear(&mut self) {
        prost::Message::clear(self);
    }
}

/// Creates an empty message.
pub(crate) fn empty<M: Message>() -> Box<dyn DynMessage> {
    Box::new(M::default())
}
