//! Functions that write fields of each cardinality, with their key and without it.

use super::Writer;
use super::codec::Codec;
use super::key::Key;
use super::map::{Map, MapKeyCodec};

/// Writes a field without presence.
#[inline]
pub fn singular<C: Codec<V>, V>(writer: &mut Writer<'_>, key: &'static Key, value: &V) {
    if !C::is_default(value) || writer.options().emit_defaults {
        member::<C, V>(writer, key, value);
    }
}

/// Writes a field with presence.
#[inline]
pub fn optional<C: Codec<V>, V>(writer: &mut Writer<'_>, key: &'static Key, value: &Option<V>) {
    if let Some(value) = value {
        member::<C, V>(writer, key, value);
    }
}

/// Writes a field whatever its value is: a required one, or the member that a oneof holds.
#[inline(never)]
pub fn member<C: Codec<V>, V>(writer: &mut Writer<'_>, key: &'static Key, value: &V) {
    if writer.short_key(key) {
        C::write(value, writer);
    } else {
        any_member::<C, V>(writer, key, value);
    }
}

// Separate, so that the function above, which is called for every field, has nothing to keep for later.
#[cold]
#[inline(never)]
fn any_member<C: Codec<V>, V>(writer: &mut Writer<'_>, key: &'static Key, value: &V) {
    writer.any_key(key);
    self::value::<C, V>(writer, value);
}

/// Writes a list.
#[inline]
pub fn repeated<C: Codec<V>, V>(writer: &mut Writer<'_>, key: &'static Key, values: &[V]) {
    if !values.is_empty() || writer.options().emit_defaults {
        writer.key(key);
        list::<C, V>(writer, values);
    }
}

/// Writes a map.
pub fn map<K: MapKeyCodec<M::Key>, C: Codec<M::Value>, M: Map>(
    writer: &mut Writer<'_>,
    key: &'static Key,
    map: &M,
) {
    if !map.is_empty() || writer.options().emit_defaults {
        writer.key(key);
        entries::<K, C, M>(writer, map);
    }
}

/// Writes the value of a field without presence.
#[inline(never)]
pub fn value<C: Codec<V>, V>(writer: &mut Writer<'_>, value: &V) {
    C::write(value, writer);
}

/// Writes the value of a field with presence.
#[inline(never)]
pub fn nullable<C: Codec<V>, V>(writer: &mut Writer<'_>, value: Option<&V>) {
    match value {
        Some(value) => C::write(value, writer),
        None => writer.null(),
    }
}

/// Writes the elements of a list.
pub fn list<C: Codec<V>, V>(writer: &mut Writer<'_>, values: &[V]) {
    let start = writer.begin_list();
    for value in values {
        writer.comma();
        C::write(value, writer);
    }
    writer.end_list(start);
}

/// Writes the entries of a map.
pub fn entries<K: MapKeyCodec<M::Key>, C: Codec<M::Value>, M: Map>(
    writer: &mut Writer<'_>,
    map: &M,
) {
    let start = writer.begin_object();
    for (key, value) in map.entries() {
        writer.comma();
        K::write(key, writer);
        writer.colon();
        C::write(value, writer);
    }
    writer.end_object(start);
}
