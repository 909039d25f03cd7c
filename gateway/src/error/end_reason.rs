//! [`EndReason`]: the reason why a call has ended.

use std::fmt;
use std::sync::Arc;

use tonic::{Code, Status};

/// The reason why a call has ended, in a few words that fit a metric's label.
///
/// The code of the call's status is what the client has received; this is who or what ended the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EndReason {
    /// The handler's response is complete.
    Complete,
    /// An error, either from the handler or in the request before the handler was called.
    Error,
    /// The handler, or an interceptor, panicked.
    Panic,
    /// The deadline has passed.
    Deadline,
    /// The client cancelled the call, closed its WebSocket, or its connection is gone.
    ClientGone,
    /// The client did not answer a ping.
    PingTimeout,
    /// The client did not read what was written.
    SlowReader,
    /// The client's request body stalled for too long: [`Limits::body_idle`](crate::Limits::body_idle),
    /// [`Limits::upload_idle`](crate::Limits::upload_idle).
    SilentUpload,
    /// The client broke the rules of WebSocket frames.
    Protocol,
    /// A message of the request was larger than [`Limits::max_message_bytes`](crate::Limits::max_message_bytes) or
    /// [`Limits::max_message_memory`](crate::Limits::max_message_memory).
    TooLarge,
    /// Too many streams were open.
    Overload,
    /// The server is shutting down.
    Draining,
}

impl EndReason {
    /// Returns the reason as a label: words in lower case, joined by `_`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Error => "error",
            Self::Panic => "panic",
            Self::Deadline => "deadline",
            Self::ClientGone => "client_gone",
            Self::PingTimeout => "ping_timeout",
            Self::SlowReader => "slow_reader",
            Self::SilentUpload => "silent_upload",
            Self::Protocol => "protocol",
            Self::TooLarge => "too_large",
            Self::Overload => "overload",
            Self::Draining => "draining",
        }
    }

    /// Creates a status that keeps this reason wherever it is passed on.
    pub(crate) fn status(self, code: Code, message: impl Into<String>) -> Status {
        let mut status = Status::new(code, message);
        status.set_source(Arc::new(ReasonSource(self)));
        status
    }

    /// Returns the reason that a status carries, or else the one that follows from its code.
    pub(crate) fn of(status: &Status) -> Self {
        let source = std::error::Error::source(status);
        match source.and_then(|source| source.downcast_ref::<ReasonSource>()) {
            Some(ReasonSource(reason)) => *reason,
            None if status.code() == Code::Ok => Self::Complete,
            None => Self::Error,
        }
    }
}

impl fmt::Display for EndReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A reason as the source of a status.
#[derive(Debug)]
struct ReasonSource(EndReason);

impl fmt::Display for ReasonSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for ReasonSource {}
