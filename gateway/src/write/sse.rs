//! Server-Sent Events (WHATWG HTML, section 9.2).

use std::time::Duration;

use bytes::BytesMut;
use http::HeaderValue;
use tonic::Status;

use super::{FieldText, Framing};
use crate::binding::SseFields;
use crate::error::write_status;
use crate::json::JsonOptions;
use crate::message::MessageDescriptor;

/// The id of the event that says that the stream is complete.
pub(crate) const END_ID: &str = "EOS";

const END_EVENT: &[u8] = b"id: EOS\nevent: EOS\ndata: \n\n";

const HEARTBEAT: Duration = Duration::from_secs(15);

/// Event names that the protocol itself uses.
const RESERVED_EVENTS: [&[u8]; 2] = [b"EOS", b"failure"];

/// Server-Sent Events.
#[derive(Debug)]
pub(crate) struct Sse {
    /// The index of the field that is the id.
    id: Option<usize>,
    /// The index of the field that is the event's name.
    event: Option<usize>,
    retry: Option<Duration>,
    heartbeat: Duration,
}

impl Sse {
    /// The events of a method with these response messages.
    pub(crate) fn new(output: &MessageDescriptor, fields: &SseFields) -> Self {
        let index = |name: Option<&str>| {
            output
                .fields()
                .iter()
                .position(|field| Some(field.name()) == name)
        };
        Self {
            id: index(fields.id),
            event: index(fields.event),
            retry: fields.retry,
            heartbeat: fields.heartbeat.unwrap_or(HEARTBEAT),
        }
    }
}

impl Framing for Sse {
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
        write_line(b"id: ", self.id, field, out, |_| true);
        write_line(b"event: ", self.event, field, out, |name| {
            !RESERVED_EVENTS.contains(&name)
        });
        out.extend_from_slice(b"data: ");
    }

    fn after(&mut self, out: &mut BytesMut) {
        out.extend_from_slice(b"\n\n");
    }

    fn end(&mut self, out: &mut BytesMut) {
        out.extend_from_slice(END_EVENT);
    }

    fn error(&mut self, status: &Status, json: &JsonOptions, out: &mut BytesMut) {
        out.extend_from_slice(b"event: failure\ndata: ");
        write_status(status, json, out);
        out.extend_from_slice(b"\n\n");
    }

    fn heartbeat(&self) -> Option<(Duration, &'static [u8])> {
        Some((self.heartbeat, b":\n\n"))
    }
}

/// Writes a line with a field's text. A text that would end the line early, be no text at all or be taken for the
/// protocol's own leaves no line.
fn write_line(
    label: &[u8],
    index: Option<usize>,
    field: &FieldText<'_>,
    out: &mut BytesMut,
    allowed: impl Fn(&[u8]) -> bool,
) {
    let Some(index) = index else {
        return;
    };
    let start = out.len();
    out.extend_from_slice(label);
    field(index, out);
    let text = out.get(start + label.len()..).unwrap_or_default();
    if !text.is_empty() && memchr::memchr3(b'\r', b'\n', 0, text).is_none() && allowed(text) {
        out.extend_from_slice(b"\n");
    } else {
        out.truncate(start);
    }
}
