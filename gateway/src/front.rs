//! [`Front`]: what every request passes once its binding is known: negotiation, admission, interceptors.

use std::pin::pin;
use std::sync::{Arc, OnceLock};

use axum::body::Body;
use futures_util::future::{Either, select};
use http::request::Parts;
use http::{HeaderValue, Method, Response, StatusCode, header};
use tonic::metadata::MetadataMap;
use tonic::{Request, Status};

use crate::admission::{Admission, Shutdown};
use crate::bind::Variables;
use crate::call;
use crate::deadline;
use crate::drain::{Drains, draining};
use crate::end_reason::EndReason;
use crate::endpoint::{self, Answer, Endpoint};
use crate::error::Error;
use crate::exchange::{Context, Exchange, Target};
use crate::negotiate::{self, Form, Subprotocols};
use crate::observe::{CallInfo, RequestInfo};
use crate::origin::{self, Origin};
use crate::peer;
use crate::reaper::Reaper;
use crate::record::{self, Record};
use crate::seldom::Seldom;
use crate::settings::Settings;
use crate::write::websocket::Upgrade;
use crate::write::{self, Trailers};

/// What the calls of one gateway share.
#[derive(Debug)]
pub(crate) struct Front {
    settings: Arc<Settings>,
    reaper: Arc<Reaper>,
    admission: Admission,
    /// The origins of pages that were refused a WebSocket.
    foreign: Seldom,
}

/// What the head of a request asks for.
struct Asked {
    form: Form,
    origin: Origin,
    subprotocols: Subprotocols,
}

/// What the handler is told beside its message, or why an interceptor does not let it be called.
type Intercepted = Result<Request<()>, Status>;

impl Front {
    pub(crate) fn new(settings: Settings, shutdown: Option<Shutdown>) -> Self {
        Self {
            admission: Admission::new(settings.limits.open_streams, shutdown),
            settings: Arc::new(settings),
            reaper: Arc::default(),
            foreign: Seldom::new(),
        }
    }

    /// The answer of a binding.
    pub(crate) async fn answer(
        &self,
        target: &Target,
        endpoint: &Endpoint,
        variables: Variables,
        parts: Parts,
        body: Body,
    ) -> Response<Body> {
        let answer = self.exchange(target, endpoint, variables, parts, body);
        let mut response = match answer.await {
            Ok(response) => response,
            Err(error) => write::error(error, &self.settings),
        };
        if response.status() != StatusCode::SWITCHING_PROTOCOLS {
            let vary = HeaderValue::from_static("accept");
            response.headers_mut().append(header::VARY, vary);
        }
        finished(response)
    }

    /// The answer that says an error.
    pub(crate) fn refuse(&self, error: Error) -> Response<Body> {
        finished(write::error(error, &self.settings))
    }

    async fn exchange(
        &self,
        target: &Target,
        endpoint: &Endpoint,
        variables: Variables,
        mut parts: Parts,
        body: Body,
    ) -> Answer {
        let asked = self.ask(target, &parts)?;
        if asked.form == Form::Sse && self.is_reconnect_after_end(&parts) {
            return Ok(no_content());
        }
        let drains = self.admission.drains(&parts.extensions);
        let context = match self.open(target, variables, &asked, drains, &parts) {
            Ok(context) => context,
            Err(error) => return come_back_later(error, asked.form),
        };
        let answer = match self.prepare(&asked, &context, &mut parts) {
            Ok((upgrade, Err(status))) => endpoint::refuse(&context, upgrade, status.into()),
            Ok(_) if parts.method == Method::HEAD && target.method.kind().streams_responses() => {
                Ok(stream_head(&context))
            }
            Ok((upgrade, Ok(call))) => {
                // Boxed, as it goes through the hands of many: each would have a copy.
                let exchange = Box::new(Exchange {
                    parts,
                    body,
                    call,
                    upgrade,
                    context: Arc::clone(&context),
                });
                run(endpoint, exchange, &context.drains).await
            }
            Err(status) => Err(status.into()),
        };
        note(&answer, &context);
        answer.or_else(|error| come_back_later(error, asked.form))
    }

    /// The WebSocket that is asked for, and what the handler is told, or why it is not called.
    fn prepare(
        &self,
        asked: &Asked,
        context: &Context,
        parts: &mut Parts,
    ) -> Result<(Option<Upgrade>, Intercepted), Status> {
        let upgrade = self.upgrade(asked, parts);
        let upgrade = upgrade.inspect_err(|_| self.show(&context.record, parts))?;
        Ok((upgrade, self.intercept(context, parts)))
    }

    /// Shows observers a call that comes to no interceptor.
    fn show(&self, record: &Record, parts: &Parts) {
        record.open(|| RequestInfo {
            // Empty where a value is malformed.
            metadata: (self.settings.metadata)
                .of_request(&parts.headers)
                .unwrap_or_default(),
            extensions: parts.extensions.clone(),
        });
    }

    /// Chooses the form, and finds out what belongs to it.
    fn ask(&self, target: &Target, parts: &Parts) -> Result<Asked, Error> {
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
        Ok(Asked {
            form,
            origin,
            subprotocols,
        })
    }

    /// Lets a call in.
    fn open(
        &self,
        target: &Target,
        variables: Variables,
        asked: &Asked,
        drains: Drains,
        parts: &Parts,
    ) -> Result<Arc<Context>, Error> {
        let kind = target.method.kind();
        let binding = &target.plan.binding;
        let streams = kind.streams_requests() || kind.streams_responses();
        let call = CallInfo {
            id: record::next_id(),
            method: target.method,
            template: binding.template.source(),
            form: asked.form,
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
        let place = self.admission.admit(&drains, streams).inspect_err(note)?;
        if let Some(place) = place {
            record.keep(place);
        }
        let chosen = asked.subprotocols.form.as_ref().map(|(form, _)| *form);
        Ok(Arc::new(Context {
            target: target.clone(),
            variables,
            origin: asked.origin,
            form: asked.form,
            message_form: chosen.unwrap_or(binding.message_form),
            deadline,
            trailers: Trailers::wanted(parts, self.settings.metadata),
            settings: Arc::clone(&self.settings),
            reaper: Arc::clone(&self.reaper),
            drains,
            record,
        }))
    }

    /// Prepares the WebSocket that is asked for, and takes the token that came with the request for it.
    fn upgrade(&self, asked: &Asked, parts: &mut Parts) -> Result<Option<Upgrade>, Status> {
        let Some(upgrader) = self.settings.upgrader.as_ref() else {
            return Ok(None);
        };
        if asked.form != Form::WebSocket {
            return Ok(None);
        }
        if let Some(authorization) = &asked.subprotocols.authorization {
            let headers = parts.headers.entry(header::AUTHORIZATION);
            headers.or_insert_with(|| authorization.clone());
        }
        let mut upgrade = upgrader.upgrade(parts, self.settings.limits.message_bytes)?;
        if let Some((_, name)) = &asked.subprotocols.form {
            upgrade.choose_subprotocol(name.clone());
        }
        Ok(Some(upgrade))
    }

    /// What the handler is told beside its message, as the interceptors leave it.
    fn intercept(&self, context: &Context, parts: &mut Parts) -> Result<Request<()>, Status> {
        let extensions = std::mem::take(&mut parts.extensions);
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

    /// Runs the interceptors within the call's span, and shows observers what they leave of the request.
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

    /// An `EventSource` reconnects whenever its stream ends; 204 is what stops it.
    fn is_reconnect_after_end(&self, parts: &Parts) -> bool {
        let (id, end) = (
            parts.headers.get("last-event-id"),
            self.settings.sse.end_id(),
        );
        id.zip(end).is_some_and(|(id, end)| id == end)
    }
}

/// Runs a call until it has an answer, or the server is about to cut off the calls that have none.
async fn run(endpoint: &Endpoint, exchange: Box<Exchange>, drains: &Drains) -> Answer {
    let cut = pin!(drains.about_to_cut());
    match select(endpoint(exchange), cut).await {
        Either::Left((answer, _)) => answer,
        Either::Right(((), _)) => Err(draining().into()),
    }
}

/// The answer to HEAD of a stream, for which nothing is called.
fn stream_head(context: &Context) -> Response<Body> {
    context.record.finish(&Status::ok(""));
    let framing = context.framing(&MetadataMap::new());
    write::stream_head(framing.as_ref())
}

/// A client of Server-Sent Events for which there is no room now is told when to come back: any error would stop it for
/// ever.
fn come_back_later(error: Error, form: Form) -> Answer {
    match EndReason::of(&error.status) {
        EndReason::Draining | EndReason::Overload if form == Form::Sse => Ok(write::come_back()),
        _ => Err(error),
    }
}

/// Notes how a call has ended that is no stream any more.
fn note(answer: &Answer, context: &Context) {
    match answer {
        Err(error) => context.record.finish(&error.status),
        Ok(_) if matches!(context.form, Form::Json | Form::Protobuf) => {
            context.record.finish(&Status::ok(""));
        }
        Ok(_) => {}
    }
}

/// The answer with what every answer has.
pub(crate) fn finished(mut response: Response<Body>) -> Response<Body> {
    let nosniff = HeaderValue::from_static("nosniff");
    response
        .headers_mut()
        .insert(header::X_CONTENT_TYPE_OPTIONS, nosniff);
    response
}

/// The answer to OPTIONS where nothing else answers it.
pub(crate) fn options(allow: HeaderValue) -> Response<Body> {
    let mut response = no_content();
    response.headers_mut().insert(header::ALLOW, allow);
    finished(response)
}

fn no_content() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response
}
