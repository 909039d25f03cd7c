//! A message, represented by the fields that are set in it.

use crate::json::reader::Fields;
use crate::json::{ReadError, Reader, Writer};
use crate::schema::{Cardinality, Field, MessageDescriptor};

use super::slot::Slot;

/// A message whose JSON form is an object of its fields.
pub(crate) struct Object {
    pub(super) descriptor: &'static MessageDescriptor,
    /// The contents of the fields, each with the field's index, by which they are sorted.
    slots: Vec<(usize, Slot)>,
}

impl Object {
    pub(super) fn new(descriptor: &'static MessageDescriptor) -> Self {
        Self {
            descriptor,
            slots: Vec::new(),
        }
    }

    /// Returns the contents of the fields, in the order of their declaration.
    pub(super) fn slots(&self) -> impl Iterator<Item = (&'static Field, &Slot)> {
        let fields = self.descriptor.fields();
        let slots = self.slots.iter();
        slots.filter_map(|(index, slot)| Some((fields.get(*index)?, slot)))
    }

    pub(super) fn clear(&mut self) {
        self.slots.clear();
    }

    /// Returns the content of a field, which is its default if it was not set. Unsets the other members of its oneof.
    pub(super) fn slot(&mut self, index: usize, field: &Field) -> &mut Slot {
        if let Some(oneof) = field.oneof() {
            self.unset_others(oneof, index);
        }
        let place = match self.place(index) {
            Ok(place) => place,
            Err(place) => {
                self.slots.insert(place, (index, Slot::new(field)));
                place
            }
        };
        &mut self.slots[place].1
    }

    fn unset_others(&mut self, oneof: &str, member: usize) {
        let fields = self.descriptor.fields();
        let is_other = |index: usize| {
            index != member && fields.get(index).and_then(Field::oneof) == Some(oneof)
        };
        self.slots.retain(|(index, _)| !is_other(*index));
    }

    /// Returns the position of a field's slot, or the position at which to insert it.
    fn place(&self, index: usize) -> Result<usize, usize> {
        match self.slots.last() {
            // Most fields come in order.
            Some((last, _)) if *last < index => Err(self.slots.len()),
            Some((last, _)) if *last == index => Ok(self.slots.len() - 1),
            _ => self.slots.binary_search_by_key(&index, |(index, _)| *index),
        }
    }

    pub(super) fn write(&self, writer: &mut Writer<'_>) {
        let start = writer.begin_object();
        let mut slots = self.slots.iter().peekable();
        for (index, field) in self.descriptor.fields().iter().enumerate() {
            match slots.next_if(|(set, _)| *set == index) {
                Some((_, slot)) if !slot.is_default(field) => slot.write_member(field, writer),
                _ => write_absent(field, writer),
            }
        }
        writer.end_object(start);
    }

    /// Returns whether a member of this JSON name is written.
    pub(super) fn has_member(&self, name: &str, writer: &Writer<'_>) -> bool {
        let mut fields = self.descriptor.fields().iter().enumerate();
        fields.any(|(index, field)| field.json_name() == name && self.writes(index, field, writer))
    }

    fn writes(&self, index: usize, field: &Field, writer: &Writer<'_>) -> bool {
        let slot = self.place(index).ok().map(|place| &self.slots[place].1);
        slot.is_some_and(|slot| !slot.is_default(field)) || is_absent_written(field, writer)
    }

    pub(super) fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        reader.charge(size_of::<Self>())?;
        reader.fields(self.descriptor, self)
    }
}

/// Writes the default of a field that is not set, if it is written at all.
fn write_absent(field: &'static Field, writer: &mut Writer<'_>) {
    if is_absent_written(field, writer) {
        Slot::new(field).write_member(field, writer);
    }
}

fn is_absent_written(field: &Field, writer: &Writer<'_>) -> bool {
    match field.cardinality() {
        // The defaults of a message that requires two of itself end only at the error that it nests too deep.
        Cardinality::Required => !writer.has_failed(),
        Cardinality::Optional => false,
        _ => writer.options().emit_defaults,
    }
}

impl Fields for Object {
    fn read_field(&mut self, index: usize, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        let Some(field) = self.descriptor.fields().get(index) else {
            return Ok(());
        };
        if !reader.starts_value(field.takes_null())? {
            return Ok(());
        }
        reader.charge_element::<(usize, Slot)>(self.slots.len())?;
        if !self.slot(index, field).read(field, reader)? {
            self.slots.retain(|(set, _)| *set != index);
        }
        Ok(())
    }
}
