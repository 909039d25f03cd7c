//! The forms of a stream: those that are named must be enabled, and one must be left.

use proc_macro2::Span;

use super::Rules;
use crate::attribute::Stream;
use crate::errors::Errors;
use crate::rpc::Kind;
use crate::value::Time;

pub(super) fn retry(retry: Option<Time>, errors: &mut Errors) {
    if let Some(Time {
        milliseconds: Some(..1_000),
        span,
    }) = retry
    {
        errors.at(span, "`retry` is less than a second, and browsers would reconnect in a storm\nhelp: write at least \"1s\"");
    }
}

impl Rules<'_> {
    /// Whether something was refused.
    pub(super) fn sse(&self, errors: &mut Errors) -> bool {
        let settings = &self.binding.http.settings;
        let flag = settings
            .stream
            .as_ref()
            .and_then(|stream| stream.disable_sse);
        if !self.method.kind.streams_responses() {
            let sse = settings.sse.as_ref().map(|sse| ("sse", sse.key));
            let flag = flag.map(|flag| ("disable_sse", flag.span));
            for (key, span) in sse.into_iter().chain(flag) {
                self.leave_out(key, span, errors);
            }
            return sse.or(flag).is_some();
        }
        let Some(sse) = &settings.sse else {
            return false;
        };
        retry(sse.retry, errors);
        self.resume(errors);
        if !self.binding.forms.sse {
            errors.at(
                sse.key,
                format!(
                    "Server-Sent Events are disabled for this binding\n{}",
                    undo(flag.is_some(), "sse", "disable_sse")
                ),
            );
        }
        !self.binding.forms.sse
    }

    fn resume(&self, errors: &mut Errors) {
        let Some(resume) = self
            .binding
            .http
            .settings
            .sse
            .as_ref()
            .and_then(|sse| sse.resume.as_ref())
        else {
            return;
        };
        let field = resume.value();
        if self
            .binding
            .template
            .variables
            .iter()
            .any(|variable| variable.field == field)
        {
            let message = format!(
                "`{field}` is bound by the path, so that `Last-Event-ID` cannot replace it\nhelp: resume from a field outside the path"
            );
            errors.at(resume.span(), message);
        }
    }

    /// Whether something was refused.
    pub(super) fn websocket(&self, errors: &mut Errors) -> bool {
        let settings = &self.binding.http.settings;
        let Some(websocket) = &settings.websocket else {
            return false;
        };
        let flag = settings
            .stream
            .as_ref()
            .and_then(|stream| stream.disable_websockets);
        let http = &self.binding.http;
        let message = if !http.is_get() {
            format!(
                "a WebSocket is opened by GET, and this binding is `{}`\nhelp: leave `websocket` out, or bind `get` as well",
                http.method
            )
        } else if !self.binding.forms.websocket {
            format!(
                "WebSockets are disabled for this binding\n{}",
                undo(flag.is_some(), "websocket", "disable_websockets")
            )
        } else {
            return false;
        };
        errors.at(websocket.key, message);
        true
    }

    pub(super) fn any_form(&self, errors: &mut Errors) {
        let (http, forms, name) = (&self.binding.http, self.binding.forms, &self.method.name);
        let websocket = forms.websocket && http.is_get();
        let served = match self.method.kind {
            Kind::ClientStreaming => websocket || forms.chunked && !http.is_get(),
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
        match (self.method.kind, self.binding.http.is_get()) {
            (Kind::ClientStreaming, true) => {
                "help: on `get` its requests come over a WebSocket only; allow it by `stream(disable_websockets = false)`, or bind `post`"
            }
            (Kind::ClientStreaming, false) => {
                "help: its requests come in the body; allow it by `stream(disable_chunked_transfer = false)`, or bind `get` for WebSockets"
            }
            (_, true) => "help: allow one, such as `stream(disable_sse = false)`",
            (_, false) => {
                "help: a WebSocket is opened by GET only; bind `get`, or allow another form"
            }
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
