//! Passes data from a deserializer to a serializer without building values in between.

use std::cell::Cell;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{self, Serialize, SerializeMap as _, SerializeSeq as _, Serializer};

use super::key::Key;

/// More levels than a message may have, so that the error is that of JSON if the input has a bound of its own.
const MAX_DEPTH: usize = 128;

/// Passes on everything that the deserializer holds. Values without a form in JSON get the one that ProtoJSON defines:
/// bytes become base64, and numbers that are not finite become names.
pub(super) fn transcode<'de, D: Deserializer<'de>, S: Serializer>(
    from: D,
    to: S,
) -> Result<S::Ok, S::Error> {
    Source::new(from, MAX_DEPTH).serialize(to)
}

/// A deserializer as something to serialize, once.
struct Source<D> {
    deserializer: Cell<Option<D>>,
    depth: usize,
}

impl<D> Source<D> {
    fn new(deserializer: D, depth: usize) -> Self {
        let deserializer = Cell::new(Some(deserializer));
        Self {
            deserializer,
            depth,
        }
    }
}

impl<'de, D: Deserializer<'de>> Serialize for Source<D> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let taken = || ser::Error::custom("the serializer reads a value twice");
        let deserializer = self.deserializer.take().ok_or_else(taken)?;
        let target = Target {
            serializer,
            depth: self.depth,
        };
        deserializer
            .deserialize_any(target)
            .map_err(ser::Error::custom)
    }
}

/// A serializer as something that a deserializer fills.
struct Target<S> {
    serializer: S,
    depth: usize,
}

impl<S: Serializer> Target<S> {
    fn deeper<E: de::Error>(&self) -> Result<usize, E> {
        let too_deep = || E::custom("the value is nested too deeply");
        self.depth.checked_sub(1).ok_or_else(too_deep)
    }

    /// Visits a number that is given as text, as it is not a 64-bit integer. A number that is too large stays text,
    /// which is an error where a number is expected.
    fn number<E: de::Error>(self, text: &str) -> Result<S::Ok, E> {
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => self.visit_f64(number),
            _ => self.visit_str(text),
        }
    }
}

macro_rules! forward {
    ($($visit:ident $type:ty, $serialize:ident;)*) => {$(
        fn $visit<E: de::Error>(self, value: $type) -> Result<S::Ok, E> {
            self.serializer.$serialize(value).map_err(E::custom)
        }
    )*};
}

impl<'de, S: Serializer> Visitor<'de> for Target<S> {
    type Value = S::Ok;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that JSON can hold")
    }

    forward! {
        visit_bool bool, serialize_bool;
        visit_i64 i64, serialize_i64;
        visit_u64 u64, serialize_u64;
        visit_str &str, serialize_str;
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<S::Ok, E> {
        let written = if value.is_finite() {
            self.serializer.serialize_f64(value)
        } else if value.is_nan() {
            self.serializer.serialize_str("NaN")
        } else if value > 0.0 {
            self.serializer.serialize_str("Infinity")
        } else {
            self.serializer.serialize_str("-Infinity")
        };
        written.map_err(E::custom)
    }

    fn visit_bytes<E: de::Error>(self, value: &[u8]) -> Result<S::Ok, E> {
        self.visit_str(&STANDARD.encode(value))
    }

    fn visit_unit<E: de::Error>(self) -> Result<S::Ok, E> {
        self.serializer.serialize_unit().map_err(E::custom)
    }

    fn visit_none<E: de::Error>(self) -> Result<S::Ok, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<S::Ok, D::Error> {
        let depth = self.deeper()?;
        inner.deserialize_any(Self { depth, ..self })
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<S::Ok, D::Error> {
        self.visit_some(inner)
    }

    // Lengths are not passed on: a serializer may trust them and reserve memory.
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<S::Ok, A::Error> {
        let depth = self.deeper()?;
        let to = self.serializer.serialize_seq(None);
        let mut to = to.map_err(de::Error::custom)?;
        while list.next_element_seed(Element(&mut to, depth))?.is_some() {}
        to.end().map_err(de::Error::custom)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<S::Ok, A::Error> {
        let depth = self.deeper()?;
        let mut next = map.next_key::<Key<'de>>()?;
        if next.as_ref().is_some_and(Key::is_number) {
            return self.number(&map.next_value::<String>()?);
        }
        let to = self.serializer.serialize_map(None);
        let mut to = to.map_err(de::Error::custom)?;
        while let Some(key) = next {
            to.serialize_key(&key).map_err(de::Error::custom)?;
            map.next_value_seed(Value(&mut to, depth))?;
            next = map.next_key()?;
        }
        to.end().map_err(de::Error::custom)
    }
}

macro_rules! part {
    ($($part:ident $to:ident $serialize:ident;)*) => {$(
        /// A part of a list or a map, on its way to the serializer of the whole.
        struct $part<'a, T>(&'a mut T, usize);

        impl<'de, T: ser::$to> DeserializeSeed<'de> for $part<'_, T> {
            type Value = ();

            fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
                let Self(to, depth) = self;
                to.$serialize(&Source::new(deserializer, depth))
                    .map_err(de::Error::custom)
            }
        }
    )*};
}

part! {
    Element SerializeSeq serialize_element;
    Value SerializeMap serialize_value;
}
