//! One request on its way through the gateway, and what all its stages share.

use std::mem;
use std::sync::Arc;

use axum::body::Body;
use bytes::Bytes;
use http::HeaderMap;
use http::request::Parts;
use http_body::Body as _;
use tonic::metadata::MetadataMap;
use tonic::{Request, Status, Streaming};

use crate::bind::{self, Accepted, Encoding, Overlay, Plan, Variables};
use crate::binding::MessageForm;
use crate::deadline::{self, Deadline};
use crate::drain::Drains;
use crate::error::Error;
use crate::inbound;
use crate::message::Message;
use crate::message_reader::MessageReader;
use crate::negotiate::Form;
use crate::origin::Origin;
use crate::payload::Payload;
use crate::reaper::Reaper;
use crate::record::Record;
use crate::reply::Watch;
use crate::service::MethodDescriptor;
use crate::settings::Settings;
use crate::upload::{self, PatientBody, RawUpload, Upload};
use crate::write::websocket::{Inbox, InboxInlet, Upgrade, inbox};
use crate::write::{Array, Events, Framing, Ndjson, Raw, Trailers};

/// A request whose binding and form are known.
pub(crate) struct Exchange {
    pub(crate) parts: Parts,
    pub(crate) body: Body,
    /// What the handler is told beside its message, as the interceptors have left it.
    pub(crate) call: Request<()>,
    /// The WebSocket that is asked for.
    pub(crate) upgrade: Option<Upgrade>,
    pub(crate) context: Arc<Context>,
}

/// What outlives the parts of the request.
#[derive(Debug)]
pub(crate) struct Context {
    pub(crate) target: Target,
    pub(crate) variables: Variables,
    pub(crate) origin: Origin,
    pub(crate) form: Form,
    /// How messages stand in WebSocket frames.
    pub(crate) message_form: MessageForm,
    pub(crate) deadline: Option<Deadline>,
    pub(crate) trailers: Trailers,
    pub(crate) settings: Arc<Settings>,
    pub(crate) reaper: Arc<Reaper>,
    pub(crate) drains: Drains,
    pub(crate) record: Arc<Record>,
}

/// A binding and the method that it leads to.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) method: &'static MethodDescriptor,
    pub(crate) plan: Arc<Plan>,
}

impl Exchange {
    /// Reads what the request of a method that takes one message is made of.
    pub(crate) async fn receive(mut self: Box<Self>) -> Result<Received, Error> {
        let body = mem::take(&mut self.body);
        let document = read_document(&self.parts, body, &self.context);
        let (overlay, body, encoding) = deadline::within(self.context.deadline, document).await?;
        Ok(Received {
            overlay,
            body,
            encoding,
            call: self.call,
            context: self.context,
        })
    }

    /// The request of a method that takes a stream, whose messages are in the body.
    pub(crate) fn into_upload<M: Message>(self: Box<Self>) -> Result<Request<Streaming<M>>, Error> {
        let Self {
            parts,
            body,
            call,
            context,
            ..
        } = *self;
        let encoding = context.encoding(&parts, Accepted::Stream, &body)?;
        let reader = context.message_reader::<M>(&parts)?;
        let body = context.patient(body);
        let messages = match encoding {
            Encoding::Raw(content_type) => {
                inbound::streaming(RawUpload::new(body, content_type, reader))
            }
            _ => inbound::streaming(Upload::new(body, reader)),
        };
        Ok(call.map(|()| messages))
    }
}

async fn read_document(
    parts: &Parts,
    body: Body,
    context: &Context,
) -> Result<(Overlay, Bytes, Encoding), Error> {
    let plan = &context.target.plan;
    let overlay = context.overlay(parts)?;
    let mut document = (Bytes::new(), Encoding::Json);
    if context.form != Form::WebSocket {
        let encoding = context.encoding(parts, Accepted::Document, &body)?;
        if plan.reads_body() {
            let limit = context.settings.limits.message_bytes;
            let body = context.patient(body);
            document = (upload::read_document(parts, body, limit).await?, encoding);
        }
    }
    let (body, encoding) = document;
    context.record.received(body.len());
    Ok((overlay, body, encoding))
}

/// What the request of a method that takes one message is made of.
pub(crate) struct Received {
    overlay: Overlay,
    body: Bytes,
    encoding: Encoding,
    call: Request<()>,
    context: Arc<Context>,
}

impl Received {
    /// The request, filled from body, query and path. A message may be large: nothing waits while it is in hand.
    pub(crate) fn into_request<M: Message>(self) -> Result<Request<M>, Status> {
        let Self {
            overlay,
            body,
            encoding,
            call,
            context,
        } = self;
        let mut message = M::default();
        let (plan, settings) = (&context.target.plan, &context.settings);
        bind::document(&mut message, &body, &encoding, &overlay, plan, settings)?;
        let (metadata, extensions, ()) = call.into_parts();
        Ok(Request::from_parts(metadata, extensions, message))
    }
}

impl Context {
    pub(crate) fn overlay(&self, parts: &Parts) -> Result<Overlay, Error> {
        let plan = &self.target.plan;
        Ok(bind::overlay(parts, &self.variables, plan, &self.settings)?)
    }

    fn encoding(&self, parts: &Parts, accepted: Accepted, body: &Body) -> Result<Encoding, Error> {
        let is_empty = body.is_end_stream();
        bind::encoding(parts, self.origin, &self.target.plan, accepted, is_empty)
    }

    fn patient(&self, body: Body) -> PatientBody {
        PatientBody::new(body, self.settings.limits, &self.drains)
    }

    /// Reads the messages of a request stream. What path and query say, and does not fit, is refused before the call,
    /// even if no message ever comes.
    fn message_reader<M: Message>(&self, parts: &Parts) -> Result<MessageReader, Error> {
        let overlay = self.overlay(parts)?;
        bind::of_overlay(&mut M::default(), &overlay, &self.settings)?;
        Ok(MessageReader {
            overlay,
            target: self.target.plan.stream_target(),
            settings: Arc::clone(&self.settings),
            record: Arc::downgrade(&self.record),
            index: 0,
            last_memory: 0,
        })
    }

    /// Both ends of a request stream whose messages come in frames.
    pub(crate) fn inbox<M: Message>(
        &self,
        parts: &Parts,
    ) -> Result<(InboxInlet<M>, Inbox<M>), Error> {
        Ok(inbox(self.message_reader::<M>(parts)?))
    }

    pub(crate) fn watch(&self) -> Watch {
        Watch {
            reaper: Arc::clone(&self.reaper),
            deadline: self.deadline,
            write_timeout: self.settings.limits.write_timeout,
            drains: self.drains.clone(),
            record: Arc::clone(&self.record),
        }
    }

    pub(crate) fn payload(&self) -> Payload {
        let payload = Payload::json(self.target.plan.response, self.settings.json.clone());
        payload
            .raw_if(self.is_raw())
            .max_bytes(self.settings.limits.response_message_bytes)
    }

    /// Whether the response is the data of a `google.api.HttpBody`, as it is. In Server-Sent Events and in the JSON of
    /// an envelope it is JSON as other messages are.
    pub(crate) fn is_raw(&self) -> bool {
        let carries_bytes = match self.form {
            Form::Sse => false,
            Form::WebSocket => self.message_form == MessageForm::Raw,
            _ => true,
        };
        carries_bytes && self.target.plan.responds_raw
    }

    /// The headers that the metadata of a response are. Those of the content are the writer's own, unless the content
    /// is bytes that only the handler knows.
    pub(crate) fn response_headers(&self, metadata: MetadataMap) -> HeaderMap {
        let names = self.settings.metadata;
        if self.is_raw() {
            names.into_headers_of_content(metadata)
        } else {
            names.into_headers(metadata)
        }
    }

    /// How the messages of a response stream with this metadata stand in its body.
    pub(crate) fn framing(&self, metadata: &MetadataMap) -> Box<dyn Framing> {
        let settings = &self.settings;
        match self.form {
            Form::Sse => Box::new(Events::new(
                self.target.method.output(),
                &self.target.plan.binding.sse,
                settings,
                metadata,
            )),
            // The first message would say its type.
            _ if self.is_raw() => Box::new(Raw::new("")),
            Form::Array => Box::new(Array::new(settings)),
            _ => Box::new(Ndjson::new(settings)),
        }
    }
}

impl Target {
    /// The method and its binding, for messages.
    pub(crate) fn describe(&self) -> String {
        let binding = &self.plan.binding;
        let (service, method) = (self.method.service(), self.method.name());
        format!(
            "`{} {}` of `{service}.{method}`",
            binding.http_method,
            binding.template.source()
        )
    }
}
