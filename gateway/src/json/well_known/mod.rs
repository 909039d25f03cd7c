//! The messages of `google.protobuf` that have a JSON form of their own.

pub(super) mod any;
mod civil;
mod duration;
mod field_mask;
pub(crate) mod http_body;
mod reflection;
pub(crate) mod rpc;
mod timestamp;
pub(super) mod typed;
mod value;
mod wrapper;

use super::Message;
use crate::schema::MessageDescriptor;

use super::{ReadError, Reader, Writer};

// prost represents google.protobuf.Empty as the unit type.
impl Message for () {
    const DESCRIPTOR: &'static MessageDescriptor =
        &MessageDescriptor::new("google.protobuf.Empty", &[]);

    fn write(&self, writer: &mut Writer<'_>) {
        let start = writer.begin_object();
        writer.end_object(start);
    }

    fn write_field(&self, _: usize, _: &mut Writer<'_>) {}

    fn read_field(&mut self, _: usize, _: &mut Reader<'_>) -> Result<(), ReadError> {
        Ok(())
    }
}

/// Implements [`Message`] for a type with a JSON form of its own, in which its fields have no names. The last argument
/// lists the fields that hold allocations.
macro_rules! message {
    ($type:ty, $name:literal, $form:ident, $write:expr, $read:expr) => {
        crate::json::well_known::message!($type, $name, $form, $write, $read, []);
    };
    (
        $type:ty, $name:literal, $form:ident, $write:expr, $read:expr,
        [$($field:literal $number:literal $cardinality:expr, $kind:expr;)*]
    ) => {
        const _: () = {
            static TABLE: crate::schema::MessageDescriptor =
                crate::schema::MessageDescriptor::new($name, &[])
                    .sized(size_of::<$type>())
                    .unnamed(&[$(crate::schema::Field::new(
                        $field, $field, $number, $kind, $cardinality,
                    ),)*])
                    .$form();

            crate::json::well_known::message!($type, TABLE, $write, $read);
        };
    };
    ($type:ty, $table:ident, $write:expr, $read:expr) => {
        impl crate::json::Message for $type {
            const DESCRIPTOR: &'static crate::schema::MessageDescriptor = &$table;

            fn write(&self, writer: &mut crate::json::Writer<'_>) {
                $write(self, writer);
            }

            fn write_field(&self, _: usize, _: &mut crate::json::Writer<'_>) {}

            fn read_field(
                &mut self,
                _: usize,
                _: &mut crate::json::Reader<'_>,
            ) -> Result<(), crate::json::ReadError> {
                Ok(())
            }

            fn read(
                &mut self,
                reader: &mut crate::json::Reader<'_>,
            ) -> Result<(), crate::json::ReadError> {
                $read(self, reader)
            }
        }
    };
}

use message;

/// Reads a string that `parse` accepts.
fn text<T>(
    reader: &mut Reader<'_>,
    what: &str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<T, ReadError> {
    let offset = reader.offset();
    let text = reader.string(what)?;
    parse(&text).ok_or_else(|| reader.expected_at(offset, what))
}

/// Reads JSON, including JSON that is the text of a value in a URL.
fn json<T>(
    reader: &mut Reader<'_>,
    read: impl FnOnce(&mut Reader<'_>) -> Result<T, ReadError>,
) -> Result<T, ReadError> {
    let Some(mut text) = reader.json_in_url()? else {
        return read(reader);
    };
    let value = read(&mut text).and_then(|value| text.finish().map(|()| value));
    reader.set_memory(text.memory());
    value.map_err(ReadError::in_url)
}

/// Fills in the decimals, and returns their number: three, six or nine.
fn write_nanos(digits: &mut [u8], nanos: u32) -> usize {
    let (length, number) = match nanos {
        _ if nanos.is_multiple_of(1_000_000) => (3, nanos / 1_000_000),
        _ if nanos.is_multiple_of(1_000) => (6, nanos / 1_000),
        _ => (9, nanos),
    };
    write_digits(&mut digits[..length], number);
    length
}

/// Fills the slice with the last digits of the number.
fn write_digits(digits: &mut [u8], mut number: u32) {
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + u8::try_from(number % 10).unwrap_or_default();
        number /= 10;
    }
}

/// Parses one to nine digits after the point as nanoseconds.
fn parse_nanos(digits: &[u8]) -> Option<u32> {
    let length = u32::try_from(digits.len())
        .ok()
        .filter(|length| (1..=9).contains(length))?;
    Some(parse_digits(digits)? * 10_u32.pow(9 - length))
}

/// Parses a number of at most nine digits and nothing else.
fn parse_digits(digits: &[u8]) -> Option<u32> {
    let append = |value, byte: &u8| {
        byte.is_ascii_digit()
            .then(|| value * 10 + u32::from(byte - b'0'))
    };
    digits.iter().try_fold(0, append)
}
