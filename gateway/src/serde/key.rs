//! The keys of maps.

use std::borrow::Cow;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

/// The key of a map that stands for a number. With its feature `arbitrary_precision`, which is on for all crates of a
/// program if it is on for one, serde_json represents a number as a map whose only entry is the number as text.
const NUMBER: &str = "$serde_json::private::Number";

/// A key that JSON can have.
pub(super) enum Key<'de> {
    Bool(bool),
    Signed(i64),
    Unsigned(u64),
    Float(f64),
    Text(Cow<'de, str>),
}

impl Key<'_> {
    /// Returns whether the value is a number as text, for which the map stands.
    pub(super) fn is_number(&self) -> bool {
        matches!(self, Self::Text(text) if text == NUMBER)
    }
}

impl Serialize for Key<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Bool(key) => serializer.serialize_bool(*key),
            Self::Signed(key) => serializer.serialize_i64(*key),
            Self::Unsigned(key) => serializer.serialize_u64(*key),
            Self::Float(key) => serializer.serialize_f64(*key),
            Self::Text(key) => serializer.serialize_str(key),
        }
    }
}

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(KeyVisitor)
    }
}

struct KeyVisitor;

impl<'de> Visitor<'de> for KeyVisitor {
    type Value = Key<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key that JSON can have")
    }

    fn visit_bool<E: de::Error>(self, key: bool) -> Result<Key<'de>, E> {
        Ok(Key::Bool(key))
    }

    fn visit_i64<E: de::Error>(self, key: i64) -> Result<Key<'de>, E> {
        Ok(Key::Signed(key))
    }

    fn visit_u64<E: de::Error>(self, key: u64) -> Result<Key<'de>, E> {
        Ok(Key::Unsigned(key))
    }

    fn visit_f64<E: de::Error>(self, key: f64) -> Result<Key<'de>, E> {
        Ok(Key::Float(key))
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<Key<'de>, E> {
        Ok(Key::Text(Cow::Owned(key.to_owned())))
    }

    fn visit_borrowed_str<E: de::Error>(self, key: &'de str) -> Result<Key<'de>, E> {
        Ok(Key::Text(Cow::Borrowed(key)))
    }

    fn visit_bytes<E: de::Error>(self, key: &[u8]) -> Result<Key<'de>, E> {
        Ok(Key::Text(Cow::Owned(STANDARD.encode(key))))
    }
}
