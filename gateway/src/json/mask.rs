//! The fields that a JSON document names, as a field mask has them.

use std::collections::BTreeSet;

use crate::memory::Memory;
use crate::schema::{Cardinality, Field, MessageDescriptor};

use super::{ReadError, ReadOptions, Reader};

/// The fields of the message that the JSON document has, as sorted dotted paths of proto names: the mask of a PATCH that
/// comes without one.
///
/// Paths end at scalars, lists and maps, at messages with a JSON form of their own, such as Timestamp and Struct, and
/// where the document has `null` or `{}`. Keys that the message does not have are skipped.
///
/// # Errors
///
/// The text is no JSON, is no object where the message's form is one, nests deeper than 100 levels, or names so many
/// fields that their paths take more than 64 MiB in memory. Values that do not fit their field are not looked at.
pub fn field_mask(
    descriptor: &'static MessageDescriptor,
    json: &[u8],
) -> Result<Vec<String>, ReadError> {
    let options = ReadOptions::DEFAULT;
    field_mask_within(descriptor, json, &options, &mut options.memory())
}

/// The same with the limits that these options have, for a message that has so much memory left.
pub(crate) fn field_mask_within(
    descriptor: &'static MessageDescriptor,
    json: &[u8],
    options: &ReadOptions,
    memory: &mut Memory,
) -> Result<Vec<String>, ReadError> {
    let mut mask = Mask {
        reader: Reader::limited(*memory, json, options),
        path: String::new(),
        paths: BTreeSet::new(),
    };
    if descriptor.is_object() {
        mask.object(descriptor)?;
    } else {
        mask.reader.skip()?;
    }
    mask.reader.finish()?;
    *memory = mask.reader.memory();
    Ok(mask.paths.into_iter().collect())
}

struct Mask<'a> {
    reader: Reader<'a>,
    /// Of the object that is being read, with a dot after it.
    path: String,
    paths: BTreeSet<String>,
}

impl Mask<'_> {
    /// True if the object has any key.
    fn object(&mut self, message: &'static MessageDescriptor) -> Result<bool, ReadError> {
        self.reader.open(b'{', "an object")?;
        let mut is_first = true;
        let mut has_keys = false;
        while let Some((name, _)) = self.reader.next_name(&mut is_first)? {
            has_keys = true;
            match message.field(&name) {
                Some(field) => self.field(field)?,
                None => self.reader.skip()?,
            }
        }
        Ok(has_keys)
    }

    fn field(&mut self, field: &'static Field) -> Result<(), ReadError> {
        let length = self.path.len();
        self.path.push_str(field.name());
        let is_leaf = match inner(field).filter(|_| self.reader.peek() == Some(b'{')) {
            Some(message) => {
                self.path.push('.');
                let has_keys = self
                    .object(message)
                    .map_err(|error| error.in_field(field.json_name()))?;
                self.path.pop();
                !has_keys
            }
            None => self.reader.skip().map(|()| true)?,
        };
        if is_leaf {
            // Far below the root, the path of a field is longer than its text.
            self.reader.charge(self.path.len())?;
            self.reader.charge_entry::<String>(self.paths.len())?;
            self.paths.insert(self.path.clone());
        }
        self.path.truncate(length);
        Ok(())
    }
}

/// The message whose fields the document names one by one.
fn inner(field: &'static Field) -> Option<&'static MessageDescriptor> {
    match field.cardinality() {
        Cardinality::Repeated | Cardinality::Map(_) => None,
        _ => field.message().filter(|message| message.is_object()),
    }
}
