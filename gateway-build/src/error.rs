//! Errors that read well when a build script returns them: Cargo then prints their `Debug` form inside that of
//! `io::Error`.

use std::fmt;
use std::io;

struct Message(String);

/// Returns an error with this text.
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

/// All mistakes in a build, reported as one error.
#[derive(Debug, Default)]
pub(crate) struct Mistakes(Vec<String>);

impl Mistakes {
    pub(crate) fn add(&mut self, mistake: String) {
        self.0.push(mistake);
    }

    /// Returns the value, or records the mistake.
    pub(crate) fn keep<T>(&mut self, result: Result<T, String>) -> Option<T> {
        result.map_err(|mistake| self.add(mistake)).ok()
    }

    /// Returns one error with all mistakes, if there are any.
    pub(crate) fn check(self) -> io::Result<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        Err(error(self.0.join("\n")))
    }
}
