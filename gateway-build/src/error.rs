//! Errors that read well where Cargo prints what a build script returns, which is their `Debug` form inside that of
//! `io::Error`.

use std::fmt;
use std::io;

struct Message(String);

/// An error with this text.
pub(crate) fn error(message: impl Into<String>) -> io::Error {
    io::Error::other(Message(message.into()))
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{self}\n")
    }
}

impl std::error::Error for Message {}
