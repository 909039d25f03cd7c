//! The rules among the attributes of one impl. What depends on the messages is checked by constants.

use std::collections::HashMap;

use proc_macro2::Span;

use crate::attribute::Stream;
use crate::errors::Errors;
use crate::model::{Binding, Body, Method, Service};
use crate::rpc::Kind;
use crate::value::Time;

pub(crate) fn service(service: &Service, errors: &mut Errors) {
    if let Some(sse) = &service.defaults.sse {
        retry(sse.retry, errors);
    }
    for method in &service.methods {
        for binding in &method.bindings {
            Rules { method, binding }.check(errors);
        }
    }
    duplicates(service, errors);
}

/// Two methods under `cfg` may be alternatives.
fn duplicates(service: &Service, errors: &mut Errors) {
    let mut bound = HashMap::new();
    for method in service.methods.iter().filter(|method| method.cfg.is_empty()) {
        for binding in &method.bindings {
            let shape = binding.shape();
            let Some((other, line)) = bound.get(&shape) else {
                bound.insert(shape, (&method.name, binding.path_span().unwrap().line()));
                continue;
            };
            let message = format!(
                "`{shape}` is already bound to `{other}` (line {line})\n\
                 help: end one of them with a verb, such as \":{}\"",
                method.name
            );
            errors.at(binding.path_span(), message);
        }
    }
}

fn retry(retry: Option<Time>, errors: &mut Errors) {
    if let Some(Time { milliseconds: Some(..1_000), span }) = retry {
        errors.at(span, "`retry` is at least \"1s\", or browsers would reconnect in a storm");
    }
}

struct Rules<'a> {
    method: &'a Method,
    binding: &'a Binding,
}

impl Rules<'_> {
    fn check(&self, errors: &mut Errors) {
        self.body(errors);
        self.status(errors);
        if self.method.kind == Kind::Unary {
            self.unary(errors);
            return;
        }
        let is_refused = self.sse(errors) | self.websocket(errors);
        if !is_refused {
            self.any_form(errors);
        }
    }

    fn body(&self, errors: &mut Errors) {
        let http = &self.binding.http;
        let streams = self.method.kind.streams_requests();
        match (&http.body, &self.binding.body) {
            (Some(body), _) if http.is_get() && !streams => errors.at(
                body.key,
                "a GET request has no body\n\
                 help: fields outside the path come from the query string; use `post` to send a body",
            ),
            (Some(body), Body::None) if streams => errors.at(
                body.field.span(),
                format!("the body of `{}` is its stream of requests\nhelp: leave `body` out", self.method.name),
            ),
            (None, Body::None) if http.is_complete && http.method != "get" && http.method != "delete" => errors.at(
                http.method.span(),
                format!(
                    "`{}` does not say what the request's body is\n\
                     help: write `body = \"*\"` for the whole message, `body = \"field\"` for one field of it, or `body = \"\"`",
                    http.method
                ),
            ),
            _ => {}
        }
    }

    fn status(&self, errors: &mut Errors) {
        let Some(status) = self.binding.http.status else {
            return;
        };
        if self.method.kind.streams_responses() {
            let message = format!("`{}` streams its answer, whose status is always 200\nhelp: leave `status` out", self.method.name);
            errors.at(status.span, message);
        } else if !(200..300).contains(&status.value) {
            errors.at(
                status.span,
                "a success has a status from 200 to 299\nhelp: for failures, return a `tonic::Status`",
            );
        }
    }

    fn unary(&self, errors: &mut Errors) {
        let settings = &self.binding.http.settings;
        let keys = [
            settings.stream.as_ref().map(|stream| ("stream", stream.key)),
            settings.sse.as_ref().map(|sse| ("sse", sse.key)),
            settings.websocket.as_ref().map(|websocket| ("websocket", websocket.key)),
        ];
        for (key, span) in keys.into_iter().flatten() {
            let message = format!("`{key}` is for methods that stream, and `{}` does not\nhelp: leave it out", self.method.name);
            errors.at(span, message);
        }
    }

    /// Whether something was refused.
    fn sse(&self, errors: &mut Errors) -> bool {
        let settings = &self.binding.http.settings;
        let flag = settings.stream.as_ref().and_then(|stream| stream.disable_sse);
        if !self.method.kind.streams_responses() {
            let keys = [settings.sse.as_ref().map(|sse| sse.key), flag.map(|flag| flag.span)];
            let message = format!(
                "`{}` has one answer, and Server-Sent Events are for streams of them\nhelp: leave this out",
                self.method.name
            );
            return keys.into_iter().flatten().map(|key| errors.at(key, &message)).count() > 0;
        }
        let Some(sse) = &settings.sse else {
            return false;
        };
        retry(sse.retry, errors);
        self.resume(errors);
        if !self.binding.forms.sse {
            errors.at(sse.key, format!("Server-Sent Events are disabled for this binding\n{}", undo(flag.is_some(), "sse", "disable_sse")));
        }
        !self.binding.forms.sse
    }

    fn resume(&self, errors: &mut Errors) {
        let Some(resume) = self.binding.http.settings.sse.as_ref().and_then(|sse| sse.resume.as_ref()) else {
            return;
        };
        let field = resume.value();
        if self.binding.template.variables.iter().any(|variable| variable.field == field) {
            let message = format!("`{field}` is bound by the path, so that `Last-Event-ID` cannot replace it\nhelp: resume from a field outside the path");
            errors.at(resume.span(), message);
        }
    }

    /// Whether something was refused.
    fn websocket(&self, errors: &mut Errors) -> bool {
        let settings = &self.binding.http.settings;
        let Some(websocket) = &settings.websocket else {
            return false;
        };
        let flag = settings.stream.as_ref().and_then(|stream| stream.disable_websockets);
        let http = &self.binding.http;
        let message = if !http.is_get() {
            format!("a WebSocket is opened by GET, and this binding is `{}`\nhelp: leave `websocket` out, or bind `get` as well", http.method)
        } else if !self.binding.forms.websocket {
            format!("WebSockets are disabled for this binding\n{}", undo(flag.is_some(), "websocket", "disable_websockets"))
        } else {
            return false;
        };
        errors.at(websocket.key, message);
        true
    }

    fn any_form(&self, errors: &mut Errors) {
        let (http, forms, name) = (&self.binding.http, self.binding.forms, &self.method.name);
        let websocket = forms.websocket && http.is_get();
        let served = match self.method.kind {
            Kind::ClientStreaming => websocket || forms.chunked && !http.is_get(),
            _ => websocket || forms.sse || forms.chunked,
        };
        if !served {
            let message = format!("no form is left in which `{name}` could be served\n{}", self.way_out());
            errors.at(self.streams_span(), message);
        }
    }

    fn way_out(&self) -> &'static str {
        match (self.method.kind, self.binding.http.is_get()) {
            (Kind::ClientStreaming, true) => {
                "help: on `get` its requests come over a WebSocket only; allow it by `stream(disable_websockets = false)`, or bind `post`"
            }
            (Kind::ClientStreaming, false) => {
                "help: its requests come in the body; allow it by `stream(disable_chunked_transfer = false)`, or bind `get` for WebSockets"
            }
            (_, true) => "help: allow one, such as `stream(disable_sse = false)`",
            (_, false) => "help: a WebSocket is opened by GET only; bind `get`, or allow another form",
        }
    }

    fn streams_span(&self) -> Span {
        let stream: Option<&Stream> = self.binding.http.settings.stream.as_ref();
        stream.map_or(self.binding.http.method.span(), |stream| stream.key)
    }
}

/// How to enable a form again that the binding itself, or a default of the impl, has disabled.
fn undo(is_own: bool, key: &str, flag: &str) -> String {
    if is_own {
        format!("help: leave out `{key}(..)` or `{flag}`")
    } else {
        format!("help: the impl disables them; write `stream({flag} = false)` to undo that")
    }
}
