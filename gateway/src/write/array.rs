//! One JSON array, written as its elements come.

use bytes::BytesMut;
use http::HeaderValue;
use tonic::Status;

use super::{FieldText, Framing, ndjson};
use crate::json::JsonOptions;

/// One JSON array.
#[derive(Debug, Default)]
pub(crate) struct Array {
    has_elements: bool,
}

impl Array {
    fn separate(&self, out: &mut BytesMut) {
        if self.has_elements {
            out.extend_from_slice(b",");
        }
    }
}

impl Framing for Array {
    fn content_type(&self) -> HeaderValue {
        HeaderValue::from_static("application/json")
    }

    fn open(&mut self, out: &mut BytesMut) {
        out.extend_from_slice(b"[");
    }

    fn before(&mut self, _: &FieldText<'_>, out: &mut BytesMut) {
        self.separate(out);
    }

    /// Only now the element is there: one that cannot be written is taken back.
    fn after(&mut self, _: &mut BytesMut) {
        self.has_elements = true;
    }

    fn end(&mut self, out: &mut BytesMut) {
        out.extend_from_slice(b"]");
    }

    fn error(&mut self, status: &Status, json: &JsonOptions, out: &mut BytesMut) {
        self.separate(out);
        ndjson::write_error(status, json, out);
        out.extend_from_slice(b"]");
    }
}
