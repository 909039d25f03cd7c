//! The content of a field: one value, a list or a map.

use std::collections::BTreeMap;

use crate::json::codec::Codec as _;
use crate::json::{ReadError, ReadOptions, Reader, Writer, read, write};
use crate::schema::{Cardinality, Field, FieldKind, MapKey};

use super::key::Key;
use super::value::Value;

pub(super) enum Slot {
    One(Value),
    List(Vec<Value>),
    Map(BTreeMap<Key, Value>),
}

impl Slot {
    /// Returns the default content of the field.
    #[inline]
    pub(super) fn new(field: &Field) -> Self {
        match field.cardinality() {
            Cardinality::Repeated => Self::List(Vec::new()),
            Cardinality::Map(_) => Self::Map(BTreeMap::new()),
            _ => Self::One(default_value(field)),
        }
    }

    /// Returns whether the content is the same as if the field were not set.
    pub(super) fn is_default(&self, field: &Field) -> bool {
        match self {
            Self::One(value) => {
                field.cardinality() == Cardinality::Singular && Value::is_default(value)
            }
            Self::List(values) => values.is_empty(),
            Self::Map(entries) => entries.is_empty(),
        }
    }

    pub(super) fn write_member(&self, field: &'static Field, writer: &mut Writer<'_>) {
        writer.name(field);
        match self {
            Self::One(value) => Value::write(value, writer),
            Self::List(values) => write::list::<Value, _>(writer, values),
            Self::Map(entries) => write_entries(entries, writer),
        }
    }

    /// Reads the content of the field. Returns `false` if it is to be dropped.
    pub(super) fn read(
        &mut self,
        field: &Field,
        reader: &mut Reader<'_>,
    ) -> Result<bool, ReadError> {
        match (self, field.cardinality()) {
            (Self::One(value), _) => return Value::read(value, reader),
            (Self::List(values), _) => {
                read::elements::<Value, _>(reader, values, || Value::new(field.kind()))?;
            }
            (Self::Map(entries), Cardinality::Map(key)) => {
                read_map(entries, key, field.kind(), reader)?;
            }
            // A field that is a map always has a key type.
            (Self::Map(_), _) => {}
        }
        Ok(true)
    }
}

#[inline]
fn default_value(field: &Field) -> Value {
    let mut value = Value::new(field.kind());
    if let Some(json) = field.default() {
        set_default(&mut value, json);
    }
    value
}

#[cold]
fn set_default(value: &mut Value, json: &str) {
    let mut reader = Reader::json(json.as_bytes(), &ReadOptions::DEFAULT);
    // If this were not a value of the type, the default of the type would remain.
    let _ = Value::read(value, &mut reader);
}

fn write_entries(entries: &BTreeMap<Key, Value>, writer: &mut Writer<'_>) {
    let start = writer.begin_object();
    for (key, value) in entries {
        writer.comma();
        key.write(writer);
        writer.colon();
        Value::write(value, writer);
    }
    writer.end_object(start);
}

fn read_map(
    entries: &mut BTreeMap<Key, Value>,
    key: MapKey,
    kind: &FieldKind,
    reader: &mut Reader<'_>,
) -> Result<(), ReadError> {
    reader.open(b'{', "an object")?;
    let mut is_first = true;
    while let Some((text, offset)) = reader.next_name(&mut is_first)? {
        reader.charge(text.len())?;
        let entry = Key::parse(key, &text).map_err(|what| reader.error_at(offset, what));
        let entry = entry.and_then(|key| read_entry(entries, key, kind, offset, reader));
        entry.map_err(|error| error.at_key(&text))?;
    }
    Ok(())
}

fn read_entry(
    entries: &mut BTreeMap<Key, Value>,
    key: Key,
    kind: &FieldKind,
    offset: usize,
    reader: &mut Reader<'_>,
) -> Result<(), ReadError> {
    reader.charge_entry::<(Key, Value)>(entries.len())?;
    let mut value = Value::new(kind);
    if Value::read(&mut value, reader)? && entries.insert(key, value).is_some() {
        return Err(reader.error_at(offset, "the key is given more than once".to_owned()));
    }
    Ok(())
}
