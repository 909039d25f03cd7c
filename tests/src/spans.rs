//! A `tracing` subscriber that writes down spans.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// The fields of the spans named `rpc`, by their id, and how often they were entered.
#[derive(Clone, Debug, Default)]
pub struct Spans(Arc<Mutex<BTreeMap<u64, Span>>>, Arc<AtomicU64>);

/// What a span says.
#[derive(Clone, Debug, Default)]
pub struct Span {
    /// Its fields, as text.
    pub fields: BTreeMap<&'static str, String>,
    /// How often it was entered.
    pub entered: u64,
}

impl Spans {
    /// The spans so far, in their order.
    pub fn seen(&self) -> Vec<Span> {
        let spans = self.0.lock().expect("no panic");
        spans.values().cloned().collect()
    }

    fn change(&self, id: &Id, change: impl FnOnce(&mut Span)) {
        let mut spans = self.0.lock().expect("no panic");
        if let Some(span) = spans.get_mut(&id.into_u64()) {
            change(span);
        }
    }
}

impl Visit for Span {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.fields.insert(field.name(), format!("{value:?}"));
    }
}

impl Subscriber for Spans {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_span() && metadata.name() == "rpc"
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let id = self.1.fetch_add(1, Ordering::Relaxed) + 1;
        let mut span = Span::default();
        attributes.record(&mut span);
        self.0.lock().expect("no panic").insert(id, span);
        Id::from_u64(id)
    }

    fn record(&self, id: &Id, values: &Record<'_>) {
        self.change(id, |span| values.record(span));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &Event<'_>) {}

    fn enter(&self, id: &Id) {
        self.change(id, |span| span.entered += 1);
    }

    fn exit(&self, _: &Id) {}
}
