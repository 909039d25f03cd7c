//! Maps and their keys.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, Hash};

use super::number::{self, Integer};
use super::{Writer, codec, snippet};

/// The map types that prost generates.
pub trait Map: Default {
    /// The type of the keys.
    type Key;
    /// The type of the values.
    type Value: Default;

    /// Returns the number of entries.
    fn len(&self) -> usize;

    /// Returns `true` if the map has no entries.
    fn is_empty(&self) -> bool;

    /// Returns the entries, in the map's own order.
    fn entries(&self) -> impl Iterator<Item = (&Self::Key, &Self::Value)>;

    /// Adds an entry. Returns `false` if there was one with this key.
    fn insert(&mut self, key: Self::Key, value: Self::Value) -> bool;
}

macro_rules! map {
    ([$($generics:tt)*] $map:ty) => {
        impl<$($generics)*> Map for $map {
            type Key = K;
            type Value = V;

            fn len(&self) -> usize {
                <$map>::len(self)
            }

            fn is_empty(&self) -> bool {
                <$map>::is_empty(self)
            }

            fn entries(&self) -> impl Iterator<Item = (&K, &V)> {
                self.iter()
            }

            fn insert(&mut self, key: K, value: V) -> bool {
                <$map>::insert(self, key, value).is_none()
            }
        }
    };
}

map!([K: Eq + Hash, V: Default, S: BuildHasher + Default] HashMap<K, V, S>);
map!([K: Ord, V: Default] BTreeMap<K, V>);

/// A protobuf type of map keys, which are `K` in Rust and strings in JSON.
pub trait MapKeyCodec<K> {
    /// Writes the key.
    fn write(key: &K, writer: &mut Writer<'_>);

    /// Reads a key.
    ///
    /// # Errors
    ///
    /// The text is not a key of this type. The error describes what was expected and what was found.
    fn parse(text: &str) -> Result<K, String>;
}

macro_rules! integer_key {
    ($($codec:ident $type:ident)*) => {$(
        impl MapKeyCodec<$type> for codec::$codec {
            fn write(key: &$type, writer: &mut Writer<'_>) {
                writer.quoted_integer(*key);
            }

            fn parse(text: &str) -> Result<$type, String> {
                parse_integer(text)
            }
        }
    )*};
}

integer_key!(Int32 i32 Uint32 u32 Int64 i64 Uint64 u64);

fn parse_integer<T: Integer>(text: &str) -> Result<T, String> {
    number::integer(text).map_err(|error| expected(codec::not_integer::<T>(&error), text))
}

fn expected(what: &str, text: &str) -> String {
    format!("expected {what} as the key, got {}", snippet::quoted(text))
}

impl MapKeyCodec<bool> for codec::Bool {
    fn write(key: &bool, writer: &mut Writer<'_>) {
        writer.string(if *key { "true" } else { "false" });
    }

    fn parse(text: &str) -> Result<bool, String> {
        match text {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(expected("true or false", text)),
        }
    }
}

impl MapKeyCodec<String> for codec::String {
    fn write(key: &String, writer: &mut Writer<'_>) {
        writer.string(key);
    }

    fn parse(text: &str) -> Result<String, String> {
        Ok(text.to_owned())
    }
}
