//! The end of a session: what is said last, and the closing handshake.

use std::future::poll_fn;

use tonic::{Code, Status};

use super::Frames;
use super::connection::{Connection, Data, Lost, Outgoing};
use crate::end_reason::EndReason;
use crate::error::{allowed_close_code, close_code, close_reason};
use crate::settings::{Settings, WebSocketEnd};

const NORMAL: u16 = 1000;

/// The server goes away.
const GOING_AWAY: u16 = 1001;

/// The Close of a message over the limit.
const TOO_LARGE: u16 = 1009;

/// Why a session ends.
#[derive(Debug)]
pub(super) enum Ending {
    /// The handler's messages are complete.
    Complete,
    Failed(Status),
    /// The client asked for it.
    Cancelled,
    /// The client broke the protocol.
    Violation(u16, &'static str),
    /// The client closed the WebSocket.
    Closed,
    /// The client did not answer a ping.
    Silent,
    Lost,
}

impl Ending {
    /// What the call's record says of it.
    pub(super) fn status(&self) -> Status {
        let cancelled = |reason: EndReason, why: &str| reason.status(Code::Cancelled, why);
        match self {
            Self::Complete => Status::ok(""),
            Self::Failed(status) => status.clone(),
            Self::Violation(TOO_LARGE, why) => {
                EndReason::TooLarge.status(Code::ResourceExhausted, *why)
            }
            Self::Violation(_, why) => EndReason::Protocol.status(Code::InvalidArgument, *why),
            Self::Cancelled => cancelled(EndReason::ClientGone, "the client cancelled the call"),
            Self::Closed => cancelled(EndReason::ClientGone, "the client closed the WebSocket"),
            Self::Silent => cancelled(EndReason::PingTimeout, "the client answered no ping"),
            Self::Lost => cancelled(EndReason::ClientGone, "the client has gone"),
        }
    }

    /// Whether nothing can be said any more.
    fn is_lost(&self) -> bool {
        matches!(self, Self::Silent | Self::Lost)
    }
}

/// Says why the session ends, and waits for the peer's Close. Nothing is sent after ours.
pub(super) async fn close(
    mut connection: Box<dyn Connection>,
    frames: &dyn Frames,
    ending: Ending,
    settings: &Settings,
) {
    let said = last_words(connection.as_mut(), frames, &ending, settings);
    if said.is_ok() && !ending.is_lost() {
        let handshake = shake_hands(connection.as_mut());
        let _ = tokio::time::timeout(settings.websocket.close_timeout, handshake).await;
    }
}

fn last_words(
    connection: &mut dyn Connection,
    frames: &dyn Frames,
    ending: &Ending,
    settings: &Settings,
) -> Result<(), Lost> {
    let (frame, code, reason) = match ending {
        Ending::Complete => (frames.end(), NORMAL, String::new()),
        Ending::Failed(status) => {
            let end = error_end(frames, status, settings);
            (end.frame.map(Into::into), end.code, end.reason)
        }
        Ending::Cancelled => (None, NORMAL, String::new()),
        Ending::Violation(code, reason) => (None, *code, (*reason).to_owned()),
        Ending::Closed | Ending::Silent | Ending::Lost => return Ok(()),
    };
    if let Some(frame) = frame {
        connection.send(Outgoing::Data(Data::Text(frame)))?;
    }
    connection.send(Outgoing::Close(code, reason))
}

/// A shutdown has no frame: what has been sent is right, and the client may come back.
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
    let mut end = settings.websocket.on_error.apply(status, end);
    end.code = allowed_close_code(end.code);
    end.reason = close_reason(&end.reason).to_owned();
    end
}

async fn shake_hands(connection: &mut dyn Connection) {
    if poll_fn(|cx| connection.poll_flush(cx)).await.is_ok() {
        poll_fn(|cx| connection.poll_closed(cx)).await;
    }
}
