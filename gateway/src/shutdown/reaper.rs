//! One task per gateway that looks after calls which nobody polls: hyper does not poll the body of a response that it
//! cannot write, so neither a deadline nor a stalled client would be noticed from inside.

use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio::time::Instant;

/// A call that may have to be ended from outside.
pub(crate) trait Reap: Send + Sync {
    /// Ends the call if its time has come. Otherwise returns the time of the next check.
    fn check(&self, now: Instant) -> Option<Instant>;
}

/// The calls that are looked after, and the task that does it.
#[derive(Debug, Default)]
pub(crate) struct Reaper {
    calls: Mutex<Calls>,
    earlier: Arc<Notify>,
    /// Whether every call is due, whatever its time.
    is_all_due: AtomicBool,
}

#[derive(Default)]
struct Calls {
    next_id: u64,
    entries: HashMap<u64, (Instant, Weak<dyn Reap>)>,
    order: BTreeSet<(Instant, u64)>,
    task: Option<JoinHandle<()>>,
}

impl std::fmt::Debug for Calls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Calls")
            .field("len", &self.entries.len())
            .finish_non_exhaustive()
    }
}

/// The registration of a call with the reaper, until it is dropped.
#[derive(Debug)]
pub(crate) struct Registration {
    reaper: Arc<Reaper>,
    id: u64,
}

impl Drop for Registration {
    fn drop(&mut self) {
        let mut calls = self.reaper.lock();
        if let Some((at, _)) = calls.entries.remove(&self.id) {
            calls.order.remove(&(at, self.id));
        }
    }
}

impl Drop for Reaper {
    fn drop(&mut self) {
        self.earlier.notify_one();
    }
}

impl Reaper {
    /// Registers a call to be checked at this time, and then whenever its check asks for it.
    pub(crate) fn register(self: &Arc<Self>, call: Weak<dyn Reap>, at: Instant) -> Registration {
        let mut calls = self.lock();
        let id = calls.next_id;
        calls.next_id += 1;
        calls.entries.insert(id, (at, call));
        calls.order.insert((at, id));
        let is_first = calls.order.first() == Some(&(at, id));
        self.keep_running(&mut calls);
        drop(calls);
        if is_first {
            self.earlier.notify_one();
        }
        Registration {
            reaper: Arc::clone(self),
            id,
        }
    }

    /// Triggers a check of every call now.
    pub(crate) fn check_all(&self) {
        self.is_all_due.store(true, Ordering::SeqCst);
        self.earlier.notify_one();
    }

    fn lock(&self) -> MutexGuard<'_, Calls> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts the task if it is not running. It ends with the runtime that it was started on; the next call starts it
    /// again.
    fn keep_running(self: &Arc<Self>, calls: &mut Calls) {
        if calls.task.as_ref().is_none_or(JoinHandle::is_finished) {
            calls.task = Some(tokio::spawn(run(
                Arc::downgrade(self),
                Arc::clone(&self.earlier),
            )));
        }
    }

    /// Checks the calls whose time has come, and returns the time of the next check.
    fn check_due(&self) -> Option<Instant> {
        let now = Instant::now();
        for (id, call) in self.take_due(now) {
            let next = call.check(now);
            self.schedule(id, next);
        }
        self.lock().order.first().map(|(at, _)| *at)
    }

    fn take_due(&self, now: Instant) -> Vec<(u64, Arc<dyn Reap>)> {
        let is_all_due = self.is_all_due.swap(false, Ordering::SeqCst);
        let mut calls = self.lock();
        let mut due = Vec::new();
        let is_due = |(at, _): &(Instant, u64)| is_all_due || *at <= now;
        while let Some((_, id)) = calls.order.first().copied().filter(is_due) {
            calls.order.pop_first();
            let call = calls.entries.get(&id).and_then(|(_, call)| call.upgrade());
            due.extend(call.map(|call| (id, call)));
        }
        due
    }

    /// Schedules the next check of a call. A call that was removed while it was checked stays removed.
    fn schedule(&self, id: u64, next: Option<Instant>) {
        let mut calls = self.lock();
        let Some(next) = next else {
            calls.entries.remove(&id);
            return;
        };
        if let Some((at, _)) = calls.entries.get_mut(&id) {
            *at = next;
            calls.order.insert((next, id));
        }
    }
}

async fn run(reaper: Weak<Reaper>, earlier: Arc<Notify>) {
    while let Some(next) = reaper.upgrade().map(|reaper| reaper.check_due()) {
        match next {
            None => earlier.notified().await,
            Some(next) => {
                let _ = tokio::time::timeout_at(next, earlier.notified()).await;
            }
        }
    }
}
