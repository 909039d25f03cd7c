//! The server's end of a WebSocket in memory.

use std::collections::VecDeque;
use std::task::{Context, Poll, ready};

use gateway::websocket::{Connection, Disconnected, Outgoing, Received};

use super::queue::End;

/// The code of the Close that answers one of the peer.
const NORMAL: u16 = 1000;

/// A connection that is two queues.
#[derive(Debug)]
pub(super) struct Memory {
    reads: End<Received>,
    writes: End<Outgoing>,
    /// What the peer has no room for yet.
    unsent: VecDeque<Outgoing>,
    written: u64,
    is_closed: bool,
}

impl Memory {
    pub(super) fn new(reads: End<Received>, writes: End<Outgoing>) -> Self {
        Self {
            reads,
            writes,
            unsent: VecDeque::new(),
            written: 0,
            is_closed: false,
        }
    }

    pub(super) fn is_open(&self) -> bool {
        self.reads.is_open()
    }

    fn poll_next(&mut self, cx: &Context<'_>) -> Poll<Received> {
        let received = ready!(self.reads.poll_pop(cx)).unwrap_or(Received::Disconnected);
        self.is_closed |= matches!(received, Received::Close | Received::Disconnected);
        Poll::Ready(received)
    }
}

impl Connection for Memory {
    fn poll_receive(&mut self, cx: &mut Context<'_>) -> Poll<Received> {
        let received = ready!(self.poll_next(cx));
        if received == Received::Close {
            self.unsent
                .push_back(Outgoing::Close(NORMAL, String::new()));
        }
        Poll::Ready(received)
    }

    fn send(&mut self, frame: Outgoing) -> Result<(), Disconnected> {
        self.unsent.push_back(frame);
        Ok(())
    }

    fn poll_flush(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Disconnected>> {
        while !self.unsent.is_empty() {
            ready!(self.writes.poll_room(cx))?;
            if let Some(frame) = self.unsent.pop_front() {
                self.written += 1;
                self.writes.push(frame);
            }
        }
        Poll::Ready(Ok(()))
    }

    fn written(&self) -> u64 {
        self.written
    }

    fn poll_closed(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        while !self.is_closed {
            ready!(self.poll_next(cx));
        }
        Poll::Ready(())
    }
}
