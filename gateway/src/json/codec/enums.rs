//! Enums: names in JSON, numbers in Rust.

use std::marker::PhantomData;

use crate::json::{ReadError, Reader, Writer, number};
use crate::schema::EnumDescriptor;

use super::{Codec, not_integer};

/// An enum that `gateway-build` describes.
pub trait Enum {
    /// The enum's name and values.
    const DESCRIPTOR: &'static EnumDescriptor;
}

/// The enum `E`
#[derive(Debug)]
pub struct EnumValue<E>(PhantomData<E>);

impl<E: Enum> Codec<i32> for EnumValue<E> {
    #[inline]
    fn is_default(value: &i32) -> bool {
        *value == 0
    }

    fn write(value: &i32, writer: &mut Writer<'_>) {
        write_enum(E::DESCRIPTOR, *value, writer);
    }

    fn read(value: &mut i32, reader: &mut Reader<'_>) -> Result<bool, ReadError> {
        // The names are constants here, which are compared in a few instructions.
        match reader.take_enum_value(E::DESCRIPTOR) {
            Some(number) => {
                *value = number;
                Ok(true)
            }
            None => read_enum(E::DESCRIPTOR, value, reader),
        }
    }
}

/// `google.protobuf.NullValue`
#[derive(Debug)]
pub struct NullValue;

impl Codec<i32> for NullValue {
    const TAKES_NULL: bool = true;

    #[inline]
    fn is_default(_: &i32) -> bool {
        // JSON has only one text, also for any values that a newer definition may add.
        true
    }

    fn write(_: &i32, writer: &mut Writer<'_>) {
        writer.null();
    }

    fn read(value: &mut i32, reader: &mut Reader<'_>) -> Result<bool, ReadError> {
        if reader.take_null() {
            *value = 0;
            return Ok(true);
        }
        EnumValue::<prost_types::NullValue>::read(value, reader)
    }
}

pub(in crate::json) fn write_enum(
    descriptor: &EnumDescriptor,
    number: i32,
    writer: &mut Writer<'_>,
) {
    match descriptor.name_of(number) {
        Some(name) if !writer.options().enum_numbers => writer.plain_string(name),
        _ => writer.integer(number),
    }
}

pub(in crate::json) fn read_enum(
    descriptor: &EnumDescriptor,
    value: &mut i32,
    reader: &mut Reader<'_>,
) -> Result<bool, ReadError> {
    let number = match reader.take_enum_value(descriptor) {
        Some(number) => Some(number),
        None => enum_number(descriptor, reader)?,
    };
    *value = number.unwrap_or(*value);
    Ok(number.is_some())
}

/// Reads a number, or the name of a value, and returns the number. Returns `None` for an unknown name that is to be
/// dropped.
fn enum_number(
    descriptor: &EnumDescriptor,
    reader: &mut Reader<'_>,
) -> Result<Option<i32>, ReadError> {
    let offset = reader.offset();
    let is_number = !reader.is_url() && reader.at_number();
    let text = reader.number("the name of an enum value")?;
    let known = if is_number {
        None
    } else {
        descriptor.number_of(&text)
    };
    if known.is_some() {
        return Ok(known);
    }
    match number::integer(&text) {
        Ok(number) if is_number || reader.is_url() => Ok(Some(number)),
        Err(error) if is_number => Err(reader.expected_at(offset, not_integer::<i32>(&error))),
        _ if reader.ignores_unknown_enums() => Ok(None),
        _ => Err(reader.expected_at(offset, &format!("a value of `{}`", descriptor.name()))),
    }
}
