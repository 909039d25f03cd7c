//! Functions that read fields of each cardinality.

use super::codec::Codec;
use super::map::{Map, MapKeyCodec};
use super::{ReadError, Reader, TextValue};

/// Reads a field without presence, or a required one.
///
/// # Errors
///
/// The value is not of the field's type. This applies to all functions here.
#[inline(never)]
pub fn singular<C: Codec<V>, V>(reader: &mut Reader<'_>, value: &mut V) -> Result<(), ReadError> {
    if reader.starts_value(C::TAKES_NULL)? {
        C::read(value, reader)?;
    }
    Ok(())
}

/// Reads a field with presence.
///
/// # Errors
///
/// See [`singular`].
#[inline(never)]
pub fn optional<C: Codec<V>, V: Default>(
    reader: &mut Reader<'_>,
    slot: &mut Option<V>,
) -> Result<(), ReadError> {
    if let Some(value) = slot {
        return singular::<C, V>(reader, value);
    }
    if reader.starts_value(C::TAKES_NULL)? && !C::read(slot.insert(V::default()), reader)? {
        *slot = None;
    }
    Ok(())
}

/// Reads a member of a oneof that is not set yet. Returns `None` if there is no value to set it to. `is_taken` is
/// `true` if another member is set.
///
/// # Errors
///
/// The other member must not be replaced; also see [`singular`].
#[inline(never)]
pub fn member<C: Codec<V>, V: Default>(
    reader: &mut Reader<'_>,
    is_taken: bool,
) -> Result<Option<V>, ReadError> {
    if is_taken {
        reader.check_replaceable()?;
    }
    let mut value = None;
    optional::<C, V>(reader, &mut value)?;
    Ok(value)
}

/// Puts a member of a oneof in the place of another one.
///
/// # Errors
///
/// The member could not be read.
#[inline(never)]
pub fn replace<O>(
    member: Result<Option<O>, ReadError>,
    slot: &mut Option<O>,
) -> Result<(), ReadError> {
    if let Some(member) = member? {
        *slot = Some(member);
    }
    Ok(())
}

/// Reads a list, which replaces what was there.
///
/// # Errors
///
/// See [`singular`].
#[inline(never)]
pub fn repeated<C: Codec<V>, V: Default>(
    reader: &mut Reader<'_>,
    values: &mut Vec<V>,
) -> Result<(), ReadError> {
    if let Some(texts) = reader.url_values()? {
        values.clear();
        for text in texts {
            reader.take_text(text);
            element::<C, V>(reader, values, V::default())?;
        }
        return Ok(());
    }
    if !reader.starts_value(false)? {
        return Ok(());
    }
    elements::<C, V>(reader, values, V::default)
}

/// Reads the elements of a list, which replace what was there. Each is read into a value that `new` makes.
///
/// # Errors
///
/// See [`singular`].
pub(super) fn elements<C: Codec<V>, V>(
    reader: &mut Reader<'_>,
    values: &mut Vec<V>,
    new: impl Fn() -> V,
) -> Result<(), ReadError> {
    values.clear();
    reader.open(b'[', "an array")?;
    if reader.peek() != Some(b']') {
        values.reserve(first_capacity::<V>());
    }
    let mut is_first = true;
    let mut index = 0;
    while reader.next(b']', &mut is_first)? {
        element::<C, V>(reader, values, new()).map_err(|error| error.at_index(index))?;
        index += 1;
    }
    Ok(())
}

/// Returns the capacity for the first numbers of a list. Other lists grow as they are read.
const fn first_capacity<V>() -> usize {
    const BYTES: usize = 64;
    match size_of::<V>() {
        size @ 1..=8 => BYTES / size,
        _ => 0,
    }
}

fn element<C: Codec<V>, V>(
    reader: &mut Reader<'_>,
    values: &mut Vec<V>,
    mut value: V,
) -> Result<(), ReadError> {
    if C::read(&mut value, reader)? {
        reader.charge_element::<V>(values.len())?;
        values.push(value);
    }
    Ok(())
}

/// Reads a map, which replaces what was there.
///
/// # Errors
///
/// See [`singular`].
#[inline(never)]
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

/// Reads the entries of a map, which replace what was there.
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
    reader.charge(key.len())?;
    let key = K::parse(key).map_err(|message| reader.error_at(offset, message))?;
    reader.charge_entry::<(M::Key, M::Value)>(map.len())?;
    let mut value = M::Value::default();
    if C::read(&mut value, reader)? && !map.insert(key, value) {
        return Err(reader.error_at(offset, "the key is given more than once".to_owned()));
    }
    Ok(())
}
