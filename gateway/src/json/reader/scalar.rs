//! Strings, numbers and booleans.

use std::borrow::Cow;

use crate::json::decimal::Decimal;
use crate::json::{ReadError, number, plain, snippet, string};
use crate::schema::EnumDescriptor;

use super::Reader;
use super::expected::{is_word, word};

impl<'a> Reader<'a> {
    #[inline]
    pub(in crate::json) fn string(&mut self, what: &str) -> Result<Cow<'a, str>, ReadError> {
        if self.is_url() {
            return self.bare().map(Cow::Borrowed);
        }
        match self.peek() {
            Some(b'"') => self.quoted(),
            _ => Err(self.expected(what)),
        }
    }

    /// Reads the text of a number, either bare or in a string.
    pub(in crate::json) fn number(&mut self, what: &str) -> Result<Cow<'a, str>, ReadError> {
        if self.is_url() {
            return self.bare().map(Cow::Borrowed);
        }
        match self.peek() {
            Some(b'"') => self.quoted(),
            Some(b'-' | b'0'..=b'9') => self.bare_number().map(Cow::Borrowed),
            _ => Err(self.expected(what)),
        }
    }

    /// Returns the number ahead, bare or in a string, and the position of its end, if it is as short as most numbers.
    #[inline]
    pub(in crate::json) fn decimal(&mut self) -> Option<(Decimal, usize)> {
        if self.is_url() {
            return None;
        }
        let is_quoted = self.peek() == Some(b'"');
        let start = self.position + usize::from(is_quoted);
        let number = Decimal::parse(self.input.get(start..)?)?;
        let end = start + number.length;
        let after = self.input.get(end).copied();
        match after {
            Some(b'"') if is_quoted => Some((number, end + 1)),
            _ if is_quoted || after.is_some_and(is_word) => None,
            _ => Some((number, end)),
        }
    }

    #[inline]
    pub(in crate::json) fn move_to(&mut self, position: usize) {
        self.position = position;
    }

    pub(super) fn bare_number(&mut self) -> Result<&'a str, ReadError> {
        let rest = self.rest();
        let length = number::prefix(rest);
        match rest.split_at_checked(length) {
            Some((_, after)) if length > 0 && !after.first().is_some_and(|byte| is_word(*byte)) => {
                self.position += length;
                Ok(self
                    .text
                    .get(self.position - length..self.position)
                    .unwrap_or_default())
            }
            _ => Err(self.error(format!("invalid number {}", snippet::bare(word(rest))))),
        }
    }

    #[inline]
    pub(in crate::json) fn boolean(&mut self) -> Result<bool, ReadError> {
        if self.is_url() {
            return match self.bare()? {
                "true" | "1" => Ok(true),
                "false" | "0" => Ok(false),
                _ => Err(self.expected("true or false")),
            };
        }
        match self.peek() {
            Some(b't') if self.take_word("true") => Ok(true),
            Some(b'f') if self.take_word("false") => Ok(false),
            _ => Err(self.expected("true or false")),
        }
    }

    #[inline]
    pub(super) fn quoted(&mut self) -> Result<Cow<'a, str>, ReadError> {
        match self.unescaped() {
            Some(text) => {
                self.position += text.len() + 2;
                Ok(Cow::Borrowed(text))
            }
            None => self.escaped(),
        }
    }

    /// Takes the string ahead if it is the name of a value of this enum.
    #[inline]
    pub(in crate::json) fn take_enum_value(&mut self, descriptor: &EnumDescriptor) -> Option<i32> {
        if self.is_url() || self.peek() != Some(b'"') {
            return None;
        }
        let text = self.input.get(self.position + 1..)?;
        // Names have no escapes, so the string is this name if a quote follows it.
        let is_next =
            |name: &str| text.get(name.len()) == Some(&b'"') && text.starts_with(name.as_bytes());
        let mut values = descriptor.values().iter();
        let (name, number) = values.find(|(name, _)| is_next(name))?;
        self.position += name.len() + 2;
        Some(*number)
    }

    /// Returns the string ahead, if it has no escapes.
    #[inline]
    fn unescaped(&self) -> Option<&'a str> {
        let start = self.position + 1;
        let end = start + plain::plain_prefix(self.input.get(start..)?);
        let text = self.text.get(start..end)?;
        (self.input.get(end) == Some(&b'"')).then_some(text)
    }

    #[cold]
    fn escaped(&mut self) -> Result<Cow<'a, str>, ReadError> {
        match string::parse(self.rest(), &mut self.scratch) {
            Ok((text, length)) => {
                self.position += length;
                Ok(Cow::Owned(text))
            }
            Err(invalid) => {
                Err(self.error_at(self.position + invalid.offset, invalid.message.to_owned()))
            }
        }
    }
}
