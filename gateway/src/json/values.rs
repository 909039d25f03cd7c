//! The incremental splitter of request streams.

use bytes::{Buf, Bytes, BytesMut};

use super::{ValuesError, snippet};

/// Splits a request stream into its values: separated by newlines, run together, or the elements of one array, in
/// any chunking.
///
/// Every byte is examined once. Only what delimits the values is checked; their content is left to the functions
/// that read a value.
#[derive(Debug)]
pub struct Values {
    max_value_bytes: usize,
    layout: Layout,
    value: Option<Value>,
    /// The number of bytes examined so far of the value at the front of the buffer.
    scanned: usize,
    /// The number of bytes of the stream that have left the buffer.
    taken: usize,
    error: Option<ValuesError>,
    #[cfg(test)]
    looked_at: usize,
}

/// The context of the values, and so what may come next.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Layout {
    Start,
    Sequence,
    FirstElement,
    AfterElement,
    AfterComma,
    End,
}

/// The kind of the value at the front, which determines where it ends.
#[derive(Clone, Copy, Debug)]
enum Value {
    Scalar,
    String(Quote),
    Container { depth: usize, string: Option<Quote> },
}

/// The state inside a string: whether a backslash came last.
#[derive(Clone, Copy, Debug)]
struct Quote {
    is_escaped: bool,
}

const OPEN: Quote = Quote { is_escaped: false };

impl Values {
    /// Creates a splitter for values of at most `max_value_bytes` bytes.
    pub fn new(max_value_bytes: usize) -> Self {
        Self {
            max_value_bytes,
            layout: Layout::Start,
            value: None,
            scanned: 0,
            taken: 0,
            error: None,
            #[cfg(test)]
            looked_at: 0,
        }
    }

    /// Takes the next value off the front of the buffer, together with what separates it from the one before.
    /// Returns `None` if more bytes are needed.
    ///
    /// # Errors
    ///
    /// A value is too large, or something else is where a value or a separator belongs. The error is final: later calls
    /// return it again.
    pub fn next(&mut self, buffer: &mut BytesMut) -> Result<Option<Bytes>, ValuesError> {
        if let Some(error) = &self.error {
            return Err(error.clone());
        }
        let next = self.split(buffer);
        self.error = next.as_ref().err().cloned();
        next
    }

    /// Takes the remaining values after the last byte of the stream, one per call, and returns `None` at the end.
    ///
    /// # Errors
    ///
    /// As for [`next`](Self::next), or the stream ends inside a value or an array.
    pub fn finish(&mut self, buffer: &mut BytesMut) -> Result<Option<Bytes>, ValuesError> {
        if let Some(bytes) = self.next(buffer)? {
            return Ok(Some(bytes));
        }
        match (self.value, self.layout) {
            (Some(Value::Scalar), Layout::Sequence) => Ok(Some(self.take(buffer, self.scanned))),
            (None, Layout::Start | Layout::Sequence | Layout::End) => Ok(None),
            (Some(_), _) => self.malformed(self.scanned, "the text ends inside a value".to_owned()),
            (None, _) => self.malformed(0, "the text ends inside an array".to_owned()),
        }
    }

    /// Returns `true` if the bytes so far end inside a value.
    pub fn is_inside_value(&self) -> bool {
        self.value.is_some()
    }

    fn split(&mut self, buffer: &mut BytesMut) -> Result<Option<Bytes>, ValuesError> {
        while self.value.is_none() {
            let spaces = buffer.iter().take_while(|byte| is_space(**byte)).count();
            self.discard(buffer, spaces);
            let Some(byte) = buffer.first().copied() else {
                return Ok(None);
            };
            self.between(byte, buffer)?;
        }
        let end = self.scan(buffer);
        if end.unwrap_or(self.scanned) > self.max_value_bytes {
            let limit = self.max_value_bytes;
            return Err(ValuesError::TooLarge { limit });
        }
        Ok(end.map(|end| self.take(buffer, end)))
    }

    /// Takes a bracket or a comma, or begins a value.
    fn between(&mut self, byte: u8, buffer: &mut BytesMut) -> Result<(), ValuesError> {
        self.layout = match (self.layout, byte) {
            (Layout::Start, b'[') => Layout::FirstElement,
            (Layout::FirstElement | Layout::AfterElement, b']') => Layout::End,
            (Layout::AfterElement, b',') => Layout::AfterComma,
            (Layout::Start | Layout::Sequence, _) => return self.begin(byte, Layout::Sequence),
            (Layout::FirstElement | Layout::AfterComma, _) => {
                return self.begin(byte, Layout::AfterElement);
            }
            (Layout::AfterElement, _) => return self.expected("\",\" or \"]\"", byte),
            (Layout::End, _) => return self.expected("the end of the text", byte),
        };
        self.discard(buffer, 1);
        Ok(())
    }

    fn begin(&mut self, byte: u8, layout: Layout) -> Result<(), ValuesError> {
        self.value = Some(match byte {
            b'{' | b'[' => Value::Container {
                depth: 0,
                string: None,
            },
            b'"' => Value::String(OPEN),
            _ if is_structural(byte) => return self.expected("a value", byte),
            _ => Value::Scalar,
        });
        // The opening quote must not be taken for the closing one.
        self.scanned = usize::from(byte == b'"');
        self.layout = layout;
        Ok(())
    }

    /// Examines the bytes that have not been examined yet. Returns the value's length if its end is among them.
    fn scan(&mut self, buffer: &[u8]) -> Option<usize> {
        let unscanned = buffer.get(self.scanned..).unwrap_or_default();
        let length = match &mut self.value {
            None => None,
            Some(Value::Scalar) => unscanned
                .iter()
                .position(|byte| is_space(*byte) || is_structural(*byte)),
            Some(Value::String(quote)) => quote.end(unscanned),
            Some(Value::Container { depth, string }) => container_end(unscanned, depth, string),
        };
        #[cfg(test)]
        {
            self.looked_at += length.unwrap_or(unscanned.len());
        }
        let end = length.map(|length| self.scanned + length);
        self.scanned = end.unwrap_or(buffer.len());
        end
    }

    fn take(&mut self, buffer: &mut BytesMut, length: usize) -> Bytes {
        self.value = None;
        self.scanned = 0;
        self.taken += length;
        buffer.split_to(length.min(buffer.len())).freeze()
    }

    fn discard(&mut self, buffer: &mut BytesMut, length: usize) {
        self.taken += length;
        buffer.advance(length);
    }

    fn expected<T>(&self, what: &str, byte: u8) -> Result<T, ValuesError> {
        self.malformed(0, format!("expected {what}, got {}", snippet::byte(byte)))
    }

    fn malformed<T>(&self, ahead: usize, what: String) -> Result<T, ValuesError> {
        let offset = self.taken + ahead;
        Err(ValuesError::Malformed { offset, what })
    }
}

impl Quote {
    /// Returns the length up to and including the closing quote.
    fn end(&mut self, bytes: &[u8]) -> Option<usize> {
        if bytes.is_empty() {
            return None;
        }
        let mut at = usize::from(std::mem::take(&mut self.is_escaped));
        while let Some(found) = memchr::memchr2(b'"', b'\\', bytes.get(at..)?) {
            at += found + 1;
            match bytes.get(at - 1) {
                Some(b'"') => return Some(at),
                _ if at == bytes.len() => self.is_escaped = true,
                _ => at += 1,
            }
        }
        None
    }
}

/// Returns the length up to and including the bracket that closes the outermost container.
fn container_end(bytes: &[u8], depth: &mut usize, string: &mut Option<Quote>) -> Option<usize> {
    let mut at = 0;
    loop {
        if let Some(quote) = string {
            at += quote.end(bytes.get(at..)?)?;
            *string = None;
        }
        at += 1 + bytes
            .get(at..)?
            .iter()
            .position(|byte| matches!(byte, b'"' | b'{' | b'[' | b'}' | b']'))?;
        match bytes.get(at - 1)? {
            b'"' => *string = Some(OPEN),
            b'{' | b'[' => *depth += 1,
            _ if *depth == 1 => return Some(at),
            _ => *depth -= 1,
        }
    }
}

fn is_structural(byte: u8) -> bool {
    matches!(byte, b'{' | b'}' | b'[' | b']' | b'"' | b',' | b':')
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns how many bytes within values are examined if the text comes in chunks of this size.
    fn looked_at(text: &[u8], chunk: usize) -> usize {
        let mut values = Values::new(usize::MAX);
        let mut buffer = BytesMut::new();
        for chunk in text.chunks(chunk) {
            buffer.extend_from_slice(chunk);
            while values.next(&mut buffer).unwrap().is_some() {}
        }
        values.looked_at
    }

    #[test]
    fn every_byte_is_looked_at_once_however_the_text_is_cut() {
        let long = format!(r#"{{"a":"{}"}}"#, r#"\"x{é"#.repeat(2_000));
        let deep = "[".repeat(2_000) + &"]".repeat(2_000);
        let many = r#"{}"a"[[]]"#.repeat(2_000);
        for text in [long, deep, many] {
            let whole = looked_at(text.as_bytes(), text.len());
            assert!(whole <= text.len());
            for chunk in [1, 2, 3, 7, 100, 4_000] {
                assert_eq!(looked_at(text.as_bytes(), chunk), whole);
            }
        }
    }
}
