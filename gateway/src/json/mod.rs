//! ProtoJSON: messages as JSON, through the code that `gateway-build` generates, without intermediate values.
//!
//! [`write()`] and [`read`] handle whole messages, [`write_field`] and [`read_field`] a single field in place of its
//! message, and [`read_text`] values in a URL. [`field_mask`] lists the fields that a document names, and [`Values`]
//! splits a stream into messages.

pub mod __private;
mod codec;
mod decimal;
mod digits;
pub(crate) mod dynamic;
mod error;
mod field_set;
mod key;
mod map;
mod mask;
#[cfg(feature = "server")]
mod members;
mod message;
mod number;
pub(crate) mod object;
mod options;
mod output;
mod plain;
mod read;
mod reader;
mod snippet;
mod string;
mod types;
mod values;
mod well_known;
mod write;
mod writer;

#[doc(hidden)]
use bytes::BytesMut;

pub use self::message::Message;
pub use self::well_known::http_body::HttpBody;
pub use self::well_known::rpc::RpcStatus;
use crate::memory::Memory;

pub use self::error::{ReadError, ValuesError, WriteError};
pub use self::mask::field_mask;
#[cfg(feature = "server")]
pub(crate) use self::mask::field_mask_within;
#[cfg(feature = "server")]
pub(crate) use self::members::Members;
pub use self::options::{JsonOptions, ReadOptions, UnknownFields};
pub use self::reader::Reader;
#[cfg(feature = "server")]
pub(crate) use self::string::append as write_string;
pub use self::types::Types;
pub use self::values::Values;
pub use crate::schema::PackageTypes;

pub use self::writer::Writer;

/// Appends the message's JSON to `out`.
///
/// # Errors
///
/// The message cannot be written as JSON. Nothing is appended then.
pub fn write<M: Message>(
    message: &M,
    out: &mut BytesMut,
    options: &JsonOptions,
) -> Result<(), WriteError> {
    Writer::json(out, options).whole(&|writer| message.write(writer))
}

/// Appends the JSON of one field's value, even if it is the default: `[]`, `""`, `0`, and `null` if the field is not
/// set.
///
/// # Errors
///
/// The value cannot be written as JSON. Nothing is appended then.
pub fn write_field<M: Message>(
    message: &M,
    field: usize,
    out: &mut BytesMut,
    options: &JsonOptions,
) -> Result<(), WriteError> {
    Writer::json(out, options).whole(&|writer| message.write_field(field, writer))
}

/// Appends one field's value without quotes and escapes: a string as itself, an enum by name, and nothing if the field
/// is not set.
///
/// # Errors
///
/// The field is a list, a map, or a message whose JSON form is an object. Nothing is appended then.
pub fn write_field_text<M: Message>(
    message: &M,
    field: usize,
    out: &mut BytesMut,
) -> Result<(), WriteError> {
    Writer::bare(out).whole(&|writer| message.write_field(field, writer))
}

/// Reads the text, which must be exactly one JSON value, into the message. Fields that it does not name or that are
/// `null` keep their values. Messages are merged; lists and maps are replaced.
///
/// # Errors
///
/// The text is not JSON, does not fit the message, nests too deep, or takes more memory than
/// [`ReadOptions::max_memory`] allows. The content of the message is unspecified then.
pub fn read<M: Message>(
    message: &mut M,
    text: &[u8],
    options: &ReadOptions,
) -> Result<(), ReadError> {
    read_within(message, text, options, &mut options.memory())
}

/// Reads the text, which must be exactly one JSON value, into one field of the message.
///
/// # Errors
///
/// The text is not JSON, is `null` although that is not a value of the field, or does not fit the field. The content of
/// the message is unspecified then.
pub fn read_field<M: Message>(
    message: &mut M,
    field: usize,
    text: &[u8],
    options: &ReadOptions,
) -> Result<(), ReadError> {
    read_field_at(message, field, &[], text, options, &mut options.memory())
}

/// Reads into a message that has this much memory left.
pub(crate) fn read_within<M: Message>(
    message: &mut M,
    text: &[u8],
    options: &ReadOptions,
    memory: &mut Memory,
) -> Result<(), ReadError> {
    let reader = Reader::limited(*memory, text, options);
    *memory = reader.whole(&mut |reader| message.read(reader))?;
    Ok(())
}

/// Reads into a field of a message that has this much memory left. The field may be in a nested message: `path` leads
/// on from the outermost field, and all fields but the last are single messages.
pub(crate) fn read_field_at<M: Message>(
    message: &mut M,
    field: usize,
    path: &[usize],
    text: &[u8],
    options: &ReadOptions,
    memory: &mut Memory,
) -> Result<(), ReadError> {
    let reader = Reader::limited(*memory, text, options).within(path);
    *memory = reader.whole(&mut |reader| reader.inner(M::DESCRIPTOR, message, field))?;
    Ok(())
}

/// A value from a URL, with a key if it belongs to a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextValue<'a> {
    /// The key, if this is an entry of a map.
    pub key: Option<&'a str>,
    /// The value.
    pub text: &'a str,
}

/// Sets the field at `path`, a list of field indices from the outermost one on, from the plain texts of a URL: scalars,
/// enums by name or number, bytes in either base64 alphabet, timestamps and durations in their JSON form.
///
/// A singular field takes one value. For a list or a map, the values replace it as a whole; values of a map need keys.
///
/// # Errors
///
/// A value does not fit the field, or there are several for a singular one. The error has neither path nor offset.
pub fn read_text<M: Message>(
    message: &mut M,
    path: &[usize],
    values: &[TextValue<'_>],
    options: &ReadOptions,
) -> Result<(), ReadError> {
    read_text_within(message, path, values, options, &mut options.memory())
}

/// Sets a field of a message that has this much memory left.
pub(crate) fn read_text_within<M: Message>(
    message: &mut M,
    path: &[usize],
    values: &[TextValue<'_>],
    options: &ReadOptions,
    memory: &mut Memory,
) -> Result<(), ReadError> {
    let mut reader = Reader::url(path, values, options, *memory);
    reader.object(message)?;
    *memory = reader.memory();
    Ok(())
}

/// Sets the field at `path` as [`read_text`] does, but does not replace another member of a oneof.
///
/// # Errors
///
/// Another member of a oneof along the path is set. Otherwise as for [`read_text`].
#[cfg(feature = "server")]
pub(crate) fn add_text<M: Message>(
    message: &mut M,
    path: &[usize],
    values: &[TextValue<'_>],
    options: &ReadOptions,
    memory: &mut Memory,
) -> Result<(), ReadError> {
    let mut reader = Reader::url(path, values, options, *memory).keeping_members();
    reader.object(message)?;
    *memory = reader.memory();
    Ok(())
}
