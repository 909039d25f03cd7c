//! The data of `google.api.HttpBody` messages, one after another.

use bytes::BytesMut;
use http::HeaderValue;
use tonic::Status;

use super::Framing;
use super::document::raw_content_type;

/// Bytes without delimiters. Only the service knows what they mean, so an error can only cut them off.
#[derive(Debug)]
pub(crate) struct Raw {
    content_type: HeaderValue,
}

impl Raw {
    pub(crate) fn new(content_type: &str) -> Self {
        Self {
            content_type: raw_content_type(content_type),
        }
    }
}

impl Framing for Raw {
    fn content_type(&self) -> HeaderValue {
        self.content_type.clone()
    }

    fn after(&mut self, _: &mut BytesMut) {}

    fn error(&mut self, _: &Status, _: &mut BytesMut) {}

    fn cuts_on_error(&self) -> bool {
        true
    }
}
