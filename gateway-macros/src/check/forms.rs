//! Checks the forms of a stream: those that are named must be enabled, and at least one must be left.

use proc_macro2::Span;

use super::Rules;
use crate::attribute::{Sse, Stream};
use crate::errors::Errors;
use crate::rpc::Kind;
use crate::value::{Flag, Time};

pub(super) fn retry(retry: Option<Time>, errors: &mut Errors) {
    if let Some(Time {
        milliseconds: Some(..1_000),
        span,
    }) = retry
    {
        errors.at(
            span,
            "`retry` is less than a second, and browsers would reconnect in a storm\n\
             help: write at least \"1s\"",
        );
    }
}

impl Rules<'_> {
    /// Returns whether an error was reported.
    pub(super) fn sse(&self, errors: &mut Errors) -> bool {
        if !self.method.kind.streams_responses() {
            return self.no_sse(errors);
        }
        let Some(sse) = &self.binding.http.settings.sse else {
            return false;
        };
        retry(sse.retry, errors);
        self.resume(sse, errors);
        if self.binding.forms.sse {
            return false;
        }
        let help = undo(self.disables(|it| it.disable_sse), "sse", "disable_sse");
        errors.at(
            sse.key,
            format!("Server-Sent Events are disabled for this binding\n{help}"),
        );
        true
    }

    fn no_sse(&self, errors: &mut Errors) -> bool {
        let settings = &self.binding.http.settings;
        let sse = settings.sse.as_ref().map(|it| ("sse", it.key));
        let flag = settings.stream.as_ref().and_then(|it| it.disable_sse);
        let flag = flag.map(|it| ("disable_sse", it.span));
        for (key, span) in sse.into_iter().chain(flag) {
            let name = &self.method.name;
            let message = format!(
                "`{key}` is for streams of responses, and `{name}` has one response\nhelp: leave it out"
            );
            errors.at(span, message);
        }
        sse.or(flag).is_some()
    }

    fn resume(&self, sse: &Sse, errors: &mut Errors) {
        let Some(resume) = &sse.resume else {
            return;
        };
        let field = resume.value();
        let mut variables = self.binding.template.variables.iter();
        if variables.any(|variable| variable.field == field) {
            let message = format!(
                "`{field}` is bound by the path, so that `Last-Event-ID` cannot replace it\n\
                 help: resume from a field outside the path"
            );
            errors.at(resume.span(), message);
        }
    }

    /// Returns whether an error was reported.
    pub(super) fn websocket(&self, errors: &mut Errors) -> bool {
        let http = &self.binding.http;
        let Some(websocket) = &http.settings.websocket else {
            return false;
        };
        if self.binding.forms.websocket {
            self.first_message(errors);
            return false;
        }
        let is_own = self.disables(|it| it.disable_websockets);
        let help = undo(is_own, "websocket", "disable_websockets");
        errors.at(
            websocket.key,
            format!("WebSockets are disabled for this binding\n{help}"),
        );
        true
    }

    fn first_message(&self, errors: &mut Errors) {
        let Some(first_message) = self.binding.http.first_message() else {
            return;
        };
        if self.method.kind.streams_requests() {
            let message = format!(
                "`first_message` is for methods with one request, and `{}` has a stream of them\n\
                 help: leave it out",
                self.method.name
            );
            errors.at(first_message.span, message);
        }
    }

    /// Returns whether the binding itself has this flag, rather than the impl.
    fn disables(&self, flag: fn(&Stream) -> Option<Flag>) -> bool {
        self.binding
            .http
            .settings
            .stream
            .as_ref()
            .and_then(flag)
            .is_some()
    }

    pub(super) fn any_form(&self, errors: &mut Errors) {
        let (http, forms, name) = (&self.binding.http, self.binding.forms, &self.method.name);
        let websocket = forms.websocket && http.opens_websocket();
        let served = match self.method.kind {
            Kind::ClientStreaming => websocket || forms.chunked && !http.method.is_get(),
            _ => websocket || forms.sse || forms.chunked,
        };
        if !served {
            let message = format!(
                "no form is left in which `{name}` could be served\n{}",
                self.way_out()
            );
            errors.at(self.streams_span(), message);
        }
    }

    fn way_out(&self) -> &'static str {
        match (self.method.kind, self.binding.http.method.is_get()) {
            (Kind::ClientStreaming, true) => {
                "help: on `get` its requests come over a WebSocket only; allow it by `stream(disable_websockets = false)`, or bind `post`"
            }
            (Kind::ClientStreaming, false) => {
                "help: its requests come in the body; allow it by `stream(disable_chunked_transfer = false)`, or add `websocket(raw)`, which opens a WebSocket by a GET of the same path"
            }
            (_, true) => "help: allow one, such as `stream(disable_sse = false)`",
            (_, false) => {
                "help: allow one, such as `stream(disable_sse = false)`, or add `websocket(raw)`, which opens a WebSocket by a GET of the same path"
            }
        }
    }

    fn streams_span(&self) -> Span {
        let http = &self.binding.http;
        http.settings
            .stream
            .as_ref()
            .map_or(http.method.span(), |it| it.key)
    }
}

/// Returns the help for enabling a form that the binding itself, or a default of the impl, disables.
fn undo(is_own: bool, key: &str, flag: &str) -> String {
    if is_own {
        format!("help: leave out `{key}(..)` or `{flag}`")
    } else {
        format!("help: the impl disables them; write `stream({flag} = false)` to undo that")
    }
}
