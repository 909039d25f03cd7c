//! The writer, which writes JSON straight into a buffer, or the bare text of one value.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::BytesMut;

use super::key::Key;
use super::number::{Float, Integer};
use super::output::Output;
use super::{JsonOptions, WriteError, digits, string};
use crate::memory::Memory;
use crate::schema::Field;

/// Writes values for the generated [`Message`](crate::Message) impls. Use the functions of [`json`](crate::json).
#[derive(Debug)]
pub struct Writer<'a> {
    out: Output<'a>,
    start: usize,
    options: &'a JsonOptions,
    is_bare: bool,
    depth: usize,
    key: Option<&'static Key>,
    /// The name that came last, if it was not a [`Key`].
    name: Option<&'static str>,
    error: Option<WriteError>,
    memory: Memory,
}

impl<'a> Writer<'a> {
    pub(super) fn json(out: &'a mut BytesMut, options: &'a JsonOptions) -> Self {
        Self {
            start: out.len(),
            out: Output::new(out),
            options,
            is_bare: false,
            depth: 0,
            key: None,
            name: None,
            error: None,
            memory: options.memory(),
        }
    }

    /// Creates a writer for one value without quotes and escapes.
    pub(super) fn bare(out: &'a mut BytesMut) -> Self {
        Self {
            is_bare: true,
            ..Self::json(out, &JsonOptions::DEFAULT)
        }
    }

    #[inline]
    pub(super) fn options(&self) -> &'a JsonOptions {
        self.options
    }

    /// Returns the memory left for the message in an `Any`, after what the messages around it take.
    pub(super) fn memory(&self) -> Memory {
        self.memory
    }

    /// Sets the memory that is left, and returns the previous value.
    pub(super) fn replace_memory(&mut self, memory: Memory) -> Memory {
        std::mem::replace(&mut self.memory, memory)
    }

    /// Begins an object. Pass the returned value to [`end_object`](Self::end_object).
    #[inline]
    #[must_use]
    pub fn begin_object(&mut self) -> usize {
        self.begin()
    }

    /// Ends the object for which [`begin_object`](Self::begin_object) returned `start`.
    #[inline]
    pub fn end_object(&mut self, start: usize) {
        self.end(start, *b"{}");
    }

    #[inline]
    pub(super) fn begin_list(&mut self) -> usize {
        self.begin()
    }

    #[inline]
    pub(super) fn end_list(&mut self, start: usize) {
        self.end(start, *b"[]");
    }

    // Every member and element writes a comma before itself. In the end the first comma becomes the bracket.
    #[inline]
    fn begin(&mut self) -> usize {
        if self.is_bare {
            self.fail("the value has no plain text");
        }
        self.depth += 1;
        self.out.len()
    }

    #[inline]
    fn end(&mut self, start: usize, [open, close]: [u8; 2]) {
        self.depth -= 1;
        if self.out.len() == start {
            self.out.text(b",");
        }
        self.out.replace(start, open);
        self.out.text(&[close]);
    }

    /// Writes an object whose members become those of the object around it. The current field stays the same, as it has
    /// more to come.
    pub(super) fn inline_object<T>(&mut self, write: impl FnOnce(&mut Self) -> T) -> T {
        let start = self.out.len();
        let field = (self.key, self.name);
        self.depth -= 1;
        let written = write(self);
        self.depth += 1;
        (self.key, self.name) = field;
        // Its bracket becomes the comma before its first member, if it has one.
        self.out.truncate((self.out.len() - 1).max(start));
        match self.out.len() - start {
            1 => self.out.truncate(start),
            _ => self.out.replace(start, b','),
        }
        written
    }

    // There is one of these for every field of a user's messages, so it is as short as possible.
    #[inline]
    pub(super) fn key(&mut self, key: &'static Key) {
        if !self.short_key(key) {
            self.any_key(key);
        }
    }

    /// Writes the key if it is short and there is room, and returns whether it did.
    #[inline]
    pub(super) fn short_key(&mut self, key: &'static Key) -> bool {
        self.key = Some(key);
        let short = key.short().filter(|_| !self.options.proto_names);
        short.is_some_and(|(text, length)| self.out.short_text(text, length))
    }

    #[cold]
    #[inline(never)]
    pub(super) fn any_key(&mut self, key: &'static Key) {
        self.raw(if self.options.proto_names {
            key.proto
        } else {
            key.json
        });
    }

    /// Writes the key of a field that is only known at run time.
    pub(super) fn name(&mut self, field: &'static Field) {
        (self.key, self.name) = (None, Some(field.json_name()));
        self.comma();
        self.string(if self.options.proto_names {
            field.name()
        } else {
            field.json_name()
        });
        self.colon();
    }

    /// Writes the comma that comes before every entry of a map and every element of a list.
    #[inline]
    pub(super) fn comma(&mut self) {
        self.raw(",");
    }

    #[inline]
    pub(super) fn colon(&mut self) {
        self.raw(":");
    }

    pub(super) fn null(&mut self) {
        if !self.is_bare {
            self.raw("null");
        }
    }

    #[inline]
    pub(super) fn boolean(&mut self, value: bool) {
        self.raw(if value { "true" } else { "false" });
    }

    #[inline]
    pub(super) fn string(&mut self, value: &str) {
        if self.is_bare {
            self.raw(value);
        } else {
            string::write(value, &mut self.out);
        }
    }

    /// Writes a text that needs no escapes.
    #[inline]
    pub(super) fn plain_string(&mut self, value: &str) {
        if self.is_bare {
            self.raw(value);
        } else {
            string::write_plain(value, &mut self.out);
        }
    }

    pub(super) fn base64(&mut self, value: &[u8]) {
        self.quote();
        for bytes in value.chunks(192) {
            self.out
                .put(|room: &mut [u8; 256]| STANDARD.encode_slice(bytes, room).unwrap_or(0));
        }
        self.quote();
    }

    /// Writes a text in quotes that needs no escapes. `write` writes it into the room, and returns its length.
    #[inline]
    pub(super) fn quoted<const N: usize>(&mut self, write: impl FnOnce(&mut [u8; N]) -> usize) {
        if self.is_bare {
            self.out.put(write);
        } else {
            self.out.put(|room| string::quote(room, write));
        }
    }

    #[inline]
    fn quote(&mut self) {
        if !self.is_bare {
            self.raw("\"");
        }
    }

    #[inline]
    pub(super) fn integer<T: Integer>(&mut self, value: T) {
        self.out.put(|room| digits::write(value.parts(), room));
    }

    #[inline]
    pub(super) fn quoted_integer<T: Integer>(&mut self, value: T) {
        if self.is_bare {
            self.integer(value);
        } else {
            self.out
                .put(|room| digits::write_quoted(value.parts(), room));
        }
    }

    // A list of numbers takes a third more time if this is a call.
    #[inline(always)]
    pub(super) fn float<T: Float>(&mut self, value: T) {
        match value.whole() {
            Some(parts) if parts.1 <= T::MOST_WHOLE => {
                self.out.put(|room| digits::write(parts, room));
            }
            Some(_) => self.large_whole(value),
            None if value.is_finite() => self.raw(zmij::Buffer::new().format_finite(value)),
            None => self.string(value.name()),
        }
    }

    // Reading back the end of a text that was just written is slow.
    #[cold]
    fn large_whole<T: Float>(&mut self, value: T) {
        let mut buffer = zmij::Buffer::new();
        let text = buffer.format_finite(value);
        self.raw(text.strip_suffix(".0").unwrap_or(text));
    }

    #[inline]
    pub(super) fn raw(&mut self, text: &str) {
        self.out.text(text.as_bytes());
    }

    /// Returns whether an object or array may begin here. If not, writing fails, and the object or array is skipped.
    #[inline]
    pub(super) fn may_nest(&mut self) -> bool {
        let may_nest = self.depth < self.options.max_depth;
        if !may_nest {
            self.fail("objects and arrays are nested too deep");
        }
        may_nest
    }

    /// Records an error, of which only the first counts. Writing goes on, as the text is discarded in the end.
    #[cold]
    pub(crate) fn fail(&mut self, message: &'static str) {
        let field = self.key.map(Key::name).or(self.name);
        self.error
            .get_or_insert_with(|| WriteError::new(field, message));
    }

    pub(super) fn has_failed(&self) -> bool {
        self.error.is_some()
    }

    /// Writes the whole text, and removes all of it if there was an error.
    pub(super) fn whole(mut self, write: &dyn Fn(&mut Self)) -> Result<(), WriteError> {
        write(&mut self);
        if self.error.is_some() {
            self.out.truncate(self.start);
        }
        self.out.finish();
        self.error.map_or(Ok(()), Err)
    }
}
