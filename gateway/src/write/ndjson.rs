//! Newline-delimited JSON: one compact document and `\n` per message.

use std::sync::Arc;

use bytes::BytesMut;
use http::HeaderValue;
use tonic::Status;

use super::Framing;
use super::error_record::write_record;
use crate::settings::Settings;

/// Newline-delimited JSON.
#[derive(Debug)]
pub(crate) struct Ndjson {
    settings: Arc<Settings>,
}

impl Ndjson {
    pub(crate) fn new(settings: &Arc<Settings>) -> Self {
        Self {
            settings: Arc::clone(settings),
        }
    }
}

impl Framing for Ndjson {
    fn content_type(&self) -> HeaderValue {
        HeaderValue::from_static("application/x-ndjson")
    }

    fn after(&mut self, out: &mut BytesMut) {
        out.extend_from_slice(b"\n");
    }

    fn error(&mut self, status: &Status, out: &mut BytesMut) {
        write_record(status, &self.settings, out);
        out.extend_from_slice(b"\n");
    }
}
