//! The pull reader, over one complete JSON text or over the plain texts of a URL.

mod expected;
mod memory;
mod scalar;
mod skip;
mod type_member;
mod url;
mod within;

use std::borrow::Cow;

use super::Message;
use crate::memory::Memory;
use crate::schema::{Field, MessageDescriptor};

use self::expected::{is_word, word};
use self::url::Url;
use super::field_set::FieldSet;
use super::{ReadError, ReadOptions, UnknownFields, snippet, string};

/// Reads values for the generated [`Message`] impls. Use the functions of [`json`](crate::json).
#[derive(Debug)]
pub struct Reader<'a> {
    input: &'a [u8],
    /// The longest prefix of the input that is valid UTF-8.
    text: &'a str,
    position: usize,
    depth: usize,
    options: &'a ReadOptions,
    url: Option<Url<'a>>,
    /// The path to the field that the value is for, if it is not for the message itself.
    within: &'a [usize],
    memory: Memory,
    seen: type_member::Seen,
    type_place: Option<type_member::Place>,
    /// The buffer in which strings with escapes are assembled.
    scratch: Vec<u8>,
}

/// A message into whose fields values are read.
pub(super) trait Fields {
    fn read_field(&mut self, field: usize, reader: &mut Reader<'_>) -> Result<(), ReadError>;
}

impl<M: Message> Fields for M {
    fn read_field(&mut self, field: usize, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        Message::read_field(self, field, reader)
    }
}

impl<'a> Reader<'a> {
    pub(super) fn json(input: &'a [u8], options: &'a ReadOptions) -> Self {
        Self::limited(options.memory(), input, options)
    }

    /// Creates a JSON reader for a message that has this much memory left.
    pub(super) fn limited(memory: Memory, input: &'a [u8], options: &'a ReadOptions) -> Self {
        Self {
            input,
            text: string::valid_prefix(input),
            position: 0,
            depth: 0,
            options,
            url: None,
            within: &[],
            memory,
            seen: type_member::Seen::default(),
            type_place: None,
            scratch: Vec::new(),
        }
    }

    /// Reads one JSON object into the message, field by field.
    ///
    /// # Errors
    ///
    /// The text is not an object, or does not fit the message.
    pub fn object<M: Message>(&mut self, message: &mut M) -> Result<(), ReadError> {
        self.fields(M::DESCRIPTOR, message)
    }

    // As nothing here depends on the type of the message, a user's compiler has one copy less for each message.
    pub(super) fn fields(
        &mut self,
        descriptor: &'static MessageDescriptor,
        message: &mut dyn Fields,
    ) -> Result<(), ReadError> {
        if let Some(url) = &mut self.url {
            let Some((field, rest)) = url.path.split_first() else {
                return Err(self.expected("a value"));
            };
            url.path = rest;
            url.oneof = descriptor.fields().get(*field).and_then(Field::oneof);
            return message.read_field(*field, self);
        }
        if let Some((index, rest)) = self.within.split_first() {
            self.within = rest;
            return self.inner(descriptor, message, *index);
        }
        self.open(b'{', "an object")?;
        let mut seen = FieldSet::default();
        let mut is_first = true;
        let fields = descriptor.fields();
        let mut likely = 0;
        while self.next(b'}', &mut is_first)? {
            let offset = self.offset();
            let index = if self.take_name(fields.get(likely)) {
                likely
            } else {
                let name = self.name()?;
                let index = descriptor.field_index_from(likely, &name);
                let Some(index) = index.filter(|_| !self.is_type(&name)) else {
                    self.unknown_field(&name, offset)?;
                    continue;
                };
                index
            };
            self.member(message, fields, index, offset, &mut seen)?;
            likely = index + 1;
        }
        Ok(())
    }

    /// Passes over the name of this field if it comes next, in the form that most clients write, which is in the order
    /// of the fields. Returns whether it did.
    #[inline]
    fn take_name(&mut self, field: Option<&Field>) -> bool {
        let Some(field) = field.filter(|field| field.has_plain_json_name()) else {
            return false;
        };
        let rest = self.rest().strip_prefix(b"\"");
        let rest = rest.and_then(|rest| rest.strip_prefix(field.json_name().as_bytes()));
        let Some(rest) = rest.and_then(|rest| rest.strip_prefix(b"\":")) else {
            return false;
        };
        self.position = self.input.len() - rest.len();
        true
    }

    fn member(
        &mut self,
        message: &mut dyn Fields,
        fields: &'static [Field],
        index: usize,
        offset: usize,
        seen: &mut FieldSet,
    ) -> Result<(), ReadError> {
        let field = fields.get(index);
        let in_field = |error: ReadError| error.in_field(field.map_or("", Field::json_name));
        if !seen.insert(index) {
            let error = self.error_at(offset, "given more than once".to_owned());
            return Err(in_field(error));
        }
        if let Some(field) = field.filter(|field| field.oneof().is_some()) {
            if !field.takes_null() && self.at_null() {
                seen.insert_null(index);
            } else if let Some(other) = seen.other_of_oneof(fields, index) {
                let what = format!("`{other}` of the same oneof is already set");
                return Err(in_field(self.error_at(offset, what)));
            }
        }
        message.read_field(index, self).map_err(in_field)
    }

    #[cold]
    pub(super) fn unknown_field(&mut self, name: &str, offset: usize) -> Result<(), ReadError> {
        if self.skip_type(name, offset)? {
            return Ok(());
        }
        if self.options.unknown_fields == UnknownFields::Reject {
            return Err(self.error_at(offset, format!("unknown field {}", snippet::quoted(name))));
        }
        self.skip()
    }

    /// Reads the next member's name, and returns it and its offset. At the object's end, passes over the end and
    /// returns `None`.
    pub(super) fn next_name(
        &mut self,
        is_first: &mut bool,
    ) -> Result<Option<(Cow<'a, str>, usize)>, ReadError> {
        if !self.next(b'}', is_first)? {
            return Ok(None);
        }
        let offset = self.offset();
        Ok(Some((self.name()?, offset)))
    }

    /// Reads a name and the colon after it.
    fn name(&mut self) -> Result<Cow<'a, str>, ReadError> {
        if self.peek() != Some(b'"') {
            return Err(self.expected("a field name in quotes"));
        }
        let name = self.quoted()?;
        match self.peek() {
            Some(b':') => self.position += 1,
            _ => return Err(self.expected("\":\"")),
        }
        Ok(name)
    }

    /// Returns whether an element follows in the object or array that `close` ends. Passes over the comma or the end.
    #[inline]
    pub(super) fn next(&mut self, close: u8, is_first: &mut bool) -> Result<bool, ReadError> {
        let is_start = std::mem::take(is_first);
        match self.peek() {
            Some(byte) if byte == close => {
                self.position += 1;
                self.depth -= 1;
                Ok(false)
            }
            _ if is_start => Ok(true),
            Some(b',') => {
                self.position += 1;
                Ok(true)
            }
            _ if close == b'}' => Err(self.expected("\",\" or \"}\"")),
            _ => Err(self.expected("\",\" or \"]\"")),
        }
    }

    #[inline]
    pub(super) fn open(&mut self, open: u8, what: &str) -> Result<(), ReadError> {
        if self.peek() != Some(open) {
            return Err(self.expected(what));
        }
        if self.depth >= self.options.max_depth {
            let limit = self.options.max_depth;
            return Err(self.error(format!("nested deeper than {limit} levels")));
        }
        self.depth += 1;
        self.position += 1;
        Ok(())
    }

    pub(super) fn options(&self) -> &'a ReadOptions {
        self.options
    }

    pub(super) fn ignores_unknown_enums(&self) -> bool {
        self.options.unknown_fields == UnknownFields::IgnoreAll
    }

    /// Reads the whole text, and returns the memory that is left.
    pub(super) fn whole(
        mut self,
        read: &mut dyn FnMut(&mut Self) -> Result<(), ReadError>,
    ) -> Result<Memory, ReadError> {
        read(&mut self)?;
        self.finish()?;
        Ok(self.memory)
    }

    /// Checks that only white space follows.
    pub(super) fn finish(&mut self) -> Result<(), ReadError> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.expected("the end of the text")),
        }
    }

    #[inline]
    pub(super) fn at_null(&mut self) -> bool {
        self.peek() == Some(b'n') && word(self.rest()) == "null"
    }

    #[inline]
    pub(super) fn at_number(&mut self) -> bool {
        matches!(self.peek(), Some(b'-' | b'0'..=b'9'))
    }

    #[inline]
    pub(super) fn take_null(&mut self) -> bool {
        self.peek() == Some(b'n') && self.take_word("null")
    }

    #[inline(never)]
    fn take_word(&mut self, expected: &str) -> bool {
        let rest = self.rest().strip_prefix(expected.as_bytes());
        let is_next = rest.is_some_and(|rest| !rest.first().is_some_and(|byte| is_word(*byte)));
        if is_next {
            self.position += expected.len();
        }
        is_next
    }

    /// Peeks at the next byte that is not white space.
    #[inline]
    pub(super) fn peek(&mut self) -> Option<u8> {
        loop {
            match self.input.get(self.position) {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.position += 1,
                byte => return byte.copied(),
            }
        }
    }

    #[inline]
    fn rest(&self) -> &'a [u8] {
        self.input.get(self.position..).unwrap_or_default()
    }

    /// Returns the offset at which the next value begins.
    #[inline]
    pub(super) fn offset(&mut self) -> usize {
        self.peek();
        self.position
    }
}
