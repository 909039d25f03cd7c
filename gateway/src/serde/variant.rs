//! Enums: values as names, or as numbers if they have no name.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, Deserializer, Unexpected, Visitor};
use serde::ser::Serializer;

use crate::json::__private::Enum;

/// Writes the value's name, or its number if it has none.
///
/// # Errors
///
/// The serializer fails.
pub fn serialize_enum<E: Enum + Copy + Into<i32>, S: Serializer>(
    value: &E,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let number = (*value).into();
    match E::DESCRIPTOR.name_of(number) {
        Some(name) => serializer.serialize_str(name),
        None => serializer.serialize_i32(number),
    }
}

/// Reads a name or a number.
///
/// # Errors
///
/// The deserializer fails, or the enum has no such value.
pub fn deserialize_enum<'de, E: Enum + TryFrom<i32>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<E, D::Error> {
    deserializer.deserialize_any(Named(PhantomData))
}

struct Named<E>(PhantomData<E>);

impl<E: Enum + TryFrom<i32>> Named<E> {
    fn known<F: de::Error>(&self, number: Option<i32>, unexpected: Unexpected<'_>) -> Result<E, F> {
        let value = number.and_then(|number| E::try_from(number).ok());
        value.ok_or_else(|| F::invalid_value(unexpected, self))
    }
}

impl<E: Enum + TryFrom<i32>> Visitor<'_> for Named<E> {
    type Value = E;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a value of `{}`", E::DESCRIPTOR.name())
    }

    fn visit_str<F: de::Error>(self, name: &str) -> Result<E, F> {
        self.known(E::DESCRIPTOR.number_of(name), Unexpected::Str(name))
    }

    fn visit_i64<F: de::Error>(self, number: i64) -> Result<E, F> {
        self.known(i32::try_from(number).ok(), Unexpected::Signed(number))
    }

    fn visit_u64<F: de::Error>(self, number: u64) -> Result<E, F> {
        self.known(i32::try_from(number).ok(), Unexpected::Unsigned(number))
    }
}
