//! [`Form`]: the form in which a response is sent.

use std::fmt;

#[cfg(feature = "server")]
use super::binding::StreamForms;

/// The form in which a response is sent, and over WebSocket the request too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Form {
    /// One JSON document.
    Json,
    /// One binary protobuf message.
    Protobuf,
    /// Server-Sent Events.
    Sse,
    /// One JSON document per line.
    Ndjson,
    /// One JSON array.
    Array,
    /// A WebSocket in both directions.
    WebSocket,
}

impl Form {
    pub(crate) fn is_enabled(self, forms: StreamForms) -> bool {
        match self {
            Self::Json | Self::Protobuf => true,
            Self::Sse => forms.sse,
            Self::WebSocket => forms.websocket,
            Self::Ndjson | Self::Array => forms.chunked,
        }
    }

    /// Returns the form as a label: one word in lower case.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Protobuf => "protobuf",
            Self::Sse => "sse",
            Self::WebSocket => "websocket",
            Self::Ndjson => "ndjson",
            Self::Array => "array",
        }
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
