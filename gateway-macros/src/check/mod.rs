//! Checks the attributes of one impl for consistency. Constants check whatever depends on the messages.

mod forms;
mod query;

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use proc_macro2::{Ident, Span};

use crate::errors::Errors;
use crate::model::{Binding, Body, Method, Service};
use crate::rpc::Kind;
use crate::template::Segment;

pub(crate) fn service(service: &Service, errors: &mut Errors) {
    if let Some(sse) = &service.defaults.sse {
        forms::retry(sse.retry, errors);
    }
    for method in &service.methods {
        for binding in &method.bindings {
            Rules { method, binding }.check(errors);
        }
    }
    duplicates(service, errors);
}

/// Reports duplicate bindings. It skips methods under `cfg`, because they may be alternatives.
fn duplicates(service: &Service, errors: &mut Errors) {
    let (mut bound, mut websockets) = (Places::default(), Places::default());
    let methods = service.methods.iter();
    for method in methods.filter(|method| method.cfg.is_empty()) {
        for binding in &method.bindings {
            let name = &binding.http.method.name;
            if let Some(other) = bound.take(method, binding, name) {
                taken(&binding.shape(), other, method, binding, errors);
            } else if binding.takes_upgrade(method.kind)
                && let Some(other) = websockets.take(method, binding, "GET")
            {
                let shape = format!("GET {}", binding.template.shape());
                taken_by_websocket(&shape, other, binding, errors);
            }
        }
    }
}

/// The method and the span of a binding.
type Place<'a> = (&'a Ident, Span);

/// The bindings, by HTTP method and shape.
#[derive(Default)]
struct Places<'a>(HashMap<(&'a str, &'a [Segment], Option<&'a str>), Place<'a>>);

impl<'a> Places<'a> {
    /// Takes the place of a binding, or returns the binding that already has it.
    fn take(
        &mut self,
        method: &'a Method,
        binding: &'a Binding,
        http_method: &'a str,
    ) -> Option<Place<'a>> {
        let template = &binding.template;
        let key = (
            http_method,
            template.segments.as_slice(),
            template.verb.as_deref(),
        );
        match self.0.entry(key) {
            Entry::Occupied(taken) => Some(*taken.get()),
            Entry::Vacant(place) => {
                place.insert((&method.name, binding.path_span()));
                None
            }
        }
    }
}

fn taken(
    shape: &str,
    (other, span): Place<'_>,
    method: &Method,
    binding: &Binding,
    errors: &mut Errors,
) {
    let line = span.unwrap().line();
    let message = format!(
        "`{shape}` is already bound to `{other}` (line {line})\n\
         help: end one of them with a verb, such as \":{}\"",
        method.name
    );
    errors.at(binding.path_span(), message);
}

fn taken_by_websocket(
    shape: &str,
    (other, span): Place<'_>,
    binding: &Binding,
    errors: &mut Errors,
) {
    let line = span.unwrap().line();
    let message = format!(
        "`{shape}` opens a WebSocket for `{other}` already (line {line})\n\
         help: leave out the `websocket(..)` that adds it, or use another path"
    );
    errors.at(binding.path_span(), message);
}

struct Rules<'a> {
    method: &'a Method,
    binding: &'a Binding,
}

impl Rules<'_> {
    fn check(&self, errors: &mut Errors) {
        self.body(errors);
        self.response_body(errors);
        self.query(errors);
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
            (Some(body), _) if http.is_complete && http.method.is_get() && !streams => errors.at(
                body.key,
                "a GET request has no body\n\
                 help: fields outside the path come from the query string; use `post` to send a body",
            ),
            (Some(body), Body::None) if streams => errors.at(
                body.field.span(),
                format!("the body of `{}` is its stream of requests\nhelp: leave `body` out", self.method.name),
            ),
            (None, Body::None) if http.is_complete && http.method.has_body() => errors.at(
                http.method.span(),
                format!(
                    "`{}` does not say what the request's body is\n\
                     help: write `body = \"*\"` for the whole message, `body = \"field\"` for one field of it, or `body = \"\"`",
                    http.method.key
                ),
            ),
            _ => {}
        }
    }

    fn response_body(&self, errors: &mut Errors) {
        let http = &self.binding.http;
        if let (Some(whole), None) = (&http.response_body, http.response_field()) {
            errors.at(
                whole.span(),
                "`response_body` names one field of the response\n\
                 help: leave it out to answer with the whole message",
            );
        }
    }

    fn status(&self, errors: &mut Errors) {
        let Some(status) = self.binding.http.status else {
            return;
        };
        if self.method.kind.streams_responses() {
            let message = format!(
                "`{}` streams its answer, whose status is always 200\nhelp: leave `status` out",
                self.method.name
            );
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
            settings.stream.as_ref().map(|it| ("stream", it.key)),
            settings.sse.as_ref().map(|it| ("sse", it.key)),
            settings.websocket.as_ref().map(|it| ("websocket", it.key)),
        ];
        for (key, span) in keys.into_iter().flatten() {
            let message = format!(
                "`{key}` is for streams, and `{}` has none\nhelp: leave it out",
                self.method.name
            );
            errors.at(span, message);
        }
    }
}
