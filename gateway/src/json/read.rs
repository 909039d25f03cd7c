//! How fields of each cardinality are read.

use super::{ReadError, Reader, TextValue, codec::Codec, map::Map, map::MapKeyCodec};

/// A field without presence, or a required one.
///
/// # Errors
///
/// The value is none of the field's type; so for all functions here.
pub fn singular<C: Codec<V>, V>(reader: &mut Reader<'_>, value: &mut V) -> Result<(), ReadError> {
    if reader.starts_value(C::TAKES_NULL)? {
        C::read(value, reader)?;
    }
    Ok(())
}

/// A field with presence.
///
/// # Errors
///
/// See [`singular`].
pub fn optional<C: Codec<V>, V: Default>(
    reader: &mut Reader<'_>,
    slot: &mut Option<V>,
) -> Result<(), ReadError> {
    oneof::<C, V, V>(reader, slot, |value| Some(value), |value| value)
}

/// A member of a oneof. A member that is there already is read into, another one is replaced.
///
/// # Errors
///
/// See [`singular`].
pub fn oneof<C: Codec<V>, V: Default, O>(
    reader: &mut Reader<'_>,
    slot: &mut Option<O>,
    current: impl FnOnce(&mut O) -> Option<&mut V>,
    make: impl FnOnce(V) -> O,
) -> Result<(), ReadError> {
    if !reader.starts_value(C::TAKES_NULL)? {
        return Ok(());
    }
    if let Some(value) = slot.as_mut().and_then(current) {
        return C::read(value, reader).map(drop);
    }
    let mut value = V::default();
    if C::read(&mut value, reader)? {
        *slot = Some(make(value));
    }
    Ok(())
}

/// A list, which replaces what was there.
///
/// # Errors
///
/// See [`singular`].
pub fn repeated<C: Codec<V>, V: Default>(
    reader: &mut Reader<'_>,
    values: &mut Vec<V>,
) -> Result<(), ReadError> {
    if let Some(texts) = reader.url_values()? {
        values.clear();
        return texts
            .iter()
            .try_for_each(|text| url_element::<C, V>(reader, values, text));
    }
    if !reader.starts_value(false)? {
        return Ok(());
    }
    elements::<C, V>(reader, values)
}

/// The elements of a list, which replace what was there.
///
/// # Errors
///
/// See [`singular`].
pub(super) fn elements<C: Codec<V>, V: Default>(
    reader: &mut Reader<'_>,
    values: &mut Vec<V>,
) -> Result<(), ReadError> {
    values.clear();
    reader.open(b'[', "an array")?;
    let mut is_first = true;
    let mut index = 0;
    while reader.next(b']', &mut is_first)? {
        element::<C, V>(reader, values).map_err(|error| error.at_index(index))?;
        index += 1;
    }
    Ok(())
}

fn url_element<'a, C: Codec<V>, V: Default>(
    reader: &mut Reader<'a>,
    values: &mut Vec<V>,
    text: &TextValue<'a>,
) -> Result<(), ReadError> {
    reader.take_text(text);
    element::<C, V>(reader, values)
}

fn element<C: Codec<V>, V: Default>(
    reader: &mut Reader<'_>,
    values: &mut Vec<V>,
) -> Result<(), ReadError> {
    reader.charge_element::<V>()?;
    let mut value = V::default();
    if C::read(&mut value, reader)? {
        values.push(value);
    }
    Ok(())
}

/// A map, which replaces what was there.
///
/// # Errors
///
/// See [`singular`].
pub fn map<K: MapKeyCodec<M::Key>, C: Codec<M::Value>, M: Map>(
    reader: &mut Reader<'_>,
    map: &mut M,
) -> Result<(), ReadError> {
    if let Some(texts) = reader.url_values()? {
        *map = M::default();
        return texts
            .iter()
            .try_for_each(|text| url_entry::<K, C, M>(reader, map, text));
    }
    if !reader.starts_value(false)? {
        return Ok(());
    }
    entries::<K, C, M>(reader, map)
}

/// The entries of a map, which replace what was there.
///
/// # Errors
///
/// See [`singular`].
pub(super) fn entries<K: MapKeyCodec<M::Key>, C: Codec<M::Value>, M: Map>(
    reader: &mut Reader<'_>,
    map: &mut M,
) -> Result<(), ReadError> {
    *map = M::default();
    reader.open(b'{', "an object")?;
    let mut is_first = true;
    while let Some((key, offset)) = reader.next_name(&mut is_first)? {
        entry::<K, C, M>(reader, map, &key, offset).map_err(|error| error.at_key(&key))?;
    }
    Ok(())
}

fn url_entry<'a, K: MapKeyCodec<M::Key>, C: Codec<M::Value>, M: Map>(
    reader: &mut Reader<'a>,
    map: &mut M,
    text: &TextValue<'a>,
) -> Result<(), ReadError> {
    let Some(key) = text.key else {
        return Err(reader.error("expected a key in brackets, as in `name[key]`".to_owned()));
    };
    reader.take_text(text);
    entry::<K, C, M>(reader, map, key, 0)
}

fn entry<K: MapKeyCodec<M::Key>, C: Codec<M::Value>, M: Map>(
    reader: &mut Reader<'_>,
    map: &mut M,
    key: &str,
    offset: usize,
) -> Result<(), ReadError> {
    let key = K::parse(key).map_err(|message| reader.error_at(offset, message))?;
    reader.charge_element::<(M::Key, M::Value)>()?;
    let mut value = M::Value::default();
    if C::read(&mut value, reader)? && !map.insert(key, value) {
        return Err(reader.error_at(offset, "the key is given more than once".to_owned()));
    }
    Ok(())
}
