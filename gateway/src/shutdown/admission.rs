//! [`Admission`]: admits calls while there is room, until the shutdown.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::FutureExt as _;
use http::Extensions;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tonic::{Code, Status};

use super::drain::{Drain, Shutdowns, draining};
use crate::error::EndReason;
use crate::future::BoxFuture;

/// The signal that ends all streams of a gateway when it is ready.
pub(crate) type Shutdown = BoxFuture<'static, ()>;

/// Admits calls.
pub(crate) struct Admission {
    places: Arc<Semaphore>,
    drain: Drain,
    /// `None` once a task waits for it. The task needs a runtime, which only the first call provides.
    shutdown: Mutex<Option<Shutdown>>,
}

impl fmt::Debug for Admission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Admission")
            .field("places", &self.places)
            .field("drain", &self.drain)
            .finish_non_exhaustive()
    }
}

impl Admission {
    /// Admits this many streams at the same time, until the shutdown.
    pub(crate) fn new(streams: usize, shutdown: Option<Shutdown>) -> Self {
        Self {
            places: Arc::new(Semaphore::new(streams.min(Semaphore::MAX_PERMITS))),
            drain: Drain::default(),
            shutdown: Mutex::new(shutdown),
        }
    }

    /// Returns the shutdowns that concern a request with these extensions.
    pub(crate) fn shutdowns(&self, extensions: &Extensions) -> Shutdowns {
        self.await_shutdown();
        Shutdowns {
            gateway: self.drain.clone(),
            server: extensions.get::<Drain>().cloned(),
        }
    }

    /// Admits a call; one that `streams` takes a place.
    ///
    /// # Errors
    ///
    /// A shutdown has begun, or the maximum number of streams is open.
    pub(crate) fn admit(
        &self,
        shutdowns: &Shutdowns,
        streams: bool,
    ) -> Result<Option<OwnedSemaphorePermit>, Status> {
        if shutdowns.is_draining() {
            return Err(draining());
        }
        streams.then(|| self.place()).transpose()
    }

    fn place(&self) -> Result<OwnedSemaphorePermit, Status> {
        let place = Arc::clone(&self.places).try_acquire_owned();
        place.map_err(|_| {
            EndReason::Overload.status(
                Code::ResourceExhausted,
                "too many streams are open (`Limits::max_open_streams`)",
            )
        })
    }

    fn await_shutdown(&self) {
        let mut waiting = self.shutdown.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(mut shutdown) = waiting.take() else {
            return;
        };
        let drain = self.drain.clone();
        match shutdown.as_mut().now_or_never() {
            Some(()) => drain.start(),
            None => drop(tokio::spawn(shutdown.map(move |()| drain.start()))),
        }
    }
}
