//! [`SseEvent`]: one event of an event stream.

use bytes::BytesMut;

/// One event of a stream of Server-Sent Events.
///
/// An id or a name that is empty or contains CR, LF or NUL is left out, as no client could read it. Data may have
/// several lines; each becomes its own `data:` line. Browsers dispatch an event even if its data is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct SseEvent {
    id: Option<String>,
    event: Option<String>,
    data: String,
}

impl SseEvent {
    /// Creates an event with this data, without an id or a name.
    pub fn new(data: impl Into<String>) -> Self {
        Self {
            data: data.into(),
            ..Self::default()
        }
    }

    /// Sets the id, which a client sends as `Last-Event-ID` when it reconnects after this event.
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Sets the name, which a page passes to `addEventListener`. Without one it is `message`.
    pub fn event(mut self, name: impl Into<String>) -> Self {
        self.event = Some(name.into());
        self
    }

    /// Returns the id, if it can be written in an event stream.
    pub(crate) fn id_line(&self) -> Option<&str> {
        line(&self.id)
    }

    /// Returns the name, if it can be written in an event stream.
    pub(crate) fn event_line(&self) -> Option<&str> {
        line(&self.event)
    }

    pub(crate) fn write(&self, out: &mut BytesMut) {
        write_line("id: ", self.id_line(), out);
        write_line("event: ", self.event_line(), out);
        for data in self.data.replace("\r\n", "\n").split(['\r', '\n']) {
            write_line("data: ", Some(data), out);
        }
        out.extend_from_slice(b"\n");
    }
}

/// Returns whether a text can be the value of a line.
pub(crate) fn is_line(text: &[u8]) -> bool {
    !text.is_empty() && memchr::memchr3(b'\r', b'\n', 0, text).is_none()
}

fn line(text: &Option<String>) -> Option<&str> {
    text.as_deref().filter(|text| is_line(text.as_bytes()))
}

fn write_line(label: &str, value: Option<&str>, out: &mut BytesMut) {
    for part in value.map_or([""; 3], |value| [label, value, "\n"]) {
        out.extend_from_slice(part.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_lines_and_leaves_out_what_no_client_could_read() {
        for (event, expected) in [
            (SseEvent::new(""), "data: \n\n"),
            (
                SseEvent::new("a").id("1").event("x"),
                "id: 1\nevent: x\ndata: a\n\n",
            ),
            (
                SseEvent::new("a\nb\r\nc\rd"),
                "data: a\ndata: b\ndata: c\ndata: d\n\n",
            ),
            (SseEvent::new("a").id("1\n2").event("x\ry"), "data: a\n\n"),
            (SseEvent::new("a").id("1\0").event(""), "data: a\n\n"),
        ] {
            let mut out = BytesMut::new();
            event.write(&mut out);
            assert_eq!(out, expected);
        }
    }
}
