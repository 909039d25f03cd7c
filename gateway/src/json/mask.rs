//! The fields that a JSON document names, as a field mask.

use std::collections::BTreeSet;

use crate::memory::Memory;
use crate::schema::{Cardinality, Field, MessageDescriptor};

use super::{ReadError, ReadOptions, Reader};

/// Returns the fields of the message that the JSON document names, as sorted dotted paths of proto names: the mask
/// for a PATCH that comes without one.
///
/// Paths end at scalars, lists and maps, at messages with a JSON form of their own, such as Timestamp and Struct, and
/// where the document has `null` or `{}`. Keys that the message does not have are skipped.
///
/// # Errors
///
/// The text is not JSON, is not an object although the message's JSON form is one, nests deeper than 100 levels, or
/// names so many fields that their paths take more than 64 MiB in memory. Whether values fit their field is not
/// checked.
pub fn field_mask(
    descriptor: &'static MessageDescriptor,
    json: &[u8],
) -> Result<Vec<String>, ReadError> {
    let options = ReadOptions::DEFAULT;
    field_mask_within(descriptor, json, &options, &mut options.memory())
}

/// Does the same with the limits of these options, for a message that has this much memory left.
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
    /// The path of the object that is being read, with a dot after it.
    path: String,
    paths: BTreeSet<String>,
}

impl Mask<'_> {
    /// Reads an object, and returns whether it has any key.
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

/// Returns the message in the field, if the document names its fields one by one.
fn inner(field: &'static Field) -> Option<&'static MessageDescriptor> {
    match field.cardinality() {
        Cardinality::Repeated | Cardinality::Map(_) => None,
        _ => field.message().filter(|message| message.is_object()),
    }
}
