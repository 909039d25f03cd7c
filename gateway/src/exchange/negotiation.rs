//! The form of the response, and what belongs to it.

use http::request::Parts;
use tonic::Status;

use super::context::Target;
use super::pipeline::Pipeline;
use crate::error::Error;
use crate::negotiate::{self, Origin, Subprotocols, origin};
use crate::schema::Form;

/// The choices that the head of a request asks for.
pub(super) struct Negotiated {
    pub(super) form: Form,
    pub(super) origin: Origin,
    pub(super) subprotocols: Subprotocols,
}

impl Pipeline {
    /// Chooses the form, and determines what belongs to it.
    pub(super) fn negotiate(&self, target: &Target, parts: &Parts) -> Result<Negotiated, Error> {
        let mut forms = self.settings.forms_of(target.plan.binding.forms);
        forms.websocket &= target.plan.binding.opens_websocket();
        let (kind, is_raw) = (target.method.kind(), target.plan.responds_raw);
        let form = negotiate::negotiate(parts, kind, forms, is_raw)?;
        let origin = origin::origin(parts, self.settings.websocket.trusts_forwarded);
        let mut subprotocols = Subprotocols::default();
        if form == Form::WebSocket {
            self.check_origin(parts, origin)?;
            subprotocols = negotiate::subprotocols(&parts.headers)?;
        }
        Ok(Negotiated {
            form,
            origin,
            subprotocols,
        })
    }

    fn check_origin(&self, parts: &Parts, origin: Origin) -> Result<(), Error> {
        if origin != Origin::Foreign {
            return Ok(());
        }
        let origin = origin::named(&parts.headers).unwrap_or_default();
        if self.settings.websocket.allows(origin) {
            return Ok(());
        }
        match self.foreign.times(origin) {
            Some(times) => tracing::warn!(
                origin,
                times,
                "refused a WebSocket of another origin; to allow it: \
             Gateway::websocket(WebSocket::default().origins([{origin:?}]))"
            ),
            None => tracing::debug!(origin, "refused a WebSocket of another origin"),
        }
        Err(Status::permission_denied("a page of this origin may not open a WebSocket here").into())
    }

    /// Returns whether an `EventSource` reconnects after a complete stream. It does so whenever its stream ends; 204
    /// stops it.
    pub(super) fn is_reconnect_after_end(&self, parts: &Parts) -> bool {
        let (id, end) = (
            parts.headers.get("last-event-id"),
            self.settings.sse.end_id(),
        );
        id.zip(end).is_some_and(|(id, end)| id == end)
    }
}
