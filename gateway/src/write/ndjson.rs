//! Newline-delimited JSON: one compact document and `\n` a message.

use bytes::BytesMut;
use http::HeaderValue;
use tonic::Status;

use super::Framing;
use crate::error::write_status;
use crate::json::JsonOptions;

/// Newline-delimited JSON.
#[derive(Debug)]
pub(crate) struct Ndjson;

impl Framing for Ndjson {
    fn content_type(&self) -> HeaderValue {
        HeaderValue::from_static("application/x-ndjson")
    }

    fn after(&mut self, out: &mut BytesMut) {
        out.extend_from_slice(b"\n");
    }

    fn error(&mut self, status: &Status, json: &JsonOptions, out: &mut BytesMut) {
        write_error(status, json, out);
        out.extend_from_slice(b"\n");
    }
}

/// Writes `{"error":<Status>}`.
pub(super) fn write_error(status: &Status, json: &JsonOptions, out: &mut BytesMut) {
    out.extend_from_slice(b"{\"error\":");
    write_status(status, json, out);
    out.extend_from_slice(b"}");
}
