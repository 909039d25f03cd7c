//! [`MessageReader`]: builds the messages of one request stream from the received values.

use std::sync::{Arc, Weak};

use bytes::Bytes;
use tonic::Status;

use crate::bind::{self, BodyEncoding, BodyTarget, Overlay};
use crate::json::Message;
use crate::observe::Record;
use crate::settings::Settings;

/// Builds the messages of one request stream.
#[derive(Debug)]
pub(crate) struct MessageReader {
    pub(crate) overlay: Overlay,
    /// The part of the message that each value fills.
    pub(crate) target: BodyTarget,
    pub(crate) settings: Arc<Settings>,
    /// Weak, as a handler may keep its requests for longer than its call takes.
    pub(crate) record: Weak<Record>,
    /// The number of messages so far.
    pub(crate) index: u64,
    /// The size of the last message in memory, in bytes.
    pub(crate) last_memory: usize,
}

impl MessageReader {
    /// Returns the message that a value represents, overlaid with path and query.
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
