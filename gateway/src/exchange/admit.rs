//! Admission of a call, and the context that an admitted call gets.

use std::sync::{Arc, OnceLock};

use http::request::Parts;
use tonic::Status;

use super::context::{Context, Target};
use super::negotiation::Negotiated;
use super::pipeline::Pipeline;
use crate::bind::Variables;
use crate::call::{deadline, peer};
use crate::error::Error;
use crate::observe::{CallInfo, Record, RequestInfo, record};
use crate::shutdown::Shutdowns;
use crate::write::Trailers;

impl Pipeline {
    /// Admits a call, or refuses it.
    pub(super) fn admit(
        &self,
        target: &Target,
        variables: Variables,
        negotiated: &Negotiated,
        shutdowns: Shutdowns,
        parts: &Parts,
    ) -> Result<Arc<Context>, Error> {
        let kind = target.method.kind();
        let binding = &target.plan.binding;
        let streams = kind.streams_requests() || kind.streams_responses();
        let call = CallInfo {
            id: record::next_id(),
            method: target.method,
            template: binding.template.source(),
            form: negotiated.form,
            peer: peer::address(&parts.extensions),
            request: OnceLock::new(),
        };
        let record = Record::new(call, Arc::clone(&self.settings.observers));
        let note = |status: &Status| {
            record.finish(status);
            self.show(&record, parts);
        };
        let max_timeout = self.settings.max_timeout;
        let deadline = deadline::deadline(&parts.headers, binding.timeout, max_timeout, streams)
            .inspect_err(note)?;
        let place = self
            .admission
            .admit(&shutdowns, streams)
            .inspect_err(note)?;
        if let Some(place) = place {
            record.keep(place);
        }
        let chosen = negotiated.subprotocols.form.as_ref().map(|(form, _)| *form);
        Ok(Arc::new(Context {
            target: target.clone(),
            variables,
            origin: negotiated.origin,
            form: negotiated.form,
            message_form: chosen.unwrap_or(binding.message_form),
            deadline,
            trailers: Trailers::wanted(parts, self.settings.metadata),
            settings: Arc::clone(&self.settings),
            reaper: Arc::clone(&self.reaper),
            shutdowns,
            record,
        }))
    }

    /// Shows observers a call that reaches no interceptor.
    pub(super) fn show(&self, record: &Record, parts: &Parts) {
        record.open(|| RequestInfo {
            // Empty if a value is malformed.
            metadata: (self.settings.metadata)
                .of_request(&parts.headers)
                .unwrap_or_default(),
            extensions: parts.extensions.clone(),
        });
    }
}
