//! `google.protobuf.Any`: its `@type`, and next to it the members of the message that it holds. A message with a form
//! of its own is the member `value`, and so are the bytes, in base64, of a message of unknown type. The name `@type` is
//! taken, so a message with a field of that name cannot be in an `Any`.

use bytes::Bytes;
use prost::Message as _;
use prost_types::Any;

use crate::json::codec::{self, Codec};
use crate::json::dynamic::{DynamicMessage, SIZES};
use crate::json::{ReadError, Reader, Writer};
use crate::schema::{Cardinality, FieldKind, MessageDescriptor};

const NOT_ITS_TYPE: &str = "a `google.protobuf.Any` does not hold the message that its type names";

/// The member that names the type. No field next to it can have the same name.
const TYPE: &str = "@type";

const TOO_LARGE: &str = "the message in a `google.protobuf.Any` takes too much memory \
    (`JsonOptions::max_memory`, of a gateway `Limits::max_message_memory`)";

/// The message that most implementations write as an object without members of its own, and Go as a member `value`.
const EMPTY: &str = <() as crate::Message>::DESCRIPTOR.name();

super::message!(
    Any,
    "google.protobuf.Any",
    as_json,
    write,
    read,
    [
        "type_url" 1 Cardinality::Singular, FieldKind::String;
        "value" 2 Cardinality::Singular, FieldKind::Bytes;
    ]
);

/// An `Any` whose value shares the bytes that it was read from. They exist only once, however deep one `Any` is nested
/// in others.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub(super) struct Shared {
    #[prost(string, tag = "1")]
    type_url: String,
    #[prost(bytes = "bytes", tag = "2")]
    value: Bytes,
}

super::message!(
    Shared,
    "google.protobuf.Any",
    as_json,
    write_shared,
    read_shared
);

fn write(any: &Any, writer: &mut Writer<'_>) {
    let shared = || Bytes::copy_from_slice(&any.value);
    write_object(&any.type_url, &any.value, &shared, writer);
}

fn write_shared(any: &Shared, writer: &mut Writer<'_>) {
    write_object(&any.type_url, &any.value, &|| any.value.clone(), writer);
}

/// Writes an `Any` with this value. `shared` returns the value as bytes that can be shared.
fn write_object(type_url: &str, value: &[u8], shared: &dyn Fn() -> Bytes, writer: &mut Writer<'_>) {
    if !writer.may_nest() {
        return;
    }
    let start = writer.begin_object();
    if !type_url.is_empty() || !value.is_empty() {
        write_members(type_url, value, shared, writer);
    }
    writer.end_object(start);
}

fn write_members(
    type_url: &str,
    value: &[u8],
    shared: &dyn Fn() -> Bytes,
    writer: &mut Writer<'_>,
) {
    writer.raw(",\"@type\":");
    writer.string(type_url);
    match writer.options().types.find(type_url) {
        Some(descriptor) => write_within_memory(descriptor, value, shared, writer),
        None if !is_url(type_url) => {
            writer.fail(
                "the `type_url` of a `google.protobuf.Any` does not end in the name of a message",
            );
        }
        None => {
            writer.raw(",\"value\":");
            writer.base64(value);
        }
    }
}

/// Writes the members of a message of this type, if decoding it does not take too much memory.
fn write_within_memory(
    descriptor: &'static MessageDescriptor,
    value: &[u8],
    shared: &dyn Fn() -> Bytes,
    writer: &mut Writer<'_>,
) {
    let mut memory = writer.memory();
    if memory
        .decoded_dynamically(descriptor, value, SIZES)
        .is_err()
    {
        return writer.fail(TOO_LARGE);
    }
    let before = writer.replace_memory(memory);
    if !write_known(descriptor, shared(), writer) {
        writer.fail(NOT_ITS_TYPE);
    }
    writer.replace_memory(before);
}

/// Writes the members of a message of this type. Returns `false` if the bytes are not such a message.
fn write_known(
    descriptor: &'static MessageDescriptor,
    bytes: Bytes,
    writer: &mut Writer<'_>,
) -> bool {
    let mut message = DynamicMessage::new(descriptor);
    if message.merge(bytes).is_err() {
        return false;
    }
    if descriptor.is_object() {
        if !writer.options().proto_names && message.has_member(TYPE, writer) {
            writer.fail("a message with a field `@type` cannot be in a `google.protobuf.Any`");
        }
        writer.inline_object(|writer| message.write(writer));
    } else {
        writer.raw(",\"value\":");
        message.write(writer);
    }
    true
}

fn read(any: &mut Any, reader: &mut Reader<'_>) -> Result<(), ReadError> {
    (any.type_url, any.value) = super::json(reader, object)?;
    Ok(())
}

fn read_shared(any: &mut Shared, reader: &mut Reader<'_>) -> Result<(), ReadError> {
    let (type_url, value) = super::json(reader, object)?;
    (any.type_url, any.value) = (type_url, value.into());
    Ok(())
}

/// Reads the type URL and the value.
fn object(reader: &mut Reader<'_>) -> Result<(String, Vec<u8>), ReadError> {
    let Some(member) = reader.find_type()? else {
        return empty(reader);
    };
    let offset = member.url_offset;
    let value = match reader.options().types.find(&member.url) {
        Some(descriptor) => reader.beside_type(&member, |reader| read_known(descriptor, reader))?,
        None if !is_url(&member.url) => {
            return Err(reader.expected_at(offset, "a URL that ends in the name of a message"));
        }
        None => reader.beside_type(&member, |reader| read_bytes(reader, offset))?,
    };
    reader.charge(member.url.len())?;
    reader.charge(value.len())?;
    Ok((member.url.into_owned(), value))
}

fn is_url(text: &str) -> bool {
    text.rsplit_once('/')
        .is_some_and(|(_, name)| !name.is_empty())
}

/// Reads `{}`, which is the `Any` that holds nothing.
fn empty(reader: &mut Reader<'_>) -> Result<(String, Vec<u8>), ReadError> {
    reader.open(b'{', "an object")?;
    match reader.next(b'}', &mut true)? {
        false => Ok(Default::default()),
        true => Err(reader.error("a member `@type` is missing".to_owned())),
    }
}

/// Reads the object that consists of a message of this type and its `@type`, and returns the encoded message.
fn read_known(
    descriptor: &'static MessageDescriptor,
    reader: &mut Reader<'_>,
) -> Result<Vec<u8>, ReadError> {
    let mut message = DynamicMessage::new(descriptor);
    if descriptor.name() == EMPTY {
        value_member(reader, |reader| message.read(reader))?;
    } else if descriptor.is_object() {
        message.read(reader)?;
    } else if value_member(reader, |reader| message.read(reader))?.is_none() {
        return Err(reader.error("a member `value` is missing".to_owned()));
    }
    Ok(message.encode_to_vec())
}

/// Reads the bytes of a message of unknown type. If they are missing, the object was meant to have the message's
/// fields, for which the type must be known.
fn read_bytes(reader: &mut Reader<'_>, offset: usize) -> Result<Vec<u8>, ReadError> {
    let value = value_member(reader, |reader| {
        let mut bytes = Vec::new();
        codec::Bytes::read(&mut bytes, reader).map(|_| bytes)
    })?;
    value.ok_or_else(|| reader.expected_at(offset, "the type of a message that is known here"))
}

/// Reads the member `value` of the object that comes next.
fn value_member<T>(
    reader: &mut Reader<'_>,
    mut read: impl FnMut(&mut Reader<'_>) -> Result<T, ReadError>,
) -> Result<Option<T>, ReadError> {
    let mut value = None;
    let mut is_first = true;
    reader.open(b'{', "an object")?;
    while let Some((name, offset)) = reader.next_name(&mut is_first)? {
        match (&*name, &value) {
            ("value", None) => {
                let read = read(reader).map_err(|error| error.in_field("value"))?;
                value = Some(read);
            }
            ("value", Some(_)) => {
                let error = reader.error_at(offset, "given more than once".to_owned());
                return Err(error.in_field("value"));
            }
            _ => reader.unknown_field(&name, offset)?,
        }
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_another_any_is_no_copy() {
        let nested = (0..3).fold(Any::default(), |inner, _| Any {
            type_url: "x/google.protobuf.Any".to_owned(),
            value: inner.encode_to_vec(),
        });
        let bytes = Bytes::from(nested.encode_to_vec());
        let descriptor = <Any as crate::Message>::DESCRIPTOR;
        let mut message = DynamicMessage::new(descriptor);
        message.merge(bytes.clone()).unwrap();
        assert!(!bytes.is_unique());
        drop(message);
        assert!(bytes.is_unique());
    }
}
