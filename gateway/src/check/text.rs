//! Builds the text of an error in constants.

use super::names::base_name;
use crate::schema::{Cardinality, Field, FieldKind};

const CAPACITY: usize = 2048;

/// A text that is built piece by piece. A piece that does not fit is left out.
pub(super) struct Text {
    bytes: [u8; CAPACITY],
    length: usize,
}

impl Text {
    pub(super) const fn new() -> Self {
        Self {
            bytes: [0; CAPACITY],
            length: 0,
        }
    }

    pub(super) const fn text(mut self, text: &str) -> Self {
        let bytes = text.as_bytes();
        if self.length + bytes.len() > CAPACITY {
            return self;
        }
        let mut index = 0;
        while index < bytes.len() {
            self.bytes[self.length] = bytes[index];
            self.length += 1;
            index += 1;
        }
        self
    }

    /// Appends the user's own word in backticks.
    pub(super) const fn name(self, name: &str) -> Self {
        self.text("`").text(name).text("`")
    }

    pub(super) const fn help(self, help: &str) -> Self {
        self.text("\nhelp: ").text(help)
    }

    pub(super) const fn repeat(mut self, text: &str, times: usize) -> Self {
        let mut count = 0;
        while count < times {
            self = self.text(text);
            count += 1;
        }
        self
    }

    /// Appends the kind of a field: `a string`, `repeated`, ``the message `Room` ``.
    pub(super) const fn a_kind(self, field: &Field) -> Self {
        match (field.cardinality(), field.kind()) {
            (Cardinality::Repeated, _) => self.text("repeated"),
            (Cardinality::Map(_), _) => self.text("a map"),
            (_, FieldKind::Message(message)) => {
                self.text("the message ").name(base_name(message.name()))
            }
            (_, FieldKind::Enum(_)) => self.text("an enum"),
            (_, FieldKind::Bytes) => self.text("bytes"),
            (_, FieldKind::String) => self.text("a string"),
            (_, FieldKind::Bool) => self.text("a bool"),
            (_, FieldKind::Double | FieldKind::Float) => self.text("a floating-point number"),
            _ => self.text("an integer"),
        }
    }

    pub(super) const fn as_str(&self) -> &str {
        let (written, _) = self.bytes.split_at(self.length);
        match str::from_utf8(written) {
            Ok(text) => text,
            Err(_) => "",
        }
    }

    /// Reports the text as the compiler's error.
    #[track_caller]
    pub(super) const fn panic(self) -> ! {
        panic!("{}", self.as_str())
    }
}
