//! The contents of `#[http(..)]` and `#[gateway(..)]`, with their spans.

mod method;
mod query;

use proc_macro2::{Span, TokenStream};
use syn::{Attribute, LitStr, Meta, Path};

pub(crate) use self::method::HttpMethod;
pub(crate) use self::query::{Alias, Query};

use crate::errors::Errors;
use crate::keys::{Entry, Given, Keys, Vocabulary};
use crate::value::{Flag, Number, Time};
use crate::vocabulary::{
    GATEWAY, HTTP, METHODS, SSE, SSE_DEFAULTS, STREAM, WEBSOCKET, WEBSOCKET_DEFAULTS,
};

/// One `#[http(..)]`.
pub(crate) struct Http {
    pub(crate) method: HttpMethod,
    pub(crate) path: LitStr,
    pub(crate) body: Option<Body>,
    pub(crate) response_body: Option<LitStr>,
    pub(crate) query: Option<Query>,
    pub(crate) status: Option<Number>,
    pub(crate) settings: Settings,
    /// Whether all of it was understood. If not, a key that seems to be missing may be there.
    pub(crate) is_complete: bool,
}

/// `body = ".."`
pub(crate) struct Body {
    pub(crate) key: Span,
    pub(crate) field: LitStr,
}

/// The settings of a binding, or of an impl for all of its bindings.
#[derive(Default)]
pub(crate) struct Settings {
    pub(crate) timeout: Option<Time>,
    pub(crate) stream: Option<Stream>,
    pub(crate) sse: Option<Sse>,
    pub(crate) websocket: Option<WebSocket>,
}

/// `stream(..)`
pub(crate) struct Stream {
    pub(crate) key: Span,
    pub(crate) disable_sse: Option<Flag>,
    pub(crate) disable_websockets: Option<Flag>,
    pub(crate) disable_chunked_transfer: Option<Flag>,
}

/// `sse(..)`
pub(crate) struct Sse {
    pub(crate) key: Span,
    pub(crate) id: Option<LitStr>,
    pub(crate) event: Option<LitStr>,
    pub(crate) resume: Option<LitStr>,
    pub(crate) retry: Option<Time>,
    pub(crate) heartbeat: Option<Time>,
}

/// `websocket(..)`
pub(crate) struct WebSocket {
    pub(crate) key: Span,
    /// Whether it is `envelope` and not `raw`, if either is given.
    pub(crate) envelope: Option<bool>,
    pub(crate) first_message: Option<Flag>,
}

/// `#[gateway(..)]`
#[derive(Default)]
pub(crate) struct Gateway {
    pub(crate) prefix: Option<LitStr>,
    pub(crate) server: Option<Path>,
    pub(crate) krate: Option<Path>,
    pub(crate) proto: Option<Flag>,
    pub(crate) defaults: Settings,
}

impl Http {
    pub(crate) fn parse(attribute: &Attribute, errors: &mut Errors) -> Option<Self> {
        let tokens = match &attribute.meta {
            Meta::List(list) => list.tokens.clone(),
            _ => TokenStream::new(),
        };
        let before = errors.count();
        let mut keys = Keys::parse(tokens, &HTTP, errors);
        let (body, response_body) = (keys.take("body"), keys.take("response_body"));
        let (query, status) = (keys.take("query"), keys.take("status"));
        let settings = Settings::parse(&mut keys, [&SSE, &WEBSOCKET], errors);
        let methods = keys.take_any(METHODS);
        if methods.is_empty() && errors.count() == before {
            errors.at(name_span(attribute), ONE_METHOD);
        }
        let (method, path) = one_method(methods, errors)?;
        Some(Self {
            method,
            path,
            body: body.and_then(|entry| Body::parse(&entry, errors)),
            response_body: response_body.and_then(|entry| entry.string(errors)),
            query: query.and_then(|entry| Query::parse(&entry, errors)),
            status: status.and_then(|entry| entry.number(errors)),
            settings,
            is_complete: errors.count() == before,
        })
    }

    /// Returns whether a GET of the path opens a WebSocket, in addition to the binding itself.
    pub(crate) fn has_websocket_by_get(&self) -> bool {
        self.settings.websocket.is_some() && !self.method.is_get()
    }

    /// Returns whether a WebSocket can be opened at the path.
    pub(crate) fn opens_websocket(&self) -> bool {
        self.method.is_get() || self.settings.websocket.is_some()
    }

    /// Returns the flag `websocket(first_message)`, if it is on.
    pub(crate) fn first_message(&self) -> Option<Flag> {
        self.settings.websocket.as_ref()?.first_message
    }

    /// Returns the field of the response that is the document, if `response_body` can be the name of a field.
    pub(crate) fn response_field(&self) -> Option<&LitStr> {
        let is_field = |field: &&LitStr| !matches!(field.value().as_str(), "" | "*");
        self.response_body.as_ref().filter(is_field)
    }
}

const ONE_METHOD: &str = "`#[http]` names an HTTP method and a path\n\
    help: write `#[http(get = \"/v1/rooms/{room}\")]`";

fn one_method(methods: Vec<Entry>, errors: &mut Errors) -> Option<(HttpMethod, LitStr)> {
    let mut methods = methods.into_iter();
    let first = methods.next()?;
    for other in methods {
        let value = match other.given {
            Given::List(_) => "(..)",
            _ => " = ..",
        };
        let message = format!(
            "`{}` and `{}` are two bindings\nhelp: write a second `#[http({}{value})]`",
            first.key, other.key, other.key
        );
        errors.at(other.span(), message);
    }
    HttpMethod::parse(first, errors)
}

/// Returns the span of the word `http` in `#[http(..)]`.
pub(crate) fn name_span(attribute: &Attribute) -> Span {
    let name = attribute.path().segments.last();
    name.map_or_else(Span::call_site, |name| name.ident.span())
}

impl Body {
    fn parse(entry: &Entry, errors: &mut Errors) -> Option<Self> {
        let key = entry.span();
        entry.string(errors).map(|field| Self { key, field })
    }
}

impl Settings {
    fn parse(keys: &mut Keys, [sse, websocket]: [&Vocabulary; 2], errors: &mut Errors) -> Self {
        Self {
            timeout: keys.take("timeout").and_then(|entry| entry.time(errors)),
            stream: keys
                .take("stream")
                .and_then(|entry| Stream::parse(&entry, errors)),
            sse: keys
                .take("sse")
                .and_then(|entry| Sse::parse(&entry, sse, errors)),
            websocket: keys
                .take("websocket")
                .and_then(|entry| WebSocket::parse(&entry, websocket, errors)),
        }
    }
}

impl Stream {
    fn parse(entry: &Entry, errors: &mut Errors) -> Option<Self> {
        let key = entry.span();
        let mut keys = Keys::parse(entry.list(errors)?, &STREAM, errors);
        let mut flag = |key| keys.take(key).and_then(|entry| entry.flag(errors));
        Some(Self {
            key,
            disable_sse: flag("disable_sse"),
            disable_websockets: flag("disable_websockets"),
            disable_chunked_transfer: flag("disable_chunked_transfer"),
        })
    }
}

impl Sse {
    fn parse(entry: &Entry, vocabulary: &Vocabulary, errors: &mut Errors) -> Option<Self> {
        let key = entry.span();
        let mut keys = Keys::parse(entry.list(errors)?, vocabulary, errors);
        let mut field = |key| keys.take(key).and_then(|entry| entry.string(errors));
        let (id, event, resume) = (field("id"), field("event"), field("resume"));
        let mut time = |key| keys.take(key).and_then(|entry| entry.time(errors));
        let (retry, heartbeat) = (time("retry"), time("heartbeat"));
        Some(Self {
            key,
            id,
            event,
            resume,
            retry,
            heartbeat,
        })
    }
}

impl WebSocket {
    fn parse(entry: &Entry, vocabulary: &Vocabulary, errors: &mut Errors) -> Option<Self> {
        let key = entry.span();
        let mut keys = Keys::parse(entry.list(errors)?, vocabulary, errors);
        let mut flag = |key| keys.take(key).and_then(|entry| entry.flag(errors));
        let (envelope, raw) = (flag("envelope"), flag("raw"));
        let first_message = flag("first_message").filter(|flag| flag.on);
        if let (Some(_), Some(raw)) = (envelope, raw) {
            errors.at(
                raw.span,
                "a WebSocket is either `envelope` or `raw`\nhelp: leave one of them out",
            );
        }
        let envelope = envelope.map(|flag| flag.on);
        Some(Self {
            key,
            envelope: envelope.or(raw.map(|flag| !flag.on)),
            first_message,
        })
    }
}

impl Gateway {
    pub(crate) fn parse(arguments: TokenStream, errors: &mut Errors) -> Self {
        let mut keys = Keys::parse(arguments, &GATEWAY, errors);
        Self {
            prefix: keys.take("prefix").and_then(|entry| entry.string(errors)),
            server: keys.take("server").and_then(|entry| entry.path(errors)),
            krate: keys.take("crate").and_then(|entry| entry.path(errors)),
            proto: keys
                .take("proto")
                .and_then(|entry| entry.flag(errors))
                .filter(|proto| proto.on),
            defaults: Settings::parse(&mut keys, [&SSE_DEFAULTS, &WEBSOCKET_DEFAULTS], errors),
        }
    }
}
