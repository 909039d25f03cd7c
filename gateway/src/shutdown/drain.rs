//! [`Drain`]: says that a server or a gateway is shutting down, and knows when all that it serves has ended.

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

/// How long a handler has to answer when its request stream has ended for the sake of the shutdown.
const REACTION: Duration = Duration::from_millis(250);

/// The shutdown of a server, or of a gateway. Clones are the same shutdown.
#[derive(Clone, Debug, Default)]
pub(crate) struct Drain(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    is_draining: AtomicBool,
    begun: CancellationToken,
    /// Those whose calls have to end.
    reapers: Mutex<Vec<Weak<Reaper>>>,
    tasks: TaskTracker,
    grace_over: CancellationToken,
    cut: CancellationToken,
}

impl Drain {
    /// Ends all streams, each in its form's own way. New ones are refused from now on.
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

    /// Has the reaper end its calls when the shutdown begins.
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

    /// Runs something that the shutdown waits for, until its time is up.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let cut = self.0.cut.clone();
        self.0.tasks.spawn(async move {
            tokio::select! {
                () = task => {}
                () = cut.cancelled() => {}
            }
        });
    }

    /// Waits until all that was spawned has ended. The shutdown has to have begun.
    pub(crate) async fn ended(&self) {
        self.0.tasks.wait().await;
    }

    /// Ends request streams, and soon after that the calls that have not begun to answer.
    pub(crate) fn end_grace(&self) {
        self.0.grace_over.cancel();
    }

    /// Ends what has not ended by itself.
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

    /// Has the reaper end its calls when one of the shutdowns begins.
    pub(crate) fn tell(&self, reaper: &Arc<Reaper>) {
        self.gateway.tell(reaper);
        if let Some(server) = &self.server {
            server.tell(reaper);
        }
        // One that has begun in the meantime has not known this reaper.
        if self.is_draining() {
            reaper.check_all();
        }
    }

    /// Waits until the server has given its calls all the time that they get.
    pub(crate) fn grace_over(&self) -> impl Future<Output = ()> + Send + use<> {
        let server = self.server.clone();
        async move {
            match server {
                Some(server) => server.0.grace_over.cancelled().await,
                None => pending().await,
            }
        }
    }

    /// Waits until the server is about to cut off what has not begun to answer.
    pub(crate) async fn about_to_cut(&self) {
        self.grace_over().await;
        sleep(REACTION).await;
    }

    /// Runs a task that outlives the connection which it came from.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.server.as_ref().unwrap_or(&self.gateway).spawn(task);
    }
}

/// The status of a call that a shutdown has ended.
pub(crate) fn draining() -> Status {
    EndReason::Draining.status(Code::Unavailable, "the server is shutting down")
}
