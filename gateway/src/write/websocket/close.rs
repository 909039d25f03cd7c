//! The end of a session: what is said last, and the closing handshake.

use std::future::poll_fn;
use std::time::Duration;

use tonic::Status;

use super::Frames;
use super::connection::{Connection, Lost, Outgoing};
use crate::error::close_code;
use crate::json::JsonOptions;

/// How long the peer may take for its Close.
const CLOSE_WITHIN: Duration = Duration::from_secs(5);

const NORMAL: u16 = 1000;

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
    Lost,
}

/// Says why the session ends, and waits for the peer's Close. Nothing is sent after ours.
pub(super) async fn close(
    mut connection: Box<dyn Connection>,
    frames: &dyn Frames,
    json: &JsonOptions,
    ending: Ending,
) {
    let said = last_words(connection.as_mut(), frames, json, &ending);
    if said.is_ok() && !matches!(ending, Ending::Lost) {
        let _ = tokio::time::timeout(CLOSE_WITHIN, shake_hands(connection.as_mut())).await;
    }
}

fn last_words(
    connection: &mut dyn Connection,
    frames: &dyn Frames,
    json: &JsonOptions,
    ending: &Ending,
) -> Result<(), Lost> {
    match ending {
        Ending::Complete => {
            frames
                .end()
                .map_or(Ok(()), |end| connection.send(Outgoing::Text(end)))?;
            connection.send(Outgoing::Close(NORMAL, String::new()))
        }
        Ending::Failed(status) => {
            connection.send(Outgoing::Text(frames.error(status, json)))?;
            let (code, reason) = close_code(status);
            connection.send(Outgoing::Close(code, reason))
        }
        Ending::Cancelled => connection.send(Outgoing::Close(NORMAL, String::new())),
        Ending::Violation(code, reason) => {
            connection.send(Outgoing::Close(*code, (*reason).to_owned()))
        }
        Ending::Closed | Ending::Lost => Ok(()),
    }
}

async fn shake_hands(connection: &mut dyn Connection) {
    if poll_fn(|cx| connection.poll_flush(cx)).await.is_ok() {
        poll_fn(|cx| connection.poll_closed(cx)).await;
    }
}
