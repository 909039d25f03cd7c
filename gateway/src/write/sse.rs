//! Server-Sent Events (WHATWG HTML, section 9.2).

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::HeaderValue;
use tonic::Status;
use tonic::metadata::MetadataMap;

use super::{FieldText, Framing};
use crate::error::{EndReason, write_status};
use crate::json::JsonOptions;
use crate::schema::{MessageDescriptor, SseFields};
use crate::settings::{FAILURE_EVENT, Settings, SseEvent, bounded_retry, is_line};

/// Server-Sent Events.
#[derive(Debug)]
pub(crate) struct Events {
    id: Line,
    event: Line,
    retry: Option<Duration>,
    heartbeat: Duration,
    settings: Arc<Settings>,
}

/// A line that comes before a message's data.
#[derive(Debug)]
struct Line {
    label: &'static [u8],
    /// The index of the field that supplies the text.
    field: Option<usize>,
    /// The text used if the message has none.
    default: Option<Bytes>,
}

impl Events {
    /// Creates the framing for a method with these response messages, and for a response with this metadata.
    pub(crate) fn new(
        output: &MessageDescriptor,
        fields: &SseFields,
        settings: &Arc<Settings>,
        metadata: &MetadataMap,
    ) -> Self {
        let line = |label, name: Option<&str>, default| Line {
            label,
            field: name.and_then(|name| output.bound_index(name)),
            default: metadata
                .get(default)
                .map(|default| Bytes::copy_from_slice(default.as_bytes())),
        };
        Self {
            id: line(b"id: ", fields.id, "sse-id"),
            event: line(b"event: ", fields.event, "sse-event"),
            retry: fields.retry.map(bounded_retry).or(settings.sse.retry),
            heartbeat: fields.heartbeat.unwrap_or(settings.sse.heartbeat),
            settings: Arc::clone(settings),
        }
    }
}

impl Framing for Events {
    fn content_type(&self) -> HeaderValue {
        HeaderValue::from_static("text/event-stream")
    }

    fn open(&mut self, out: &mut BytesMut) {
        if let Some(retry) = self.retry {
            out.extend_from_slice(b"retry: ");
            out.extend_from_slice(itoa::Buffer::new().format(retry.as_millis()).as_bytes());
            out.extend_from_slice(b"\n\n");
        }
    }

    fn before(&mut self, field: &FieldText<'_>, out: &mut BytesMut) {
        let sse = &self.settings.sse;
        let is_end = |id: &[u8]| sse.end_id().is_some_and(|end| end.as_bytes() == id);
        self.id.write(field, out, is_end);
        self.event.write(field, out, |name| sse.uses_event(name));
        out.extend_from_slice(b"data: ");
    }

    fn after(&mut self, out: &mut BytesMut) {
        out.extend_from_slice(b"\n\n");
    }

    fn end(&mut self, out: &mut BytesMut) {
        if let Some(end) = &self.settings.sse.end {
            end.write(out);
        }
    }

    /// Writes nothing for a shutdown: to a browser it is not an error, and the browser reconnects by itself.
    fn error(&mut self, status: &Status, out: &mut BytesMut) {
        if EndReason::of(status) == EndReason::Draining {
            return;
        }
        let event = self
            .settings
            .sse
            .on_error
            .apply(status, Some(failure(status, &self.settings.json)));
        if let Some(event) = event {
            event.write(out);
        }
    }

    fn heartbeat(&self) -> Option<(Duration, &'static [u8])> {
        Some((self.heartbeat, b":\n\n"))
    }
}

fn failure(status: &Status, json: &JsonOptions) -> SseEvent {
    let mut data = BytesMut::new();
    write_status(status, json, &mut data);
    SseEvent::new(String::from_utf8_lossy(&data)).event(FAILURE_EVENT)
}

impl Line {
    /// Writes the line. Writes nothing if the text would end the line early, is not valid text, or would be taken for
    /// the protocol's own.
    fn write(
        &self,
        field: &FieldText<'_>,
        out: &mut BytesMut,
        is_reserved: impl Fn(&[u8]) -> bool,
    ) {
        if self.field.is_none() && self.default.is_none() {
            return;
        }
        let start = out.len();
        out.extend_from_slice(self.label);
        let text_start = out.len();
        if let Some(index) = self.field {
            field(index, out);
        }
        if let Some(default) = self.default.as_ref().filter(|_| out.len() == text_start) {
            out.extend_from_slice(default);
        }
        let text = out.get(text_start..).unwrap_or_default();
        if is_line(text) && !is_reserved(text) {
            out.extend_from_slice(b"\n");
        } else {
            out.truncate(start);
        }
    }
}
