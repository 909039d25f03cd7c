//! A value for a field of a nested message.

use crate::json::ReadError;
use crate::schema::{Field, MessageDescriptor};

use super::{Fields, Reader};

impl<'a> Reader<'a> {
    /// Sets the path of the field that the value is for.
    pub(in crate::json) fn within(mut self, path: &'a [usize]) -> Self {
        self.within = path;
        self
    }

    /// Returns whether the value is for a field further inside, and so is not that of the messages on the way.
    #[inline]
    pub(super) fn is_on_the_way(&self) -> bool {
        !self.within.is_empty()
    }

    /// Reads the value into a field of the message, or into the field further inside that it is for.
    pub(in crate::json) fn inner(
        &mut self,
        descriptor: &'static MessageDescriptor,
        message: &mut dyn Fields,
        index: usize,
    ) -> Result<(), ReadError> {
        let field = descriptor.fields().get(index);
        let takes_null = field.is_some_and(Field::takes_null);
        if !self.is_on_the_way() && !takes_null && self.at_null() {
            return Err(self.expected("a value"));
        }
        let read = message.read_field(index, self);
        read.map_err(|error| error.in_field(field.map_or("", Field::json_name)))
    }
}
