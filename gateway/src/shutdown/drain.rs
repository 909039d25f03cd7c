//! [`Drain`]: signals that a server or a gateway is shutting down, and waits until everything it serves has ended.

use std::future::pending;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tonic::{Code, Status};

use super::reaper::Reaper;
use crate::error::EndReason;

/// The time that a handler has to respond after the shutdown has ended its request stream.
const REACTION: Duration = Duration::from_millis(250);

/// The shutdown of a server, or of a gateway. Clones share the same shutdown.
#[derive(Clone, Debug, Default)]
pub(crate) struct Drain(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    is_draining: AtomicBool,
    begun: CancellationToken,
    /// The reapers whose calls the shutdown ends.
    reapers: Mutex<Vec<Weak<Reaper>>>,
    tasks: TaskTracker,
    grace_over: CancellationToken,
    cut: CancellationToken,
}

impl Drain {
    /// Ends all streams, each in the way of its form, and refuses new ones from now on.
    pub(crate) fn start(&self) {
        self.0.is_draining.store(true, Ordering::SeqCst);
        self.0.begun.cancel();
        self.0.tasks.close();
        for reaper in self.reapers().iter().filter_map(Weak::upgrade) {
            reaper.check_all();
        }
    }

    pub(crate) fn is_draining(&self) -> bool {
        self.0.is_draining.load(Ordering::SeqCst)
    }

    /// Waits until the shutdown begins.
    pub(crate) async fn begun(&self) {
        self.0.begun.cancelled().await;
    }

    /// Registers a reaper, which ends its calls when the shutdown begins.
    fn tell(&self, reaper: &Arc<Reaper>) {
        let mut reapers = self.reapers();
        reapers.retain(|known| known.strong_count() > 0);
        if !reapers
            .iter()
            .any(|known| known.as_ptr() == Arc::as_ptr(reaper))
        {
            reapers.push(Arc::downgrade(reaper));
        }
    }

    fn reapers(&self) -> std::sync::MutexGuard<'_, Vec<Weak<Reaper>>> {
        self.0
            .reapers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs a task that the shutdown waits for, until it is cut.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let cut = self.0.cut.clone();
        self.0.tasks.spawn(async move {
            tokio::select! {
                () = task => {}
                () = cut.cancelled() => {}
            }
        });
    }

    /// Waits until all spawned tasks have ended. The shutdown must have begun.
    pub(crate) async fn ended(&self) {
        self.0.tasks.wait().await;
    }

    /// Ends request streams, and soon after that the calls whose response has not begun.
    pub(crate) fn end_grace(&self) {
        self.0.grace_over.cancel();
    }

    /// Drops the tasks that have not ended by themselves.
    pub(crate) fn cut(&self) {
        self.0.cut.cancel();
    }
}

/// The shutdowns that concern one call: of its gateway, and of the server that its request came through.
#[derive(Clone, Debug)]
pub(crate) struct Shutdowns {
    pub(crate) gateway: Drain,
    pub(crate) server: Option<Drain>,
}

impl Shutdowns {
    pub(crate) fn is_draining(&self) -> bool {
        self.gateway.is_draining() || self.server.as_ref().is_some_and(Drain::is_draining)
    }

    /// Registers a reaper, which ends its calls when one of the shutdowns begins.
    pub(crate) fn tell(&self, reaper: &Arc<Reaper>) {
        self.gateway.tell(reaper);
        if let Some(server) = &self.server {
            server.tell(reaper);
        }
        // A shutdown that began in the meantime did not know this reaper.
        if self.is_draining() {
            reaper.check_all();
        }
    }

    /// Waits until the server's grace period for its calls is over.
    pub(crate) fn grace_over(&self) -> impl Future<Output = ()> + Send + use<> {
        let server = self.server.clone();
        async move {
            match server {
                Some(server) => server.0.grace_over.cancelled().await,
                None => pending().await,
            }
        }
    }

    /// Waits until the server is about to cut the calls whose response has not begun.
    pub(crate) async fn about_to_cut(&self) {
        self.grace_over().await;
        sleep(REACTION).await;
    }

    /// Runs a task that outlives the connection that it came from.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.server.as_ref().unwrap_or(&self.gateway).spawn(task);
    }
}

/// Returns the status of a call that a shutdown has ended.
pub(crate) fn draining() -> Status {
    EndReason::Draining.status(Code::Unavailable, "the server is shutting down")
}
