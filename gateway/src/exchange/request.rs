//! [`Exchange`]: a request whose binding and form are known, and the messages in it.

use std::mem;
use std::sync::Arc;

use axum::body::Body;
use bytes::Bytes;
use http::request::Parts;
use tonic::{Request, Status, Streaming};

use super::context::Context;
use crate::bind::{self, Accepted, BodyEncoding, Overlay};
use crate::call::{deadline, inbound};
use crate::error::Error;
use crate::json::Message;
use crate::receive::{self, RawUpload, Upload};
use crate::schema::Form;
use crate::websocket::Upgrade;

/// A request whose binding and form are known.
pub(crate) struct Exchange {
    pub(crate) parts: Parts,
    pub(crate) body: Body,
    /// The handler's request without its message, as the interceptors have left it.
    pub(crate) call: Request<()>,
    /// The requested WebSocket, if any.
    pub(crate) upgrade: Option<Upgrade>,
    pub(crate) context: Arc<Context>,
}

impl Exchange {
    /// Reads the parts from which the request of a method that takes one message is made.
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

    /// Returns the request of a method that takes a stream whose messages are in the body.
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
            BodyEncoding::Raw(content_type) => {
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
) -> Result<(Overlay, Bytes, BodyEncoding), Error> {
    let plan = &context.target.plan;
    let overlay = context.overlay(parts)?;
    let mut document = (Bytes::new(), BodyEncoding::Json);
    if context.form != Form::WebSocket {
        let encoding = context.encoding(parts, Accepted::Document, &body)?;
        if plan.reads_body() {
            let limit = context.settings.limits.message_bytes;
            let body = context.patient(body);
            document = (receive::read_document(parts, body, limit).await?, encoding);
        }
    }
    let (body, encoding) = document;
    context.record.received(body.len());
    Ok((overlay, body, encoding))
}

/// The parts from which the request of a method that takes one message is made.
pub(crate) struct Received {
    overlay: Overlay,
    body: Bytes,
    encoding: BodyEncoding,
    call: Request<()>,
    context: Arc<Context>,
}

impl Received {
    /// Returns the request, filled from body, query and path. The message may be large, so nothing waits while it is
    /// held.
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
