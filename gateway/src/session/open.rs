//! [`Open`]: a session and the state of its WebSocket.

use std::future::Future as _;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Context;
use std::time::Duration;

use bytes::BytesMut;
use futures_core::Stream;
use tokio::time::{Sleep, sleep};

use super::alarm::Alarm;
use super::close::Ending;
use super::frames::Frames;
use super::inbox::RequestSink;
use super::keepalive::Keepalive;
use super::progress::Progress;
use crate::reply::{Payload, Supervision};
use crate::settings::Settings;
use crate::websocket::connection::Connection;

/// A call whose WebSocket handshake has been accepted.
pub(crate) struct Session<S: Stream> {
    pub(crate) call: Progress<S>,
    pub(crate) frames: Box<dyn Frames>,
    /// `None` for calls without a request stream.
    pub(crate) sink: Option<Box<dyn RequestSink>>,
    pub(crate) payload: Payload,
    pub(crate) supervision: Supervision,
    pub(crate) settings: Arc<Settings>,
}

/// A session whose WebSocket is open.
pub(super) struct Open<S: Stream> {
    pub(super) session: Session<S>,
    pub(super) connection: Box<dyn Connection>,
    pub(super) alarm: Alarm,
    pub(super) keepalive: Keepalive,
    pub(super) is_half_closed: bool,
    /// Present after the last frame that is read.
    pub(super) tail: Option<Box<Tail>>,
    /// Whether the client's frames have called for frames of ours. Nothing more is read until ours have left.
    pub(super) owes_frames: bool,
    /// Whether the handler had nothing to write when it was last polled.
    pub(super) waits_for_handler: bool,
    /// The number of bytes that had left when the session was last polled.
    pub(super) written: u64,
    /// The same number when the last ping was sent.
    pub(super) written_at_ping: u64,
    pub(super) buffer: BytesMut,
}

/// The ending that the last frame calls for, and how long the handler may take to reach it.
pub(super) struct Tail {
    pub(super) ending: Ending,
    pub(super) patience: Pin<Box<Sleep>>,
}

impl Tail {
    pub(super) fn new(ending: Ending, patience: Duration) -> Self {
        Self {
            ending,
            patience: Box::pin(sleep(patience)),
        }
    }

    pub(super) fn is_late(&mut self, cx: &mut Context<'_>) -> bool {
        self.patience.as_mut().poll(cx).is_ready()
    }
}
