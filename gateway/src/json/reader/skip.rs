//! Values of unknown fields: validated, and passed over.

use crate::json::ReadError;

use super::Reader;

impl<'a> Reader<'a> {
    /// Skips one value, and returns its text.
    #[cfg(feature = "server")]
    pub(in crate::json) fn raw_value(&mut self) -> Result<&'a [u8], ReadError> {
        let start = self.offset();
        self.skip()?;
        Ok(self.input.get(start..self.position).unwrap_or_default())
    }

    pub(in crate::json) fn skip(&mut self) -> Result<(), ReadError> {
        match self.peek() {
            Some(b'{') => self.skip_object(),
            Some(b'[') => self.skip_array(),
            Some(b'"') => self.quoted().map(drop),
            Some(b'-' | b'0'..=b'9') => self.bare_number().map(drop),
            _ if self.take_word("true") || self.take_word("false") || self.take_word("null") => {
                Ok(())
            }
            _ => Err(self.expected("a value")),
        }
    }

    fn skip_object(&mut self) -> Result<(), ReadError> {
        let start = self.offset();
        self.open(b'{', "an object")?;
        let mut is_first = true;
        while let Some((name, offset)) = self.next_name(&mut is_first)? {
            self.note_type(start, &name, offset);
            self.skip()?;
        }
        Ok(())
    }

    fn skip_array(&mut self) -> Result<(), ReadError> {
        self.open(b'[', "an array")?;
        let mut is_first = true;
        while self.next(b']', &mut is_first)? {
            self.skip()?;
        }
        Ok(())
    }
}
