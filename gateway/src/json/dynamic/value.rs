//! One value, whose type is only known at run time.

use crate::json::codec::{self, Codec};
use crate::json::{ReadError, Reader, Writer};
use crate::schema::{EnumDescriptor, FieldKind};

use super::DynamicMessage;

pub(super) enum Value {
    Double(f64),
    Float(f32),
    Int32(i32),
    Int64(i64),
    Uint32(u32),
    Uint64(u64),
    Bool(bool),
    String(String),
    Bytes(Vec<u8>),
    Null(i32),
    Enum(EnumNumber),
    Message(DynamicMessage),
}

/// The number of an enum value.
pub(super) struct EnumNumber {
    pub(super) number: i32,
    descriptor: &'static EnumDescriptor,
}

impl Value {
    /// Returns the default of a type.
    #[inline]
    pub(super) fn new(kind: &FieldKind) -> Self {
        match kind {
            FieldKind::Double => Self::Double(0.0),
            FieldKind::Float => Self::Float(0.0),
            FieldKind::Int32 => Self::Int32(0),
            FieldKind::Int64 => Self::Int64(0),
            FieldKind::Uint32 => Self::Uint32(0),
            FieldKind::Uint64 => Self::Uint64(0),
            FieldKind::Bool => Self::Bool(false),
            FieldKind::String => Self::String(String::new()),
            FieldKind::Bytes => Self::Bytes(Vec::new()),
            FieldKind::Enum(_) if kind.takes_null() => Self::Null(0),
            FieldKind::Enum(descriptor) => Self::Enum(EnumNumber::first(descriptor)),
            FieldKind::Message(descriptor) => Self::Message(DynamicMessage::new(descriptor)),
        }
    }
}

/// Evaluates the same expression for a value of any type, with the codec of the type.
macro_rules! with_codec {
    ($self:expr, $value:ident: $codec:ident => $result:expr) => {
        with_codec!(@each $self, $value, $codec, $result,
            Double codec::Double, Float codec::Float, Int32 codec::Int32, Int64 codec::Int64,
            Uint32 codec::Uint32, Uint64 codec::Uint64, Bool codec::Bool, String codec::String,
            Bytes codec::Bytes, Null codec::NullValue, Enum EnumNumber, Message DynamicMessage)
    };
    (@each $self:expr, $value:ident, $codec:ident, $result:expr, $($variant:ident $type:ty),*) => {
        match $self {$(
            Value::$variant($value) => {
                type $codec = $type;
                $result
            }
        )*}
    };
}

impl Codec<Self> for Value {
    fn is_default(value: &Self) -> bool {
        with_codec!(value, value: Type => <Type as Codec<_>>::is_default(value))
    }

    fn write(value: &Self, writer: &mut Writer<'_>) {
        with_codec!(value, value: Type => <Type as Codec<_>>::write(value, writer));
    }

    fn read(value: &mut Self, reader: &mut Reader<'_>) -> Result<bool, ReadError> {
        with_codec!(value, value: Type => <Type as Codec<_>>::read(value, reader))
    }
}

impl EnumNumber {
    /// Returns the default of an enum, which is its first value.
    fn first(descriptor: &'static EnumDescriptor) -> Self {
        Self {
            number: descriptor.values().first().map_or(0, |value| value.1),
            descriptor,
        }
    }
}

impl Codec<Self> for EnumNumber {
    fn is_default(value: &Self) -> bool {
        value.number == 0
    }

    fn write(value: &Self, writer: &mut Writer<'_>) {
        codec::write_enum(value.descriptor, value.number, writer);
    }

    fn read(value: &mut Self, reader: &mut Reader<'_>) -> Result<bool, ReadError> {
        codec::read_enum(value.descriptor, &mut value.number, reader)
    }
}
