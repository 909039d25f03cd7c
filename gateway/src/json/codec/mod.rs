//! Codecs, which write and read one value of each protobuf type.

mod enums;

use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use base64::{Engine, alphabet, engine::DecodePaddingMode};

pub use self::enums::{Enum, EnumValue, NullValue};
pub(super) use self::enums::{read_enum, write_enum};
use super::number::{self, Float as _, Integer, NotInteger};
use super::{ReadError, Reader, Writer};

/// A protobuf type whose values are `V` in Rust.
pub trait Codec<V> {
    /// Whether `null` is a value rather than the absence of one.
    const TAKES_NULL: bool = false;

    /// Returns `true` if a field without presence leaves the value out.
    fn is_default(value: &V) -> bool;

    /// Writes the value.
    fn write(value: &V, writer: &mut Writer<'_>);

    /// Reads a value. Returns `false` if it is to be dropped, as an unknown name of an enum value may be.
    ///
    /// # Errors
    ///
    /// The text is not a value of this type.
    fn read(value: &mut V, reader: &mut Reader<'_>) -> Result<bool, ReadError>;
}

macro_rules! integer {
    ($($codec:ident $type:ident $write:ident $name:literal;)*) => {$(
        #[doc = concat!("`", $name, "`")]
        #[derive(Debug)]
        pub struct $codec;

        impl Codec<$type> for $codec {
            #[inline]
            fn is_default(value: &$type) -> bool {
                *value == 0
            }

            #[inline]
            fn write(value: &$type, writer: &mut Writer<'_>) {
                writer.$write(*value);
            }

            #[inline]
            fn read(value: &mut $type, reader: &mut Reader<'_>) -> Result<bool, ReadError> {
                *value = read_integer(reader)?;
                Ok(true)
            }
        }
    )*};
}

integer! {
    Int32 i32 integer "int32";
    Uint32 u32 integer "uint32";
    Int64 i64 quoted_integer "int64";
    Uint64 u64 quoted_integer "uint64";
}

#[inline]
fn read_integer<T: Integer>(reader: &mut Reader<'_>) -> Result<T, ReadError> {
    if let Some((number, end)) = reader.decimal()
        && let Some(value) = number.whole().and_then(|value| T::try_from(value).ok())
    {
        reader.move_to(end);
        return Ok(value);
    }
    read_any_integer(reader)
}

#[cold]
fn read_any_integer<T: Integer>(reader: &mut Reader<'_>) -> Result<T, ReadError> {
    let offset = reader.offset();
    let text = reader.number("an integer")?;
    number::integer(&text).map_err(|error| reader.expected_at(offset, not_integer::<T>(&error)))
}

pub(super) fn not_integer<T: Integer>(error: &NotInteger) -> &'static str {
    match error {
        NotInteger::Malformed => "an integer",
        NotInteger::OutOfRange => T::RANGE,
    }
}

macro_rules! float {
    ($($codec:ident $type:ident $name:literal $what:literal;)*) => {$(
        #[doc = concat!("`", $name, "`")]
        #[derive(Debug)]
        pub struct $codec;

        impl Codec<$type> for $codec {
            #[inline]
            fn is_default(value: &$type) -> bool {
                value.is_default()
            }

            #[inline(always)]
            fn write(value: &$type, writer: &mut Writer<'_>) {
                writer.float(*value);
            }

            fn read(value: &mut $type, reader: &mut Reader<'_>) -> Result<bool, ReadError> {
                *value = read_float(reader, $what)?;
                Ok(true)
            }
        }
    )*};
}

float! {
    Double f64 "double" "a number in the range of a double";
    Float f32 "float" "a number in the range of a float";
}

fn read_float<T: number::Float>(reader: &mut Reader<'_>, range: &str) -> Result<T, ReadError> {
    if let Some((number, end)) = reader.decimal() {
        reader.move_to(end);
        return Ok(T::from_decimal(number));
    }
    read_any_float(reader, range)
}

fn read_any_float<T: number::Float>(reader: &mut Reader<'_>, range: &str) -> Result<T, ReadError> {
    let offset = reader.offset();
    let is_text = reader.is_url() || !reader.at_number();
    let text = reader.number("a number")?;
    match &*text {
        "NaN" if is_text => return Ok(T::NAN),
        "Infinity" if is_text => return Ok(T::INFINITY),
        "-Infinity" if is_text => return Ok(T::NEG_INFINITY),
        _ => {}
    }
    let value = text
        .parse()
        .ok()
        .filter(|_| !is_text || number::is_number(&text));
    let value: T = value.ok_or_else(|| reader.expected_at(offset, "a number"))?;
    if value.is_finite() {
        Ok(value)
    } else {
        Err(reader.expected_at(offset, range))
    }
}

/// `bool`
#[derive(Debug)]
pub struct Bool;

impl Codec<bool> for Bool {
    #[inline]
    fn is_default(value: &bool) -> bool {
        !value
    }

    #[inline]
    fn write(value: &bool, writer: &mut Writer<'_>) {
        writer.boolean(*value);
    }

    fn read(value: &mut bool, reader: &mut Reader<'_>) -> Result<bool, ReadError> {
        *value = reader.boolean()?;
        Ok(true)
    }
}

/// `string`
#[derive(Debug)]
pub struct String;

impl Codec<std::string::String> for String {
    #[inline]
    fn is_default(value: &std::string::String) -> bool {
        value.is_empty()
    }

    #[inline]
    fn write(value: &std::string::String, writer: &mut Writer<'_>) {
        writer.string(value);
    }

    fn read(value: &mut std::string::String, reader: &mut Reader<'_>) -> Result<bool, ReadError> {
        let text = reader.string("a string")?;
        reader.charge(text.len())?;
        *value = text.into_owned();
        Ok(true)
    }
}

/// `bytes`
#[derive(Debug)]
pub struct Bytes;

impl<V: AsRef<[u8]> + From<Vec<u8>>> Codec<V> for Bytes {
    #[inline]
    fn is_default(value: &V) -> bool {
        value.as_ref().is_empty()
    }

    fn write(value: &V, writer: &mut Writer<'_>) {
        writer.base64(value.as_ref());
    }

    fn read(value: &mut V, reader: &mut Reader<'_>) -> Result<bool, ReadError> {
        let offset = reader.offset();
        let text = reader.string("a base64 string")?;
        let bytes =
            decode_base64(&text).ok_or_else(|| reader.expected_at(offset, "a base64 string"))?;
        reader.charge(bytes.len())?;
        *value = V::from(bytes);
        Ok(true)
    }
}

fn decode_base64(text: &str) -> Option<Vec<u8>> {
    const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
    const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);
    match memchr::memchr2(b'-', b'_', text.as_bytes()) {
        Some(_) => URL_SAFE.decode(text).ok(),
        None => STANDARD.decode(text).ok(),
    }
}

/// A message
#[derive(Debug)]
pub struct Message;

impl<M: crate::Message> Codec<M> for Message {
    const TAKES_NULL: bool = M::DESCRIPTOR.takes_null();

    fn is_default(_: &M) -> bool {
        false
    }

    fn write(value: &M, writer: &mut Writer<'_>) {
        // Messages with a form of their own check the depth themselves.
        if !M::DESCRIPTOR.is_object() || writer.may_nest() {
            value.write(writer);
        }
    }

    fn read(value: &mut M, reader: &mut Reader<'_>) -> Result<bool, ReadError> {
        value.read(reader)?;
        Ok(true)
    }
}
