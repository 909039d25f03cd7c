//! Errors from reading and writing messages as JSON.

use std::fmt;

use crate::memory::Exhausted;

use super::snippet;

/// The error for a message that cannot be written as JSON, such as one with a timestamp after the year 9999.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WriteError {
    field: Option<&'static str>,
    message: &'static str,
}

impl WriteError {
    pub(crate) fn new(field: Option<&'static str>, message: &'static str) -> Self {
        Self { field, message }
    }

    /// Returns the JSON name of the field whose value could not be written.
    pub fn field(&self) -> Option<&'static str> {
        self.field
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.field {
            Some(field) => write!(f, "{field}: {}", self.message),
            None => f.write_str(self.message),
        }
    }
}

impl std::error::Error for WriteError {}

/// The error for a text that is not JSON, or that does not fit the message.
///
/// `Display` shows the field, the problem and the offset: `lines[3].text: expected a string, got 5 (byte 17)`.
#[derive(Clone, PartialEq, Eq)]
pub struct ReadError(Box<Details>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Details {
    path: String,
    offset: Option<usize>,
    message: String,
    exhausted: Option<Exhausted>,
}

impl ReadError {
    #[cold]
    pub(crate) fn new(offset: Option<usize>, message: String) -> Self {
        Self(Box::new(Details {
            path: String::new(),
            offset,
            message,
            exhausted: None,
        }))
    }

    /// Creates the error for a message that takes more memory than it may.
    #[cold]
    pub(crate) fn exhausted(offset: Option<usize>, exhausted: Exhausted) -> Self {
        let limit = exhausted.limit;
        let mut error = Self::new(
            offset,
            format!("the message takes more than {limit} bytes in memory"),
        );
        error.0.exhausted = Some(exhausted);
        error
    }

    /// Returns the memory limit that the message exceeds, if that is the error.
    #[cfg(feature = "server")]
    pub(crate) fn exceeds(&self) -> Option<Exhausted> {
        self.0.exhausted
    }

    /// Returns the path of the field, such as `lines[3].text` or `labels["a"]`. It is empty if the error concerns the
    /// message as a whole, and for values from path and query, which their parameter identifies.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// Returns the byte offset in the text, or `None` for values from path and query.
    pub fn offset(&self) -> Option<usize> {
        self.0.offset
    }

    /// Returns what was expected, and what was found.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    #[cold]
    pub(crate) fn in_field(mut self, name: &str) -> Self {
        let dot = self.dot();
        self.prepend(&format!("{name}{dot}"));
        self
    }

    #[cold]
    pub(crate) fn at_index(mut self, index: usize) -> Self {
        let dot = self.dot();
        self.prepend(&format!("[{index}]{dot}"));
        self
    }

    #[cold]
    pub(crate) fn at_key(mut self, key: &str) -> Self {
        let dot = self.dot();
        self.prepend(&format!("[{}]{dot}", snippet::quoted(key)));
        self
    }

    /// Turns the error into one for a value in a URL, where the parameter identifies the place.
    #[cold]
    pub(crate) fn in_url(mut self) -> Self {
        self.0.path.clear();
        self.0.offset = None;
        self
    }

    fn dot(&self) -> &'static str {
        if self.0.path.is_empty() || self.0.path.starts_with('[') {
            ""
        } else {
            "."
        }
    }

    fn prepend(&mut self, prefix: &str) {
        if self.0.offset.is_some() {
            self.0.path.insert_str(0, prefix);
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.path.is_empty() {
            write!(f, "{}: ", self.0.path)?;
        }
        f.write_str(&self.0.message)?;
        match self.0.offset {
            Some(offset) => write!(f, " (byte {offset})"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReadError")
            .field("path", &self.0.path)
            .field("offset", &self.0.offset)
            .field("message", &self.0.message)
            .finish()
    }
}

impl std::error::Error for ReadError {}

/// A request stream that cannot be split into values.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ValuesError {
    /// A value is longer than the limit.
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// Something else is where a value or a separator belongs, or the stream ends too early.
    Malformed {
        /// The byte offset in the stream.
        offset: usize,
        /// What was expected, and what was found.
        what: String,
    },
}

impl fmt::Display for ValuesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { limit } => {
                write!(f, "a message is larger than the limit of {limit} bytes")
            }
            Self::Malformed { offset, what } => write!(f, "{what} (byte {offset})"),
        }
    }
}

impl std::error::Error for ValuesError {}
