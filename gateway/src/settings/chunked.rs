//! [`Chunked`]: how errors stand in NDJSON and JSON arrays.

use tonic::Status;

use crate::error::Hook;

/// How the streams of a gateway end over chunked transfer: NDJSON and JSON arrays.
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
    /// Changes the record that says an error in the middle of a stream: the last line, or the last element of the
    /// array. It is given the default, `{"error":<google.rpc.Status>}`, and has to leave one JSON value there; line
    /// breaks in it become spaces. Where it leaves anything else, nothing included, the default is written, and the log
    /// says so: a stream that has failed is never taken for a complete one.
    pub fn on_error(
        mut self,
        change: impl Fn(&Status, &mut String) + Send + Sync + 'static,
    ) -> Self {
        self.on_error = Hook::new(change);
        self
    }
}
