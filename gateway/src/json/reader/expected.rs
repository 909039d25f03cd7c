//! Errors of a reader: what it expected, and what the text has instead.

use super::Reader;
use crate::json::{ReadError, snippet, string};

impl Reader<'_> {
    pub(in crate::json) fn error(&self, message: String) -> ReadError {
        self.error_at(self.position, message)
    }

    pub(in crate::json) fn error_at(&self, offset: usize, message: String) -> ReadError {
        ReadError::new((!self.is_url()).then_some(offset), message)
    }

    #[cold]
    pub(crate) fn expected(&mut self, what: &str) -> ReadError {
        let offset = self.offset();
        self.expected_at(offset, what)
    }

    /// Creates the error for the value that begins at this offset.
    #[cold]
    pub(in crate::json) fn expected_at(&self, offset: usize, what: &str) -> ReadError {
        let value = self.input.get(offset..).unwrap_or_default();
        let got = if self.is_url() {
            snippet::quoted(str::from_utf8(self.input).unwrap_or_default())
        } else {
            describe(value)
        };
        self.error_at(offset, format!("expected {what}, got {got}"))
    }
}

/// Describes what a JSON text begins with.
fn describe(value: &[u8]) -> String {
    match value.first() {
        None => "the end of the text".to_owned(),
        Some(b'{') => "an object".to_owned(),
        Some(b'[') => "an array".to_owned(),
        Some(b'"') => string::parse(value, &mut Vec::new())
            .map_or("an invalid string".to_owned(), |(text, _)| {
                snippet::quoted(&text)
            }),
        Some(byte) if !is_word(*byte) => snippet::byte(*byte),
        Some(_) => snippet::bare(word(value)),
    }
}

/// Returns the number or name at the front.
pub(super) fn word(bytes: &[u8]) -> &str {
    let length = bytes.iter().take_while(|byte| is_word(**byte)).count();
    bytes
        .get(..length)
        .and_then(|word| str::from_utf8(word).ok())
        .unwrap_or_default()
}

pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.' | b'_')
}
