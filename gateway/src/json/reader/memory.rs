//! What of a message's memory a value takes.

use crate::json::ReadError;
use crate::memory::{Exhausted, Memory};

use super::Reader;

impl Reader<'_> {
    /// What is left for the message.
    pub(in crate::json) fn memory(&self) -> Memory {
        self.memory
    }

    /// Goes on with what another reader has left of the same message's memory.
    pub(in crate::json) fn set_memory(&mut self, memory: Memory) {
        self.memory = memory;
    }

    /// Takes what a list of so many elements grows by with one more of this type.
    #[inline]
    pub(in crate::json) fn charge_element<V>(&mut self, elements: usize) -> Result<(), ReadError> {
        let taken = self.memory.element(elements, size_of::<V>());
        taken.map_err(|exhausted| self.exhausted(exhausted))
    }

    /// Takes what a map of so many entries grows by with one more of this type.
    #[inline]
    pub(in crate::json) fn charge_entry<E>(&mut self, entries: usize) -> Result<(), ReadError> {
        let taken = self.memory.entry(entries, size_of::<E>());
        taken.map_err(|exhausted| self.exhausted(exhausted))
    }

    /// Takes what a string, or a box, of so many bytes needs.
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
