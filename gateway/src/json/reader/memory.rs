//! The share of a message's memory that a value takes.

use crate::json::ReadError;
use crate::memory::{Exhausted, Memory};

use super::Reader;

impl Reader<'_> {
    /// Returns the memory that is left for the message.
    pub(in crate::json) fn memory(&self) -> Memory {
        self.memory
    }

    /// Continues with the memory that another reader has left for the same message.
    pub(in crate::json) fn set_memory(&mut self, memory: Memory) {
        self.memory = memory;
    }

    /// Takes the memory by which a list of this many elements grows with one more element of this type.
    #[inline]
    pub(in crate::json) fn charge_element<V>(&mut self, elements: usize) -> Result<(), ReadError> {
        let taken = self.memory.element(elements, size_of::<V>());
        taken.map_err(|exhausted| self.exhausted(exhausted))
    }

    /// Takes the memory by which a map of this many entries grows with one more entry of this type.
    #[inline]
    pub(in crate::json) fn charge_entry<E>(&mut self, entries: usize) -> Result<(), ReadError> {
        let taken = self.memory.entry(entries, size_of::<E>());
        taken.map_err(|exhausted| self.exhausted(exhausted))
    }

    /// Takes the memory that a string or a box of this many bytes needs.
    #[inline]
    pub(crate) fn charge(&mut self, bytes: usize) -> Result<(), ReadError> {
        let taken = self.memory.block(bytes);
        taken.map_err(|exhausted| self.exhausted(exhausted))
    }

    #[cold]
    fn exhausted(&self, exhausted: Exhausted) -> ReadError {
        ReadError::exhausted((!self.is_url()).then_some(self.position), exhausted)
    }
}
