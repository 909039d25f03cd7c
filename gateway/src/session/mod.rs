//! A call over a WebSocket (RFC 6455, RFC 8441).
//!
//! One future owns the socket and drives the call: it reads frames for the handler's request stream while there is
//! room, polls the handler, and writes the result.

mod alarm;
mod batch;
mod close;
mod connecting;
mod driver;
mod envelope;
mod frames;
mod inbox;
mod keepalive;
mod open;
mod progress;
mod raw;
mod refusal;

mod tail;
mod unheard;

pub(crate) use self::frames::{Frames, Incoming, frames};
pub(crate) use self::inbox::{Inbox, InboxSink, RequestSink, asked, inbox};
pub(crate) use self::open::Session;
pub(crate) use self::progress::Progress;
pub(crate) use self::refusal::Refusal;
