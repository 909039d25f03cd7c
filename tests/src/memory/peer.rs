//! The client's end of a WebSocket in memory, whose conversation is written down line by line.

use std::future::poll_fn;
use std::time::Duration;

use bytes::Bytes;
use gateway::websocket::{Data, Disconnected, Outgoing, Received};
use tokio::time::timeout;

use super::queue::End;

/// More than any conversation takes. The clock is paused, so nobody waits for it.
const PATIENCE: Duration = Duration::from_secs(3_600);

/// How soon a server reads that reads at all.
const MOMENT: Duration = Duration::from_millis(1);

/// The client's end of a WebSocket in memory.
#[derive(Debug)]
pub struct Peer {
    writes: End<Received>,
    reads: End<Outgoing>,
}

impl Peer {
    pub(super) fn new(writes: End<Received>, reads: End<Outgoing>) -> Self {
        Self { writes, reads }
    }

    /// Sends what a line says: `<close>`, `<control>`, `<lost>`, `<violation CODE>`, `<empty binary>`, or the text of a
    /// text frame.
    ///
    /// # Panics
    ///
    /// The server has closed the connection, or reads nothing.
    pub async fn put(&mut self, line: &str) {
        let sent = timeout(PATIENCE, self.send(received(line))).await;
        sent.expect("the server reads")
            .unwrap_or_else(|Disconnected| panic!("the server is gone before {line:?}"));
    }

    /// Sends lines that arrive all at once.
    pub fn put_together(&mut self, lines: &[&str]) {
        for line in lines {
            self.writes.push(received(line));
        }
    }

    async fn send(&self, frame: Received) -> Result<(), Disconnected> {
        poll_fn(|cx| self.writes.poll_room(cx)).await?;
        self.writes.push(frame);
        Ok(())
    }

    /// Sends a line again and again until the server stops reading, and gives how many it has read.
    pub async fn put_until_stalled(&mut self, line: &str, most: usize) -> usize {
        for read in 0..most {
            let sent = timeout(MOMENT, self.send(received(line))).await;
            if sent.is_err() {
                return read - 1;
            }
        }
        most
    }

    /// Cuts the connection.
    pub fn leave(&mut self) {
        self.writes.close();
        self.reads.close();
    }

    /// How many frames of the server have not been read.
    pub fn unread(&self) -> usize {
        self.reads.len()
    }

    /// The next frame of the server: its text, `binary LENGTH`, `ping`, `close CODE REASON`, or `end`.
    pub async fn next(&mut self) -> String {
        let next = poll_fn(|cx| self.reads.poll_pop(cx));
        match timeout(PATIENCE, next).await.expect("a frame") {
            Some(Outgoing::Data(Data::Text(text))) => String::from_utf8_lossy(&text).into_owned(),
            Some(Outgoing::Data(Data::Binary(bytes))) => format!("binary {}", bytes.len()),
            Some(Outgoing::Ping) => "ping".to_owned(),
            Some(Outgoing::Close(code, reason)) => {
                format!("close {code} {reason}").trim_end().to_owned()
            }
            None => "end".to_owned(),
        }
    }
}

fn received(line: &str) -> Received {
    match line {
        "<close>" => Received::Close,
        "<control>" => Received::Control,
        "<lost>" => Received::Disconnected,
        "<empty binary>" => Received::Data(Data::Binary(Bytes::new())),
        _ => match violation(line) {
            Some(code) => Received::Violation(code, "broken".into()),
            None => Received::Data(Data::Text(Bytes::copy_from_slice(line.as_bytes()))),
        },
    }
}

fn violation(line: &str) -> Option<u16> {
    let code = line.strip_prefix("<violation ")?.strip_suffix('>')?;
    code.parse().ok()
}
