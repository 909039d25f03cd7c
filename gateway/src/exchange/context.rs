//! [`Context`]: the state that the stages of one call share.

use std::sync::Arc;

use axum::body::Body;
use http::HeaderMap;
use http::request::Parts;
use http_body::Body as _;
use tonic::metadata::MetadataMap;

use crate::bind::{self, Accepted, BindPlan, BodyEncoding, Overlay, Variables};
use crate::call::Deadline;
use crate::error::Error;
use crate::json::Message;
use crate::negotiate::Origin;
use crate::observe::Record;
use crate::receive::{MessageReader, PatientBody};
use crate::reply::{Payload, Supervision};
use crate::schema::{Form, FrameFormat, MethodDescriptor};
use crate::session::{Inbox, InboxSink, inbox};
use crate::settings::Settings;
use crate::shutdown::{Reaper, Shutdowns};
use crate::write::{Array, Events, Framing, Ndjson, Raw, Trailers};

/// The state of a call that outlives the parts of its request.
#[derive(Debug)]
pub(crate) struct Context {
    pub(crate) target: Target,
    pub(crate) variables: Variables,
    pub(crate) origin: Origin,
    pub(crate) form: Form,
    /// The form of messages in WebSocket frames.
    pub(crate) message_form: FrameFormat,
    pub(crate) deadline: Option<Deadline>,
    pub(crate) trailers: Trailers,
    pub(crate) settings: Arc<Settings>,
    pub(crate) reaper: Arc<Reaper>,
    pub(crate) shutdowns: Shutdowns,
    pub(crate) record: Arc<Record>,
}

/// A binding and the method that it leads to.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) method: &'static MethodDescriptor,
    pub(crate) plan: Arc<BindPlan>,
}

impl Context {
    pub(crate) fn overlay(&self, parts: &Parts) -> Result<Overlay, Error> {
        let plan = &self.target.plan;
        Ok(bind::overlay(parts, &self.variables, plan, &self.settings)?)
    }

    pub(super) fn encoding(
        &self,
        parts: &Parts,
        accepted: Accepted,
        body: &Body,
    ) -> Result<BodyEncoding, Error> {
        let is_empty = body.is_end_stream();
        bind::encoding(parts, self.origin, &self.target.plan, accepted, is_empty)
    }

    pub(super) fn patient(&self, body: Body) -> PatientBody {
        PatientBody::new(body, self.settings.limits, &self.shutdowns)
    }

    /// Returns the reader of a request stream's messages. Values in path and query that do not fit are refused before
    /// the call, even if no message ever comes.
    pub(super) fn message_reader<M: Message>(&self, parts: &Parts) -> Result<MessageReader, Error> {
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

    /// Returns both ends of a request stream whose messages come in frames.
    pub(crate) fn inbox<M: Message>(
        &self,
        parts: &Parts,
    ) -> Result<(InboxSink<M>, Inbox<M>), Error> {
        Ok(inbox(self.message_reader::<M>(parts)?))
    }

    pub(crate) fn supervision(&self) -> Supervision {
        Supervision {
            reaper: Arc::clone(&self.reaper),
            deadline: self.deadline,
            write_timeout: self.settings.limits.write_timeout,
            shutdowns: self.shutdowns.clone(),
            record: Arc::clone(&self.record),
        }
    }

    pub(crate) fn payload(&self) -> Payload {
        let payload = Payload::json(self.target.plan.response, self.settings.json.clone());
        payload
            .raw_if(self.is_raw())
            .max_bytes(self.settings.limits.response_message_bytes)
    }

    /// Returns whether the response is the data of a `google.api.HttpBody`, unchanged. In Server-Sent Events and in the
    /// JSON of an envelope it is JSON like other messages.
    pub(crate) fn is_raw(&self) -> bool {
        let carries_bytes = match self.form {
            Form::Sse => false,
            Form::WebSocket => self.message_form == FrameFormat::Raw,
            _ => true,
        };
        carries_bytes && self.target.plan.responds_raw
    }

    /// Converts the metadata of a response into headers. The writer sets the headers of the content itself, unless the
    /// content is bytes that only the handler knows.
    pub(crate) fn response_headers(&self, metadata: MetadataMap) -> HeaderMap {
        let names = self.settings.metadata;
        if self.is_raw() {
            names.into_headers_of_content(metadata)
        } else {
            names.into_headers(metadata)
        }
    }

    /// Returns the framing of the messages of a response stream with this metadata.
    pub(crate) fn framing(&self, metadata: &MetadataMap) -> Box<dyn Framing> {
        let settings = &self.settings;
        match self.form {
            Form::Sse => Box::new(Events::new(
                self.target.method.output(),
                &self.target.plan.binding.sse,
                settings,
                metadata,
            )),
            // The type would come from the first message.
            _ if self.is_raw() => Box::new(Raw::new("")),
            Form::Array => Box::new(Array::new(settings)),
            _ => Box::new(Ndjson::new(settings)),
        }
    }
}

impl Target {
    /// Describes the method and its binding, for use in error messages.
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
