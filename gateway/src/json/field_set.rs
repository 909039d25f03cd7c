//! The set of fields of one object that have been read.

use crate::schema::Field;

/// A set of field indices, which allocates only beyond 64 fields.
#[derive(Debug, Default)]
pub(super) struct FieldSet {
    names: Bits,
    nulls: Bits,
}

#[derive(Debug, Default)]
struct Bits {
    first: u64,
    rest: Vec<u64>,
}

impl FieldSet {
    /// Adds the field. Returns `false` if it is already in the set.
    #[inline]
    pub(super) fn insert(&mut self, index: usize) -> bool {
        self.names.insert(index)
    }

    /// Records that the field was given as `null`, which does not set a member of a oneof.
    pub(super) fn insert_null(&mut self, index: usize) {
        self.nulls.insert(index);
    }

    /// Returns the name of the other member that has set this field's oneof.
    pub(super) fn other_of_oneof(&self, fields: &[Field], index: usize) -> Option<&'static str> {
        let oneof = fields.get(index)?.oneof()?;
        let is_set = |other: usize| {
            other != index && self.names.contains(other) && !self.nulls.contains(other)
        };
        let mut members = fields
            .iter()
            .enumerate()
            .filter(|(_, field)| field.oneof() == Some(oneof));
        members
            .find(|(other, _)| is_set(*other))
            .map(|(_, field)| field.json_name())
    }
}

impl Bits {
    #[inline]
    fn insert(&mut self, index: usize) -> bool {
        let word = self.word(index / 64);
        let bit = 1 << (index % 64);
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }

    fn contains(&self, index: usize) -> bool {
        let word = match (index / 64).checked_sub(1) {
            None => Some(&self.first),
            Some(word) => self.rest.get(word),
        };
        word.is_some_and(|word| word & 1 << (index % 64) != 0)
    }

    #[inline]
    fn word(&mut self, word: usize) -> &mut u64 {
        let Some(word) = word.checked_sub(1) else {
            return &mut self.first;
        };
        if self.rest.len() <= word {
            self.rest.resize(word + 1, 0);
        }
        &mut self.rest[word]
    }
}
