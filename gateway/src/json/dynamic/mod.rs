//! Messages known only by their descriptors, read from JSON and from the binary form, and written as both. They give a
//! user's compiler no work, however many messages there are. The rules of JSON are those of the codecs, and the rules
//! of the binary form are those of prost.

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

/// The memory that messages take that are known only by their descriptors.
pub(super) const SIZES: DynamicSizes = DynamicSizes {
    value: size_of::<Value>(),
    slot: size_of::<(usize, Slot)>(),
    object: size_of::<Object>(),
};

/// A message of a type that a descriptor names.
pub(super) enum DynamicMessage {
    /// A message whose JSON form is an object of its fields.
    Object(Box<Object>),
    /// A message with a JSON form of its own.
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

    /// Returns whether the message is an object with a member of this JSON name.
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
        // Messages with a form of their own check the depth themselves.
        if matches!(value, Self::Typed(_)) || writer.may_nest() {
            value.write(writer);
        }
    }

    fn read(value: &mut Self, reader: &mut Reader<'_>) -> Result<bool, ReadError> {
        value.read(reader)?;
        Ok(true)
    }
}
