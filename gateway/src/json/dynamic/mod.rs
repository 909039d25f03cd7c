//! Messages that are known by their descriptors alone: read from JSON and from the binary form, and written as both.
//! A user's compiler has no work with them, whatever the number of messages. Each rule of JSON is that of the codecs,
//! and each rule of the binary form is that of prost.

mod key;
mod object;
mod slot;
mod typed;
mod value;
mod wire;

use crate::json::well_known::typed::typed;
use crate::memory::DynamicSizes;
use crate::schema::MessageDescriptor;

use super::codec::Codec;
use super::{ReadError, Reader, Writer};

use self::object::Object;
use self::slot::Slot;
pub(crate) use self::typed::{DynMessage, empty};
use self::value::Value;

/// What messages take that are known by their descriptors alone.
pub(super) const SIZES: DynamicSizes = DynamicSizes {
    value: size_of::<Value>(),
    slot: size_of::<(usize, Slot)>(),
    object: size_of::<Object>(),
};

/// A message of a type that a descriptor names.
pub(super) enum DynamicMessage {
    /// One whose JSON form is an object of its fields.
    Object(Box<Object>),
    /// One with a JSON form of its own.
    Typed(Box<dyn DynMessage>),
}

impl DynamicMessage {
    pub(super) fn new(descriptor: &'static MessageDescriptor) -> Self {
        match typed(descriptor) {
            Some(message) => Self::Typed(message),
            None => Self::Object(Box::new(Object::new(descriptor))),
        }
    }

    pub(super) fn write(&self, writer: &mut Writer<'_>) {
        match self {
            Self::Object(object) => object.write(writer),
            Self::Typed(message) => message.write(writer),
        }
    }

    /// Whether the message is an object with a member of this JSON name.
    pub(super) fn has_member(&self, name: &str, writer: &Writer<'_>) -> bool {
        match self {
            Self::Object(object) => object.has_member(name, writer),
            Self::Typed(_) => false,
        }
    }

    pub(super) fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        match self {
            Self::Object(object) => object.read(reader),
            Self::Typed(message) => message.read(reader),
        }
    }
}

impl Codec<Self> for DynamicMessage {
    fn is_default(_: &Self) -> bool {
        false
    }

    fn write(value: &Self, writer: &mut Writer<'_>) {
        // Messages with a form of their own look after it themselves.
        if matches!(value, Self::Typed(_)) || writer.may_nest() {
            value.write(writer);
        }
    }

    fn read(value: &mut Self, reader: &mut Reader<'_>) -> Result<bool, ReadError> {
        value.read(reader)?;
        Ok(true)
    }
}
