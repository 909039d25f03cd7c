//! The names of members, as they are written.

/// The length that most names do not exceed, together with what surrounds them.
const ROOM: usize = 32;

/// A member's name, with the comma before it and the colon after it.
#[derive(Debug)]
pub struct Key {
    pub(super) json: &'static str,
    pub(super) proto: &'static str,
    /// The text for JSON, if it fits: a text of constant length is copied without a call.
    short: [u8; ROOM],
}

impl Key {
    /// Creates a key from texts such as `,"messageCount":` and `,"message_count":`.
    pub const fn new(json: &'static str, proto: &'static str) -> Self {
        let mut short = [0; ROOM];
        if json.len() <= ROOM {
            let (start, _) = short.split_at_mut(json.len());
            start.copy_from_slice(json.as_bytes());
        }
        Self { json, proto, short }
    }

    /// Returns the name in JSON.
    pub(super) fn name(&self) -> &'static str {
        self.json.trim_start_matches(",\"").trim_end_matches("\":")
    }

    /// Returns the text for JSON, padded with zeros, and its length.
    #[inline]
    pub(super) fn short(&self) -> Option<(&[u8; ROOM], usize)> {
        (self.json.len() <= ROOM).then_some((&self.short, self.json.len()))
    }
}
