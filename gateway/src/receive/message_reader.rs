//! [`MessageReader`]: makes the messages of one request stream out of what has been received.

use std::sync::{Arc, Weak};

use bytes::Bytes;
use tonic::Status;

use crate::bind::{self, BodyEncoding, BodyTarget, Overlay};
use crate::json::Message;
use crate::observe::Record;
use crate::settings::Settings;

/// Makes the messages of one request stream.
#[derive(Debug)]
pub(crate) struct MessageReader {
    pub(crate) overlay: Overlay,
    /// What each value fills.
    pub(crate) target: BodyTarget,
    pub(crate) settings: Arc<Settings>,
    /// A handler may keep its requests for longer than its call takes.
    pub(crate) record: Weak<Record>,
    /// How many messages there have been.
    pub(crate) index: u64,
    /// What the last one takes in memory.
    pub(crate) last_memory: usize,
}

impl MessageReader {
    /// The message that a value stands for, with path and query laid over it.
    ///
    /// # Errors
    ///
    /// The value does not fit the message.
    pub(crate) fn read<M: Message>(
        &mut self,
        value: &Bytes,
        encoding: &BodyEncoding,
    ) -> Result<M, Status> {
        let index = self.index;
        self.index += 1;
        if let Some(record) = self.record.upgrade() {
            record.received(value.len());
        }
        let (overlay, target, settings) = (&self.overlay, self.target, &self.settings);
        let mut message = M::default();
        self.last_memory = bind::stream_value(
            &mut message,
            value,
            encoding,
            index,
            overlay,
            target,
            settings,
        )?;
        Ok(message)
    }
}
