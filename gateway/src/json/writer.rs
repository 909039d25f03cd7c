//! The writer: JSON straight into a buffer, or one value's bare text.

use bytes::BytesMut;

use super::{WriteError, WriteOptions, number::Float, number::Integer, string};

/// Writes values for the generated [`Message`](crate::Message) impls. Use the functions of [`json`](crate::json).
#[derive(Debug)]
pub struct Writer<'a> {
    out: &'a mut BytesMut,
    options: WriteOptions,
    is_bare: bool,
    is_first: bool,
    depth: usize,
    field: Option<&'static str>,
    error: Option<WriteError>,
}

/// A member's name as it is written, with the comma before it and the colon after it.
#[derive(Debug)]
pub struct Key {
    /// `,"messageCount":`
    pub json: &'static str,
    /// `,"message_count":`
    pub proto: &'static str,
}

impl Key {
    fn name(&self) -> &'static str {
        self.json.trim_start_matches(",\"").trim_end_matches("\":")
    }
}

impl<'a> Writer<'a> {
    pub(super) fn json(out: &'a mut BytesMut, options: WriteOptions) -> Self {
        Self {
            out,
            options,
            is_bare: false,
            is_first: true,
            depth: 0,
            field: None,
            error: None,
        }
    }

    /// A writer of one value without quotes and escapes.
    pub(super) fn bare(out: &'a mut BytesMut) -> Self {
        Self {
            is_bare: true,
            ..Self::json(out, WriteOptions::DEFAULT)
        }
    }

    pub(super) fn options(&self) -> WriteOptions {
        self.options
    }

    /// Begins an object.
    pub fn begin_object(&mut self) {
        if self.is_bare {
            self.fail("the value has no plain text");
        }
        self.out.extend_from_slice(b"{");
        self.is_first = true;
        self.depth += 1;
    }

    /// Ends an object.
    pub fn end_object(&mut self) {
        self.out.extend_from_slice(b"}");
        self.is_first = false;
        self.depth -= 1;
    }

    pub(super) fn key(&mut self, key: &'static Key) {
        self.field = Some(key.json);
        let text = if self.options.proto_names {
            key.proto
        } else {
            key.json
        };
        let comma = usize::from(std::mem::take(&mut self.is_first));
        self.out
            .extend_from_slice(text.as_bytes().get(comma..).unwrap_or_default());
    }

    /// Separates the entries of a map and the elements of a list.
    pub(super) fn comma(&mut self) {
        if !std::mem::take(&mut self.is_first) {
            self.out.extend_from_slice(b",");
        }
    }

    pub(super) fn colon(&mut self) {
        self.out.extend_from_slice(b":");
    }

    pub(super) fn begin_list(&mut self) {
        if self.is_bare {
            self.fail("the value has no plain text");
        }
        self.out.extend_from_slice(b"[");
        self.is_first = true;
        self.depth += 1;
    }

    pub(super) fn end_list(&mut self) {
        self.out.extend_from_slice(b"]");
        self.is_first = false;
        self.depth -= 1;
    }

    pub(super) fn null(&mut self) {
        if !self.is_bare {
            self.raw("null");
        }
    }

    pub(super) fn boolean(&mut self, value: bool) {
        self.raw(if value { "true" } else { "false" });
    }

    pub(super) fn string(&mut self, value: &str) {
        if self.is_bare {
            self.raw(value);
        } else {
            string::write(value, self.out);
        }
    }

    /// Text in quotes that needs no escapes.
    pub(super) fn quoted(&mut self, value: &str) {
        if self.is_bare {
            return self.raw(value);
        }
        self.out.reserve(value.len() + 2);
        self.raw("\"");
        self.raw(value);
        self.raw("\"");
    }

    pub(super) fn integer<T: Integer>(&mut self, value: T) {
        self.raw(itoa::Buffer::new().format(value));
    }

    pub(super) fn quoted_integer<T: Integer>(&mut self, value: T) {
        self.quoted(itoa::Buffer::new().format(value));
    }

    pub(super) fn float<T: Float>(&mut self, value: T) {
        if value.is_finite() {
            let mut buffer = zmij::Buffer::new();
            let text = buffer.format_finite(value);
            self.raw(text.strip_suffix(".0").unwrap_or(text));
        } else {
            self.quoted(value.name());
        }
    }

    pub(super) fn raw(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    /// Whether an object or array may begin here. If not, the message has no JSON form, and no more of it is looked at.
    pub(super) fn may_nest(&mut self) -> bool {
        let may_nest = self.depth < self.options.max_depth;
        if !may_nest {
            self.fail("objects and arrays are nested too deep");
        }
        may_nest
    }

    /// Notes an error, of which the first counts. Writing goes on, as the text is discarded in the end.
    #[cold]
    pub(crate) fn fail(&mut self, message: &'static str) {
        let field = self.field.map(|json| Key { json, proto: json }.name());
        self.error
            .get_or_insert_with(|| WriteError::new(field, message));
    }

    pub(super) fn finish(self) -> Result<(), WriteError> {
        self.error.map_or(Ok(()), Err)
    }
}
