//! Strings, numbers and booleans.

use std::borrow::Cow;

use crate::json::{ReadError, number, snippet, string};

use super::{Reader, is_word, word};

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

    /// The text of a number: as it stands, or from a string.
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

    pub(super) fn bare_number(&mut self) -> Result<&'a str, ReadError> {
        let rest = self.rest();
        let length = number::prefix(rest);
        match rest.split_at_checked(length) {
            Some((number, after))
                if length > 0 && !after.first().is_some_and(|byte| is_word(*byte)) =>
            {
                self.position += length;
                Ok(str::from_utf8(number).unwrap_or_default())
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
        match string::parse_plain(self.rest()) {
            Some(text) => {
                self.position += text.len() + 2;
                Ok(Cow::Borrowed(text))
            }
            None => self.escaped(),
        }
    }

    fn escaped(&mut self) -> Result<Cow<'a, str>, ReadError> {
        match string::parse(self.rest()) {
            Ok((text, length)) => {
                self.position += length;
                Ok(text)
            }
            Err(invalid) => {
                Err(self.error_at(self.position + invalid.offset, invalid.message.to_owned()))
            }
        }
    }
}
