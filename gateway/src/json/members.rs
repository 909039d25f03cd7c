//! The members of an object as raw JSON, for envelopes around messages.

use std::borrow::Cow;

use super::{ReadError, ReadOptions, Reader};

/// A member: its name, its offset, and its value.
#[derive(Debug)]
pub(crate) struct Member<'a> {
    pub(crate) name: Cow<'a, str>,
    offset: usize,
    value: &'a [u8],
}

impl<'a> Member<'a> {
    /// Puts the value into its slot.
    ///
    /// # Errors
    ///
    /// The object has the member more than once.
    pub(crate) fn put(self, slot: &mut Option<&'a [u8]>) -> Result<(), ReadError> {
        if slot.replace(self.value).is_none() {
            return Ok(());
        }
        let error = ReadError::new(Some(self.offset), "given more than once".to_owned());
        Err(error.in_field(&self.name))
    }
}

/// The members of one object, which is the whole text.
#[derive(Debug)]
pub(crate) struct Members<'a> {
    reader: Reader<'a>,
    options: &'a ReadOptions,
    is_first: bool,
}

impl<'a> Members<'a> {
    pub(crate) fn new(text: &'a [u8], options: &'a ReadOptions) -> Result<Self, ReadError> {
        let mut reader = Reader::json(text, options);
        reader.open(b'{', "an object")?;
        Ok(Self {
            reader,
            options,
            is_first: true,
        })
    }

    /// Reads a member's value as a string.
    pub(crate) fn text(&self, value: &'a [u8]) -> Result<Cow<'a, str>, ReadError> {
        Reader::json(value, self.options).string("a string")
    }

    /// Returns the next member, or `None` after the last one, if only white space follows.
    pub(crate) fn next(&mut self) -> Result<Option<Member<'a>>, ReadError> {
        match self.reader.next_name(&mut self.is_first)? {
            Some((name, offset)) => Ok(Some(Member {
                name,
                offset,
                value: self.reader.raw_value()?,
            })),
            None => self.reader.finish().map(|()| None),
        }
    }
}
