//! [`Alarm`]: notifies a session that a shutdown has begun, even while its handler has not responded.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::task::Context;
use std::time::Duration;

use futures_util::task::AtomicWaker;
use tokio::time::Instant;

use crate::shutdown::{Reap, Reaper, Registration, Shutdowns};

/// The interval at which the reaper checks by itself. A shutdown makes it check at once.
const RETRY: Duration = Duration::from_secs(3_600);

/// Notifies one session that a shutdown has begun.
#[derive(Debug)]
pub(super) struct Alarm {
    shared: Arc<Shared>,
    _registration: Registration,
}

#[derive(Debug)]
struct Shared {
    shutdowns: Shutdowns,
    is_raised: AtomicBool,
    session: AtomicWaker,
}

impl Alarm {
    pub(super) fn new(shutdowns: &Shutdowns, reaper: &Arc<Reaper>) -> Self {
        let shared = Arc::new(Shared {
            shutdowns: shutdowns.clone(),
            is_raised: AtomicBool::default(),
            session: AtomicWaker::new(),
        });
        let weak: Weak<Shared> = Arc::downgrade(&shared);
        let registration = reaper.register(weak, Instant::now() + RETRY);
        shutdowns.tell(reaper);
        Self {
            shared,
            _registration: registration,
        }
    }

    /// Returns whether the shutdown has begun. Wakes the session when it does.
    pub(super) fn is_raised(&self, cx: &Context<'_>) -> bool {
        self.shared.session.register(cx.waker());
        self.shared.is_raised.load(Ordering::SeqCst)
    }
}

impl Reap for Shared {
    fn check(&self, now: Instant) -> Option<Instant> {
        if !self.shutdowns.is_draining() {
            return Some(now + RETRY);
        }
        self.is_raised.store(true, Ordering::SeqCst);
        self.session.wake();
        None
    }
}
