//! One request on its way through the gateway, and what all its stages share.

use std::sync::Arc;

use axum::body::Body;
use bytes::Bytes;
use http::request::Parts;
use http_body::Body as _;
use tonic::{Request, Streaming};

use crate::bind::{self, Accepted, Encoding, Overlay, Plan};
use crate::binding::Binding;
use crate::call;
use crate::deadline::{self, Deadline};
use crate::error::Error;
use crate::inbound;
use crate::message::Message;
use crate::negotiate::Form;
use crate::payload::Payload;
use crate::reaper::Reaper;
use crate::reply::Watch;
use crate::service::MethodDescriptor;
use crate::settings::Settings;
use crate::upload::{self, RawUpload, Upload};
use crate::write::{Array, Framing, Ndjson, Sse, Trailers};

/// A request whose binding and form are known.
pub(crate) struct Exchange {
    pub(crate) parts: Parts,
    pub(crate) body: Body,
    pub(crate) context: Context,
}

/// What outlives the parts of the request.
#[derive(Clone, Debug)]
pub(crate) struct Context {
    pub(crate) target: Target,
    pub(crate) form: Form,
    pub(crate) deadline: Option<Deadline>,
    pub(crate) trailers: Trailers,
    pub(crate) settings: Arc<Settings>,
    pub(crate) reaper: Arc<Reaper>,
}

/// A binding and the method that it leads to.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) method: &'static MethodDescriptor,
    pub(crate) binding: &'static Binding,
    pub(crate) plan: Arc<Plan>,
}

impl Exchange {
    /// The request of a method that takes one message, filled from body, query and path.
    pub(crate) async fn into_request<M: Message>(self) -> Result<Request<M>, Error> {
        let Self {
            parts,
            body,
            context,
        } = self;
        let message =
            deadline::within(context.deadline, read_message(&parts, body, &context)).await?;
        Ok(context.request(message, parts))
    }

    /// The request of a method that takes a stream, whose messages are in the body.
    pub(crate) fn into_upload<M: Message>(self) -> Result<Request<Streaming<M>>, Error> {
        let Self {
            parts,
            body,
            context,
        } = self;
        let plan = Arc::clone(&context.target.plan);
        let settings = Arc::clone(&context.settings);
        let encoding = bind::encoding(&parts, &plan, Accepted::Stream, body.is_end_stream())?;
        let overlay = context.stream_overlay::<M>(&parts)?;
        let messages = match encoding {
            Encoding::Raw(content_type) => {
                inbound::streaming(RawUpload::new(body, content_type, overlay, plan, settings))
            }
            _ => inbound::streaming(Upload::new(body, overlay, plan, settings)),
        };
        Ok(context.request(messages, parts))
    }
}

async fn read_message<M: Message>(
    parts: &Parts,
    body: Body,
    context: &Context,
) -> Result<M, Error> {
    let plan = &context.target.plan;
    let overlay = context.overlay(parts)?;
    let mut document = (Bytes::new(), Encoding::Json);
    if context.form != Form::WebSocket {
        let encoding = bind::encoding(parts, plan, Accepted::Document, body.is_end_stream())?;
        if plan.reads_body() {
            let limit = context.settings.limits.message_bytes;
            document = (upload::read_document(parts, body, limit).await?, encoding);
        }
    }
    let (body, encoding) = document;
    Ok(bind::document(
        &body,
        &encoding,
        &overlay,
        plan,
        &context.settings,
    )?)
}

impl Context {
    pub(crate) fn overlay(&self, parts: &Parts) -> Result<Overlay, Error> {
        Ok(bind::overlay(parts, &self.target.plan, &self.settings)?)
    }

    /// The overlay of every message of a request stream. What does not fit is refused before the call, even if no
    /// message ever comes.
    pub(crate) fn stream_overlay<M: Message>(&self, parts: &Parts) -> Result<Overlay, Error> {
        let overlay = self.overlay(parts)?;
        overlay.apply(&mut M::default())?;
        Ok(overlay)
    }

    pub(crate) fn request<T>(&self, message: T, parts: Parts) -> Request<T> {
        call::request(
            message,
            parts,
            self.target.method,
            self.settings.metadata,
            self.deadline,
        )
    }

    pub(crate) fn watch(&self) -> Watch {
        Watch {
            reaper: Arc::clone(&self.reaper),
            deadline: self.deadline,
            write_timeout: self.settings.limits.write_timeout,
        }
    }

    pub(crate) fn payload(&self) -> Payload {
        Payload::json(self.target.plan.response, self.settings.json.clone())
    }

    /// Whether the response is the data of a `google.api.HttpBody`, as it is. In Server-Sent Events and WebSocket
    /// frames it is JSON as other messages are.
    pub(crate) fn is_raw(&self) -> bool {
        !matches!(self.form, Form::Sse | Form::WebSocket) && self.target.plan.responds_raw
    }

    /// How the messages of a response stream stand in its body.
    pub(crate) fn framing(&self) -> Box<dyn Framing> {
        match self.form {
            Form::Sse => Box::new(Sse::new(
                self.target.method.output(),
                &self.target.binding.sse,
            )),
            Form::Array => Box::<Array>::default(),
            _ => Box::new(Ndjson),
        }
    }
}

impl Target {
    /// The method and its binding, for messages.
    pub(crate) fn describe(&self) -> String {
        let binding = self.binding;
        let (service, method) = (self.method.service(), self.method.name());
        format!(
            "`{} {}` of `{service}.{method}`",
            binding.http_method,
            binding.template.source()
        )
    }
}
