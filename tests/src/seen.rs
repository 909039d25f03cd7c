//! An observer that writes down what it sees, line by line.

use gateway::{CallEnd, CallInfo, Observer};
use tokio::sync::mpsc;
use tokio::time::timeout;

use crate::script::PATIENCE;

/// Writes down what becomes of every call.
#[derive(Clone, Debug)]
pub struct Seen(mpsc::UnboundedSender<String>);

/// The lines, in their order.
#[derive(Debug)]
pub struct Lines(mpsc::UnboundedReceiver<String>);

impl Seen {
    /// The observer, and what it will have seen.
    pub fn new() -> (Self, Lines) {
        let (seen, lines) = mpsc::unbounded_channel();
        (Self(seen), Lines(lines))
    }

    fn say(&self, line: String) {
        let _ = self.0.send(line);
    }
}

impl Observer for Seen {
    fn opened(&self, call: &CallInfo) {
        let method = call.method();
        self.say(format!(
            "{}/{} {} {}",
            method.service(),
            method.name(),
            call.template(),
            call.form()
        ));
    }

    fn message_in(&self, _: &CallInfo, bytes: usize) {
        self.say(format!("in {bytes}"));
    }

    fn message_out(&self, _: &CallInfo, bytes: usize) {
        self.say(format!("out {bytes}"));
    }

    fn closed(&self, _: &CallInfo, end: &CallEnd<'_>) {
        self.say(format!(
            "{}: {:?} {:?}, {} in of {}, {} out of {}",
            end.reason,
            end.code,
            end.message,
            end.messages_in,
            end.bytes_in,
            end.messages_out,
            end.bytes_out
        ));
    }
}

impl Lines {
    /// Waits for the next line.
    pub async fn next(&mut self) -> String {
        timeout(PATIENCE, self.0.recv())
            .await
            .expect("the call goes on")
            .expect("the observer lives")
    }

    /// Waits for the line that says how a call has ended.
    pub async fn end(&mut self) -> String {
        loop {
            let line = self.next().await;
            if line.contains(": ") {
                return line;
            }
        }
    }

    /// Whether nothing more is written down, and nobody is left who could.
    pub async fn is_over(&mut self) -> bool {
        let next = timeout(PATIENCE, self.0.recv()).await;
        next.expect("the observer is dropped").is_none()
    }
}
