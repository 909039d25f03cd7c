//! [`EndReason`]: why a call has ended.

use std::fmt;
use std::sync::Arc;

use tonic::{Code, Status};

/// Why a call has ended, in a few words that fit a metric's label.
///
/// The code of the call's status says what the client was told; this says who or what ended the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EndReason {
    /// The handler's answer is complete.
    Complete,
    /// An error: of the handler, or of the request before the handler was called.
    Error,
    /// The handler, or an interceptor, panicked.
    Panic,
    /// The deadline has passed.
    Deadline,
    /// The client cancelled the call, closed its WebSocket, or its connection is gone.
    ClientGone,
    /// The client answered no ping.
    PingTimeout,
    /// The client did not read what was written.
    SlowReader,
    /// Nothing of the client's request body came for too long: [`Limits::body_idle`](crate::Limits::body_idle),
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
    /// The reason as a label: lower case, words joined by `_`.
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

    /// A status that remembers this reason, wherever it is passed on to.
    pub(crate) fn status(self, code: Code, message: impl Into<String>) -> Status {
        let mut status = Status::new(code, message);
        status.set_source(Arc::new(ReasonSource(self)));
        status
    }

    /// The reason that a status has been given, or else what its code says.
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
