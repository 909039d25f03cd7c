//! The handler's request without its message, as the interceptors leave it.

use std::mem;

use http::header;
use http::request::Parts;
use tonic::{Request, Status};

use super::context::Context;
use super::negotiation::Negotiated;
use super::pipeline::Pipeline;
use crate::call;
use crate::observe::{Record, RequestInfo};
use crate::schema::Form;
use crate::websocket::Upgrade;

/// The handler's request without its message, or the reason why an interceptor does not let the handler be called.
pub(super) type Intercepted = Result<Request<()>, Status>;

impl Pipeline {
    /// Returns the requested WebSocket, if any, and the handler's request without its message, or the reason why the
    /// handler is not called.
    pub(super) fn prepare(
        &self,
        negotiated: &Negotiated,
        context: &Context,
        parts: &mut Parts,
    ) -> Result<(Option<Upgrade>, Intercepted), Status> {
        let upgrade = self.upgrade(negotiated, parts);
        let upgrade = upgrade.inspect_err(|_| self.show(&context.record, parts))?;
        Ok((upgrade, self.intercept(context, parts)))
    }

    /// Prepares the requested WebSocket, and takes the token that came with the request for it.
    fn upgrade(
        &self,
        negotiated: &Negotiated,
        parts: &mut Parts,
    ) -> Result<Option<Upgrade>, Status> {
        let Some(upgrader) = self.settings.upgrader.as_ref() else {
            return Ok(None);
        };
        if negotiated.form != Form::WebSocket {
            return Ok(None);
        }
        if let Some(authorization) = &negotiated.subprotocols.authorization {
            let headers = parts.headers.entry(header::AUTHORIZATION);
            headers.or_insert_with(|| authorization.clone());
        }
        let mut upgrade = upgrader.upgrade(parts, self.settings.limits.message_bytes)?;
        if let Some((_, name)) = &negotiated.subprotocols.form {
            upgrade.choose_subprotocol(name.clone());
        }
        Ok(Some(upgrade))
    }

    /// Returns the handler's request without its message, as the interceptors leave it.
    fn intercept(&self, context: &Context, parts: &mut Parts) -> Result<Request<()>, Status> {
        let extensions = mem::take(&mut parts.extensions);
        let (method, metadata) = (context.target.method, self.settings.metadata);
        let request = call::request(
            &parts.headers,
            extensions,
            method,
            metadata,
            context.deadline,
        )?;
        self.run_interceptors(request, &context.record)
    }

    /// Runs the interceptors within the call's span, and shows observers the request as the interceptors leave it.
    fn run_interceptors(
        &self,
        request: Request<()>,
        record: &Record,
    ) -> Result<Request<()>, Status> {
        let interceptors = &self.settings.interceptors;
        let _entered = record.span().enter();
        if interceptors.is_empty() {
            record.open(|| RequestInfo::of(&request));
            return Ok(request);
        }
        let found = record.wants_request().then(|| RequestInfo::of(&request));
        let left = interceptors.run(request);
        record.open(|| match &left {
            Ok(request) => RequestInfo::of(request),
            Err(_) => found.unwrap_or_default(),
        });
        left
    }
}
