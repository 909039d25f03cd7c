//! The keys of a map.

use std::cmp::Ordering;

use crate::json::map::MapKeyCodec as _;
use crate::json::{Writer, codec};
use crate::schema::MapKey;

use super::value::Value;

/// A value of one of the key types. All keys of a map have the same type.
pub(super) struct Key(pub(super) Value);

impl Key {
    /// Returns the default of a type.
    pub(super) fn new(kind: MapKey) -> Self {
        Self(match kind {
            MapKey::Int32 => Value::Int32(0),
            MapKey::Int64 => Value::Int64(0),
            MapKey::Uint32 => Value::Uint32(0),
            MapKey::Uint64 => Value::Uint64(0),
            MapKey::Bool => Value::Bool(false),
            MapKey::String => Value::String(String::new()),
        })
    }

    pub(super) fn parse(kind: MapKey, text: &str) -> Result<Self, String> {
        Ok(Self(match kind {
            MapKey::Int32 => Value::Int32(codec::Int32::parse(text)?),
            MapKey::Int64 => Value::Int64(codec::Int64::parse(text)?),
            MapKey::Uint32 => Value::Uint32(codec::Uint32::parse(text)?),
            MapKey::Uint64 => Value::Uint64(codec::Uint64::parse(text)?),
            MapKey::Bool => Value::Bool(codec::Bool::parse(text)?),
            MapKey::String => Value::String(codec::String::parse(text)?),
        }))
    }

    pub(super) fn write(&self, writer: &mut Writer<'_>) {
        match &self.0 {
            Value::Int32(key) => codec::Int32::write(key, writer),
            Value::Int64(key) => codec::Int64::write(key, writer),
            Value::Uint32(key) => codec::Uint32::write(key, writer),
            Value::Uint64(key) => codec::Uint64::write(key, writer),
            Value::Bool(key) => codec::Bool::write(key, writer),
            Value::String(key) => codec::String::write(key, writer),
            _ => {}
        }
    }

    /// Returns what orders the key among keys of its type.
    fn rank(&self) -> (i128, &str) {
        match &self.0 {
            Value::Int32(key) => (i128::from(*key), ""),
            Value::Int64(key) => (i128::from(*key), ""),
            Value::Uint32(key) => (i128::from(*key), ""),
            Value::Uint64(key) => (i128::from(*key), ""),
            Value::Bool(key) => (i128::from(*key), ""),
            Value::String(key) => (0, key),
            _ => (0, ""),
        }
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank().cmp(&other.rank())
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Eq for Key {}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
