//! [`Refusal`]: a WebSocket that is opened to report an error.

use std::sync::Arc;

use tokio::time::timeout;
use tonic::Status;

use super::Frames;
use super::close::{Ending, close};
use crate::observe::Record;
use crate::settings::Settings;
use crate::websocket::upgrade::Connecting;

/// A call that has failed before its WebSocket was open.
pub(crate) struct Refusal {
    pub(crate) status: Status,
    pub(crate) frames: Box<dyn Frames>,
    pub(crate) settings: Arc<Settings>,
    /// Keeps the call's place until the peer has its error.
    pub(crate) record: Arc<Record>,
}

impl Refusal {
    /// Reports the error over the connection once it is open, and closes it.
    pub(crate) async fn connect(self, connecting: Connecting) {
        let patience = self.settings.limits.write_timeout;
        let Ok(Some(connection)) = timeout(patience, connecting).await else {
            return;
        };
        let ending = Ending::Failed(self.status);
        close(connection, self.frames.as_ref(), ending, &self.settings).await;
        drop(self.record);
    }
}
