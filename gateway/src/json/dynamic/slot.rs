//! What a field holds: one value, a list or a map.

use std::collections::BTreeMap;

use crate::json::codec::Codec as _;
use crate::json::{ReadError, ReadOptions, Reader, Writer};
use crate::message::{Cardinality, Field, FieldKind, MapKey};

use super::key::Key;
use super::value::Value;

pub(super) enum Slot {
    One(Value),
    List(Vec<Value>),
    Map(BTreeMap<Key, Value>),
}

impl Slot {
    /// What the field holds by default.
    pub(super) fn new(field: &Field) -> Self {
        match field.cardinality() {
            Cardinality::Repeated => Self::List(Vec::new()),
            Cardinality::Map(_) => Self::Map(BTreeMap::new()),
            _ => Self::One(default_value(field)),
        }
    }

    /// Whether it is the same as if the field were not set.
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
            Self::List(values) => crate::json::write::list::<Value, _>(writer, values),
            Self::Map(entries) => write_entries(entries, writer),
        }
    }

    /// Reads what the field holds; `None` if it is to be dropped.
    pub(super) fn read(field: &Field, reader: &mut Reader<'_>) -> Result<Option<Self>, ReadError> {
        let kind = field.kind();
        match field.cardinality() {
            Cardinality::Repeated => read_list(kind, reader).map(Self::List).map(Some),
            Cardinality::Map(key) => read_map(key, kind, reader).map(Self::Map).map(Some),
            _ => Ok(read_value(kind, reader)?.map(Self::One)),
        }
    }
}

fn default_value(field: &Field) -> Value {
    let mut value = Value::new(field.kind());
    if let Some(json) = field.default() {
        let mut reader = Reader::json(json.as_bytes(), &ReadOptions::DEFAULT);
        // Where it were no value, that of the type would be left.
        let _ = Value::read(&mut value, &mut reader);
    }
    value
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

fn read_value(kind: &FieldKind, reader: &mut Reader<'_>) -> Result<Option<Value>, ReadError> {
    let mut value = Value::new(kind);
    Ok(Value::read(&mut value, reader)?.then_some(value))
}

fn read_list(kind: &FieldKind, reader: &mut Reader<'_>) -> Result<Vec<Value>, ReadError> {
    let mut values = Vec::new();
    reader.open(b'[', "an array")?;
    let mut is_first = true;
    let mut index = 0;
    while reader.next(b']', &mut is_first)? {
        reader.charge_element::<Value>()?;
        let value = read_value(kind, reader).map_err(|error| error.at_index(index))?;
        values.extend(value);
        index += 1;
    }
    Ok(values)
}

fn read_map(
    key: MapKey,
    kind: &FieldKind,
    reader: &mut Reader<'_>,
) -> Result<BTreeMap<Key, Value>, ReadError> {
    let mut entries = BTreeMap::new();
    reader.open(b'{', "an object")?;
    let mut is_first = true;
    while let Some((text, offset)) = reader.next_name(&mut is_first)? {
        let entry = read_entry(key, kind, &text, offset, reader);
        let (key, value) = entry.map_err(|error| error.at_key(&text))?;
        let before = value.and_then(|value| entries.insert(key, value));
        if before.is_some() {
            let error = reader.error_at(offset, "the key is given more than once".to_owned());
            return Err(error.at_key(&text));
        }
    }
    Ok(entries)
}

fn read_entry(
    key: MapKey,
    kind: &FieldKind,
    text: &str,
    offset: usize,
    reader: &mut Reader<'_>,
) -> Result<(Key, Option<Value>), ReadError> {
    let key = Key::parse(key, text).map_err(|what| reader.error_at(offset, what))?;
    reader.charge_element::<(Key, Value)>()?;
    Ok((key, read_value(kind, reader)?))
}
