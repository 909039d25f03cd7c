//! [`Chunked`]: how errors are written in NDJSON and JSON arrays.

use tonic::Status;

use crate::error::Hook;

/// The settings of a gateway's streams over chunked transfer, NDJSON and JSON arrays: how they end.
///
/// ```
/// use gateway::{Chunked, Gateway};
///
/// let chunked = Chunked::default().on_error(|status, record| {
///     *record = format!(r#"{{"failed":{}}}"#, i32::from(status.code()));
/// });
/// let gateway = Gateway::new().chunked(chunked);
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Chunked {
    pub(crate) on_error: Hook<String>,
}

impl Chunked {
    /// Sets a function that changes the record of an error in the middle of a stream: the last line, or the last
    /// element of the array. It receives the default, `{"error":<google.rpc.Status>}`, and must leave exactly one JSON
    /// value; line breaks in it become spaces. If it leaves anything else, or nothing, the default is written and the
    /// mistake is logged, so that a failed stream is never mistaken for a complete one.
    pub fn on_error(
        mut self,
        change: impl Fn(&Status, &mut String) + Send + Sync + 'static,
    ) -> Self {
        self.on_error = Hook::new(change);
        self
    }
}
