//! Functions for the serde impls that `gateway-build` generates on request. They go through ProtoJSON, so that a
//! message looks the same in every format.

mod key;
mod transcode;
mod variant;

use bytes::BytesMut;

use crate::Message;
use crate::json::{self, JsonOptions, ReadError, ReadOptions, Types};

use self::transcode::transcode;

pub use self::variant::{deserialize_enum, serialize_enum};
pub use ::serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Writes the message.
///
/// # Errors
///
/// The message holds a value that has no JSON form, or the serializer fails.
pub fn serialize_message<M: Message, S: Serializer>(
    message: &M,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut text = BytesMut::new();
    let options = JsonOptions::DEFAULT.types(types::<M>());
    json::write(message, &mut text, &options).map_err(serde::ser::Error::custom)?;
    transcode(&mut serde_json::Deserializer::from_slice(&text), serializer)
}

/// Reads a message. Unknown fields are ignored.
///
/// # Errors
///
/// The deserializer fails, or what it holds does not fit the message.
pub fn deserialize_message<'de, M: Message, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<M, D::Error> {
    let mut text = Vec::new();
    let mut serializer = serde_json::Serializer::new(&mut text);
    transcode(deserializer, &mut serializer).map_err(serde::de::Error::custom)?;
    let mut message = M::default();
    let options = ReadOptions::DEFAULT.types(types::<M>());
    json::read(&mut message, &text, &options).map_err(|error| without_offset(&error))?;
    Ok(message)
}

/// Returns the types that an `Any` in the message can hold: the messages of its package and of the packages that it
/// leads to.
fn types<M: Message>() -> Types {
    Types::DEFAULT.with(&M::TYPES)
}

/// Leaves out the offset, which refers to a text that nobody sees.
fn without_offset<E: serde::de::Error>(error: &ReadError) -> E {
    match error.path() {
        "" => E::custom(error.message()),
        path => E::custom(format_args!("{path}: {}", error.message())),
    }
}
