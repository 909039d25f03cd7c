//! [`Metrics`]: counts every call.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use metrics::{Counter, Gauge, counter, gauge, histogram};
use tonic::Code;

use super::{CallEnd, CallInfo, Observer};
use crate::schema::Form;

/// An [`Observer`] that counts calls with the facade of the `metrics` crate, for Prometheus and any other system with
/// an exporter for it. It requires the feature `metrics`.
///
/// | metric | kind | labels |
/// |---|---|---|
/// | `gateway_calls_open` | gauge | `service`, `method`, `form` |
/// | `gateway_messages_received_total`, `gateway_messages_sent_total` | counters | `service`, `method`, `form` |
/// | `gateway_received_bytes_total`, `gateway_sent_bytes_total` | counters | `service`, `method`, `form` |
/// | `gateway_calls_ended_total` | counter | `service`, `method`, `form`, `code`, `reason` |
/// | `gateway_call_duration_seconds` | histogram | `service`, `method`, `form` |
///
/// All label values come from the .proto file and from short lists of words, never from a request, so their number is
/// bounded. `code` is the number of the gRPC code, `reason` is [`EndReason::as_str`](crate::EndReason::as_str), `form`
/// is [`Form::as_str`].
///
/// ```
/// use gateway::{Gateway, Metrics};
///
/// let gateway = Gateway::new().observer(Metrics::default());
/// ```
#[derive(Default)]
pub struct Metrics {
    /// The handles of each method in each form: looking them up for every message would cost more than counting it.
    series: RwLock<HashMap<(usize, Form), Arc<Series>>>,
}

/// The metrics that are updated while calls run.
struct Series {
    open: Gauge,
    messages_received: Counter,
    messages_sent: Counter,
    bytes_received: Counter,
    bytes_sent: Counter,
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metrics").finish_non_exhaustive()
    }
}

impl Metrics {
    fn series(&self, call: &CallInfo) -> Arc<Series> {
        let key = (std::ptr::from_ref(call.method()).addr(), call.form());
        let known = self.series.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(series) = known.get(&key) {
            return Arc::clone(series);
        }
        drop(known);
        let mut known = self.series.write().unwrap_or_else(PoisonError::into_inner);
        let series = known
            .entry(key)
            .or_insert_with(|| Arc::new(Series::new(call)));
        Arc::clone(series)
    }
}

impl Series {
    fn new(call: &CallInfo) -> Self {
        let labels = labels(call);
        Self {
            open: gauge!("gateway_calls_open", &labels),
            messages_received: counter!("gateway_messages_received_total", &labels),
            messages_sent: counter!("gateway_messages_sent_total", &labels),
            bytes_received: counter!("gateway_received_bytes_total", &labels),
            bytes_sent: counter!("gateway_sent_bytes_total", &labels),
        }
    }
}

fn labels(call: &CallInfo) -> [(&'static str, &'static str); 3] {
    [
        ("service", call.method().service()),
        ("method", call.method().name()),
        ("form", call.form().as_str()),
    ]
}

impl Observer for Metrics {
    fn opened(&self, call: &CallInfo) {
        self.series(call).open.increment(1);
    }

    fn message_in(&self, call: &CallInfo, bytes: usize) {
        let series = self.series(call);
        series.messages_received.increment(1);
        series.bytes_received.increment(bytes as u64);
    }

    fn message_out(&self, call: &CallInfo, bytes: usize) {
        let series = self.series(call);
        series.messages_sent.increment(1);
        series.bytes_sent.increment(bytes as u64);
    }

    fn closed(&self, call: &CallInfo, end: &CallEnd<'_>) {
        self.series(call).open.decrement(1);
        let [service, method, form] = labels(call);
        let labels = [
            service,
            method,
            form,
            ("code", code(end.code)),
            ("reason", end.reason.as_str()),
        ];
        counter!("gateway_calls_ended_total", &labels).increment(1);
        let seconds = end.duration.as_secs_f64();
        histogram!("gateway_call_duration_seconds", &[service, method, form]).record(seconds);
    }

    fn reads_request(&self) -> bool {
        false
    }
}

fn code(code: Code) -> &'static str {
    const NUMBERS: [&str; 17] = [
        "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16",
    ];
    let number = usize::try_from(i32::from(code)).unwrap_or_default();
    NUMBERS.get(number).copied().unwrap_or_default()
}
