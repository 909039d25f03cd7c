//! The time between the response to a handshake and the connection that follows.

use std::future::ready;

use futures_core::Stream;
use futures_util::future::{Either, select};
use tokio::time::timeout;
use tonic::Status;

use super::open::Session;
use super::progress::Progress;
use crate::json::Message;
use crate::reply::{Reply, slow_reader};
use crate::websocket::connection::Connection;
use crate::websocket::upgrade::Connecting;

impl<S, M> Session<S>
where
    S: Stream<Item = Result<M, Status>> + Send + 'static,
    M: Message,
{
    /// Runs the call over the connection once it is open. The client has as long to take the response to its handshake
    /// as to read anything else.
    pub(crate) async fn connect(mut self, connecting: Connecting) {
        let patience = self.settings.limits.write_timeout;
        match timeout(patience, self.connected(connecting)).await {
            Ok(Some(connection)) => self.run(connection).await,
            Ok(None) => tracing::debug!("the client left during the WebSocket handshake"),
            Err(_) => self.supervision.record.finish(&slow_reader()),
        }
    }

    /// Waits for the connection while the handler keeps running, as its deadline may pass.
    async fn connected(&mut self, connecting: Connecting) -> Option<Box<dyn Connection>> {
        let Progress::Running(running) = &mut self.call else {
            return connecting.await;
        };
        let connecting = match select(connecting, running).await {
            Either::Left((connection, _)) => return connection,
            Either::Right((answered, connecting)) => {
                self.call = match answered {
                    Ok(response) => {
                        Progress::Replying(Reply::new(response.into_inner(), &self.supervision))
                    }
                    Err(status) => Progress::Running(Box::pin(ready(Err(status)))),
                };
                connecting
            }
        };
        connecting.await
    }
}
