//! The end of a session: its last frames, and the closing handshake.

use std::borrow::Cow;
use std::future::poll_fn;
use std::time::Duration;

use tonic::{Code, Status};

use super::Frames;
use crate::error::{EndReason, allowed_close_code, close_code, close_reason};
use crate::settings::{Settings, WebSocketEnd};
use crate::websocket::connection::{Connection, Data, Disconnected, Outgoing};

const NORMAL: u16 = 1000;

/// The close code of a server that goes away.
const GOING_AWAY: u16 = 1001;

/// The close code for a message over the limit.
const TOO_LARGE: u16 = 1009;

/// The reason why a session ends.
#[derive(Debug)]
pub(super) enum Ending {
    /// The handler's messages are complete.
    Complete,
    Failed(Status),
    /// The client asked for it.
    Cancelled,
    /// The client broke the protocol.
    Violation(u16, Cow<'static, str>),
    /// The client closed the WebSocket.
    Closed,
    /// The client did not answer a ping.
    Silent,
    Disconnected,
}

impl Ending {
    /// Returns the ending for a message that cannot be read.
    pub(super) fn refused(status: Status) -> Self {
        match EndReason::of(&status) {
            EndReason::TooLarge => Self::Violation(TOO_LARGE, status.message().to_owned().into()),
            _ => Self::Failed(status),
        }
    }

    /// Returns the status for the call's record.
    pub(super) fn status(&self) -> Status {
        let cancelled = |reason: EndReason, why: &str| reason.status(Code::Cancelled, why);
        match self {
            Self::Complete => Status::ok(""),
            Self::Failed(status) => status.clone(),
            Self::Violation(TOO_LARGE, why) => {
                EndReason::TooLarge.status(Code::ResourceExhausted, why.as_ref())
            }
            Self::Violation(_, why) => {
                EndReason::Protocol.status(Code::InvalidArgument, why.as_ref())
            }
            Self::Cancelled => cancelled(EndReason::ClientGone, "the client cancelled the call"),
            Self::Closed => cancelled(EndReason::ClientGone, "the client closed the WebSocket"),
            Self::Silent => cancelled(EndReason::PingTimeout, "the client answered no ping"),
            Self::Disconnected => cancelled(EndReason::ClientGone, "the client has gone"),
        }
    }

    /// Returns whether nothing more can be sent.
    pub(super) fn is_lost(&self) -> bool {
        matches!(self, Self::Silent | Self::Disconnected)
    }

    /// Returns whether the client may take its time to read the rest: what is not written yet may include messages of
    /// the handler, or its error, and nothing has hurried the client so far.
    fn may_be_read_slowly(&self) -> bool {
        match self {
            Self::Complete => true,
            Self::Failed(status) => {
                matches!(EndReason::of(status), EndReason::Error | EndReason::Panic)
            }
            _ => false,
        }
    }
}

/// Reports why the session ends, and waits for the peer's Close. Nothing is sent after our own.
pub(super) async fn close(
    mut connection: Box<dyn Connection>,
    frames: &dyn Frames,
    ending: Ending,
    settings: &Settings,
) {
    let connection = connection.as_mut();
    let said = last_words(connection, frames, &ending, settings);
    if said.is_err() || ending.is_lost() {
        return;
    }
    let patience = settings.websocket.close_timeout;
    let write_patience = if ending.may_be_read_slowly() {
        settings.limits.write_timeout
    } else {
        patience
    };
    if flush(connection, write_patience).await.is_ok() {
        let closed = poll_fn(|cx| connection.poll_closed(cx));
        let _ = tokio::time::timeout(patience, closed).await;
    }
}

/// Writes what is queued, as long as the peer takes some of it within this time.
async fn flush(connection: &mut dyn Connection, patience: Duration) -> Result<(), Disconnected> {
    loop {
        let written = connection.written();
        let flushed = poll_fn(|cx| connection.poll_flush(cx));
        match tokio::time::timeout(patience, flushed).await {
            Ok(flushed) => return flushed,
            Err(_) if connection.written() == written => return Err(Disconnected),
            Err(_) => {}
        }
    }
}

fn last_words(
    connection: &mut dyn Connection,
    frames: &dyn Frames,
    ending: &Ending,
    settings: &Settings,
) -> Result<(), Disconnected> {
    let (frame, code, reason) = match ending {
        Ending::Complete => (frames.end(), NORMAL, String::new()),
        Ending::Failed(status) => {
            let end = error_end(frames, status, settings);
            (end.frame.map(Into::into), end.code, end.reason)
        }
        Ending::Cancelled => (None, NORMAL, String::new()),
        Ending::Violation(code, reason) => (None, *code, reason.clone().into_owned()),
        Ending::Closed | Ending::Silent | Ending::Disconnected => return Ok(()),
    };
    if let Some(frame) = frame {
        connection.send(Outgoing::Data(Data::Text(frame)))?;
    }
    let reason = close_reason(&reason).to_owned();
    connection.send(Outgoing::Close(allowed_close_code(code), reason))
}

/// Returns the end of a session that has failed. A shutdown has no frame: what has been sent is valid, and the client
/// may come back.
fn error_end(frames: &dyn Frames, status: &Status, settings: &Settings) -> WebSocketEnd {
    let end = match EndReason::of(status) {
        EndReason::Draining => WebSocketEnd {
            frame: None,
            code: GOING_AWAY,
            reason: status.message().to_owned(),
        },
        _ => WebSocketEnd {
            frame: Some(frames.error(status, &settings.json)),
            code: close_code(status),
            reason: status.message().to_owned(),
        },
    };
    settings.websocket.on_error.apply(status, end)
}
