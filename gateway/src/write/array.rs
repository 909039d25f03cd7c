//! One JSON array, written element by element.

use std::sync::Arc;

use bytes::BytesMut;
use http::HeaderValue;
use tonic::Status;

use super::error_record::write_record;
use super::{FieldText, Framing};
use crate::settings::Settings;

/// One JSON array.
#[derive(Debug)]
pub(crate) struct Array {
    has_elements: bool,
    settings: Arc<Settings>,
}

impl Array {
    pub(crate) fn new(settings: &Arc<Settings>) -> Self {
        Self {
            has_elements: false,
            settings: Arc::clone(settings),
        }
    }

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

    /// Counts the element only once it is written: an element that cannot be written is taken back.
    fn after(&mut self, _: &mut BytesMut) {
        self.has_elements = true;
    }

    fn end(&mut self, out: &mut BytesMut) {
        out.extend_from_slice(b"]");
    }

    fn error(&mut self, status: &Status, out: &mut BytesMut) {
        self.separate(out);
        write_record(status, &self.settings, out);
        out.extend_from_slice(b"]");
    }
}
