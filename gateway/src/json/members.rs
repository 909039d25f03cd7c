//! The members of an object as raw JSON, for envelopes around messages.

use std::borrow::Cow;

use super::{ReadError, ReadOptions, Reader};

/// A name and a value.
type Member<'a> = (Cow<'a, str>, &'a [u8]);

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

    /// A member's value as a string.
    pub(crate) fn text(&self, value: &'a [u8]) -> Result<Cow<'a, str>, ReadError> {
        Reader::json(value, self.options).string("a string")
    }

    /// The next member's name and value; `None` after the last one, when nothing but white space follows.
    pub(crate) fn next(&mut self) -> Result<Option<Member<'a>>, ReadError> {
        match self.reader.next_name(&mut self.is_first)? {
            Some((name, _)) => Ok(Some((name, self.reader.raw_value()?))),
            None => self.reader.finish().map(|()| None),
        }
    }
}
