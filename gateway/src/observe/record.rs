//! [`Record`]: the record of a call, for observers and for its span.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Instant;

use tokio::sync::OwnedSemaphorePermit;
use tonic::{Code, Status};
use tracing::Span;
use tracing::field::Empty;

use super::{CallEnd, CallInfo, Observer, RequestInfo};
use crate::error::{EndReason, Seldom};

/// The observers of a gateway.
pub(crate) type Observers = Vec<Arc<dyn Observer>>;

/// The panics of observers. One that panics is likely to do so in every call.
static PANICS: Seldom = Seldom::new();

static LAST_ID: AtomicU64 = AtomicU64::new(0);

/// The record of one call. The call is closed at the latest when the last clone of the `Arc` around it is dropped.
pub(crate) struct Record {
    call: CallInfo,
    opened: Instant,
    observers: Arc<Observers>,
    span: Span,
    received: Tally,
    sent: Tally,
    end: OnceLock<Status>,
    is_closed: AtomicBool,
    /// The call's place among the open streams.
    place: Mutex<Option<OwnedSemaphorePermit>>,
}

#[derive(Debug, Default)]
struct Tally {
    messages: AtomicU64,
    bytes: AtomicU64,
}

impl Tally {
    fn add(&self, bytes: usize) {
        self.messages.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
    }
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.call, f)
    }
}

/// Returns the number of the next call.
pub(crate) fn next_id() -> u64 {
    LAST_ID.fetch_add(1, Ordering::Relaxed) + 1
}

impl Record {
    /// Creates the record of a call.
    pub(crate) fn new(call: CallInfo, observers: Arc<Observers>) -> Arc<Self> {
        Arc::new(Self {
            span: span(&call),
            call,
            opened: Instant::now(),
            observers,
            received: Tally::default(),
            sent: Tally::default(),
            end: OnceLock::new(),
            is_closed: AtomicBool::new(false),
            place: Mutex::new(None),
        })
    }

    /// Returns whether an observer reads the metadata and extensions of requests.
    pub(crate) fn wants_request(&self) -> bool {
        let mut is_wanted = false;
        self.tell(|observer| is_wanted |= observer.reads_request());
        is_wanted
    }

    /// Opens the call for the observers. `request` returns the metadata and extensions that they see, and runs only if
    /// one reads them.
    pub(crate) fn open(&self, request: impl FnOnce() -> RequestInfo) {
        if self.observers.is_empty() || self.call.request.get().is_some() {
            return;
        }
        if self.wants_request() {
            let _ = self.call.request.set(request());
        }
        self.call.request.get_or_init(RequestInfo::default);
        self.tell(|observer| observer.opened(&self.call));
    }

    /// Keeps the call's place among the open streams until the call is over.
    pub(crate) fn keep(&self, place: OwnedSemaphorePermit) {
        *self.place() = Some(place);
    }

    /// Returns the span that the call's handler runs in.
    pub(crate) fn span(&self) -> &Span {
        &self.span
    }

    /// Records the arrival of a message of the client.
    pub(crate) fn received(&self, bytes: usize) {
        self.received.add(bytes);
        self.tell(|observer| observer.message_in(&self.call, bytes));
    }

    /// Records that a message of the handler has been written.
    pub(crate) fn sent(&self, bytes: usize) {
        self.sent.add(bytes);
        self.tell(|observer| observer.message_out(&self.call, bytes));
    }

    /// Records how the call ends. The first end counts.
    pub(crate) fn finish(&self, status: &Status) {
        self.end.get_or_init(|| status.clone());
    }

    fn place(&self) -> MutexGuard<'_, Option<OwnedSemaphorePermit>> {
        self.place.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Closes the call, though its connection may take longer to notice.
    pub(crate) fn close(&self) {
        if self.is_closed.swap(true, Ordering::AcqRel) {
            return;
        }
        drop(self.place().take());
        self.open(RequestInfo::default);
        let gone = || EndReason::ClientGone.status(Code::Cancelled, "the client has gone");
        let status = self.end.get_or_init(gone);
        self.span
            .record("rpc.grpc.status_code", i32::from(status.code()));
        let end = CallEnd {
            code: status.code(),
            message: status.message(),
            reason: EndReason::of(status),
            messages_in: self.received.messages.load(Ordering::Relaxed),
            messages_out: self.sent.messages.load(Ordering::Relaxed),
            bytes_in: self.received.bytes.load(Ordering::Relaxed),
            bytes_out: self.sent.bytes.load(Ordering::Relaxed),
            duration: self.opened.elapsed(),
        };
        self.tell(|observer| observer.closed(&self.call, &end));
    }

    fn tell(&self, mut tell: impl FnMut(&dyn Observer)) {
        for observer in self.observers.iter() {
            let told = catch_unwind(AssertUnwindSafe(|| tell(observer.as_ref())));
            if told.is_err()
                && let Some(times) = PANICS.times("")
            {
                tracing::error!(?observer, times, "the observer panicked");
            }
        }
    }
}

impl Drop for Record {
    fn drop(&mut self) {
        self.close();
    }
}

/// Creates a span with the field names of OpenTelemetry's conventions for RPC servers.
fn span(call: &CallInfo) -> Span {
    let (service, method) = (call.method.service(), call.method.name());
    tracing::info_span!(
        "rpc",
        otel.name = format_args!("{service}/{method}"),
        otel.kind = "server",
        rpc.system = "grpc",
        rpc.service = service,
        rpc.method = method,
        rpc.grpc.status_code = Empty,
        http.route = call.template,
        gateway.form = %call.form,
        gateway.call = call.id,
    )
}
